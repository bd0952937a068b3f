//! Connect: quiet before anything moves, running again on the intended database, healthy afterwards.

use super::{check, place, step, HOUR, MINUTE, SECOND};
use crate::codes;
use crate::conditions::{ConnectionPaused, ConnectionResumed, Healthy, MappingsAtRest, Polled, Quiesced};
use crate::late::{slots, ConnectionName, Location};
use crate::ops::{ConnectionPause, ConnectionResume};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::snapshot::{Connection, Snapshot};
use crate::zone::Zone;

/// A change in flight for longer than this will not move by waiting, seconds.
const DAY_SECONDS: u64 = 86_400;

/// Waits until every mapping is at rest.
pub fn at_rest(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "mappings-at-rest",
        Zone::Prepare,
        "wait until every mapping is at rest",
        "a mapping that is loading when Connect is paused keeps writing",
    );
    step.until = each(snapshot, |one| rests(one, Pace::Slow, 2 * HOUR));
    step
}

/// Pauses Connect and waits until it is quiet.
pub fn pause(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "pause-connect",
        Zone::Prepare,
        "pause Connect and wait until it is quiet",
        "it may take long and costs no stopped writes: the log captures what the app writes meanwhile",
    );
    step.guards = each(snapshot, |one| rests(one, Pace::Brisk, 10 * MINUTE));
    step.until = each(snapshot, |one| quiet(snapshot, one));
    for one in &snapshot.connections {
        let connection = ConnectionName::of(one);
        step.calls.push(ConnectionPause { connection: connection.clone() }.into());
        step.undo.push(ConnectionResume { connection }.into());
        step.undo_until.extend(place::location(snapshot).map(|database| resumed(one, database, 5 * MINUTE)));
    }
    step.tries = 3;
    step
}

/// Resumes Connect on the new database. Once it was asked to, there is only forward.
pub fn resume(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "resume-connect",
        Zone::Settle,
        "resume Connect on the new database",
        "the point of no return: from its first request on there is only forward. An unwell Connect is paused again and never \
         keeps the app closed",
    );
    step.guards = still_paused(snapshot);
    step.until = each(snapshot, |one| resumed(one, Location::found(&slots::NEW), MINUTE));
    for one in &snapshot.connections {
        let connection = ConnectionName::of(one);
        step.calls.push(ConnectionResume { connection: connection.clone() }.into());
        step.fallback.push(ConnectionPause { connection }.into());
    }
    step.on_failure = OnFailure::GoOn;
    step
}

/// Waits until Connect is healthy.
pub fn healthy(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "connect-healthy",
        Zone::Settle,
        "wait until Connect is healthy",
        "waited for after reopening, never with writers stopped",
    );
    step.until = each(snapshot, |one| {
        let polled = |object: &str, sf_poll: &Option<String>| Polled {
            object: object.to_owned(),
            sf_poll: sf_poll.clone(),
        };
        let before = one.mappings.iter().map(|mapping| polled(&mapping.object, &mapping.sf_poll)).collect();
        let healthy = Healthy { before, connection: ConnectionName::of(one) };
        check(healthy, Pace::Slow, HOUR, codes::CONNECT_NOT_HEALTHY_YET)
    });
    step.on_failure = OnFailure::GoOn;
    step
}

/// Guard: every connection is still paused.
pub fn still_paused(snapshot: &Snapshot) -> Vec<Check> {
    each(snapshot, |one| {
        let paused = ConnectionPaused { connection: ConnectionName::of(one) };
        check(paused, Pace::Brisk, 10 * SECOND, codes::CONNECT_NOT_PAUSED)
    })
}

fn each(snapshot: &Snapshot, check: impl Fn(&Connection) -> Check) -> Vec<Check> {
    snapshot.connections.iter().map(check).collect()
}

fn rests(one: &Connection, pace: Pace, deadline_ms: u64) -> Check {
    let rests = MappingsAtRest { connection: ConnectionName::of(one) };
    check(rests, pace, deadline_ms, codes::CONNECT_MAPPINGS_WORKING)
}

fn resumed(one: &Connection, database: Location, deadline_ms: u64) -> Check {
    let resumed = ConnectionResumed { connection: ConnectionName::of(one), database };
    check(resumed, Pace::Brisk, deadline_ms, codes::CONNECT_NOT_RESUMED)
}

fn quiet(snapshot: &Snapshot, one: &Connection) -> Check {
    let stuck = one.log.as_ref().filter(|log| log.oldest_pending_seconds > DAY_SECONDS);
    let quiesced = Quiesced {
        baseline: stuck.map_or(0, |log| log.pending),
        connection: ConnectionName::of(one),
        place: place::old(snapshot),
        schema: one.schema.clone(),
    };
    Check { times: 3, ..check(quiesced, Pace::Brisk, MINUTE, codes::CONNECT_NOT_QUIET) }
}
