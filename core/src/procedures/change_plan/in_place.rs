//! In place: the service changes the database by itself, at a moment that it chooses, and nothing is stopped.
//!
//! The manual calls it transparent. Here it is watched, and what is proven of it and what is not is said.

use crate::command::Aftercare;
use crate::ops::PlanChange;
use crate::plan::{Marks, OnFailure, Step};
use crate::procedures::blocks::{aftercare, connect, hold, lock, place, proof, step, watch};
use crate::request::ChangePlan;
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &ChangePlan, asked: Aftercare) -> (Vec<Step>, Marks) {
    let plan = request.full();
    let lead = || place::lead_at_any_address(snapshot);
    let change = change(snapshot, &plan);
    let marks = Marks { point_of_no_return: Some(change.id.clone()), ..Marks::default() };
    let steps = [
        Some(lock::take(snapshot, &lead())),
        Some(watch::begin(snapshot)),
        Some(hold::hold_request()),
        Some(hold::fresh_look_in_place(snapshot)),
        Some(lock::note_settle(lead(), Zone::Prepare)),
        Some(change),
        Some(watch::one_lead(snapshot)),
        Some(watch::kept(snapshot)),
        Some(watch::span()),
        Some(watch::on_plan(snapshot, &plan)),
        Some(watch::address(snapshot)),
        Some(proof::clients_back(snapshot, request.restart_hung)),
        Some(connect::rides(snapshot)),
        Some(connect::healthy(snapshot, &lead(), "connect-rides")),
        watch::followers(snapshot),
        aftercare::window_in_place(snapshot),
        aftercare::settings_in_place(snapshot),
        aftercare::as_safe_in_place(snapshot, &plan, asked),
        Some(lock::release(lead())),
    ];
    (steps.into_iter().flatten().collect(), marks)
}

fn change(snapshot: &Snapshot, plan: &str) -> Step {
    let database = &snapshot.database;
    let mut step = step(
        "change-plan",
        Zone::Settle,
        "Ask Heroku for the change, and watch until it is done",
        "accepted is not done: it takes up to hours, and the minute of the switch cannot be chosen; a test write every few seconds tells \
         what was lost and for how long nobody was served",
    );
    step.guards = vec![watch::session_kept(snapshot)];
    let change = PlanChange {
        addon: database.addon.clone(),
        addon_id: database.id.clone(),
        app: database.app.clone(),
        plan: plan.to_owned(),
    };
    step.calls = vec![change.into()];
    step.until = watch::changed(snapshot, plan);
    step.on_failure = OnFailure::Person;
    step
}
