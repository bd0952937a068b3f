//! The follower method: a follower is upgraded and takes over. Its own upgrade is the only unfollow.

use crate::codes;
use crate::command::Aftercare;
use crate::conditions::Upgraded;
use crate::late::{slots, Location};
use crate::ops::UpgradeRun;
use crate::plan::{Marks, Pace, Step};
use crate::procedures::blocks::{check, place, step, HOUR};
use crate::procedures::succession::{self, Succession};
use crate::request::{Major, UpgradeDb};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &UpgradeDb, aftercare: Aftercare) -> (Vec<Step>, Marks) {
    let succession = Succession {
        existing: request.follower.as_deref(),
        plan: &request.plan(&snapshot.database),
        spend: run_upgrade(snapshot, request.version),
        leads: upgraded(snapshot, request.version),
        statistics_lost: true,
        aftercare,
    };
    succession.steps(snapshot)
}

fn run_upgrade(snapshot: &Snapshot, version: Major) -> Step {
    let mut step = succession::unfollowing(
        snapshot,
        "upgrade-run",
        &format!("Upgrade the follower to Postgres {version}"),
        "it stops following and is upgraded; this is the only unfollow, and a follower cannot be spent twice",
        codes::UPGRADE_NOT_STARTED,
    );
    let run = UpgradeRun {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        version,
    };
    step.calls = vec![run.into()];
    step
}

fn upgraded(snapshot: &Snapshot, version: Major) -> Step {
    let mut step = step(
        "upgraded",
        Zone::Downtime,
        &format!("Wait until the new database is Postgres {version}"),
        "a finished wait proves nothing: the version itself is read, from the API and from the server",
    );
    let upgraded = Upgraded {
        addon_id: slots::FOLLOWER.id().into(),
        bind: slots::NEW,
        location: Location::found(&slots::NEW),
        place: place::new(snapshot),
        version,
    };
    step.until = vec![check(upgraded, Pace::Tight, HOUR, codes::UPGRADE_NOT_FINISHED)];
    step
}
