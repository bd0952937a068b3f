//! What single conditions say of single answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use connect_core::conditions::{
    Attached, ConnectionUnchanged, DynosListed, DynosUp, Follows, FormationNoted, Healthy, Judgement,
    NearlyCaughtUp, NoSessions, ReleaseSucceeded, SomeUp, StandsAlone, TransferEnded, Unfollowed, Unvisited,
    Upgraded,
};
use connect_core::effect::{Observation, UnreachableReason};
use connect_core::evidence::{self, Evidence};
use connect_core::late::{slots, Late, Location, Place, Role, Transferred};
use connect_core::request::Major;
use connect_core::snapshot::{Polled, Process};
use serde_json::{json, Value};
use support::judged::{connection_name, http, judged, place};

fn healthy() -> Healthy {
    let text = |text: &str| text.to_owned();
    Healthy {
        before: Late::Now(vec![Polled { object: text("Account"), sf_poll: Some(text("then")) }]),
        connection: connection_name(),
        failed: Some(2),
        place: place(Role::New),
        schema: text("salesforce"),
    }
}

fn log(failed: u64) -> Observation {
    Observation::Sql { row: json!({ "new": 0, "pending": 0, "failed": failed, "oldestPendingSeconds": 0 }) }
}

fn connection(mapping_state: &str) -> Observation {
    let mapping = json!({ "object_name": "Account", "state": mapping_state, "times": { "sf_poll": "now" } });
    http(json!({ "state": "IDLE", "mappings": [mapping] }))
}

#[test]
fn an_aborted_mapping_is_broken_before_and_after_the_upgrade() {
    assert!(matches!(judged(healthy(), &[connection("DATA_SYNCED"), log(2)]), Judgement::Holds { .. }));
    // The states for which the precheck refuses to begin.
    for state in [
        "ABORTED",
        "BULK_LOAD_ERROR",
        "SYSTEM_ERROR",
        "DB_UNAVAILABLE",
        "BAD_CONFIG",
        "SYNC_REMOVED",
        "INACTIVE_ORG",
        "UNAUTHORIZED",
    ] {
        let seen = judged(healthy(), &[connection(state)]);
        assert!(matches!(seen, Judgement::Never { .. }), "{state}: {seen:?}");
    }
}

fn none_open(role: Role) -> Vec<Evidence> {
    let row = Observation::Sql { row: json!({ "open": 0, "since": [] }) };
    match judged(NoSessions { before: Late::from("then"), place: place(role) }, &[row]) {
        Judgement::Holds { evidence, .. } => evidence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_proof_of_one_side_does_not_take_the_place_of_the_others() {
    let mut all = none_open(Role::Old);
    evidence::add(&mut all, &none_open(Role::New));
    evidence::add(&mut all, &none_open(Role::New));
    let titles: Vec<&str> = all.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["connections to the old database", "connections to the new database"]);
}

#[test]
fn silence_is_never_a_yes() {
    for answer in [
        Observation::Sql { row: Value::Null },
        Observation::Sql { row: json!({}) },
        Observation::SqlFailed { code: "57014".into() },
    ] {
        let none = NoSessions { before: Late::from("then"), place: place(Role::Old) };
        let seen = judged(none, std::slice::from_ref(&answer));
        assert!(matches!(seen, Judgement::NotYet(_) | Judgement::Unread(_)), "{answer:?}: {seen:?}");
    }
}

fn value_of(judgement: &Judgement) -> &str {
    match judgement {
        Judgement::Holds { evidence, .. } => evidence.first().map_or("", |one| one.value.as_str()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_monitor_that_connects_again_is_named_and_stops_nothing() {
    let row = |open| Observation::Sql { row: json!({ "open": open, "since": ["pganalyze"] }) };
    let none = || NoSessions { before: Late::from("then"), place: place(Role::Old) };
    assert!(value_of(&judged(none(), &[row(0)])).contains("pganalyze"));
    assert!(matches!(judged(none(), &[row(1)]), Judgement::NotYet(_)));
}

#[test]
fn a_refused_client_that_came_and_went_is_seen_by_the_counter() {
    let row =
        |visits, open| Observation::Sql { row: json!({ "visits": visits, "open": open, "names": ["web"] }) };
    let unvisited = || Unvisited { place: place(Role::Old) };
    assert!(matches!(judged(unvisited(), &[row(0, 0)]), Judgement::Holds { .. }));
    assert!(matches!(judged(unvisited(), &[row(3, 0)]), Judgement::NotYet(why) if why.contains("web")));
    assert!(matches!(judged(unvisited(), &[row(0, 1)]), Judgement::NotYet(_)));
}

#[test]
fn writes_that_salesforce_refused_since_are_said() {
    assert!(value_of(&judged(healthy(), &[connection("DATA_SYNCED"), log(2)])).contains("no write refused"));
    assert!(value_of(&judged(healthy(), &[connection("DATA_SYNCED"), log(5)])).contains("3 writes refused"));
}

fn release(version: u64, status: &str, current: bool) -> Value {
    json!({ "version": version, "status": status, "current": current })
}

fn attached(strict: bool) -> Attached {
    Attached {
        app: "a".into(),
        bind: slots::release("a"),
        config_vars: vec!["DATABASE_URL".into(), "READER_URL".into()],
        left: Some(Location {
            database: Late::from("new"),
            host: Late::from("new.example"),
            port: Late::Now(15_432),
        }),
        exact: false,
        location: Location {
            database: Late::from("new"),
            host: Late::from("new.example"),
            port: Late::Now(5432),
        },
        strict,
    }
}

#[test]
fn a_name_of_another_credential_that_did_not_move_is_not_done() {
    let url =
        |host: &str, port: u16| json!({ "host": host, "port": port, "database": "new", "fingerprint": "f" });
    let releases = http(json!([release(9, "succeeded", true)]));
    let config =
        |reader: Value| http(json!({ "DATABASE_URL": url("new.example", 5432), "READER_URL": reader }));
    let moved = judged(attached(true), &[releases.clone(), config(url("new.example", 5433))]);
    assert!(matches!(moved, Judgement::Holds { .. }), "a pooler has a port of its own: {moved:?}");
    let beside = judged(attached(true), &[releases.clone(), config(url("new.example", 15_432))]);
    assert!(matches!(beside, Judgement::NotYet(_)), "the original, on the host of its copy: {beside:?}");
    let stayed = judged(attached(true), &[releases, config(url("old.example", 5432))]);
    assert!(matches!(stayed, Judgement::NotYet(ref why) if why.contains("READER_URL")), "{stayed:?}");
}

#[test]
fn a_database_that_kept_its_address_is_not_one_that_was_left() {
    let url = json!({ "host": "new.example", "port": 5432, "database": "new", "fingerprint": "f" });
    let answers = [
        http(json!([release(9, "succeeded", true)])),
        http(json!({ "DATABASE_URL": url, "READER_URL": url })),
    ];
    let stays = attached(true);
    let stays = Attached { left: Some(stays.location.clone()), ..stays };
    assert!(matches!(judged(stays, &answers), Judgement::Holds { .. }));
}

#[test]
fn after_a_failed_release_the_way_back_is_judged_by_the_current_one() {
    let url = json!({ "host": "new.example", "port": 5432, "database": "new", "fingerprint": "f" });
    let releases = http(json!([release(9, "failed", false), release(8, "succeeded", true)]));
    let config = http(json!({ "DATABASE_URL": url, "READER_URL": url }));
    let answers = [releases, config];
    assert!(matches!(judged(attached(true), &answers), Judgement::Never { .. }));
    assert!(matches!(judged(attached(false), &answers), Judgement::Holds { .. }));
}

#[test]
fn a_release_that_failed_in_preparing_is_seen_before_the_app_is_stopped() {
    let succeeded = || ReleaseSucceeded { app: "a".into() };
    let seen =
        judged(succeeded(), &[http(json!([release(9, "failed", false), release(8, "succeeded", true)]))]);
    assert!(matches!(seen, Judgement::Never { ref detail, .. } if detail.contains("v9")), "{seen:?}");
    assert!(matches!(
        judged(succeeded(), &[http(json!([release(9, "pending", false)]))]),
        Judgement::NotYet(_)
    ));
}

#[test]
fn a_worker_that_had_crashed_before_keeps_nobody_waiting() {
    let process = |kind: &str, quantity| Process { kind: kind.into(), quantity, size: None };
    let up = |down: Vec<Process>| DynosUp {
        app: "a".into(),
        down,
        formation: Late::Now(vec![process("web", 1), process("worker", 1)]),
        release: Late::Now(3),
        seen: Late::Now(false),
    };
    let dynos = http(json!([
        { "name": "web.1", "type": "web", "state": "up", "release": { "version": 3 } },
        { "name": "worker.1", "type": "worker", "state": "crashed", "release": { "version": 3 } },
    ]));
    assert!(matches!(judged(up(vec![]), std::slice::from_ref(&dynos)), Judgement::NotYet(_)));
    assert!(matches!(judged(up(vec![process("worker", 1)]), &[dynos]), Judgement::Holds { .. }));
}

#[test]
fn dynos_that_were_all_seen_up_when_they_were_started_are_not_asked_for_again() {
    let process = |kind: &str, quantity| Process { kind: kind.into(), quantity, size: None };
    let all = |seen: bool| DynosUp {
        app: "a".into(),
        down: vec![],
        formation: Late::Now(vec![process("web", 1), process("worker", 1)]),
        release: Late::Now(3),
        seen: Late::Now(seen),
    };
    let listed = || DynosListed { all: all(false), bind: slots::all_up("a") };
    let first = |seen| SomeUp { all: all(seen), kind: "web".into() };
    let web = json!({ "name": "web.1", "type": "web", "state": "up", "release": { "version": 3 } });
    let dynos = |worker: &str| {
        let worker =
            json!({ "name": "worker.1", "type": "worker", "state": worker, "release": { "version": 3 } });
        http(json!([web, worker]))
    };
    let bound = |judgement: Judgement| match judgement {
        Judgement::Holds { bind, .. } => Some(bind.contains_key("allUp.a")),
        _ => None,
    };
    assert_eq!(bound(judged(listed(), &[dynos("up")])), Some(true));
    assert_eq!(bound(judged(listed(), &[dynos("starting")])), Some(false));
    assert_eq!(bound(judged(listed(), &[http(json!([web]))])), None, "a worker that was not started");
    assert!(matches!(judged(first(false), &[dynos("starting")]), Judgement::Holds { .. }));
    assert!(matches!(judged(first(true), &[]), Judgement::Holds { .. }));
    assert!(matches!(judged(all(true), &[]), Judgement::Holds { .. }));
}

/// A new database, of which its service says at which host it is.
fn upgraded_at(host: &str, sql: &[Observation]) -> Judgement {
    let status = http(json!({ "waiting?": false }));
    let info = json!([{ "name": "PG Version", "values": ["17.5"] }]);
    let database = http(json!({ "info": info, "resource_url": url(host) }));
    let mut answers = vec![status, database];
    answers.extend(sql.iter().cloned());
    let upgraded = Upgraded {
        addon_id: Late::from("id"),
        bind: slots::NEW,
        location: Location { database: Late::from("d"), host: Late::from("before"), port: Late::Now(5432) },
        place: Place { expect: Some(Late::from("before")), ..place(Role::New) },
        version: Major(17),
    };
    judged(upgraded, &answers)
}

fn url(host: &str) -> Value {
    json!({ "host": host, "port": 5432, "database": "d", "fingerprint": host })
}

#[test]
fn a_new_database_is_found_where_it_is_after_its_upgrade() {
    let server = || Observation::Sql { row: json!({ "versionNum": 170_005, "inRecovery": false }) };
    let config = |host: &str| http(json!({ "X_URL": url(host) }));
    let bound = |judgement: Judgement| match judgement {
        Judgement::Holds { bind, .. } => bind.get("new.host").cloned().or(Some(Value::Null)),
        _ => None,
    };
    // Where it was: its config var is not read.
    assert_eq!(bound(upgraded_at("before", &[server()])), Some(Value::Null));
    // At another address, once the config var holds it.
    assert_eq!(bound(upgraded_at("after", &[config("after"), server()])), Some(json!("after")));
    assert!(matches!(upgraded_at("after", &[config("before")]), Judgement::NotYet(_)));
    // Where it was, with another password.
    let changed = Observation::Unreachable { reason: UnreachableReason::UrlChanged };
    assert_eq!(bound(upgraded_at("before", &[changed, config("before"), server()])), Some(json!("before")));
}

#[test]
fn a_web_dyno_more_during_the_hold_is_what_comes_back() {
    let noted = || FormationNoted { app: "a".into(), bind: slots::formation("a"), running: true };
    let formation = |quantity| http(json!([{ "type": "web", "quantity": quantity, "size": "Standard-1X" }]));
    match judged(noted(), &[formation(2)]) {
        Judgement::Holds { bind, .. } => assert_eq!(bind["formation.a"][0]["quantity"], 2),
        other => panic!("{other:?}"),
    }
    let emptied = judged(noted(), &[formation(0)]);
    assert!(matches!(emptied, Judgement::Never { .. }), "somebody else has stopped the app: {emptied:?}");
}

#[test]
fn a_connection_that_was_pointed_elsewhere_during_the_hold_is_seen() {
    let unchanged = || ConnectionUnchanged { connection: connection_name(), db_key: "DATABASE_URL".into() };
    let connection =
        |db_key: &str, state: &str| http(json!({ "db_key": db_key, "state": state, "mappings": [] }));
    assert!(matches!(judged(unchanged(), &[connection("DATABASE_URL", "IDLE")]), Judgement::Holds { .. }));
    assert!(matches!(judged(unchanged(), &[connection("OTHER_URL", "IDLE")]), Judgement::Never { .. }));
}

#[test]
fn five_thousand_commits_a_second_are_caught_up_with_by_time() {
    let nearly = || NearlyCaughtUp {
        addon_id: Late::from("id"),
        commits: 1_000,
        place: place(Role::New),
        seconds: 60,
    };
    let leader = json!({ "host": "l", "port": 5432, "database": "d", "fingerprint": "f" });
    let info = json!([{ "name": "Behind By", "values": ["250,000 commits"] }]);
    let behind = http(json!({ "info": info, "following": leader }));
    let lag = |seconds| Observation::Sql { row: json!({ "behindSeconds": seconds }) };
    assert!(matches!(judged(nearly(), &[behind.clone(), lag(50)]), Judgement::Holds { .. }));
    assert!(
        matches!(judged(nearly(), &[behind, lag(7_200)]), Judgement::Nearing { detail, .. } if detail.contains("2:00:00"))
    );
}

/// What the gate makes of a database's detail.
fn detail(following: Value) -> Observation {
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let mut body = json!({ "resource_url": url, "info": [{ "name": "Plan", "values": ["Standard 0"] }] });
    if following != json!("absent") {
        body["following"] = following;
    }
    http(body)
}

#[test]
fn a_database_whose_answer_has_no_following_is_a_leader() {
    let seen = |answer| judged(Unfollowed { addon_id: Late::from("id") }, &[answer]);
    for leader in [json!("absent"), Value::Null] {
        assert!(matches!(seen(detail(leader)), Judgement::Holds { .. }));
    }
    let place = json!({ "host": "l", "port": 5432, "database": "d", "fingerprint": "f" });
    // What is there but is no URL comes through as its length.
    for follower in [place, json!(80)] {
        assert!(matches!(seen(detail(follower)), Judgement::NotYet(_)));
    }
    // An answer that says nothing of a database says nothing of its leader either.
    for silence in [Value::Null, json!({}), json!([])] {
        assert!(matches!(seen(http(silence)), Judgement::Unread(_)));
    }
}

#[test]
fn a_follower_whose_leader_cannot_be_read_is_looked_at_again() {
    let leader = Location { database: Late::from("d"), host: Late::from("l"), port: Late::Now(5432) };
    let follows = || Follows { addon_id: Late::from("id"), leader: Some(leader.clone()), settled: false };
    let url = |host: &str| json!({ "host": host, "port": 5432, "database": "d", "fingerprint": "f" });
    assert!(matches!(judged(follows(), &[detail(url("l"))]), Judgement::Holds { .. }));
    assert!(matches!(judged(follows(), &[detail(url("other"))]), Judgement::Never { .. }));
    assert!(matches!(judged(follows(), &[detail(json!(80))]), Judgement::Unread(_)));
}

#[test]
fn a_copy_leads_back_only_if_it_follows_nobody_by_both_and_is_on_the_old_version() {
    let stands = |answers: &[Observation]| {
        let stands = StandsAlone {
            addon: Late::from("postgresql-x"),
            addon_id: Late::from("id"),
            app: "a".into(),
            major: Major(15),
            place: place(Role::Back),
        };
        judged(stands, answers)
    };
    let server = |recovers: Value, version: u64| Observation::Sql {
        row: json!({ "inRecovery": recovers, "versionNum": version }),
    };
    let alone = || detail(Value::Null);
    let holds = stands(&[alone(), server(json!(false), 150_010)]);
    assert!(matches!(holds, Judgement::Holds { .. }), "{holds:?}");
    for (answers, said) in [
        (vec![detail(json!(80))], "leads back to nothing"),
        (vec![alone(), server(json!(true), 150_010)], "leads back to nothing"),
        (vec![alone(), server(json!(false), 170_005)], "is on Postgres 17"),
    ] {
        match stands(&answers) {
            Judgement::NotYet(detail) => assert!(detail.contains(said), "{detail}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(stands(&[alone(), server(Value::Null, 150_010)]), Judgement::Unread(_)));
}

#[test]
fn while_a_copy_is_waited_for_it_is_said_how_much_of_how_much_there_is() {
    let waits = |whole: Option<u64>| {
        let location =
            || Location { database: Late::from("d"), host: Late::from("h"), port: Late::Now(5432) };
        let copy = Transferred {
            after: Late::Now(3),
            app: "a".into(),
            from: location(),
            from_name: Late::from("OLD"),
            to: location(),
            to_name: Late::from("NEW"),
        };
        let whole = whole.map(Late::Now);
        let ended = TransferEnded { bind: slots::COPY.clone(), copy, trial: None, whole };
        let shown =
            json!([{ "num": 4, "from_name": "OLD", "to_name": "NEW", "processed_bytes": 1_000_000_000_u64 }]);
        match judged(ended, &[http(shown)]) {
            Judgement::Learnt { detail, left, .. } => (detail, left.first().map(|left| left.amount)),
            other => panic!("{other:?}"),
        }
    };
    let (detail, left) = waits(Some(3_000_000_000));
    assert!(detail.contains("of about"), "{detail}");
    assert_eq!(left, Some(2_000_000_000));
    // A guess that was passed is none any more.
    for none in [None, Some(900_000_000)] {
        let (detail, left) = waits(none);
        assert!(!detail.contains("of about"), "{detail}");
        assert_eq!(left, None);
    }
}
