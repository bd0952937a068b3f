//! What the database is, and who uses it.

use super::{may, must, Flag, Given, Named, Part};
use crate::codes;
use crate::conditions::{Attached, FenceSeen, NoDynos, PlanIs, PositionUnmoved, Unfollowed, Upgraded};
use crate::diagnostic::Diagnostic;
use crate::late::{slots, Late};
use crate::plan::{Check, Pace};
use crate::procedures::blocks::{check, place, proof, target, Side, HOUR, MINUTE};
use crate::snapshot::{plan_name, App, Attachment, Snapshot};
use crate::survey::Needs;

pub const STOPPED: Named = Named {
    name: "dynos-stopped",
    sentence: "no app that uses the database runs a dyno",
    takes: &[],
    needs: || Needs { apps: true, ..Needs::default() },
    settles_ms: 0,
    parts: |snapshot, _| {
        within_reach(snapshot)?;
        let none = |app: &App| {
            let none = NoDynos { app: app.name.clone(), but: Vec::new() };
            let check = check(none, Pace::Brisk, 5 * MINUTE, codes::APP_DYNOS_RUNNING);
            Part { of: app.name.clone(), check }
        };
        Ok(snapshot.apps.iter().map(none).collect())
    },
};

pub const NOTED: Named = Named {
    name: "position-noted",
    sentence: "how far the database is could be read; with --json it is printed for a later --since",
    takes: &[],
    needs: with_connections,
    settles_ms: 0,
    parts: |snapshot, _| {
        within_reach(snapshot)?;
        one(snapshot, noted(snapshot))
    },
};

pub const UNWRITTEN: Named = Named {
    name: "unwritten-since",
    sentence: "nobody has written to the database since an earlier position-noted",
    takes: &[must(Flag::Since), may(Flag::OwnChanges)],
    needs: with_connections,
    settles_ms: 0,
    parts: |snapshot, given| {
        within_reach(snapshot)?;
        noted_before(given)?;
        let unmoved = PositionUnmoved {
            own: given.own.unwrap_or(0),
            place: place::lead(snapshot),
            position: slots::L0.into(),
            schemas: snapshot.schemas(),
            shared: Side::old(snapshot).shared,
            title: "nobody has written since".to_owned(),
        };
        one(snapshot, check(unmoved, Pace::Tight, MINUTE, codes::DOWNTIME_WRITTEN_AFTER_POSITION))
    },
};

pub const READ_ONLY: Named = Named {
    name: "read-only",
    sentence: "new sessions of the database refuse to write",
    takes: &[],
    needs: over_sql,
    settles_ms: 0,
    parts: |snapshot, _| one(snapshot, fenced(snapshot, true)),
};

pub const WRITABLE: Named = Named {
    name: "writable",
    sentence: "new sessions of the database accept writes by default",
    takes: &[],
    needs: over_sql,
    settles_ms: 0,
    parts: |snapshot, _| one(snapshot, fenced(snapshot, false)),
};

pub const LEADS: Named = Named {
    name: "leads",
    sentence: "the database follows nobody",
    takes: &[],
    needs: Needs::the_database_alone,
    settles_ms: 0,
    parts: |snapshot, _| {
        let unfollowed = Unfollowed { addon_id: Late::Now(snapshot.database.id.clone()) };
        one(snapshot, check(unfollowed, Pace::Brisk, HOUR, codes::DATABASE_NOT_PROMOTED))
    },
};

pub const UPGRADED: Named = Named {
    name: "upgraded",
    sentence: "the database runs this Postgres version and leads, by the service and by its server",
    takes: &[must(Flag::Version)],
    needs: over_sql,
    settles_ms: 0,
    parts: |snapshot, given| {
        let (Some(version), Some(location)) = (given.version, place::location(snapshot)) else {
            return Err(unseen("where the database is was not told"));
        };
        let upgraded = Upgraded {
            addon_id: Late::Now(snapshot.database.id.clone()),
            bind: slots::NEW,
            location,
            place: place::lead(snapshot),
            version,
        };
        one(snapshot, check(upgraded, Pace::Slow, HOUR, codes::UPGRADE_NOT_FINISHED))
    },
};

pub const ON_PLAN: Named = Named {
    name: "on-plan",
    sentence: "the database is on this plan, by the add-on and by the service, which is at rest",
    takes: &[must(Flag::Plan)],
    needs: Needs::the_database_alone,
    settles_ms: 0,
    parts: |snapshot, given| {
        let database = &snapshot.database;
        let service = database.plan.split(':').next().unwrap_or_default();
        let wanted = plan_name(given.plan.as_deref().unwrap_or_default());
        let plan_is = PlanIs {
            addon: Late::Now(database.addon.clone()),
            addon_id: Late::Now(database.id.clone()),
            app: database.app.clone(),
            plan: format!("{service}:{wanted}"),
        };
        one(snapshot, check(plan_is, Pace::Slow, target::MADE, codes::PLAN_NOT_CHANGED))
    },
};

pub const PROMOTED: Named = Named {
    name: "promoted",
    sentence: "the current release of the app holds the database under the name DATABASE, or the one of --as",
    takes: &[may(Flag::As)],
    needs: Needs::the_database_alone,
    settles_ms: 0,
    parts: |snapshot, given| {
        let Some(location) = place::location(snapshot) else {
            return Err(unseen("where the database is was not told"));
        };
        let alias = given.alias.as_deref().unwrap_or("DATABASE");
        let name = alias.strip_suffix("_URL").unwrap_or(alias);
        // A pooler answers on a port of its own.
        let pooled =
            |one: &Attachment| one.app == snapshot.app && one.name == name && one.namespace.is_some();
        let exact = !snapshot.attachments.iter().any(pooled);
        let attached = Attached {
            app: snapshot.app.clone(),
            bind: slots::release(&snapshot.app),
            config_vars: vec![format!("{name}_URL")],
            exact,
            left: None,
            location,
            strict: false,
        };
        let check = check(attached, Pace::Brisk, 20 * MINUTE, codes::RELEASE_NOT_SEEN);
        Ok(vec![Part { of: snapshot.app.clone(), check }])
    },
};

/// The connections too: their logs are a part of a position.
fn with_connections() -> Needs {
    Needs { apps: true, connections: true, server: true, ..Needs::default() }
}

/// What our role may do there decides how far read-only reaches.
fn over_sql() -> Needs {
    Needs { server: true, ..Needs::default() }
}

fn one(snapshot: &Snapshot, check: Check) -> Result<Vec<Part>, Diagnostic> {
    Ok(vec![Part { of: snapshot.database.addon.clone(), check }])
}

/// The position of the lead database.
pub(super) fn noted(snapshot: &Snapshot) -> Check {
    proof::noted(snapshot, place::lead(snapshot), slots::L0, "position of the database")
}

/// What was learnt by a check that noted no position.
pub(super) fn noted_before(given: &Given) -> Result<(), Diagnostic> {
    if given.since.as_ref().is_none_or(|since| since.position.is_some()) {
        return Ok(());
    }
    Err(super::since::useless(
        "it holds no position",
        "`heroku connect:check position-noted --json` prints one",
    ))
}

fn fenced(snapshot: &Snapshot, on: bool) -> Check {
    let (place, scope) = (place::lead(snapshot), Side::old(snapshot).scope);
    let code = if on { codes::DATABASE_NOT_FENCED } else { codes::DATABASE_READ_ONLY };
    check(FenceSeen { bind: None, on, place, scope }, Pace::Tight, MINUTE, code)
}

/// An app that cannot be seen might be the one in which it does not hold.
pub(super) fn within_reach(snapshot: &Snapshot) -> Result<(), Diagnostic> {
    let Some(app) = snapshot.out_of_reach.first() else { return Ok(()) };
    Err(Diagnostic::block(
        codes::REACH_APP,
        format!("`{app}` uses the database and this login may not see it"),
        "ask an owner of that app to run this, or for more rights",
    ))
}

/// What a condition needs was not told.
pub(super) fn unseen(what: &str) -> Diagnostic {
    Diagnostic::block(
        codes::SERVICE_UNAVAILABLE,
        what,
        "nothing was changed; see `heroku status` and try again",
    )
}
