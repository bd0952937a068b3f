//! A database that the service changes by itself: watched by small writes, and proven to be what it was.

use super::{check, connect, place, step, writers, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{
    AddressKnown, Attached, BeatNoted, BeatsKept, FollowerAnew, FollowersFollow, OneLead, PlanIs,
    ServerReplaced, SpanProven,
};
use crate::late::{slots, Late, Location, Place, Role};
use crate::ops::{AttachmentDestroy, Beat, ReleaseAgain};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::snapshot::{Following, Snapshot};
use crate::zone::Zone;

/// How long the service may take before the run pauses; it goes on without us.
const CHANGED: u64 = 24 * HOUR;
/// How long a release may take: most end within a minute, a release phase may run for many.
const RELEASED: u64 = 20 * MINUTE;
/// How long a follower may take to follow again.
const FOLLOWED: u64 = 2 * HOUR;
/// How long it may take until a follower was made anew.
const MADE_ANEW: u64 = 12 * HOUR;
/// The session that is kept open from before the change.
const KEPT: &str = "kept";

/// Begins to beat.
pub fn begin(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "first-beat",
        Zone::Prepare,
        "Make a first test write, and note who acknowledges it",
        "small writes of our own tell up to when the database had what it acknowledged, and when another server took over",
    );
    step.calls = vec![Beat { place: lead(snapshot) }.into()];
    step.until = vec![noted(snapshot, None)];
    step
}

/// A test write in the session that stays open, which is opened for it.
pub fn session_kept(snapshot: &Snapshot) -> Check {
    noted(snapshot, Some(KEPT.to_owned()))
}

fn noted(snapshot: &Snapshot, session: Option<String>) -> Check {
    let noted =
        BeatNoted { bind: slots::WATCH.beat(), place: lead(snapshot), schemas: snapshot.schemas(), session };
    check(noted, Pace::Slow, 2 * MINUTE, codes::SQL_OUT_OF_REACH)
}

/// The service has changed the plan, and the database is known by its present address.
pub fn changed(snapshot: &Snapshot, plan: &str) -> Vec<Check> {
    let database = &snapshot.database;
    let place = lead(snapshot);
    let address = AddressKnown {
        addon_id: database.id.clone(),
        app: place.app.clone(),
        bind: slots::NEW,
        config_var: place.config_var.clone(),
    };
    let replaced = ServerReplaced {
        addon: database.addon.clone(),
        addon_id: database.id.clone(),
        last: slots::WATCH.beat().into(),
        bind: slots::WATCH,
        from: database.plan.clone(),
        place,
        plan: plan.to_owned(),
        schemas: snapshot.schemas(),
        session: KEPT.to_owned(),
    };
    vec![
        check(replaced, Pace::Steady, CHANGED, codes::PLAN_NOT_CHANGED),
        check(address, Pace::Slow, HOUR, codes::SERVICE_UNAVAILABLE),
    ]
}

/// Proves that the server of before takes no writes any more.
pub fn one_lead(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "one-lead",
        Zone::Settle,
        "Check that the server of before takes no more writes",
        "a session that is still connected there would write to a database that nobody reads",
    );
    let one = OneLead {
        after: slots::WATCH.after().into(),
        before: slots::WATCH.before().into(),
        place: lead(snapshot),
        schemas: snapshot.schemas(),
        session: KEPT.to_owned(),
    };
    step.until = vec![check(one, Pace::Slow, 10 * MINUTE, codes::SQL_OUT_OF_REACH)];
    step.fallback = connect::pauses(snapshot);
    step.fallback.extend(writers::restarts(snapshot));
    step.on_failure = OnFailure::Person;
    step
}

/// Proves that every write that was acknowledged to us is there.
pub fn kept(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "beats-kept",
        Zone::Settle,
        "Check that every acknowledged test write is there",
        "a standby that takes over may lack the newest writes: then Connect is paused at once, because it may be ahead",
    );
    let kept = BeatsKept {
        after: slots::WATCH.after().into(),
        before: slots::WATCH.before().into(),
        place: lead(snapshot),
    };
    step.until = vec![check(kept, Pace::Slow, 10 * MINUTE, codes::SQL_OUT_OF_REACH)];
    step.fallback = connect::pauses(snapshot);
    step.on_failure = OnFailure::Person;
    step
}

/// Says of which moment nothing is proven.
pub fn span() -> Step {
    let mut step = step(
        "span-proven",
        Zone::Settle,
        "Check the writes around the switch of servers",
        "between the last write that the server of before acknowledged and the first one of the present server nobody can tell",
    );
    let span = SpanProven { after: slots::WATCH.after().into(), before: slots::WATCH.before().into() };
    step.until = vec![check(span, Pace::Slow, MINUTE, codes::DATABASE_SPAN_UNPROVEN)];
    step.on_failure = OnFailure::Say;
    step
}

/// Reads the plan back.
pub fn on_plan(snapshot: &Snapshot, plan: &str) -> Step {
    let mut step = step(
        "plan-read-back",
        Zone::Settle,
        "Read the plan and its price back",
        "the answer to the change proved only that it was accepted",
    );
    step.until = vec![plan_is(snapshot, plan, HOUR, codes::PLAN_NOT_CHANGED)];
    step.on_failure = OnFailure::Pause;
    step
}

/// Guard: the database is on this plan and at rest.
pub fn plan_is(snapshot: &Snapshot, plan: &str, deadline_ms: u64, code: codes::Code) -> Check {
    let database = &snapshot.database;
    let is = PlanIs {
        addon: Late::Now(database.addon.clone()),
        addon_id: Late::Now(database.id.clone()),
        app: database.app.clone(),
        plan: plan.to_owned(),
    };
    check(is, Pace::Slow, deadline_ms, code)
}

/// Waits until the current release of every app holds the present address. One whose release failed meanwhile is released again, once.
pub fn address(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "address",
        Zone::Settle,
        "Check that every app holds the database's present address",
        "it may have changed, which makes a release: one that failed because it met a read-only server is made again",
    );
    for app in &snapshot.apps {
        let names = snapshot.attachments.iter().filter(|one| one.app == app.name);
        let attached = Attached {
            app: app.name.clone(),
            bind: slots::release(&app.name),
            config_vars: names.map(|one| one.config_var()).collect(),
            exact: false,
            left: place::location(snapshot),
            location: Location::found(&slots::NEW),
            strict: true,
        };
        step.until.push(check(attached, Pace::Slow, RELEASED, codes::RELEASE_NOT_SEEN));
        let again = ReleaseAgain {
            addon: snapshot.database.addon.clone(),
            app: app.name.clone(),
            attachment: slots::NAME_RELEASE.into(),
        };
        step.undo.push(again.into());
        let detach = AttachmentDestroy { app: app.name.clone(), attachment: slots::NAME_RELEASE.into() };
        step.undo.push(detach.into());
    }
    step.tries = 2;
    step.on_failure = OnFailure::GoOn;
    step
}

/// Waits until every follower follows the database where it is now.
pub fn followers(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "followers-follow",
        Zone::Settle,
        "Check that every follower follows the database",
        "Heroku points them at the server that took over; one that it forgot gets no more changes",
    );
    step.until = snapshot.followers.iter().map(follows).collect();
    step.on_failure = OnFailure::Say;
    (!step.until.is_empty()).then_some(step)
}

/// Waits until every follower follows the database again, which Heroku makes anew after an upgrade of its leader.
pub fn followers_made_anew(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "followers-follow",
        Zone::Settle,
        "Check that every follower follows the database again",
        "Heroku makes them anew after an upgrade of their leader, which takes hours; who reads them waits that long",
    );
    let anew = |one: &Following| {
        let follows = FollowerAnew {
            addon: one.addon.clone(),
            addon_id: one.id.clone(),
            leader: Location::found(&slots::NEW),
            major: slots::MAJOR.into(),
            place: reached(one),
        };
        check(follows, Pace::Slow, MADE_ANEW, codes::TARGET_LAGGING)
    };
    step.until = snapshot.followers.iter().map(anew).collect();
    step.on_failure = OnFailure::Say;
    (!step.until.is_empty()).then_some(step)
}

fn reached(one: &Following) -> Option<Place> {
    one.reach.as_ref().map(|reach| Place {
        app: reach.app.clone(),
        config_var: Late::Now(reach.config_var()),
        expect: None,
        role: Role::New,
        bastion: place::before(&one.plan, Late::Now(one.id.clone())),
    })
}

fn follows(one: &Following) -> Check {
    let follows = FollowersFollow {
        addon: Late::Now(one.addon.clone()),
        addon_id: Late::Now(one.id.clone()),
        beat: Some(slots::WATCH.beat().into()),
        leader: Location::found(&slots::NEW),
        place: reached(one),
    };
    check(follows, Pace::Slow, FOLLOWED, codes::TARGET_LAGGING)
}

fn lead(snapshot: &Snapshot) -> Place {
    place::lead_at_any_address(snapshot)
}
