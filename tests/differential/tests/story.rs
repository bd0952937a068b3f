//! One story on paper and on real Postgres: an upgrade with everything that can be asked of its databases on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_differential::sides::place;
use connect_differential::{folder, Asked, Sides, LEAD, ORG, SCHEMA};
use serde_json::{json, Value};
use support::{at, both, judge, quiesced, unmoved};

const FOLLOWER: &str = "postgresql-follower-1";
/// Sessions of three dynos.
const WEB: u64 = 1;
const WORKER: u64 = 2;
const LATE: u64 = 3;

#[test]
fn an_upgrade_told_to_both_sides() {
    let folder = folder("story").unwrap();
    let mut sides = Sides::new(&folder).unwrap();
    a_leader_at_rest(&mut sides);
    what_is_not_there(&mut sides);
    captured_writes(&mut sides);
    the_lock(&mut sides);
    a_follower_held_back(&mut sides);
    what_moves_a_position(&mut sides);
    let position = the_unfollow(&mut sides);
    the_fence(&mut sides, &position);
    the_upgrade(&mut sides, &position);
    the_end(&mut sides);
    assert_eq!(sides.not_asked(), Vec::<&str>::new(), "every query of the core must be compared");
    for name in JUDGED {
        assert!(sides.judged().contains(name), "{name} was not judged");
    }
    drop(sides);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Every condition of the core that asks a database.
const JUDGED: [&str; 12] = [
    "connect_objects@1",
    "fence_seen@1",
    "log_carried_over@1",
    "no_sessions@1",
    "position_noted@1",
    "position_unmoved@1",
    "quiesced@1",
    "replayed@1",
    "row_counts_equal@1",
    "sequences_past@1",
    "statistics_present@1",
    "upgraded@1",
];

fn objects(addon: &str) -> Asked<Value> {
    at(addon)
        .with("orgId", &both(json!(ORG)))
        .with("tables", &both(json!(["account", "contact", "opportunity", "product2"])))
}

fn a_leader_at_rest(sides: &mut Sides) {
    let server = sides.row(LEAD, "server", "").unwrap();
    assert_eq!(server.real["inRecovery"], false);
    assert_eq!(server.real["versionNum"].as_u64().unwrap() / 10_000, 15);
    judge(sides, "no_sessions@1", &at(LEAD), "holds");
    judge(sides, "connect_objects@1", &objects(LEAD), "holds");
    judge(
        sides,
        "connect_objects@1",
        &objects(LEAD).with("orgId", &both(json!("00D000000000001"))),
        "never target/not-a-copy",
    );
    judge(sides, "sequences_past@1", &at(LEAD), "holds");
    judge(sides, "statistics_present@1", &at(LEAD), "holds");
    judge(sides, "fence_seen@1", &at(LEAD).with("on", &both(json!(false))), "holds b.at");
    quiesced(sides, LEAD, "holds");
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    assert_eq!(sides.call("write_probe@1", &at(LEAD).real), Ok("no"), "nothing of it stays");
}

fn what_is_not_there(sides: &mut Sides) {
    for name in ["position", "connect_schema", "log_states", "sequences", "row_counts"] {
        sides.ask(LEAD, name, "nowhere", None).unwrap();
    }
    sides.ask(LEAD, "position", "", None).unwrap();
    for (name, parameter) in
        [("lock_read", None), ("lock_zone", Some(json!("{\"runId\": \"r1\"}"))), ("lock_release", None)]
    {
        sides.ask(LEAD, name, "", parameter.map(both).as_ref()).unwrap();
    }
}

fn captured_writes(sides: &mut Sides) {
    for session in [WEB, WORKER, WEB] {
        assert_eq!(sides.write(LEAD, session), Ok(None));
    }
    judge(sides, "no_sessions@1", &at(LEAD), "not yet");
    let log = sides.row(LEAD, "log_states", SCHEMA).unwrap();
    assert_eq!((&log.real["new"], &log.real["head"]), (&json!(3), &json!("3")));
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    sides.row(LEAD, "position", SCHEMA).unwrap();
    quiesced(sides, LEAD, "holds");
    sides.interrupt_log(LEAD).unwrap();
    quiesced(sides, LEAD, "not yet");
    sides.read_log(LEAD).unwrap();
    quiesced(sides, LEAD, "holds");
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    let position = sides.row(LEAD, "position", SCHEMA).unwrap();
    assert_eq!(position.real["heads"], "salesforce=0", "an archived row has left the log");
}

fn lock(run: &str, row: Value) -> Value {
    json!({"place": place(LEAD), "run": run, "row": row})
}

fn the_lock(sides: &mut Sides) {
    let first = json!({"runId": "r1", "holder": "me@host", "since": "now", "zone": "prepare", "original": {"apps": []}});
    assert_eq!(sides.call("lock_take@1", &lock("r1", first.clone())), Ok("yes"));
    assert_eq!(sides.call("lock_take@1", &lock("r1", first)), Ok("yes"), "the same run may take it again");
    assert_eq!(sides.call("lock_take@1", &lock("r2", json!({"runId": "r2"}))), Ok("no"));
    assert_eq!(sides.call("lock_zone@1", &lock("r1", json!({"runId": "r1", "zone": "window"}))), Ok("yes"));
    assert_eq!(sides.call("lock_zone@1", &lock("r2", json!({"runId": "r2", "zone": "settle"}))), Ok("no"));
    let row = sides.row(LEAD, "lock_read", "").unwrap();
    assert_eq!(
        (&row.real["zone"], &row.real["runId"], &row.real["head"]),
        (&json!("window"), &json!("r1"), &Value::Null)
    );
    sides.ask(LEAD, "lock_take", "", Some(&both(json!("no json")))).unwrap();
    assert_eq!(sides.call("lock_release@1", &lock("r1", Value::Null)), Ok("yes"));
    assert_eq!(sides.call("lock_take@1", &lock("r3", json!({"runId": "r3", "zone": "prepare"}))), Ok("yes"));
}

fn a_follower_held_back(sides: &mut Sides) {
    sides.replica(LEAD, FOLLOWER).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    let server = sides.row(FOLLOWER, "server", "").unwrap();
    assert!(server.real["inRecovery"] == true && server.real["replayLsn"].is_string());
    let row = sides.row(FOLLOWER, "lock_read", "").unwrap();
    assert_eq!(row.real["runId"], "r3", "the lock travels");
    let refused = |name: &str, sides: &mut Sides, parameter: Option<Value>| {
        let answer = sides.ask(FOLLOWER, name, "", parameter.map(both).as_ref()).unwrap();
        assert!(
            matches!(answer.real, connect_core::effect::Observation::SqlFailed { .. }),
            "{name}: {answer:?}"
        );
    };
    for name in ["write_probe", "fence_on", "fence_off", "analyze", "lock_release"] {
        refused(name, sides, None);
    }
    refused("lock_take", sides, Some(json!("{\"runId\": \"r4\"}")));
    refused("lock_zone", sides, Some(json!("{\"runId\": \"r3\"}")));
    assert_eq!(sides.write(FOLLOWER, LATE), Ok(Some("25006".into())), "a follower refuses writes");

    sides.hold(FOLLOWER, true).unwrap();
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    let position = sides.row(LEAD, "position", SCHEMA).unwrap();
    let replayed = at(FOLLOWER).with("position", &position);
    judge(sides, "replayed@1", &replayed, "not yet");
    sides.row(FOLLOWER, "row_counts", SCHEMA).unwrap();
    sides.row(FOLLOWER, "position", SCHEMA).unwrap();
    let copies = both(json!({"old": place(LEAD), "new": place(FOLLOWER), "schema": SCHEMA}));
    judge(sides, "row_counts_equal@1", &copies, "never target/not-a-copy");
    judge(sides, "log_carried_over@1", &replayed, "never target/not-a-copy");
    sides.hold(FOLLOWER, false).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    judge(sides, "replayed@1", &replayed, "holds");
    judge(sides, "row_counts_equal@1", &copies, "holds");
    judge(sides, "log_carried_over@1", &replayed, "holds");
}

fn what_moves_a_position(sides: &mut Sides) {
    judge(sides, "position_noted@1", &at(LEAD), "holds b");
    let quiet = sides.row(LEAD, "position", SCHEMA).unwrap();
    unmoved(sides, &quiet, 0, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    unmoved(sides, &quiet, 0, "never window/written-after-position");
    unmoved(sides, &quiet, 1, "never window/written-after-position");

    let quiet = sides.row(LEAD, "position", SCHEMA).unwrap();
    assert_eq!(sides.define(LEAD, WORKER), Ok(None));
    unmoved(sides, &quiet, 0, "never window/written-after-position");

    sides.close(WEB);
    sides.close(WORKER);
    let quiet = sides.row(LEAD, "position", SCHEMA).unwrap();
    sides.ask(LEAD, "analyze", "", None).unwrap();
    sides.analyzed(LEAD, &quiet).unwrap();
    unmoved(sides, &quiet, 0, "holds");
    judge(sides, "statistics_present@1", &at(LEAD), "holds");
    sides.call("write_probe@1", &at(LEAD).real).unwrap();
}

/// The position L0, after which the follower is promoted and one session of the app is still open on the leader.
fn the_unfollow(sides: &mut Sides) -> Asked<Value> {
    sides.reset(LEAD).unwrap();
    judge(sides, "no_sessions@1", &at(LEAD), "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None), "a new session can be opened after a reset");
    assert_eq!(sides.write(LEAD, WORKER), Ok(None));
    sides.close(WORKER);
    let position = sides.row(LEAD, "position", SCHEMA).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    judge(sides, "replayed@1", &at(FOLLOWER).with("position", &position), "holds");
    sides.unfollow(FOLLOWER).unwrap();
    assert_eq!(sides.row(FOLLOWER, "server", "").unwrap().real["inRecovery"], false);
    judge(sides, "replayed@1", &at(FOLLOWER).with("position", &position), "never target/not-a-copy");
    position
}

fn the_fence(sides: &mut Sides, position: &Asked<Value>) {
    assert_eq!(sides.call("fence_on@1", &at(LEAD).real), Ok("yes"));
    let seen = sides.row(LEAD, "server", "").unwrap();
    judge(sides, "fence_seen@1", &at(LEAD).with("on", &both(json!(true))), "holds b.at");
    judge(sides, "fence_seen@1", &at(LEAD).with("on", &both(json!(false))), "not yet");
    unmoved(sides, position, 1, "holds");

    assert_eq!(sides.write(LEAD, LATE), Ok(Some("25006".into())), "a new session is read-only");
    let since = at(LEAD).with("before", &seen.at("now"));
    judge(sides, "no_sessions@1", &since, "not yet");
    unmoved(sides, position, 1, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None), "a session that was open goes on writing");
    unmoved(sides, position, 1, "never window/written-after-position");

    // What the fence refuses and what it lets through.
    for (name, parameter) in [
        ("lock_take", Some(json!("{\"runId\": \"r3\"}"))),
        ("lock_zone", Some(json!("{\"runId\": \"r3\"}"))),
        ("lock_release", None),
        ("lock_read", None),
        ("write_probe", None),
        ("analyze", None),
    ] {
        sides.ask(LEAD, name, "", parameter.map(both).as_ref()).unwrap();
    }

    assert_eq!(sides.call("sessions_end@1", &at(LEAD).real), Ok("yes"));
    judge(sides, "no_sessions@1", &since, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(Some("25006".into())));
    let fenced = sides.row(LEAD, "position", SCHEMA).unwrap();
    assert_eq!(sides.call("fence_off@1", &at(LEAD).real), Ok("yes"));
    unmoved(sides, &fenced, 1, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    sides.close(WEB);
    assert_eq!(sides.call("fence_on@1", &at(LEAD).real), Ok("yes"));
}

fn upgraded(sides: &mut Sides, version: &str, expected: &str) {
    let waiting = json!({"waiting?": false});
    let database = json!({"info": [{"name": "PG Version", "values": [format!("{version}.0")]}]});
    let args = at(FOLLOWER).with("addonId", &both(json!("a1"))).with("version", &both(json!(version)));
    assert_eq!(sides.judge("upgraded@1", &args, &[waiting, database]), Ok(expected.to_owned()));
}

fn the_upgrade(sides: &mut Sides, position: &Asked<Value>) {
    assert_eq!(sides.write(FOLLOWER, WORKER), Ok(None), "a promoted follower accepts writes");
    sides.read_log(FOLLOWER).unwrap();
    upgraded(sides, "17", "not yet");
    sides.upgrade(FOLLOWER, 17).unwrap();
    upgraded(sides, "17", "holds");
    let server = sides.row(FOLLOWER, "server", "").unwrap();
    assert_eq!((&server.real["sessions"], &server.real["replayLsn"]), (&json!(0), &Value::Null));
    sides.row(FOLLOWER, "position", SCHEMA).unwrap();
    judge(sides, "connect_objects@1", &objects(FOLLOWER), "holds");
    judge(sides, "sequences_past@1", &at(FOLLOWER), "holds");
    judge(sides, "statistics_present@1", &at(FOLLOWER), "not yet");
    // The log of the copy was read in the meantime: it is not where it was.
    judge(sides, "log_carried_over@1", &at(FOLLOWER).with("position", position), "never target/not-a-copy");
    assert_eq!(sides.call("analyze@1", &at(FOLLOWER).real), Ok("yes"), "also where the log is empty");
    judge(sides, "statistics_present@1", &at(FOLLOWER), "holds");
    assert_eq!(sides.call("write_probe@1", &at(FOLLOWER).real), Ok("no"));
    let row = sides.row(FOLLOWER, "lock_read", "").unwrap();
    assert_eq!(row.real["runId"], "r3", "the lock came along");
}

fn the_end(sides: &mut Sides) {
    assert_eq!(
        sides.call(
            "lock_zone@1",
            &json!({"place": place(FOLLOWER), "run": "r3", "row": {"runId": "r3", "zone": "cut-over"}})
        ),
        Ok("yes")
    );
    assert_eq!(sides.write(FOLLOWER, WEB), Ok(None));
    assert_eq!(sides.write(FOLLOWER, WORKER), Ok(None));
    sides.row(FOLLOWER, "log_states", SCHEMA).unwrap();
    sides.row(FOLLOWER, "row_counts", SCHEMA).unwrap();
    assert_eq!(
        sides.call("lock_release@1", &json!({"place": place(FOLLOWER), "run": "r3", "row": null})),
        Ok("yes")
    );
    assert_eq!(sides.call("sessions_end@1", &at(FOLLOWER).real), Ok("yes"));
}
