//! The database that will lead: made or adopted, within reach under names of ours, close to its leader.

use super::{check, landed, place, step, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{AddonGone, AddonProvisioned, ConfigResolves, Follows, LoginValid, NearlyCaughtUp};
use crate::late::{slots, Late};
use crate::ops::{AddonDestroy, AttachmentCreate, AttachmentDestroy, FollowerCreate};
use crate::plan::{Check, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// A follower this close (commits) is mostly caught up.
const NEARLY: u64 = 1_000;

/// Makes a follower on a plan.
pub fn make(snapshot: &Snapshot, plan: &str) -> Step {
    let database = &snapshot.database;
    let create = FollowerCreate {
        addon: slots::NAME_FOLLOWER.into(),
        app: database.app.clone(),
        attachment: slots::NAME_NEW.into(),
        leader: database.addon.clone(),
        plan: plan.to_owned(),
    };
    let destroy = AddonDestroy { addon: slots::NAME_FOLLOWER.into(), app: database.app.clone() };
    let gone = AddonGone { addon: slots::NAME_FOLLOWER.into(), app: database.app.clone() };
    let mut step = step(
        "make-follower",
        Zone::Prepare,
        &format!("make a follower of {} on plan {plan}", database.addon),
        "the new database is an exact copy that is upgraded while the old one stays as it is",
    );
    step.guards = vec![login()];
    step.calls = vec![create.into()];
    step.until = vec![
        provisioned(snapshot, slots::NAME_FOLLOWER.into()),
        resolves(snapshot),
        follows(snapshot, 30 * MINUTE),
    ];
    step.undo = vec![destroy.into()];
    step.undo_until = vec![check(gone, Pace::Slow, 30 * MINUTE, codes::SERVICE_NO_EFFECT)];
    step
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
        &format!("use follower {existing}"),
        "it must follow this very leader, now",
    );
    step.guards = vec![login(), provisioned(snapshot, Late::from(existing)), follows(snapshot, 30 * MINUTE)];
    step.calls = vec![attach.into()];
    step.until = vec![resolves(snapshot)];
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
    let resolves = ConfigResolves {
        app: database.app.clone(),
        bind: slots::OLD,
        config_var: slots::NAME_OLD_VAR.into(),
        same: database.url.as_ref().map(|url| url.fingerprint.clone()),
    };
    let mut step = step(
        "spare-alias",
        Zone::Prepare,
        &format!("attach {} under a spare name", database.addon),
        "the old database must stay within reach after its attachments have moved, and the last one cannot be replaced",
    );
    step.calls = vec![attach.into()];
    step.until = vec![check(resolves, Pace::Slow, 10 * MINUTE, codes::SERVICE_NO_EFFECT)];
    step.undo_until = vec![landed(detach.clone(), Pace::Slow, 5 * MINUTE)];
    step.undo = vec![detach.into()];
    step
}

/// Waits until the follower is mostly caught up.
pub fn close() -> Step {
    let mut step = step(
        "follower-close",
        Zone::Prepare,
        "wait until the follower is mostly caught up",
        "what is left is replayed inside the window",
    );
    step.until = vec![nearly(24 * HOUR)];
    step
}

/// The follower is mostly caught up.
pub fn nearly(deadline_ms: u64) -> Check {
    let nearly = NearlyCaughtUp { addon_id: slots::FOLLOWER.id().into(), commits: NEARLY };
    check(nearly, Pace::Slow, deadline_ms, codes::TARGET_LAGGING)
}

/// The follower follows this very leader.
pub fn follows(snapshot: &Snapshot, deadline_ms: u64) -> Check {
    let follows = Follows { addon_id: slots::FOLLOWER.id().into(), leader: place::location(snapshot) };
    check(follows, Pace::Slow, deadline_ms, codes::TARGET_NOT_A_COPY)
}

/// The login still works.
pub fn login() -> Check {
    check(LoginValid {}, Pace::Slow, MINUTE, codes::LOGIN_UNCLEAR)
}

fn provisioned(snapshot: &Snapshot, addon: Late<String>) -> Check {
    let app = snapshot.database.app.clone();
    let provisioned = AddonProvisioned { addon, app, bind: slots::FOLLOWER };
    check(provisioned, Pace::Slow, 12 * HOUR, codes::DATABASE_NOT_PROVISIONED)
}

fn resolves(snapshot: &Snapshot) -> Check {
    check(address(snapshot), Pace::Slow, 10 * MINUTE, codes::SERVICE_NO_EFFECT)
}

/// Where the new database is.
pub fn address(snapshot: &Snapshot) -> ConfigResolves {
    ConfigResolves {
        app: snapshot.database.app.clone(),
        bind: slots::NEW,
        config_var: slots::NAME_NEW_VAR.into(),
        same: None,
    }
}
