//! The follower method.
//!
//! The order is the manual's, with what practice added: Connect is paused while the app still writes, the follower's own
//! upgrade is the only unfollow, and nobody may have written to the old leader since its position was read.

use crate::codes;
use crate::conditions::{Unfollowed, Upgraded};
use crate::late::{slots, Location};
use crate::ops::UpgradeRun;
use crate::plan::{Marks, Pace, Step};
use crate::procedures::blocks::{
    aftercare, check, connect, cut_over, fence, hold, lock, place, proof, reopen, step, target, writers,
    HOUR, MINUTE,
};
use crate::request::{Major, UpgradeDb};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &UpgradeDb) -> (Vec<Step>, Marks) {
    let target = match &request.follower {
        Some(existing) => target::adopt(snapshot, existing),
        None => target::make(snapshot, &request.plan(&snapshot.database)),
    };
    let hold = hold::hold_downtime();
    let (pause, stop) = (connect::pause(snapshot), writers::stop(snapshot));
    let run = run_upgrade(snapshot, request.version);
    let (moved, resume) = (cut_over::move_attachments(snapshot), connect::resume(snapshot));
    let closes = reopen::ids(snapshot);
    let marks = Marks {
        // Where nothing runs and nothing is open, nothing is stopped.
        downtime_opens: (!closes.is_empty()).then(|| stop.id.clone()),
        downtime_closes: closes,
        sync_pauses: Some(pause.id.clone()),
        sync_resumes: Some(resume.id.clone()),
        cut_over: Some(moved.id.clone()),
        kept_from: Some(hold.id.clone()),
        spends: Some(run.id.clone()),
        point_of_no_return: Some(resume.id.clone()),
    };
    let steps = [
        Some(lock::take(snapshot, &place::lead(snapshot))),
        Some(target),
        Some(target::alias(snapshot)),
        writers::autoscalers_off(snapshot),
        Some(connect::at_rest(snapshot)),
        Some(target::close(snapshot)),
        Some(hold),
        Some(hold::fresh_look(snapshot)),
        Some(pause),
        Some(hold::card()),
        Some(lock::note_downtime(snapshot)),
        Some(stop),
        Some(writers::stop_one_offs(snapshot)),
        Some(writers::end_sessions(snapshot)),
        Some(proof::position(snapshot)),
        Some(proof::replayed(snapshot)),
        Some(run),
        Some(fence::fence_old(snapshot)),
        Some(fence::end_open_sessions(snapshot)),
        Some(proof::unwritten(snapshot)),
        Some(upgraded(snapshot, request.version)),
        Some(fence::open_new(snapshot)),
        Some(aftercare::analyze(snapshot)),
        Some(proof::true_copy(snapshot)),
        Some(lock::note_cut_over(snapshot)),
        Some(moved),
        Some(lock::note_settle(place::new(snapshot), Zone::CutOver)),
        Some(resume),
        reopen::dynos(snapshot),
        reopen::first_web_dynos(snapshot),
        reopen::requests(snapshot),
        reopen::autoscalers(snapshot),
        reopen::all_up(snapshot),
        Some(connect::healthy(snapshot, &place::new(snapshot), "resume-connect")),
        Some(aftercare::analyze_rest(snapshot)),
        Some(proof::clients_seen(snapshot, place::new(snapshot))),
        Some(aftercare::backup(snapshot)),
        Some(proof::old_unvisited(snapshot)),
        Some(proof::old_untouched(snapshot)),
        Some(lock::release(place::new(snapshot))),
    ];
    (steps.into_iter().flatten().collect(), marks)
}

fn run_upgrade(snapshot: &Snapshot, version: Major) -> Step {
    let mut step = step(
        "upgrade-run",
        Zone::Downtime,
        &format!("Upgrade the follower to Postgres {version}"),
        "it stops following and is upgraded; this is the only unfollow, and a follower cannot be spent twice",
    );
    step.guards = writers::still_stopped(snapshot);
    step.guards.extend(connect::still_paused(snapshot));
    step.guards.push(proof::caught_up(snapshot, MINUTE));
    step.guards.push(proof::old_unmoved(snapshot, 0, "nobody wrote before the unfollow"));
    let run = UpgradeRun {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        version,
    };
    step.calls = vec![run.into()];
    let unfollowed = Unfollowed { addon_id: slots::FOLLOWER.id().into() };
    step.until = vec![check(unfollowed, Pace::Tight, 20 * MINUTE, codes::UPGRADE_NOT_STARTED)];
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
