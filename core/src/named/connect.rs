//! What Connect does: each is judged of every connection on the database.

use super::{Flag, Named, Needed, Part, Takes};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::plan::{Check, Pace};
use crate::procedures::blocks::{connect, place, MINUTE};
use crate::snapshot::{Connection, Snapshot};
use crate::survey::Needs;

pub const AT_REST: Named = Named {
    name: "at-rest",
    sentence: "no mapping is loading or polling: Connect can be paused without a mapping that keeps writing",
    takes: &[],
    needs,
    settles_ms: 0,
    parts: |snapshot, _| each(snapshot, |one| connect::rests(one, Pace::Slow, connect::AT_REST)),
};

pub const PAUSED: Named = Named {
    name: "paused",
    sentence: "every connection is PAUSED, which alone does not prove that nothing is in flight",
    takes: &[],
    needs,
    settles_ms: 0,
    parts: |snapshot, _| each(snapshot, connect::paused),
};

pub const QUIESCED: Named = Named {
    name: "quiesced",
    sentence: "Connect is quiet on three looks: PAUSED, every mapping at rest, no change in flight",
    takes: &[],
    needs: needs_log,
    settles_ms: 0,
    parts: |snapshot, _| each(snapshot, |one| connect::quiet(one, &place::lead(snapshot))),
};

pub const DRAINED: Named = Named {
    name: "drained",
    sentence: "Connect runs and has sent everything that was captured, seen for a whole cycle of two minutes",
    takes: &[],
    needs: needs_log,
    settles_ms: connect::CYCLE + MINUTE,
    parts: |snapshot, _| each(snapshot, |one| connect::sent(one, &place::lead(snapshot))),
};

pub const RESUMED: Named = Named {
    name: "resumed",
    sentence: "Connect runs, and on this database",
    takes: &[],
    needs,
    settles_ms: 0,
    parts: |snapshot, _| {
        let Some(location) = place::location(snapshot) else {
            return Err(super::database::unseen("where the database is was not told"));
        };
        each(snapshot, |one| connect::resumed(one, location.clone(), MINUTE))
    },
};

pub const HEALTHY: Named = Named {
    name: "healthy",
    sentence: "Connect runs, no mapping is broken, and every mapping has polled Salesforce since",
    takes: &[Takes { flag: Flag::Since, needed: Needed::ForCheck }],
    needs: needs_log,
    settles_ms: 0,
    parts: |snapshot, _| each(snapshot, |one| connect::well(one, &place::lead(snapshot))),
};

/// Connections are found by way of the apps that are attached.
fn needs() -> Needs {
    Needs { apps: true, connections: true, ..Needs::default() }
}

/// What is stuck in their logs is known before a judgement.
fn needs_log() -> Needs {
    Needs { server: true, ..needs() }
}

/// Of every connection.
fn each(snapshot: &Snapshot, check: impl Fn(&Connection) -> Check) -> Result<Vec<Part>, Diagnostic> {
    all_seen(snapshot)?;
    Ok(snapshot.connections.iter().map(|one| Part { of: one.resource.clone(), check: check(one) }).collect())
}

/// Every connection of the database is seen. One that cannot be seen might be the one that does not hold.
pub(super) fn all_seen(snapshot: &Snapshot) -> Result<(), Diagnostic> {
    if let Some(hidden) = snapshot.hidden_connections.first() {
        return Err(Diagnostic::block(
            codes::CONNECT_HIDDEN,
            format!("this login may not see the connection of `{hidden}`"),
            "ask its owner to share it, or run this as somebody who may see it",
        ));
    }
    super::database::within_reach(snapshot)?;
    if snapshot.connections.is_empty() {
        return Err(Diagnostic::block(
            codes::CONNECT_NONE,
            format!("no connection of Heroku Connect uses `{}`", snapshot.database.addon),
            "name the database that it uses; see `heroku connect:info`",
        ));
    }
    Ok(())
}
