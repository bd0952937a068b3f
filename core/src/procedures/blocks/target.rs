//! The database that will lead: made or adopted, within reach under names of ours, close to its leader.

use super::{check, landed, place, step, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{
    AddonGone, AddonProvisioned, ConfigResolves, DatabaseMade, Follows, NearlyCaughtUp, ReleaseSucceeded,
    Resolved, TargetAlone,
};
use crate::ending::Millis;
use crate::face::instant;
use crate::late::{slots, Late, Location, Place};
use crate::ops::{
    AddonDestroy, AttachmentCreate, AttachmentDestroy, CredentialCreate, DatabaseCreate, FollowerCreate,
    RollbackCreate,
};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::request::Major;
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// A follower this few commits behind is mostly caught up, whatever its clock says: on an idle leader the time of the last
/// commit grows although nothing is missing.
pub const NEARLY_COMMITS: u64 = 1_000;
/// A follower this little time behind is mostly caught up, however many commits that is: it replays faster than it fell behind.
pub const NEARLY_SECONDS: u64 = 60;
/// How long a release may take: most end within a minute, a release phase may run for many.
const RELEASED: u64 = 20 * MINUTE;
/// How long making a follower may take: base backups of some hundred GB take hours; after that the run pauses and keeps it.
pub const MADE: u64 = 24 * HOUR;
/// How long making an empty one may take; after that the run pauses and keeps it.
const EMPTY_MADE: u64 = 30 * MINUTE;
/// How long a rollback may take: a base backup of some hundred GB and the log of days; after that the run pauses and keeps it.
const ROLLED_BACK: u64 = 12 * HOUR;
/// How long catching up may take: 19 hours were reported for 500 GB; after that the run pauses and keeps the follower.
pub const CAUGHT_UP: u64 = 72 * HOUR;

/// Makes a follower on a plan.
pub fn make(snapshot: &Snapshot, plan: &str) -> Step {
    let database = &snapshot.database;
    let create = FollowerCreate {
        addon: slots::NAME_FOLLOWER.into(),
        app: database.app.clone(),
        attachment: slots::NAME_NEW.into(),
        leader: Late::Now(database.addon.clone()),
        plan: plan.to_owned(),
    };
    let destroy = AddonDestroy { addon: slots::NAME_FOLLOWER.into(), app: database.app.clone() };
    let mut step = step(
        "make-follower",
        Zone::Prepare,
        &format!("Make a follower of {} on plan {plan}", database.addon),
        "the new database is an exact copy, and the old one stays as it is",
    );
    step.calls = vec![create.into()];
    step.until =
        vec![provisioned(snapshot, slots::NAME_FOLLOWER.into()), follows(snapshot, 30 * MINUTE, false)];
    step.on_failure = OnFailure::PauseIfLate;
    step.undo = vec![destroy.into()];
    step.undo_until = vec![gone(snapshot, slots::NAME_FOLLOWER.into())];
    step
}

/// Makes an empty database of a major version on a plan.
pub fn create(snapshot: &Snapshot, plan: &str, version: Major) -> Step {
    let app = || snapshot.database.app.clone();
    let create = DatabaseCreate {
        addon: slots::NAME_TARGET.into(),
        app: app(),
        attachment: slots::NAME_NEW.into(),
        plan: plan.to_owned(),
        version,
    };
    let mut step = step(
        "make-database",
        Zone::Prepare,
        &format!("Make an empty database of Postgres {version} on plan {plan}"),
        "the data is copied into it, and the old one stays as it is",
    );
    step.undo = vec![AddonDestroy { addon: slots::NAME_TARGET.into(), app: app() }.into()];
    step.calls = vec![create.into()];
    let made = provisioned(snapshot, slots::NAME_TARGET.into());
    step.until = vec![Check { deadline_ms: EMPTY_MADE, ..made }];
    step.on_failure = OnFailure::PauseIfLate;
    step.undo_until = vec![gone(snapshot, slots::NAME_TARGET.into())];
    step
}

/// Makes a database that holds what the lead held at a moment.
pub fn roll_back(snapshot: &Snapshot, to: Millis) -> Step {
    let database = &snapshot.database;
    let create = RollbackCreate {
        addon: slots::NAME_TARGET.into(),
        app: database.app.clone(),
        attachment: slots::NAME_NEW.into(),
        plan: database.plan.clone(),
        source: database.addon.clone(),
        to,
    };
    let mut step = step(
        "make-rollback",
        Zone::Prepare,
        &format!("Make a database that holds what {} held at {}", database.addon, instant(to)),
        "the present one stays as it is, and everybody works on it until then",
    );
    step.undo = vec![AddonDestroy { addon: slots::NAME_TARGET.into(), app: database.app.clone() }.into()];
    step.calls = vec![create.into()];
    let made = provisioned(snapshot, slots::NAME_TARGET.into());
    step.until = vec![Check { deadline_ms: ROLLED_BACK, ..made }];
    step.on_failure = OnFailure::PauseIfLate;
    step.undo_until = vec![gone(snapshot, slots::NAME_TARGET.into())];
    step
}

/// Makes sure that the database which was made is what was asked for, and holds nothing.
pub fn empty(snapshot: &Snapshot, version: Major) -> Step {
    let mut step = step(
        "new-is-empty",
        Zone::Prepare,
        &format!("Check that the new database is empty and of Postgres {version}"),
        "a copy erases what it is copied into",
    );
    let made = DatabaseMade { addon_id: slots::FOLLOWER.id().into(), place: place::new(snapshot), version };
    step.until = vec![check(made, Pace::Slow, EMPTY_MADE, codes::DATABASE_NOT_PROVISIONED)];
    step.on_failure = OnFailure::PauseIfLate;
    step
}

/// Makes the credentials that the old database has, so that what is granted to them finds them; none if it has none.
pub fn credentials(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "make-credentials",
        Zone::Prepare,
        "Make the credentials of the old database for the new one",
        "grants in a copy are lost where the role does not exist; the passwords are other ones",
    );
    step.calls = snapshot
        .database
        .credentials()
        .into_iter()
        .flatten()
        .map(|name| {
            let create = CredentialCreate {
                addon: slots::NAME_TARGET.into(),
                app: snapshot.database.app.clone(),
                credential: name.clone(),
            };
            create.into()
        })
        .collect();
    step.until = step.calls.iter().map(|call| landed(call.clone(), Pace::Slow, 10 * MINUTE)).collect();
    (!step.calls.is_empty()).then_some(step)
}

/// The database that a copy writes over is the run's alone.
pub fn alone(snapshot: &Snapshot, pace: Pace) -> Check {
    let alone = TargetAlone {
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        attachment: slots::NAME_NEW.into(),
        location: Location::found(&slots::NEW),
        old: place::old(snapshot),
        old_location: Location::found(&slots::OLD),
        place: place::new(snapshot),
    };
    check(alone, pace, 2 * MINUTE, codes::TARGET_ATTACHED)
}

/// Uses a follower that exists.
pub fn adopt(snapshot: &Snapshot, existing: &str) -> Step {
    let app = &snapshot.database.app;
    let attach = AttachmentCreate {
        addon: Late::from(existing),
        app: app.clone(),
        attachment: slots::NAME_NEW.into(),
        namespace: None,
        replaces: false,
    };
    let detach = AttachmentDestroy { app: app.clone(), attachment: slots::NAME_NEW.into() };
    let mut step = step(
        "adopt-follower",
        Zone::Prepare,
        &format!("Use follower {existing}"),
        "it must follow this very leader, now",
    );
    step.guards = vec![provisioned(snapshot, Late::from(existing)), follows(snapshot, 30 * MINUTE, false)];
    step.calls = vec![attach.into()];
    step.undo = vec![detach.into()];
    step
}

/// Attaches the old database under a spare name.
pub fn alias(snapshot: &Snapshot) -> Step {
    let database = &snapshot.database;
    let attach = AttachmentCreate {
        addon: Late::Now(database.addon.clone()),
        app: database.app.clone(),
        attachment: slots::NAME_OLD.into(),
        namespace: None,
        replaces: false,
    };
    let detach = AttachmentDestroy { app: database.app.clone(), attachment: slots::NAME_OLD.into() };
    let old = Resolved {
        bind: slots::OLD,
        config_var: slots::NAME_OLD_VAR.into(),
        same: database.url.as_ref().map(|url| url.fingerprint.clone()),
    };
    let resolves = ConfigResolves { app: database.app.clone(), config_vars: vec![new(), old] };
    let mut step = step(
        "spare-alias",
        Zone::Prepare,
        &format!("Attach {} under a spare name", database.addon),
        "the old database must stay within reach after its attachments have moved, and the last one cannot be replaced",
    );
    step.calls = vec![attach.into()];
    let released = ReleaseSucceeded { app: database.app.clone() };
    step.until = vec![
        check(resolves, Pace::Slow, 10 * MINUTE, codes::SERVICE_NO_EFFECT),
        // A release phase that fails here would fail on the move, with the app stopped. The next try is another release.
        check(released, Pace::Slow, RELEASED, codes::RELEASE_FAILED),
    ];
    step.undo_until = vec![landed(detach.clone(), Pace::Slow, 5 * MINUTE)];
    step.undo = vec![detach.into()];
    step.on_failure = OnFailure::Withdraw;
    step
}

/// Waits until the follower is mostly caught up.
pub fn close(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "follower-close",
        Zone::Prepare,
        "Wait until the follower has nearly caught up",
        "what is left is replayed in the downtime",
    );
    step.until = vec![nearly(place::new(snapshot), CAUGHT_UP)];
    step.on_failure = OnFailure::Pause;
    step
}

/// A follower is mostly caught up.
pub fn nearly(follower: Place, deadline_ms: u64) -> Check {
    let nearly = NearlyCaughtUp {
        addon_id: slots::FOLLOWER.id().into(),
        commits: NEARLY_COMMITS,
        place: follower,
        seconds: NEARLY_SECONDS,
    };
    check(nearly, Pace::Slow, deadline_ms, codes::TARGET_LAGGING)
}

/// The follower follows this very leader. `settled` is one that was seen to follow it.
pub fn follows(snapshot: &Snapshot, deadline_ms: u64, settled: bool) -> Check {
    let follows =
        Follows { addon_id: slots::FOLLOWER.id().into(), leader: place::location(snapshot), settled };
    check(follows, Pace::Slow, deadline_ms, codes::TARGET_NOT_A_COPY)
}

/// An add-on is made.
pub fn provisioned(snapshot: &Snapshot, addon: Late<String>) -> Check {
    let app = snapshot.database.app.clone();
    let provisioned = AddonProvisioned { addon, app, bind: slots::FOLLOWER };
    check(provisioned, Pace::Slow, MADE, codes::DATABASE_NOT_PROVISIONED)
}

/// An add-on is gone again.
pub fn gone(snapshot: &Snapshot, addon: Late<String>) -> Check {
    let gone = AddonGone { addon, app: snapshot.database.app.clone() };
    check(gone, Pace::Slow, 30 * MINUTE, codes::SERVICE_NO_EFFECT)
}

fn new() -> Resolved {
    Resolved { bind: slots::NEW, config_var: slots::NAME_NEW_VAR.into(), same: None }
}
