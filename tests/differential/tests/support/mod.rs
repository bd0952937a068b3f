//! What a chapter of the story asks, in a line.

use connect_core::conditions::*;
use connect_core::late::{ConnectionName, Late, MomentSlots, Slot};
use connect_core::ops::Op;
use connect_core::query::{Beat, FenceScope, Position};
use connect_differential::sides::place;
use connect_differential::{Asked, Sides, LEAD, SCHEMA};
use serde_json::{json, Value};

pub fn both(value: Value) -> Asked<Value> {
    Asked::same(value)
}

/// The same condition on both sides.
pub fn same(condition: impl Into<Condition>) -> Asked<Condition> {
    let condition = condition.into();
    Asked { real: condition.clone(), paper: condition }
}

/// A condition that is told the position of its own side.
pub fn since<C: Into<Condition>>(row: &Asked<Value>, of: impl Fn(Position) -> C) -> Asked<Condition> {
    row.map(|row| of(serde_json::from_value(row.clone()).unwrap()).into())
}

#[track_caller]
pub fn judge(sides: &mut Sides, condition: &Asked<Condition>, expected: &str) {
    assert_eq!(sides.judge(condition, &[]), Ok(expected.to_owned()), "{}", condition.real.name());
}

#[track_caller]
pub fn call(sides: &mut Sides, op: impl Into<Op>, expected: &'static str) {
    let op = op.into();
    assert_eq!(sides.call(&op), Ok(expected), "{}", op.name());
}

#[track_caller]
pub fn unmoved(sides: &mut Sides, before: &Asked<Value>, own: u64, expected: &str) {
    let unmoved = since(before, |position| PositionUnmoved {
        own,
        place: place(LEAD),
        position: Late::Now(position),
        schemas: SCHEMA.to_owned(),
        shared: false,
        title: "t".to_owned(),
    });
    judge(sides, &unmoved, expected);
}

#[track_caller]
pub fn quiesced(sides: &mut Sides, addon: &str, expected: &str) {
    let paused = json!({"state": "PAUSED", "mappings": []});
    let connection = ConnectionName {
        app: "a".to_owned(),
        connection: "c1".to_owned(),
        region: "https://connect.example".to_owned(),
        resource: "r".to_owned(),
    };
    let (bind, schema) = (Slot::named("b"), SCHEMA.to_owned());
    let quiesced = Quiesced { baseline: 0, bind, connection, place: place(addon), schema };
    assert_eq!(sides.judge(&same(quiesced), &[paused]), Ok(expected.to_owned()));
}

/// Both conditions that ask for test writes: one more is acknowledged, and all are there.
#[track_caller]
pub fn beats(sides: &mut Sides) {
    let (bind, schemas) = (Slot::named("b"), SCHEMA.to_owned());
    let noted = BeatNoted { bind, place: place(LEAD), schemas, session: None };
    assert_eq!(sides.judge(&same(noted), &[json!({})]), Ok("holds b".to_owned()));
    let kept = |number| {
        let beat = Beat { number, ..Beat::default() };
        same(BeatsKept { after: Late::Now(beat.clone()), before: Late::Now(beat), place: place(LEAD) })
    };
    judge(sides, &kept(3), "holds");
    judge(sides, &kept(4), "never database/writes-missing");
}

pub fn no_sessions(addon: &str) -> Asked<Condition> {
    same(NoSessions { before: "infinity".into(), place: place(addon) })
}

pub fn clients(addon: &str) -> Asked<Condition> {
    same(ClientsSeen { place: place(addon) })
}

pub fn unvisited(addon: &str) -> Asked<Condition> {
    same(Unvisited { place: place(addon) })
}

/// The follower is shown 3,000 commits behind: it is near by count or by time.
#[track_caller]
pub fn nearly(sides: &mut Sides, commits: u64, seconds: u64, expected: &str) {
    let shown = json!({
        "info": [{"name": "Behind By", "values": ["3000 commits"]}],
        "following": "postgresql-lead-1",
    });
    let place = place("postgresql-follower-1");
    let nearly = NearlyCaughtUp { addon_id: Late::from("a1"), commits, place, seconds };
    assert_eq!(sides.judge(&same(nearly), &[shown]), Ok(expected.to_owned()));
}

pub fn fenced(addon: &str, on: bool, scope: FenceScope) -> Asked<Condition> {
    let bind = Some(MomentSlots("b".into()));
    same(FenceSeen { bind, on, place: place(addon), scope })
}

pub fn noted(addon: &str) -> Asked<Condition> {
    let (bind, schemas) = (Slot::named("b"), SCHEMA.to_owned());
    same(PositionNoted { bind, place: place(addon), schemas, title: "t".to_owned() })
}

pub fn sequences(addon: &str) -> Asked<Condition> {
    same(SequencesPast { new: place(addon), old: place(LEAD), schema: SCHEMA.to_owned() })
}

pub fn statistics(addon: &str) -> Asked<Condition> {
    same(StatisticsPresent { new: place(addon), old: place(LEAD) })
}

pub fn objects(addon: &str) -> Asked<Condition> {
    same(ConnectObjects { new: place(addon), old: place(LEAD), schema: SCHEMA.to_owned() })
}

pub fn replayed(addon: &str, position: &Asked<Value>) -> Asked<Condition> {
    since(position, |position| Replayed { place: place(addon), position: Late::Now(position) })
}

pub fn carried_over(addon: &str, position: &Asked<Value>) -> Asked<Condition> {
    since(position, |position| LogCarriedOver {
        place: place(addon),
        position: Late::Now(position),
        schemas: SCHEMA.to_owned(),
    })
}
