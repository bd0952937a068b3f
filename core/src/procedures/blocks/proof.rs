//! Proofs: where the databases are, that nobody wrote, that one is a true copy of the other.

use super::{check, place, step, writers, Side, MINUTE, SECOND};
use crate::codes;
use crate::conditions::{
    AcrossEqual, ClientsSeen, Condition, ConnectObjects, CounterAhead, HoldingsNoted, InventoryEqual,
    LogCarriedOver, PositionNoted, PositionUnmoved, Replayed, RowCountsEqual, RowsEqualAll, RowsUnmoved,
    SequencesPast, Unvisited,
};
use crate::late::{slots, Place, Slot};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::query::Position;
use crate::snapshot::{App, Connection, Snapshot};
use crate::zone::Zone;

/// Reads the position of the old database.
pub fn position(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "position-l0",
        Zone::Downtime,
        "Record the old database's log position (the cutoff)",
        "everything up to here must be in the new database, and nothing may come after it",
    );
    step.until = vec![noted(snapshot, place::old(snapshot), slots::L0, "position L0 of the old database")];
    step
}

/// Reads the position of a database whose server is about to be made anew, and what it holds.
pub fn position_in_place(snapshot: &Snapshot, database: &Place) -> Step {
    let mut step = step(
        "position-l0",
        Zone::Downtime,
        "Record the database's log position (the cutoff) and what it holds",
        "nothing may come after it; a position says nothing across an upgrade, so rows, sequences and objects are compared instead",
    );
    let title = format!("position L0 of the {}", database.role.words());
    let held = HoldingsNoted { bind: slots::HELD, place: database.clone(), schemas: snapshot.schemas() };
    step.until = vec![
        noted(snapshot, database.clone(), slots::L0, &title),
        check(held, Pace::Tight, MINUTE, codes::DOWNTIME_POSITION_UNREADABLE),
    ];
    step
}

/// Proves that a database holds what it held before its server was made anew.
pub fn across(snapshot: &Snapshot, database: &Place) -> Step {
    let mut step = step(
        "across",
        Zone::Settle,
        "Compare rows, sequences, triggers and objects with those before the upgrade",
        "it is still read-only, so nobody has written since; what differs is data in doubt, and the apps stay closed",
    );
    let equal =
        AcrossEqual { before: slots::HELD.into(), place: database.clone(), schemas: snapshot.schemas() };
    step.until = vec![check(equal, Pace::Tight, 5 * MINUTE, codes::DATABASE_DIFFERS)];
    step.on_failure = OnFailure::Person;
    step
}

/// Proves that the counter of transactions has not begun anew.
pub fn counter_ahead(snapshot: &Snapshot, database: &Place) -> Step {
    let mut step = step(
        "counter-ahead",
        Zone::Settle,
        "Check that the counter of transactions is ahead of Connect's log",
        "Connect tells by it which changes are new",
    );
    let ahead = CounterAhead { place: database.clone(), schemas: snapshot.schemas() };
    step.until = vec![check(ahead, Pace::Tight, 5 * MINUTE, codes::DATABASE_DIFFERS)];
    step.on_failure = OnFailure::Person;
    step
}

/// Waits until the follower has replayed L0.
pub fn replayed(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "follower-replayed",
        Zone::Downtime,
        "Wait for the follower to reach the cutoff",
        "a follower that stops following earlier loses what it has not replayed",
    );
    step.until = vec![caught_up(place::new(snapshot), 20 * MINUTE)];
    step
}

/// A follower has replayed L0.
pub fn caught_up(follower: Place, deadline_ms: u64) -> Check {
    let replayed = Replayed { place: follower, position: slots::L0.into() };
    check(replayed, Pace::Tight, deadline_ms, codes::TARGET_LAGGING)
}

/// Proves that nobody wrote to the old database since L0, but for `own` transactions of ours: a fence that came after it.
pub fn unwritten(snapshot: &Snapshot, own: u64) -> Step {
    let why = "a write between the cutoff and read-only is on the old database only: then the app comes back there and nothing is lost";
    still(why, old_unmoved(snapshot, own, "L1 = L0 on the old database"))
}

/// Proves that nobody wrote to a database that was made read-only before L0 was read.
pub fn unwritten_in_place(snapshot: &Snapshot, database: &Place) -> Step {
    let why = "a write that is still possible now would come while the service works on the database";
    still(why, unmoved_in_place(snapshot, database, 0))
}

/// Nobody wrote to this database since L0, but for `own` transactions of ours.
pub fn unmoved_in_place(snapshot: &Snapshot, database: &Place, own: u64) -> Check {
    let title = format!("L1 = L0 on the {}", database.role.words());
    unmoved(snapshot, (database.clone(), Side::old(snapshot)), slots::L0, own, &title)
}

fn still(why: &str, unmoved: Check) -> Step {
    let title = "Verify that nothing was written after the cutoff";
    let mut step = step("position-l1", Zone::Downtime, title, why);
    step.until = vec![unmoved];
    step
}

/// Proves once more, at the end, that the old database had no write since.
pub fn old_untouched(snapshot: &Snapshot, own: u64) -> Step {
    let mut step = step(
        "old-untouched",
        Zone::Settle,
        "Verify that nothing was written to the old database since",
        "read-only by default is for honest clients; the position is the proof",
    );
    step.until = vec![old_unmoved(snapshot, own, "old database since it became read-only")];
    step.on_failure = OnFailure::Say;
    step
}

/// Asks the database whether clients came back to it. Where nobody does, dynos are restarted once if that is wanted.
pub fn clients_back(snapshot: &Snapshot, restart: bool) -> Step {
    let mut step = clients_seen(snapshot, place::lead_at_any_address(snapshot));
    if restart {
        step.undo = writers::restarts(snapshot);
        step.tries = 2;
    }
    step
}

/// Asks the database whether clients work on it.
pub fn clients_seen(snapshot: &Snapshot, database: Place) -> Step {
    let mut step = step(
        "clients-seen",
        Zone::Settle,
        &format!("Check that clients are connected to the {}", database.role.words()),
        "steps that went well prove nothing of the app: the database itself is asked who uses it",
    );
    if snapshot.apps.iter().any(App::runs_something) {
        let seen = ClientsSeen { place: database };
        step.until = vec![check(seen, Pace::Slow, 5 * MINUTE, codes::DATABASE_NO_CLIENTS)];
    }
    step.on_failure = OnFailure::Say;
    step
}

/// Watches the old database for clients that still knock on it.
pub fn old_unvisited(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "old-unvisited",
        Zone::Settle,
        "Watch the old database for clients that still connect to it",
        "one look at who is connected proves nothing: its counter of sessions is watched for a while",
    );
    step.until = vec![unvisited(place::old(snapshot), 1)];
    step.on_failure = OnFailure::Say;
    step
}

/// Nobody else connects to a database in so many stretches of watching.
pub fn unvisited(place: Place, stretches: u8) -> Check {
    let unvisited = check(Unvisited { place }, Pace::Slow, 10 * MINUTE, codes::DATABASE_VISITED);
    Check { times: stretches, ..unvisited }
}

/// Nobody wrote to the old database since L0, but for `own` transactions of ours.
pub fn old_unmoved(snapshot: &Snapshot, own: u64, title: &str) -> Check {
    unmoved(snapshot, (place::old(snapshot), Side::old(snapshot)), slots::L0, own, title)
}

/// What the way back needs of the new database.
pub const NEW_UNWRITTEN: &str = "nobody wrote to the new database";

/// Nobody wrote to the new database since N0, in which definitions are changed by ours.
pub fn new_rows_unmoved(snapshot: &Snapshot) -> Check {
    let unmoved = RowsUnmoved {
        place: place::new(snapshot),
        position: slots::N0.into(),
        schemas: snapshot.schemas(),
        title: NEW_UNWRITTEN.to_owned(),
    };
    check(unmoved, Pace::Tight, 30 * SECOND, codes::DOWNTIME_POSITION_UNREADABLE)
}

/// Nobody wrote to a database since a position, but for `own` transactions of ours.
pub fn unmoved(
    snapshot: &Snapshot,
    (place, side): (Place, Side),
    since: Slot<Position>,
    own: u64,
    title: &str,
) -> Check {
    let unmoved = PositionUnmoved {
        own,
        place,
        position: since.into(),
        schemas: snapshot.schemas(),
        shared: side.shared,
        title: title.to_owned(),
    };
    check(unmoved, Pace::Tight, 30 * SECOND, codes::DOWNTIME_POSITION_UNREADABLE)
}

/// Proves that the new database is a true copy.
pub fn true_copy(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "true-copy",
        Zone::CutOver,
        "Compare rows, sequences, triggers and Connect objects",
        "Connect's objects, sequences, trigger log and row counts are compared with the old side while nobody writes to either",
    );
    step.until = snapshot.connections.iter().flat_map(|one| same_schema(snapshot, one)).collect();
    step.until.extend(new_noted(snapshot));
    step
}

/// Records where the new database is before anything is moved to it.
pub fn position_new(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "position-n0",
        Zone::CutOver,
        "Record the new database's log position",
        "should anything have to move back, nobody may have written there",
    );
    step.until = new_noted(snapshot).into();
    step
}

/// The same of one that was rolled back: its log reaches less far than that of the old one.
pub fn position_of_the_past(snapshot: &Snapshot) -> Step {
    let title = "position N0 of the new database";
    let until = vec![noted(snapshot, place::new(snapshot), slots::N0, title)];
    Step { until, ..position_new(snapshot) }
}

fn new_noted(snapshot: &Snapshot) -> [Check; 2] {
    let new = || place::new(snapshot);
    let carried = LogCarriedOver { place: new(), position: slots::L0.into(), schemas: snapshot.schemas() };
    [
        noted(snapshot, new(), slots::N0, "position N0 of the new database"),
        check(carried, Pace::Tight, 2 * MINUTE, codes::TARGET_UNPROVEN),
    ]
}

/// Compares a logical copy with its source, all of it: it has no position in common with it.
pub fn same_content(snapshot: &Snapshot, deadline_ms: u64) -> Step {
    let mut step = step(
        "compare",
        Zone::Downtime,
        "Compare definitions, rows and sequences of both databases",
        "a copy that says it succeeded may lack a table: nothing that it says is believed",
    );
    let (new, old) = (|| place::new(snapshot), || place::old(snapshot));
    let proof = |condition: Condition| check(condition, Pace::Tight, deadline_ms, codes::TARGET_UNPROVEN);
    step.until = vec![proof(InventoryEqual { new: new(), old: old() }.into())];
    step.until.extend(
        snapshot
            .connections
            .iter()
            .map(|one| proof(ConnectObjects { new: new(), old: old(), schema: one.schema.clone() }.into())),
    );
    step.until.push(proof(RowsEqualAll { new: new(), old: old(), schemas: snapshot.schemas() }.into()));
    step
}

fn same_schema(snapshot: &Snapshot, one: &Connection) -> [Check; 3] {
    let (new, old) = (|| place::new(snapshot), || place::old(snapshot));
    let objects = ConnectObjects { new: new(), old: old(), schema: one.schema.clone() };
    let sequences = SequencesPast { new: new(), old: old(), schema: one.schema.clone() };
    let rows = RowCountsEqual { new: new(), old: old(), schema: one.schema.clone() };
    let proof = |condition: Condition| check(condition, Pace::Tight, 5 * MINUTE, codes::TARGET_UNPROVEN);
    [proof(objects.into()), proof(sequences.into()), proof(rows.into())]
}

/// The position of a database is noted.
pub fn noted(snapshot: &Snapshot, place: Place, bind: Slot<Position>, title: &str) -> Check {
    let noted = PositionNoted { bind, place, schemas: snapshot.schemas(), title: title.to_owned() };
    check(noted, Pace::Tight, 2 * MINUTE, codes::DOWNTIME_POSITION_UNREADABLE)
}
