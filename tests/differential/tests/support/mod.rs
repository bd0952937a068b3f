//! What a chapter of the story asks, in a line.

use connect_differential::sides::place;
use connect_differential::{Asked, Sides, LEAD, SCHEMA};
use serde_json::{json, Value};

pub fn both(value: Value) -> Asked<Value> {
    Asked::same(value)
}

pub fn at(addon: &str) -> Asked<Value> {
    both(json!({ "place": place(addon), "schema": SCHEMA, "schemas": SCHEMA, "title": "t", "bind": "b" }))
}

#[track_caller]
pub fn judge(sides: &mut Sides, name: &str, args: &Asked<Value>, expected: &str) {
    assert_eq!(sides.judge(name, args, &[]), Ok(expected.to_owned()), "{name}");
}

#[track_caller]
pub fn unmoved(sides: &mut Sides, before: &Asked<Value>, own: u64, expected: &str) {
    let args = at(LEAD).with("position", before).with("own", &both(json!(own)));
    judge(sides, "position_unmoved@1", &args, expected);
}

#[track_caller]
pub fn quiesced(sides: &mut Sides, addon: &str, expected: &str) {
    let paused = json!({"state": "PAUSED", "mappings": []});
    let args = at(addon)
        .with("region", &both(json!("https://connect.example")))
        .with("connection", &both(json!("c1")))
        .with("baseline", &both(json!(0)));
    assert_eq!(sides.judge("quiesced@1", &args, &[paused]), Ok(expected.to_owned()));
}
