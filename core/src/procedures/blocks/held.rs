//! A pause of Connect that outlives the run that makes it: noted in the database, so that whoever comes next can end it.

use super::{check, step, MINUTE};
use crate::api::connect::standing;
use crate::codes;
use crate::conditions::{HeadKept, HeadNoted, HeldNoted, MomentNoted, NoOldWrites, ProcessedSince};
use crate::late::{slots, ConnectionName, Place};
use crate::ops::{HeldHead, LockHold};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::request::Quiesce;
use crate::snapshot::{Connection, Held, Snapshot};
use crate::zone::Zone;

/// How long a transaction may stay open that was begun before Connect was paused.
const OLD_WRITES: u64 = 5 * MINUTE;
/// How long what was captured may wait for its turn once Connect runs again.
const PROCESSED: u64 = 60 * MINUTE;

/// Notes where every log stands.
pub fn note_heads(snapshot: &Snapshot, lead: &Place) -> Step {
    let mut step = step(
        "note-heads",
        Zone::Prepare,
        "Note where the trigger logs stand",
        "a database that goes back in time meanwhile is told from one that did not by what its log holds",
    );
    step.until = heads(snapshot, lead);
    step.quiet = true;
    step
}

fn heads(snapshot: &Snapshot, lead: &Place) -> Vec<Check> {
    let noted = |one: &Connection| {
        let (bind, schema) = (slots::head(&one.resource), one.schema.clone());
        check(HeadNoted { bind, place: lead.clone(), schema }, Pace::Slow, MINUTE, codes::SQL_OUT_OF_REACH)
    };
    snapshot.connections.iter().map(noted).collect()
}

/// Notes the time of the server, once Connect was seen paused and quiet.
pub fn note_paused(lead: &Place) -> Step {
    let mut step = step(
        "note-paused",
        Zone::Prepare,
        "Note the time at which Connect was seen quiet",
        "what was begun before it may be Connect's own",
    );
    let moment = MomentNoted { bind: slots::PAUSED, place: lead.clone() };
    step.until = vec![check(moment, Pace::Slow, MINUTE, codes::SQL_OUT_OF_REACH)];
    step.quiet = true;
    step
}

/// Waits until no transaction is open that could still write what was begun before Connect was paused.
pub fn settled(snapshot: &Snapshot, lead: &Place) -> Step {
    let mut step = step(
        "no-old-writes",
        Zone::Prepare,
        "Wait until no write is open that was begun before Connect was paused",
        "PAUSED is a word: a transaction that was open then may still be Connect's own, and whose it is cannot be told",
    );
    let mut schemas: Vec<&str> = snapshot.connections.iter().map(|one| one.schema.as_str()).collect();
    schemas.sort_unstable();
    schemas.dedup();
    step.until = schemas
        .into_iter()
        .map(|schema| {
            let (before, schema) = (slots::PAUSED.at().into(), schema.to_owned());
            let none = NoOldWrites { before, place: lead.clone(), schema };
            check(none, Pace::Brisk, OLD_WRITES, codes::CONNECT_NOT_QUIET)
        })
        .collect();
    step
}

/// Notes in the database until when Connect stays paused. The run ends here, and its lock stays.
pub fn hold(snapshot: &Snapshot, lead: &Place, quiesce: &Quiesce) -> Step {
    let mut step = step(
        "hold-pause",
        Zone::Prepare,
        "Note in the database until when Connect stays paused",
        "nobody resumes it by itself: every later look at this app says that it is paused, by whom and until when",
    );
    let connections = snapshot.connections.iter().map(|one| HeldHead {
        head: slots::head(&one.resource).into(),
        ours: !already(one),
        resource: one.resource.clone(),
    });
    let hold = LockHold {
        claim: slots::CLAIM.into(),
        connections: connections.collect(),
        database: snapshot.database.id.clone(),
        for_ms: quiesce.for_ms,
        holder: slots::HOLDER.into(),
        place: lead.clone(),
        reason: quiesce.reason.clone(),
        run: slots::RUN.into(),
        until: quiesce.until,
    };
    step.guards = heads(snapshot, lead);
    let noted = HeldNoted { bind: slots::PAUSE, place: lead.clone(), run: slots::RUN.into() };
    step.until = vec![check(noted, Pace::Slow, MINUTE, codes::SERVICE_NO_EFFECT)];
    step.calls = vec![hold.into()];
    step
}

/// True if somebody else had paused a connection: it is not this run's to resume.
pub fn already(one: &Connection) -> bool {
    standing(&one.state) == "paused"
}

/// Guard: every log went on from where it was paused.
pub fn heads_kept(snapshot: &Snapshot, lead: &Place, held: Option<&Held>) -> Vec<Check> {
    let kept = |one: &Connection| {
        let noted = held.and_then(|held| held.of(&one.resource));
        let kept = HeadKept {
            bind: slots::head(&one.resource),
            noted: noted.map(|held| held.head.clone()),
            place: lead.clone(),
            resource: one.resource.clone(),
            schema: one.schema.clone(),
        };
        check(kept, Pace::Brisk, MINUTE, codes::SQL_OUT_OF_REACH)
    };
    snapshot.connections.iter().map(kept).collect()
}

/// Waits until everything has left the queue that was captured while Connect was paused.
pub fn processed(snapshot: &Snapshot, lead: &Place, needs: &str) -> Step {
    let mut step = step(
        "processed",
        Zone::Settle,
        "Wait until Connect has dealt with everything captured while it was paused",
        "what is still in the queue has not reached Salesforce",
    );
    step.until = snapshot
        .connections
        .iter()
        .map(|one| {
            let processed = ProcessedSince {
                baseline: super::connect::stuck(one),
                connection: ConnectionName::of(one),
                head: slots::head(&one.resource).into(),
                place: lead.clone(),
                schema: one.schema.clone(),
            };
            check(processed, Pace::Slow, PROCESSED, codes::CONNECT_NOT_DRAINED)
        })
        .collect();
    step.needs = Some(needs.to_owned());
    step.on_failure = OnFailure::GoOn;
    step
}
