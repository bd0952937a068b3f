//! Follower changeover: a follower on the wanted plan takes over. The manual does not recommend it; it is for those who must choose the
//! hour or want a way back, and for when Heroku refuses to change the plan in place.

use crate::codes;
use crate::command::Aftercare;
use crate::conditions::{PlanIs, TargetIs};
use crate::late::{slots, Location};
use crate::ops::Unfollow;
use crate::plan::{Marks, Pace, Step};
use crate::procedures::blocks::{check, place, step, MINUTE};
use crate::procedures::succession::{self, Succession};
use crate::request::ChangePlan;
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &ChangePlan, aftercare: Aftercare) -> (Vec<Step>, Marks) {
    let succession = Succession {
        existing: request.follower.as_deref(),
        plan: &request.full(),
        spend: unfollow(snapshot),
        leads: continues(snapshot, request),
        statistics_lost: false,
        aftercare,
    };
    succession.steps(snapshot)
}

fn unfollow(snapshot: &Snapshot) -> Step {
    let mut step = succession::unfollowing(
        snapshot,
        "unfollow",
        "Make the follower stop following",
        "it begins to take writes of its own, and cannot be made to follow again",
        codes::DATABASE_NOT_PROMOTED,
    );
    let unfollow = Unfollow {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        place: place::new(snapshot),
    };
    step.calls = vec![unfollow.into()];
    step
}

fn continues(snapshot: &Snapshot, request: &ChangePlan) -> Step {
    let mut step = step(
        "identity",
        Zone::Downtime,
        &format!("Wait until the new database leads, and check that it continues the old one on {}", request.plan),
        "a follower that Heroku replaced in the meantime could be another database: its system identifier, timeline and plan are read",
    );
    let continues = TargetIs {
        addon_id: slots::FOLLOWER.id().into(),
        bind: slots::NEW,
        location: Location::found(&slots::NEW),
        old: place::old(snapshot),
        place: place::new(snapshot),
        position: slots::L0.into(),
    };
    let on_plan = PlanIs {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        plan: request.full(),
    };
    step.until = vec![
        check(continues, Pace::Tight, 20 * MINUTE, codes::DATABASE_NOT_PROMOTED),
        check(on_plan, Pace::Brisk, 5 * MINUTE, codes::PLAN_NOT_CHANGED),
    ];
    step
}
