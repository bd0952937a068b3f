//! Connect: quiet before anything moves, running again on the intended database, healthy afterwards.

use super::{check, held, place, step, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{
    ConnectionPaused, ConnectionResumed, ConnectionUnchanged, Drained, Healthy, MappingsAtRest, PollsNoted,
    QueueAt, Quiesced,
};
use crate::late::{slots, ConnectionName, Location, Place};
use crate::ops::{ConnectionPause, ConnectionRecover, ConnectionResume, ConnectionStart, ConnectionStop, Op};
use crate::plan::{Check, OnFailure, OnUndoFailure, Pace, Step};
use crate::snapshot::{Connection, Snapshot};
use crate::zone::Zone;

/// A change in flight for longer than this will not move by waiting, seconds.
const DAY_SECONDS: u64 = 86_400;

/// Connect looks into the log this often.
pub const CYCLE: u64 = 2 * MINUTE;
/// How long it may take to send what was captured, with the apps stopped: what is left of the usual limit of a downtime is for the copy.
const DRAIN: u64 = 20 * MINUTE;
/// How long a mapping may go on loading: a reload of millions of rows takes hours.
pub const AT_REST: u64 = 12 * HOUR;
/// The same where no app is stopped.
const DRAIN_LIVE: u64 = HOUR;
/// How long Connect may take to answer where nothing may go on without it: a short trouble must not undo a finished upgrade.
const ANSWERS: u64 = 3 * MINUTE;
/// How long Connect may take to find a database again by itself.
const RIDES: u64 = 10 * MINUTE;
/// How long Connect may take to become healthy: the first polls after a downtime bring what was queued.
const HEALTHY: u64 = HOUR;

/// Waits until every mapping is at rest.
pub fn at_rest(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "mappings-at-rest",
        Zone::Prepare,
        "Wait until no mapping is loading or polling",
        "a mapping that is loading when Connect is paused keeps writing",
    );
    step.until = each(snapshot, |one| rests(one, Pace::Slow, AT_REST));
    step.on_failure = OnFailure::Pause;
    step
}

/// Pauses Connect and waits until it is quiet, before anything is stopped; `database` holds its log.
pub fn pause(snapshot: &Snapshot, database: &Place) -> Step {
    let why = "it may take long and stops no app: the log captures what the app writes meanwhile";
    let mut step = pausing(snapshot, Zone::Prepare, why, 5 * MINUTE, database);
    step.on_failure = OnFailure::Withdraw;
    step
}

/// The same before anything else is done: the apps go on, and nothing was prepared that would be worth keeping.
pub fn pause_first(snapshot: &Snapshot, database: &Place) -> Step {
    let why = "before anything else, so that what was written by mistake travels no further; the log captures what the app writes";
    let mut step = pausing(snapshot, Zone::Prepare, why, 5 * MINUTE, database);
    step.on_failure = OnFailure::Undo;
    step
}

/// Pauses Connect and waits until it is quiet, once the apps are stopped and it has sent what they wrote. Taking back, an unwell Connect
/// never keeps the apps stopped.
pub fn pause_drained(snapshot: &Snapshot) -> Step {
    let why = "not before it has sent everything: what it has not is in a log whose transactions mean nothing to another server";
    let mut step = pausing(snapshot, Zone::Downtime, why, MINUTE, &place::old(snapshot));
    step.on_undo_failure = OnUndoFailure::Left;
    step
}

/// The same on the database that stays.
pub fn pause_here(snapshot: &Snapshot, database: &Place) -> Step {
    let why = "not before it has sent everything; from here on nothing of it may change";
    let mut step = pausing(snapshot, Zone::Downtime, why, MINUTE, database);
    step.on_undo_failure = OnUndoFailure::Left;
    step
}

/// Pauses Connect on a database on which it must not run: nothing takes that back. What its log calls in flight may have come back with the
/// log, so that its word and its mappings are all there is to go by.
pub fn stop(snapshot: &Snapshot, why: &str) -> Step {
    let mut step = at_rest_first(snapshot, Zone::Prepare, why);
    step.until = each(snapshot, |one| Check { times: 3, ..paused(one) });
    step.until.extend(each(snapshot, |one| rests(one, Pace::Brisk, ANSWERS)));
    step.until.extend(polls_noted(snapshot));
    for one in snapshot.connections.iter().filter(|one| !held::already(one)) {
        step.calls.push(ConnectionStop { connection: ConnectionName::of(one) }.into());
    }
    step.on_failure = OnFailure::Withdraw;
    step
}

fn pausing(snapshot: &Snapshot, zone: Zone, why: &str, resumes_ms: u64, database: &Place) -> Step {
    let mut step = at_rest_first(snapshot, zone, why);
    step.until = each(snapshot, |one| quiet(one, database));
    // What somebody else had paused stays so when this is taken back.
    for one in snapshot.connections.iter().filter(|one| !held::already(one)) {
        let connection = ConnectionName::of(one);
        step.calls.push(ConnectionPause { connection: connection.clone() }.into());
        step.undo.push(ConnectionResume { connection }.into());
        step.undo_until.extend(place::location(snapshot).map(|database| resumed(one, database, resumes_ms)));
    }
    step
}

/// The step that pauses Connect, without its call: while a mapping works it is not begun.
fn at_rest_first(snapshot: &Snapshot, zone: Zone, why: &str) -> Step {
    let mut step = step("pause-connect", zone, "Pause Connect and wait for syncs in progress", why);
    step.guards = each(snapshot, |one| rests(one, Pace::Brisk, 10 * MINUTE));
    step.tries = 3;
    step
}

/// The same while the apps go on, for as long as was asked for: it comes to an end where more leaves than comes.
pub fn drain_live(snapshot: &Snapshot, lead: &Place, deadline_ms: Option<u64>) -> Step {
    let mut step = step(
        "drain",
        Zone::Prepare,
        "Wait until Connect has sent every captured change to Salesforce",
        "it was asked for; the apps go on writing, so that it comes to an end only where more leaves than comes",
    );
    step.until = each(snapshot, |one| {
        let (sent, deadline) = (sent(one, lead), deadline_ms.unwrap_or(DRAIN_LIVE));
        Check { deadline_ms: deadline, ..sent }
    });
    step
}

/// Waits until Connect has sent everything that was captured. Its apps are stopped, so nothing is added.
pub fn drain(snapshot: &Snapshot, database: &Place, why: &str) -> Step {
    let mut step =
        step("drain", Zone::Downtime, "Wait until Connect has sent every captured change to Salesforce", why);
    step.until = each(snapshot, |one| sent(one, database));
    step
}

/// Nothing came into the log since: read where nobody can write any more.
pub fn still_drained(snapshot: &Snapshot, database: &Place) -> Vec<Check> {
    each(snapshot, |one| {
        let at = QueueAt { baseline: stuck(one), place: database.clone(), schema: one.schema.clone() };
        check(at, Pace::Tight, MINUTE, codes::CONNECT_NOT_DRAINED)
    })
}

/// Resumes Connect on the new database. Once it was asked to, there is only forward.
pub fn resume(snapshot: &Snapshot) -> Step {
    let why = "the point of no return: from its first request on there is only forward. An unwell Connect is paused again and never \
               keeps the app stopped";
    resumes(snapshot, "Resume Connect on the new database", why)
}

/// Resumes Connect on the database that it had, at its present address.
pub fn resume_in_place(snapshot: &Snapshot) -> Step {
    let why = "the add-on and `db_key` are the same. An unwell Connect is paused again and never keeps the app stopped";
    resumes(snapshot, "Resume Connect", why)
}

/// Resumes Connect on the database that it has; nothing was moved or replaced meanwhile.
pub fn resume_as_it_was(snapshot: &Snapshot) -> Step {
    let why = "the point of no return: what was captured goes to Salesforce from here on. An unwell Connect is paused again";
    let database = place::location(snapshot).unwrap_or_else(|| Location::found(&slots::NEW));
    resumes_on(snapshot, "Resume Connect", why, &database)
}

fn resumes(snapshot: &Snapshot, title: &str, why: &str) -> Step {
    resumes_on(snapshot, title, why, &Location::found(&slots::NEW))
}

fn resumes_on(snapshot: &Snapshot, title: &str, why: &str, database: &Location) -> Step {
    let mut step = step("resume-connect", Zone::Settle, title, why);
    step.until = each(snapshot, |one| resumed(one, database.clone(), MINUTE));
    for one in &snapshot.connections {
        let (connection, database) = (ConnectionName::of(one), database.clone());
        step.calls.push(ConnectionStart { connection: connection.clone(), database }.into());
        step.fallback.push(ConnectionPause { connection }.into());
    }
    step.on_failure = OnFailure::GoOn;
    step
}

/// Pauses every connection, whatever it does.
pub fn pauses(snapshot: &Snapshot) -> Vec<Op> {
    let pause = |one: &Connection| ConnectionPause { connection: ConnectionName::of(one) }.into();
    snapshot.connections.iter().map(pause).collect()
}

/// Waits until Connect runs on the database's present address without being told to. One that lost its database and does not find it again
/// is restarted, once.
pub fn rides(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "connect-rides",
        Zone::Settle,
        "Wait until Connect runs on the database as it is now",
        "the manual says that it does so by itself; one that does not within minutes is restarted once",
    );
    step.until = each(snapshot, |one| resumed(one, Location::found(&slots::NEW), RIDES));
    step.until.extend(polls_noted(snapshot));
    for one in &snapshot.connections {
        step.undo.push(ConnectionRecover { connection: ConnectionName::of(one) }.into());
    }
    step.tries = 2;
    step.on_failure = OnFailure::GoOn;
    step
}

/// Notes when each mapping had polled last: of a pause that this run did not make nobody did.
pub fn polls_noted(snapshot: &Snapshot) -> Vec<Check> {
    each(snapshot, |one| {
        let noted = PollsNoted { bind: slots::polls(&one.resource), connection: ConnectionName::of(one) };
        check(noted, Pace::Brisk, ANSWERS, codes::CONNECT_NOT_RESUMED)
    })
}

/// Waits until Connect is healthy on this database, once this step is done.
pub fn healthy(snapshot: &Snapshot, database: &Place, needs: &str) -> Step {
    let mut step = step(
        "connect-healthy",
        Zone::Settle,
        "Wait until Connect is healthy",
        "waited for once the app is back, never while it is stopped",
    );
    step.until = each(snapshot, |one| well(one, database));
    step.needs = Some(needs.to_owned());
    step.on_failure = OnFailure::GoOn;
    step
}

/// Guard: every connection is still paused.
pub fn still_paused(snapshot: &Snapshot) -> Vec<Check> {
    each(snapshot, paused)
}

/// Every connection runs and names what the plan knows.
pub fn unchanged(snapshot: &Snapshot) -> Vec<Check> {
    each(snapshot, |one| {
        let unchanged =
            ConnectionUnchanged { connection: ConnectionName::of(one), db_key: one.db_key.clone() };
        check(unchanged, Pace::Slow, 10 * MINUTE, codes::DRIFT_CONNECTION)
    })
}

fn each(snapshot: &Snapshot, check: impl Fn(&Connection) -> Check) -> Vec<Check> {
    snapshot.connections.iter().map(check).collect()
}

/// A connection is paused.
pub fn paused(one: &Connection) -> Check {
    let paused = ConnectionPaused { connection: ConnectionName::of(one) };
    check(paused, Pace::Brisk, ANSWERS, codes::CONNECT_NOT_PAUSED)
}

/// No mapping of a connection is loading or polling.
pub fn rests(one: &Connection, pace: Pace, deadline_ms: u64) -> Check {
    let rests = MappingsAtRest { connection: ConnectionName::of(one) };
    check(rests, pace, deadline_ms, codes::CONNECT_MAPPINGS_WORKING)
}

/// A connection runs on this database.
pub fn resumed(one: &Connection, database: Location, deadline_ms: u64) -> Check {
    let resumed = ConnectionResumed { connection: ConnectionName::of(one), database };
    check(resumed, Pace::Brisk, deadline_ms, codes::CONNECT_NOT_RESUMED)
}

/// Changes in flight that will not move by waiting; a precheck names them.
pub fn stuck(one: &Connection) -> u64 {
    let stuck = one.log.as_ref().filter(|log| log.oldest_pending_seconds > DAY_SECONDS);
    stuck.map_or(0, |log| log.pending)
}

/// A connection has sent everything that was captured; `database` holds its log.
pub fn sent(one: &Connection, database: &Place) -> Check {
    let drained = Drained {
        baseline: stuck(one),
        bind: slots::drained(&one.resource),
        connection: ConnectionName::of(one),
        for_ms: CYCLE,
        place: database.clone(),
        schema: one.schema.clone(),
    };
    check(drained, Pace::Brisk, DRAIN, codes::CONNECT_NOT_DRAINED)
}

/// A connection is healthy, and every mapping has polled since what is bound for it.
pub fn well(one: &Connection, database: &Place) -> Check {
    let healthy = Healthy {
        before: slots::polls(&one.resource).into(),
        connection: ConnectionName::of(one),
        failed: one.log.as_ref().map(|log| log.failed),
        place: database.clone(),
        schema: one.schema.clone(),
    };
    check(healthy, Pace::Slow, HEALTHY, codes::CONNECT_NOT_HEALTHY_YET)
}

/// A connection is quiet; `database` holds its log.
pub fn quiet(one: &Connection, database: &Place) -> Check {
    let quiesced = Quiesced {
        baseline: stuck(one),
        bind: slots::polls(&one.resource),
        connection: ConnectionName::of(one),
        place: database.clone(),
        schema: one.schema.clone(),
    };
    Check { times: 3, ..check(quiesced, Pace::Brisk, MINUTE, codes::CONNECT_NOT_QUIET) }
}
