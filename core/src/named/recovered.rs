//! Connect came back after it was away: judged of every connection that runs.

use super::Part;
use crate::codes;
use crate::conditions::{HeadNoted, PollsNoted, ProcessedSince, RefusedSince};
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::late::{slots, ConnectionName};
use crate::plan::{Check, Pace};
use crate::procedures::blocks::{check, connect, place, MINUTE};
use crate::snapshot::{Connection, Snapshot};

/// How long it may take until Connect runs again once it answers, and until it has dealt with what was captured.
const PATIENCE: Millis = 60 * MINUTE;

/// The conditions of it, in their order: those of one kind together. `since`: from when on what Salesforce refused is told.
///
/// # Errors
/// When where the database is was not told, or a connection of it cannot be seen.
pub fn recovered(snapshot: &Snapshot, since: Millis) -> Result<Vec<Part>, Diagnostic> {
    super::connect::all_seen(snapshot)?;
    let Some(location) = place::location(snapshot) else {
        return Err(super::database::unseen("where the database is was not told"));
    };
    let lead = place::lead(snapshot);
    let read = |condition: crate::conditions::Condition| {
        check(condition, Pace::Slow, 5 * MINUTE, codes::SQL_OUT_OF_REACH)
    };
    let kinds: [&dyn Fn(&Connection) -> Check; 6] = [
        &|one| {
            let (bind, schema) = (slots::head(&one.resource), one.schema.clone());
            read(HeadNoted { bind, place: lead.clone(), schema }.into())
        },
        &|one| {
            let (bind, connection) = (slots::polls(&one.resource), ConnectionName::of(one));
            read(PollsNoted { bind, connection }.into())
        },
        &|one| connect::resumed(one, location.clone(), PATIENCE),
        &|one| connect::well(one, &lead),
        &|one| {
            let processed = ProcessedSince {
                baseline: connect::stuck(one),
                connection: ConnectionName::of(one),
                head: slots::head(&one.resource).into(),
                place: lead.clone(),
                schema: one.schema.clone(),
            };
            check(processed, Pace::Slow, PATIENCE, codes::CONNECT_NOT_DRAINED)
        },
        &|one| {
            let (connection, schema) = (ConnectionName::of(one), one.schema.clone());
            read(RefusedSince { connection, place: lead.clone(), schema, since }.into())
        },
    ];
    let part = |one: &Connection, check: Check| Part { of: one.resource.clone(), check };
    Ok(kinds
        .into_iter()
        .flat_map(|kind| snapshot.connections.iter().map(move |one| part(one, kind(one))))
        .collect())
}
