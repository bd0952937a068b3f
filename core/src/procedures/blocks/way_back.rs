//! A copy that leads back from an upgrade in place: a follower that stops following at L0, so that it holds everything that was written
//! up to there, on the old version.

use super::{aftercare, check, cut_over, fence, place, proof, step, target, Side, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{ConfigResolves, ReleaseSucceeded, Resolved, StandsAlone, TargetIs};
use crate::late::{slots, Bindings, Known, Late, Location};
use crate::ops::{AddonDestroy, FenceOff, FollowerCreate, Unfollow, Verb};
use crate::plan::{Check, Names, Next, OnFailure, Pace, Plan, Step};
use crate::query::FenceScope;
use crate::request::{bound, Finish, LeadAddon, Major, Request, WayBack};
use crate::shell::shell_word;
use crate::snapshot::{network, Attachment, Snapshot};
use crate::zone::Zone;

/// Its name, as it is said before there is a run.
const MADE_AS: &str = "postgresql-connect-{run}";
/// How long making it may take; after that the run pauses and keeps it.
const MADE: u64 = 12 * HOUR;
/// How long its last changes may take, with the app stopped.
const REPLAYED: u64 = 20 * MINUTE;
/// How long it may take until it follows nobody, with the app stopped.
const UNFOLLOWED: u64 = 10 * MINUTE;

/// Makes it.
pub fn make(snapshot: &Snapshot) -> Step {
    let (database, name) = (&snapshot.database, || slots::NAME_FOLLOWER.into());
    let create = FollowerCreate {
        addon: name(),
        app: database.app.clone(),
        attachment: slots::NAME_BACK.into(),
        leader: Late::Now(database.addon.clone()),
        plan: database.plan.clone(),
    };
    let mut step = step(
        "way-back",
        Zone::Prepare,
        &format!("Make a follower of {}, which will lead back", database.addon),
        "it stops following just before the upgrade and stays on the old version, with everything that was written up to there",
    );
    // It is destroyed once there is a newer one. On Shield plans there are none.
    if network(&database.plan) != "shield" {
        step.guards = vec![aftercare::backups_noted(database.app.clone())];
    }
    step.calls = vec![create.into()];
    let made = target::provisioned(snapshot, name());
    let at = Resolved { bind: slots::BACK, config_var: slots::NAME_BACK_VAR.into(), same: None };
    let resolves = ConfigResolves { app: database.app.clone(), config_vars: vec![at] };
    let released = ReleaseSucceeded { app: database.app.clone() };
    step.until = vec![
        Check { deadline_ms: MADE, ..made },
        target::follows(snapshot, 30 * MINUTE, false),
        check(released, Pace::Slow, 20 * MINUTE, codes::RELEASE_FAILED),
        check(resolves, Pace::Slow, 10 * MINUTE, codes::SERVICE_NO_EFFECT),
    ];
    step.on_failure = OnFailure::PauseIfLate;
    step.undo = vec![AddonDestroy { addon: name(), app: database.app.clone() }.into()];
    step.undo_until = vec![target::gone(snapshot, name())];
    step
}

/// Waits until it has nearly caught up.
pub fn close(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "way-back-close",
        Zone::Prepare,
        "Wait until the follower that leads back has nearly caught up",
        "what is left is replayed in the downtime",
    );
    step.until = vec![target::nearly(place::back(snapshot), target::CAUGHT_UP)];
    step.on_failure = OnFailure::Pause;
    step
}

/// It still follows, and is close: looked at again before an app is stopped.
pub fn fresh(snapshot: &Snapshot) -> Vec<Check> {
    let near = target::nearly(place::back(snapshot), HOUR);
    vec![target::follows(snapshot, MINUTE, true), near]
}

/// Waits until it has replayed L0, makes it stop following, and notes where it stands then. An upgrade of its leader would make it anew.
pub fn unfollow(snapshot: &Snapshot) -> Step {
    let back = || place::back(snapshot);
    let mut step = step(
        "way-back-unfollow",
        Zone::Downtime,
        "Make the follower that leads back stop following, once it has reached the cutoff",
        "one that follows would be upgraded along with its leader, and lead nowhere",
    );
    step.guards = vec![proof::caught_up(back(), REPLAYED)];
    let unfollow = Unfollow {
        addon: slots::NAME_FOLLOWER.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        place: back(),
    };
    step.calls = vec![unfollow.into()];
    let continues = TargetIs {
        addon_id: slots::FOLLOWER.id().into(),
        bind: slots::BACK,
        location: Location::found(&slots::BACK),
        old: place::lead(snapshot),
        place: back(),
        position: slots::L0.into(),
    };
    step.until = vec![
        check(continues, Pace::Tight, UNFOLLOWED, codes::DATABASE_NOT_PROMOTED),
        proof::noted(snapshot, back(), slots::N0, "position of the copy that leads back"),
    ];
    step
}

/// Makes it read-only, so that nobody can take it for the database in use.
pub fn close_to_writers(snapshot: &Snapshot) -> Step {
    let step = step(
        "way-back-fence",
        Zone::Downtime,
        "Make the copy that leads back read-only",
        "that of its leader travelled along, and holds for one credential only; nobody is to write to it but who goes back",
    );
    fence::closed(step, &place::back(snapshot), Side::old(snapshot).scope)
}

/// It follows nobody, and is as it was left.
pub fn stands(snapshot: &Snapshot) -> Check {
    let database = &snapshot.database;
    let stands = StandsAlone {
        addon: slots::NAME_FOLLOWER.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: database.app.clone(),
        major: Major(database.major.unwrap_or_default()),
        place: place::back(snapshot),
    };
    check(stands, Pace::Brisk, 2 * MINUTE, codes::DIRECT_WAY_BACK_GONE)
}

/// Says whether it still leads back: where the upgrade began by itself, it may have been made anew along with the others.
pub fn said(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "way-back-stands",
        Zone::Settle,
        "Check that the copy still leads back",
        "an upgrade that begins by itself makes every follower anew, this one too",
    );
    step.until = vec![stands(snapshot)];
    step.on_failure = OnFailure::Say;
    step
}

/// With its names.
pub fn named(names: Names) -> Names {
    names
        .with(&slots::NAME_FOLLOWER, MADE_AS)
        .with(&slots::NAME_BACK, "CONNECT_BACK_{RUN}")
        .with(&slots::NAME_BACK_VAR, "CONNECT_BACK_{RUN}_URL")
}

/// The commands that go back to it: a person's decision, because what was written since is not in it.
pub fn commands(snapshot: &Snapshot) -> Vec<Next> {
    let names = named(Names::default()).shown();
    let lift = |scope: FenceScope| {
        let off = FenceOff { place: place::back(snapshot), scope };
        let command = off.by_hand(&Known::shown(&names)).ok().flatten()?;
        Some(Next { command, why: "the copy from before the upgrade accepts writes again".to_owned() })
    };
    let attach = |one: &Attachment| {
        let (app, name) = (shell_word(&one.app), shell_word(&one.name));
        Next {
            command: format!("heroku addons:attach {MADE_AS} --app {app} --as {name} --confirm {app}"),
            why: format!("{} of {} is the copy from before the upgrade", one.name, one.app),
        }
    };
    let reload = Next {
        command: format!("heroku connect:mapping:reload MAPPING --app {}", shell_word(&snapshot.database.app)),
        why: "for every mapping, once Connect is on the copy: it is ahead of it, and reads nothing twice by itself".to_owned(),
    };
    let lifts = [FenceScope::Database, FenceScope::Credential].into_iter().filter_map(lift);
    lifts.chain(cut_over::movable(snapshot).map(attach)).chain([reload]).collect()
}

/// What is said at the end of a run that made one; `cost` is what it costs a day.
pub fn next(cost: Option<String>) -> Next {
    let cost = cost.map_or(String::new(), |cost| format!(", which costs {cost}"));
    Next {
        command: "heroku connect:runs:finish {run}".to_owned(),
        why: format!("destroys {MADE_AS}, the copy that leads back{cost}; be reminded of it on {{reminder}}"),
    }
}

/// What finishing a run takes that made one: it is destroyed. `None` if it never came to lead back.
pub fn finishing(plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
    let database = &plan.snapshot.database;
    let finish = Finish {
        run: run.to_owned(),
        addon: bound(bindings, &slots::NAME_FOLLOWER)?,
        billing_app: database.app.clone(),
        attachment: bound(bindings, &slots::NAME_BACK)?,
        schemas: plan.snapshot.schemas(),
        position: bound(bindings, &slots::N0)?,
        lead: Location {
            database: Late::Now(bound(bindings, &slots::NEW.database())?),
            host: Late::Now(bound(bindings, &slots::NEW.host())?),
            port: Late::Now(bound(bindings, &slots::NEW.port())?),
        },
        spare: None,
        backups: bound(bindings, &slots::BACKUPS).unwrap_or(0),
        // The one that leads is the one that was upgraded.
        protected: (!WayBack::takes_backups(database))
            .then(|| LeadAddon { name: database.addon.clone(), id: database.id.clone() }),
        fence: Side::old(&plan.snapshot).scope,
        shared: Side::old(&plan.snapshot).shared,
    };
    Some(Request::finish(finish, &plan.request))
}
