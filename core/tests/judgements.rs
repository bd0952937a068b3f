//! What the conditions around Connect, the copy and the accounts say, answer by answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use connect_core::conditions::*;
use connect_core::effect::Observation;
use connect_core::late::{slots, Late, Location, Place, Role, Slot};
use connect_core::query::{FenceScope, Position};
use connect_core::request::Major;
use connect_core::snapshot::Process;
use serde_json::{json, Value};
use support::judged::{connection_name, http, judged, place, sql};

fn new() -> Place {
    place(Role::New)
}

fn old() -> Place {
    place(Role::Old)
}

fn holds(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Holds { .. })
}

fn waits(judgement: &Judgement, for_what: &str) -> bool {
    match judgement {
        Judgement::NotYet(why) | Judgement::Unread(why) | Judgement::Nearing { detail: why, .. } => {
            why.contains(for_what)
        }
        _ => false,
    }
}

/// It can never come true, with this code, and says this.
fn never(judgement: &Judgement, code: &str, said: &str) -> bool {
    matches!(judgement, Judgement::Never { code: seen, detail } if seen.to_string() == code && detail.contains(said))
}

/// What it proves, in the report's words.
fn proof(judgement: &Judgement) -> &str {
    match judgement {
        Judgement::Holds { evidence, .. } => evidence.first().map_or("", |one| one.value.as_str()),
        other => panic!("{other:?}"),
    }
}

fn bound(judgement: Judgement, slot: &str) -> Value {
    match judgement {
        Judgement::Holds { bind, .. } => bind[slot].clone(),
        other => panic!("{other:?}"),
    }
}

// Connect.

fn mapping(object: &str, state: &str) -> Value {
    json!({ "object_name": object, "state": state, "times": { "sf_poll": "then" } })
}

fn connection(state: &str, mappings: &[Value]) -> Observation {
    http(json!({ "state": state, "db_key": "DATABASE_URL", "mappings": mappings }))
}

#[test]
fn the_mapping_that_is_at_work_is_named_whatever_it_does() {
    let rest = || MappingsAtRest { connection: connection_name() };
    let quiet = [mapping("Account", "DATA_SYNCED"), mapping("Contact", "INITIAL")];
    assert!(holds(&judged(rest(), &[connection("IDLE", &quiet)])));
    let mut writing = mapping("Lead", "DATA_SYNCED");
    writing["actively_writing"] = json!(true);
    let mut polling = mapping("Task", "DATA_SYNCED");
    polling["is_polling"] = json!(true);
    let stateless = json!({ "object_name": "Event" });
    let loading = mapping("Order", "BULK_LOADING");
    for (object, one) in [("Lead", writing), ("Task", polling), ("Event", stateless), ("Order", loading)] {
        let seen = judged(rest(), &[connection("IDLE", &[quiet[0].clone(), one])]);
        assert!(
            matches!(seen, Judgement::NotYet(ref why) if why == &format!("working: {object}")),
            "{seen:?}"
        );
    }
}

fn log(row: Value) -> Observation {
    sql(row)
}

#[test]
fn connect_is_quiet_when_it_is_paused_at_rest_and_nothing_more_is_in_flight_than_was_accepted() {
    let quiesced = |baseline| Quiesced {
        baseline,
        bind: slots::polls("r"),
        connection: connection_name(),
        place: old(),
        schema: "salesforce".into(),
    };
    let paused = || connection("PAUSED", &[mapping("Account", "DATA_SYNCED")]);
    let flight = |pending: Value| log(json!({ "new": 4, "pending": pending, "failed": 0 }));
    let seen = judged(quiesced(2), &[paused(), flight(json!(2))]);
    assert!(proof(&seen).contains("4 captured and kept"));
    assert_eq!(bound(seen, slots::polls("r").name()), json!([{ "object": "Account", "sfPoll": "then" }]));
    assert!(waits(&judged(quiesced(2), &[paused(), flight(json!(3))]), "3 changes in flight"));
    assert!(waits(&judged(quiesced(2), &[paused(), flight(Value::Null)]), "unknown changes"));
    let running = connection("IDLE", &[mapping("Account", "DATA_SYNCED")]);
    assert!(waits(&judged(quiesced(2), &[running, flight(json!(0))]), "IDLE"));
    let loading = connection("PAUSED", &[mapping("Account", "BULK_LOADING")]);
    assert!(waits(&judged(quiesced(2), &[loading, flight(json!(0))]), "still working: Account"));
}

#[test]
fn connect_is_resumed_when_it_runs_on_the_intended_database_and_no_other() {
    let resumed = || ConnectionResumed { connection: connection_name(), database: location() };
    let on = |state: &str, host: &str| {
        http(
            json!({ "state": state, "database": { "host": host, "port": 5432, "database": "d" }, "mappings": [] }),
        )
    };
    assert!(holds(&judged(resumed(), &[on("IDLE", "h")])));
    assert!(waits(&judged(resumed(), &[on("PAUSED", "h")]), "PAUSED"));
    assert!(waits(&judged(resumed(), &[on("IDLE", "other")]), "another database"));
    let paused = || ConnectionPaused { connection: connection_name() };
    assert!(holds(&judged(paused(), &[on("PAUSED", "h")])));
    assert!(waits(&judged(paused(), &[on("IDLE", "h")]), "IDLE"));
}

#[test]
fn a_mapping_that_broke_during_the_hold_is_seen_and_a_pause_of_ours_is_none() {
    let unchanged = || ConnectionUnchanged { connection: connection_name(), db_key: "DATABASE_URL".into() };
    let seen = |state: &str, mapping_state: &str| {
        judged(unchanged(), &[connection(state, &[mapping("Account", mapping_state)])])
    };
    assert!(holds(&seen("IDLE", "DATA_SYNCED")) && holds(&seen("PAUSED", "DATA_SYNCED")));
    assert!(waits(&seen("SYSTEM_ERROR", "DATA_SYNCED"), "SYSTEM_ERROR"));
    assert!(never(&seen("IDLE", "ABORTED"), "drift/connection", "Account"));
    assert!(waits(&judged(unchanged(), &[http(json!({ "state": "IDLE" }))]), "config var is not shown"));
}

fn schema(change: impl FnOnce(&mut Value)) -> Observation {
    let mut row = json!({
        "orgId": "org",
        "tables": [{ "name": "account", "disabled": 0, "triggers": 2 }, { "name": "lead", "disabled": 1, "triggers": 2 }],
        "hstore": true,
        "xmlbinaryHelper": true,
        "overrides": ["one"],
    });
    change(&mut row);
    sql(row)
}

#[test]
fn what_connect_leans_on_is_on_the_new_side_as_on_the_old_one() {
    let objects = || ConnectObjects { new: new(), old: old(), schema: "salesforce".into() };
    let seen = |change: &dyn Fn(&mut Value)| judged(objects(), &[schema(|_| ()), schema(change)]);
    let same = seen(&|_| ());
    assert_eq!(proof(&same), "2 tables, triggers as on the old side, hstore resolves");
    let better = seen(&|row| {
        row["tables"][1] = json!({ "name": "lead", "disabled": 0, "triggers": 3 });
        row["overrides"] = json!([]);
    });
    assert!(holds(&better), "{better:?}");
    let is_no_copy = |change: &dyn Fn(&mut Value), said: &str| {
        let seen = seen(change);
        assert!(never(&seen, "target/not-a-copy", said), "{said}: {seen:?}");
    };
    is_no_copy(&|row| row["orgId"] = json!("other"), "another Salesforce org");
    is_no_copy(&|row| row["tables"] = json!([row["tables"][0]]), "lead");
    is_no_copy(&|row| row["tables"][0]["triggers"] = json!(1), "account");
    is_no_copy(&|row| row["tables"][0]["disabled"] = json!(1), "account");
    is_no_copy(&|row| row["hstore"] = json!(false), "hstore");
    is_no_copy(&|row| row["hstore"] = Value::Null, "hstore");
    is_no_copy(&|row| row["xmlbinaryHelper"] = json!(false), "helper");
    is_no_copy(&|row| row["overrides"] = json!(["one", "two"]), "overrides");
    // What was not there before is not missed.
    let without = |row: &mut Value| (row["hstore"], row["xmlbinaryHelper"]) = (json!(false), json!(false));
    let seen = judged(objects(), &[schema(without), schema(without)]);
    assert_eq!(proof(&seen), "2 tables, triggers as on the old side");
}

// The copy.

fn position(change: impl FnOnce(&mut Position)) -> Position {
    let text = |text: &str| text.to_owned();
    let mut position = Position {
        analyzes: text("5"),
        bytes: text("8192"),
        heads: text("salesforce=9"),
        lsn: text("1/A0"),
        rows: text("12"),
        sequences: text("40"),
        vacuumed: text("3"),
        vacuums: 0,
        writes: text("12"),
        xmax: text("700"),
    };
    change(&mut position);
    position
}

fn at(position: &Position) -> Observation {
    sql(json!(position))
}

#[test]
fn whoever_wrote_after_the_position_was_noted_is_noticed() {
    let unmoved = |own| PositionUnmoved {
        own,
        place: old(),
        position: Late::Now(position(|_| ())),
        schemas: "salesforce".into(),
        shared: false,
        title: "old side".into(),
    };
    let seen = |own, change: &dyn Fn(&mut Position)| judged(unmoved(own), &[at(&position(change))]);
    let moved = |judgement: &Judgement| never(judgement, "downtime/written-after-position", "was: ");
    let set = |field: &mut String, value: &str| value.clone_into(field);
    // Noting the position takes a transaction itself; the WAL moves by itself.
    assert!(holds(&seen(0, &|now| set(&mut now.xmax, "701"))));
    assert!(holds(&seen(0, &|now| set(&mut now.lsn, "1/FF"))));
    assert!(moved(&seen(0, &|now| set(&mut now.xmax, "702"))));
    assert!(holds(&seen(1, &|now| set(&mut now.xmax, "702"))));
    assert!(moved(&seen(1, &|now| set(&mut now.xmax, "703"))));
    // A statistics run of the server takes one.
    assert!(holds(&seen(0, &|now| (now.xmax, now.analyzes) = ("702".into(), "6".into()))));
    // So may a vacuum, if it gave space back; and one that is under way has not counted itself yet.
    assert!(moved(&seen(0, &|now| (now.xmax, now.vacuumed) = ("702".into(), "4".into()))));
    let shrunk =
        seen(0, &|now| (now.xmax, now.vacuumed, now.bytes) = ("702".into(), "4".into(), "4096".into()));
    assert!(holds(&shrunk), "{shrunk:?}");
    assert!(waits(&seen(0, &|now| (now.xmax, now.vacuums) = ("702".into(), 1)), "vacuum"));
    for written in [
        seen(9, &|now| set(&mut now.writes, "13")),
        seen(9, &|now| set(&mut now.heads, "salesforce=10")),
        seen(9, &|now| set(&mut now.sequences, "41")),
    ] {
        assert!(moved(&written), "{written:?}");
    }
    assert!(waits(&seen(0, &|now| set(&mut now.xmax, "?")), "incomplete"));

    // Neighbours on the same server take transactions all the time.
    let shared = |change: &dyn Fn(&mut Position)| {
        judged(PositionUnmoved { shared: true, ..unmoved(0) }, &[at(&position(change))])
    };
    assert!(holds(&shared(&|now| set(&mut now.xmax, "9000"))));
    assert!(moved(&shared(&|now| set(&mut now.writes, "13"))));
    assert!(moved(&shared(&|now| set(&mut now.heads, "salesforce=10"))));
}

#[test]
fn where_definitions_are_ours_a_row_that_others_wrote_is_noticed_all_the_same() {
    let unmoved = || RowsUnmoved {
        place: new(),
        position: Late::Now(position(|_| ())),
        schemas: "salesforce".into(),
        title: "new side".into(),
    };
    let seen = |change: &dyn Fn(&mut Position)| judged(unmoved(), &[at(&position(change))]);
    let ours = seen(&|now| (now.xmax, now.writes) = ("720".into(), "45".into()));
    assert!(holds(&ours), "the catalog was written: {ours:?}");
    for written in [
        seen(&|now| now.rows = "13".into()),
        seen(&|now| now.heads = "salesforce=10".into()),
        seen(&|now| now.sequences = "41".into()),
    ] {
        assert!(never(&written, "downtime/written-after-position", "was: rows 12"), "{written:?}");
    }
    let noted_before = RowsUnmoved { position: Late::Now(position(|then| then.rows.clear())), ..unmoved() };
    assert!(!holds(&judged(noted_before, &[at(&position(|_| ()))])), "an older version did not note it");
}

#[test]
fn the_follower_has_replayed_when_it_is_at_the_position_or_past_it() {
    let replayed = || Replayed { place: new(), position: Late::Now(position(|_| ())) };
    let server = |recovery: bool, lsn: Value| sql(json!({ "inRecovery": recovery, "replayLsn": lsn }));
    for past in ["1/A0", "1/A1", "2/0"] {
        assert!(holds(&judged(replayed(), &[server(true, json!(past))])), "{past}");
    }
    for short in ["1/9F", "0/FFFFFFFF"] {
        assert!(waits(&judged(replayed(), &[server(true, json!(short))]), "wanted 1/A0"), "{short}");
    }
    assert!(waits(&judged(replayed(), &[server(true, Value::Null)]), "could not be read"));
    assert!(waits(&judged(replayed(), &[server(true, json!("?"))]), "could not be read"));
    assert!(never(
        &judged(replayed(), &[server(false, json!("1/A1"))]),
        "target/not-a-copy",
        "not a follower"
    ));
}

#[test]
fn the_trigger_log_is_carried_over_when_its_head_is_where_it_was() {
    let carried = || LogCarriedOver {
        place: new(),
        position: Late::Now(position(|_| ())),
        schemas: "salesforce".into(),
    };
    assert!(holds(&judged(carried(), &[at(&position(|now| now.xmax = "1".into()))])));
    let short = judged(carried(), &[at(&position(|now| now.heads = "salesforce=8".into()))]);
    assert!(never(&short, "target/not-a-copy", "salesforce=9, is salesforce=8"));
    assert!(waits(&judged(carried(), &[sql(json!({}))]), "could not be read"));
}

#[test]
fn a_table_with_other_rows_is_named_and_one_that_was_not_counted_is_not_proven() {
    let equal = || RowCountsEqual { new: new(), old: old(), schema: "salesforce".into() };
    let rows =
        |counts: Value, large: Value| sql(json!({ "counts": counts, "large": large, "unread": ["closed"] }));
    let seen =
        |new: Observation| judged(equal(), &[rows(json!({ "account": 3, "lead": 4 }), json!(["big"])), new]);
    let same = seen(rows(json!({ "account": 3, "lead": 4 }), json!(["big"])));
    assert_eq!(
        proof(&same),
        "7 rows in 2 tables on both sides; large or closed to this role, not counted: big, closed"
    );
    let other = seen(rows(json!({ "account": 3, "lead": 5 }), json!(["big"])));
    assert!(never(&other, "target/not-a-copy", "lead: 4 and 5"), "{other:?}");
    let missing = seen(rows(json!({ "account": 3 }), json!(["big"])));
    assert!(never(&missing, "target/not-a-copy", "lead: only on the old side"), "{missing:?}");
    let more = seen(rows(json!({ "account": 3, "lead": 4, "made": 0 }), json!(["big"])));
    assert!(never(&more, "target/not-a-copy", "made: only on the new side"), "{more:?}");
    // It grew over the size up to which tables are counted, on one side only.
    let grown = seen(rows(json!({ "account": 3 }), json!(["big", "lead"])));
    assert!(proof(&grown).ends_with("big, closed, lead"), "{grown:?}");
    assert!(waits(&seen(sql(json!({ "counts": {} }))), "could not be counted"));
}

#[test]
fn a_sequence_may_be_ahead_and_never_behind() {
    let past = || SequencesPast { new: new(), old: old(), schema: "salesforce".into() };
    let row = |next: Value, behind: Value, unjudged: Value| {
        sql(json!({ "next": next, "behind": behind, "unjudged": unjudged }))
    };
    let before = || row(json!({ "a": "10", "b": "-5" }), json!(["b"]), json!(["u"]));
    let seen = |new: Observation| judged(past(), &[before(), new]);
    let same = seen(row(json!({ "a": "10", "b": "-5" }), json!(["b"]), json!(["u"])));
    assert!(proof(&same).starts_with("2 where they were or past it") && proof(&same).ends_with("column: u"));
    let ahead = seen(row(json!({ "a": "42", "b": "-4" }), json!([]), json!(["u", "v"])));
    assert!(proof(&ahead).ends_with("not compared with a column: u, v"), "{ahead:?}");
    for (behind, name) in [
        (row(json!({ "a": "9", "b": "-5" }), json!(["b"]), json!([])), "a"),
        (row(json!({ "a": "10", "b": "-6" }), json!(["b"]), json!([])), "b"),
        (row(json!({ "b": "-5" }), json!(["b"]), json!([])), "a"),
        (row(json!({ "a": "10", "b": "-5" }), json!(["a", "b"]), json!([])), "a"),
    ] {
        let seen = seen(behind);
        assert!(never(&seen, "target/not-a-copy", &format!("behind their columns: {name}")), "{seen:?}");
    }
    assert!(waits(&seen(sql(json!({ "next": {}, "behind": [] }))), "could not be read"));
}

#[test]
fn a_table_without_statistics_is_waited_for_unless_it_had_none_or_the_server_refuses() {
    let present = || StatisticsPresent { new: new(), old: old() };
    let row = |without: Value| sql(json!({ "tables": 5, "without": without }));
    let seen = |without: Value, refused: Value| {
        judged(present(), &[row(json!(["empty"])), row(without), sql(json!({ "refused": refused }))])
    };
    assert!(proof(&seen(json!(["empty"]), json!([]))).starts_with("present for 5 tables"));
    assert!(waits(&seen(json!(["empty", "big"]), json!([])), "1 tables have none yet: big"));
    let refused = json!([{ "table": "odd", "code": "22000", "message": "no" }]);
    let told = seen(json!(["odd"]), refused.clone());
    assert_eq!(proof(&told), "present for 4 of 5 tables; the server collects none of odd (error 22000, no)");
    assert!(waits(&seen(json!(["odd", "big"]), refused), "1 tables have none yet: big"));
}

fn location() -> Location {
    Location { database: Late::from("d"), host: Late::from("h"), port: Late::Now(5432) }
}

#[test]
fn the_new_database_is_upgraded_when_service_and_server_both_say_so() {
    let upgraded = || Upgraded {
        addon_id: Late::from("id"),
        bind: slots::NEW,
        location: location(),
        place: new(),
        version: Major(17),
    };
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let shown = |version: &str| {
        http(json!({ "resource_url": url, "info": [{ "name": "PG Version", "values": [version] }] }))
    };
    let status =
        |waiting: bool, error: bool| http(json!({ "waiting?": waiting, "error?": error, "step": "3/5" }));
    let server = |num: u64, recovery: bool| sql(json!({ "versionNum": num, "inRecovery": recovery }));
    let seen = |answers: [Observation; 3]| judged(upgraded(), &answers);
    let done = seen([status(false, false), shown("17.4"), server(170_004, false)]);
    assert_eq!(proof(&done), "17.4 (server_version_num 170004), not in recovery");
    assert!(waits(&seen([status(true, false), shown("17.4"), server(170_004, false)]), "(step 3/5)"));
    let failed = seen([status(false, true), shown("17.4"), server(170_004, false)]);
    assert!(never(&failed, "upgrade/failed", "failed"), "{failed:?}");
    assert!(waits(
        &seen([status(false, false), shown("16.9"), server(170_004, false)]),
        "shows the old version"
    ));
    assert!(waits(&seen([status(false, false), shown("17.4"), server(160_009, false)]), "server itself"));
    assert!(waits(&seen([status(false, false), shown("17.4"), server(170_004, true)]), "in recovery"));
}

#[test]
fn a_fence_is_seen_by_a_new_session_and_its_moment_is_noted() {
    let of = |scope, on, bind: bool, row: Value| {
        judged(FenceSeen { bind: bind.then_some(slots::FENCE), on, place: old(), scope }, &[sql(row)])
    };
    let seen = |on, bind, row| of(FenceScope::Database, on, bind, row);
    assert_eq!(proof(&seen(true, false, json!({ "defaultReadOnly": true }))), "read-only by default");
    assert_eq!(proof(&seen(false, false, json!({ "defaultReadOnly": false }))), "");
    assert!(waits(&seen(true, false, json!({ "defaultReadOnly": false })), "has not changed"));
    assert!(waits(&seen(false, false, json!({ "defaultReadOnly": true })), "has not changed"));
    let noted = seen(true, true, json!({ "defaultReadOnly": true, "now": "12:00" }));
    assert_eq!(bound(noted, slots::FENCE.at().name()), "12:00");
    assert!(waits(&seen(true, true, json!({ "defaultReadOnly": true })), "its time"));
    let own = |row| of(FenceScope::Credential, true, false, row);
    assert!(
        proof(&own(json!({ "defaultReadOnly": false, "readOnlyRole": "u1" }))).contains("default credential")
    );
    assert!(
        waits(&own(json!({ "defaultReadOnly": true })), "has not changed"),
        "the database's is another one"
    );
    assert!(matches!(own(json!({})), Judgement::Unread(ref why) if why.contains("could not be read")));
}

#[test]
fn a_follower_that_does_not_follow_is_waited_for_before_and_given_up_after_it_had_settled() {
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let leads = http(json!({ "resource_url": url, "info": [], "following": null }));
    let follows = |settled| Follows { addon_id: Late::from("id"), leader: Some(location()), settled };
    let seen = judged(follows(false), std::slice::from_ref(&leads));
    assert!(waits(&seen, "does not follow yet"), "{seen:?}");
    let seen = judged(follows(true), &[leads]);
    assert!(never(&seen, "target/not-a-copy", "not follow any more"), "{seen:?}");
    let following = http(json!({ "resource_url": url, "info": [], "following": url }));
    assert!(holds(&judged(follows(true), &[following])));
}

#[test]
fn a_follower_is_near_enough_by_commits_or_by_time_and_not_at_all_as_a_leader() {
    let nearly = || NearlyCaughtUp { addon_id: Late::from("id"), commits: 1_000, place: new(), seconds: 60 };
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let detail = |following: Value, behind: &str| {
        let info = json!([{ "name": "Behind By", "values": [behind] }]);
        http(json!({ "resource_url": url, "info": info, "following": following }))
    };
    let seen = |behind: &str, seconds: Value| {
        judged(nearly(), &[detail(url.clone(), behind), sql(json!({ "behindSeconds": seconds }))])
    };
    assert!(holds(&seen("999 commits", json!(900))));
    assert!(holds(&seen("1,000 commits", json!(60))));
    assert!(waits(&seen("1,000 commits", json!(61)), "1000 commits and "));
    assert!(waits(&seen("1,000 commits", Value::Null), "1000 commits behind"));
    assert!(waits(&seen("-", Value::Null), "not shown yet"));
    let leads = judged(nearly(), &[detail(Value::Null, "0 commits"), sql(json!({ "behindSeconds": 0 }))]);
    assert!(never(&leads, "target/not-a-copy", "not a follower"), "{leads:?}");
}

// The account.

#[test]
fn a_name_that_somebody_gave_the_database_meanwhile_is_drift() {
    let unchanged = || AttachmentsUnchanged {
        addon_id: "id".into(),
        attachments: vec![
            AttachedAs { app: "a".into(), name: "DATABASE".into() },
            AttachedAs { app: "b".into(), name: "READER".into() },
        ],
        ours: vec![Late::from("CONNECT_OLD")],
    };
    let list = |names: &[(&str, &str)]| {
        let list: Vec<Value> =
            names.iter().map(|(app, name)| json!({ "app": { "name": app }, "name": name })).collect();
        http(json!(list))
    };
    let planned = [("b", "READER"), ("a", "DATABASE")];
    assert!(holds(&judged(unchanged(), &[list(&planned)])));
    assert!(holds(&judged(unchanged(), &[list(&[planned[0], planned[1], ("a", "CONNECT_OLD")])])));
    for other in [
        list(&[planned[0]]),
        list(&[planned[0], planned[1], ("a", "OTHER")]),
        list(&[planned[0], ("c", "DATABASE")]),
    ] {
        let seen = judged(unchanged(), std::slice::from_ref(&other));
        assert!(never(&seen, "drift/attachments", "were a::DATABASE b::READER"), "{seen:?}");
    }
}

#[test]
fn a_config_var_that_points_elsewhere_is_not_taken_for_the_database() {
    let resolves = |same: Option<&str>| ConfigResolves {
        app: "a".into(),
        config_vars: vec![Resolved {
            bind: slots::OLD,
            config_var: Late::from("OLD_URL"),
            same: same.map(str::to_owned),
        }],
    };
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let config = || http(json!({ "OLD_URL": url }));
    let seen = judged(resolves(Some("f")), &[config()]);
    assert_eq!(bound(seen, slots::OLD.host().name()), "h");
    assert!(holds(&judged(resolves(None), &[config()])));
    assert!(waits(&judged(resolves(Some("g")), &[config()]), "another database"));
    assert!(waits(&judged(resolves(None), &[http(json!({}))]), "not set"));
}

fn backup(num: u64, change: impl FnOnce(&mut Value)) -> Value {
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let mut backup =
        json!({ "num": num, "to_type": "gof3r", "from_url": url, "finished_at": "now", "succeeded": true });
    change(&mut backup);
    backup
}

#[test]
fn the_first_backup_of_the_new_database_counts_and_no_other() {
    let taken = || BackupTaken { after: Late::Now(3), app: "a".into(), location: location() };
    let seen = |transfers: &[Value]| judged(taken(), &[http(json!(transfers))]);
    assert_eq!(proof(&seen(&[backup(4, |_| ())])), "b004 succeeded");
    for other in [
        backup(3, |_| ()),
        backup(4, |one| one["to_type"] = json!("pg_restore")),
        backup(4, |one| one["from_url"]["host"] = json!("other")),
    ] {
        assert!(waits(&seen(std::slice::from_ref(&other)), "no backup"), "{other}");
    }
    assert!(waits(&seen(&[backup(4, |one| one["finished_at"] = Value::Null)]), "being taken"));
    let failed = || backup(5, |one| one["succeeded"] = json!(false));
    assert!(never(&seen(&[failed()]), "backup/not-taken", "b005"));
    // The newest one counts, wherever it stands in the list.
    for list in [[failed(), backup(4, |_| ())], [backup(4, |_| ()), failed()]] {
        assert!(never(&seen(&list), "backup/not-taken", "failed"), "{list:?}");
    }
    for list in [[failed(), backup(6, |_| ())], [backup(6, |_| ()), failed()]] {
        assert_eq!(proof(&seen(&list)), "b006 succeeded", "{list:?}");
    }
    let noted = || TransfersNoted { app: "a".into(), bind: Slot::clone(&slots::BACKUPS) };
    let list = http(json!([backup(2, |_| ()), backup(7, |_| ()), backup(3, |_| ())]));
    assert_eq!(bound(judged(noted(), &[list]), slots::BACKUPS.name()), 7);
    assert_eq!(bound(judged(noted(), &[http(json!([]))]), slots::BACKUPS.name()), 0);
}

#[test]
fn an_upgrade_that_would_start_by_itself_is_found_and_a_finished_one_is_not() {
    let clear = || MaintenanceClear { addon: "x".into(), addon_id: "id".into() };
    let seen =
        |status: &str, method: &str| judged(clear(), &[http(json!({ "status": status, "method": method }))]);
    for (status, method) in [("none", "upgrade"), ("completed", "upgrade"), ("scheduled", "changeover")] {
        assert!(holds(&seen(status, method)), "{status} {method}");
    }
    assert!(waits(&seen("running", "changeover"), "running"));
    assert!(never(&seen("ready", "upgrade"), "upgrade/already-scheduled", "starts by itself"));
    assert!(waits(&judged(clear(), &[http(json!({}))]), "not shown"));
    let none = Observation::Http { status: 404, body: Value::Null, error_id: None, has_message: false };
    assert!(holds(&judged(clear(), &[none])));
}

#[test]
fn an_add_on_is_gone_when_it_is_deprovisioned_and_there_when_it_is_ready() {
    let gone = || AddonGone { addon: Late::from("x"), app: "a".into() };
    assert!(holds(&judged(gone(), &[http(json!({ "state": "deprovisioned" }))])));
    assert!(waits(&judged(gone(), &[http(json!({ "state": "deprovisioning" }))]), "deprovisioning"));
    let made = || AddonProvisioned { addon: Late::from("x"), app: "a".into(), bind: slots::FOLLOWER };
    let ready = |waiting: Value| {
        let addon = json!({ "id": "f-1", "state": "provisioned", "billed_price": { "cents": 5000 } });
        judged(made(), &[http(addon), http(json!({ "waiting?": waiting }))])
    };
    assert_eq!(bound(ready(json!(false)), slots::FOLLOWER.id().name()), "f-1");
    assert!(waits(&ready(json!(true)), "being prepared") && waits(&ready(Value::Null), "being prepared"));
    let failed = judged(made(), &[http(json!({ "state": "deprovisioned" }))]);
    assert!(never(&failed, "database/not-provisioned", "could not"), "{failed:?}");
}

fn dyno(kind: &str, state: &str, version: u64) -> Value {
    json!({ "name": format!("{kind}.1"), "type": kind, "state": state, "release": { "version": version } })
}

#[test]
fn a_dyno_counts_for_its_own_process_when_it_is_up_on_the_new_release() {
    let process = |kind: &str, quantity| Process { kind: kind.into(), quantity, size: None };
    let up = || DynosUp {
        app: "a".into(),
        down: vec![process("worker", 1)],
        formation: Late::Now(vec![process("web", 1), process("worker", 2)]),
        release: Late::Now(7),
        seen: Late::Now(false),
    };
    let some = || SomeUp { all: up(), kind: "web".into() };
    let (web, worker) = (dyno("web", "up", 7), dyno("worker", "up", 8));
    let seen = judged(up(), &[http(json!([web, worker]))]);
    assert_eq!(proof(&seen), "web=1 worker=1 on release v7 or later");
    assert!(holds(&judged(some(), &[http(json!([worker, web]))])));
    for other in [dyno("web", "starting", 7), dyno("web", "up", 6), dyno("run", "up", 7)] {
        let answer = [http(json!([other, worker]))];
        assert!(waits(&judged(up(), &answer), "0 of 1 web dynos"), "{other}");
        assert!(waits(&judged(some(), &answer), "no web dyno"), "{other}");
    }
}

#[test]
fn nobody_connected_yet_is_no_client_of_the_new_database() {
    let seen =
        |sessions: Value| judged(ClientsSeen { place: new() }, &[sql(json!({ "sessions": sessions }))]);
    assert_eq!(proof(&seen(json!(3))), "3 connected");
    assert!(waits(&seen(json!(0)), "nobody") && waits(&seen(Value::Null), "could not be counted"));
    let login =
        |recovery: Value| judged(LoginWorks { place: new() }, &[sql(json!({ "inRecovery": recovery }))]);
    assert_eq!(proof(&login(json!(false))), "works");
    assert!(waits(&login(json!(true)), "follower") && waits(&login(Value::Null), "could not be tried"));
    let noted = |row: Value| judged(MomentNoted { bind: slots::RESET, place: old() }, &[sql(row)]);
    assert_eq!(bound(noted(json!({ "now": "12:00" })), slots::RESET.at().name()), "12:00");
    assert!(waits(&noted(json!({})), "its time"));
}
