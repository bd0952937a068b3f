//! What only the doctor looks at: each rule fires, does not fire, and says when it could not be judged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::command::Tools;
use connect_core::doctor::{self, Standing};
use connect_core::maintenances::outlook;
use connect_core::request::Request;
use connect_core::snapshot::{Captured, Connection, Snapshot};
use serde_json::{json, Value};
use support::given;

fn well() -> Value {
    json!({
        "apiVersion": "64.0",
        "logged": true,
        "tables": [
            {"name": "account", "withoutSfid": 0, "unique": ["external_id__c", "id"]},
            {"name": "contact", "withoutSfid": 0, "unique": ["email__c", "id"]},
        ],
        "idsGiven": 40_000,
        "idBytes": 4,
        "refused": 0,
        "aside": [],
    })
}

fn good() -> Snapshot {
    let (mut snapshot, _) = given("good");
    for one in &mut snapshot.connections {
        for mapping in &mut one.mappings {
            mapping.upsert_field = match mapping.object.as_str() {
                "Account" => Some("External_Id__c".to_owned()),
                "Contact" => Some("Email__c".to_owned()),
                _ => None,
            };
        }
    }
    with(snapshot, well())
}

fn with(mut snapshot: Snapshot, health: Value) -> Snapshot {
    first(&mut snapshot).health = serde_json::from_value(health).unwrap();
    snapshot
}

fn first(snapshot: &mut Snapshot) -> &mut Connection {
    snapshot.connections.first_mut().unwrap()
}

fn verdict(snapshot: &Snapshot, code: &str) -> (Standing, String) {
    let verdicts = doctor::verdicts(snapshot, &Request::look("acme-sync", None));
    let found = verdicts.into_iter().find(|one| one.code == code).unwrap();
    (found.standing, found.message)
}

#[test]
fn each_rule_fires_on_its_finding_alone() {
    let cases = [
        ("connect/api-version", "/apiVersion", json!("38.0"), Standing::Warn, "38.0"),
        ("connect/write-errors", "/refused", json!(3), Standing::Warn, "3 writes"),
        ("connect/log-off", "/logged", json!(false), Standing::Note, "switched off"),
        ("connect/log-ids", "/idsGiven", json!(1_800_000_000_u64), Standing::Warn, "1800000000"),
        (
            "recreate/old-schema",
            "/aside",
            json!(["salesforce_old_rabc1234"]),
            Standing::Note,
            "salesforce_old_rabc1234",
        ),
        ("connect/sfid-missing", "/tables/0/withoutSfid", json!(70), Standing::Warn, "70 of account"),
        (
            "connect/key-not-unique",
            "/tables/0/unique",
            json!(["id"]),
            Standing::Warn,
            "External_Id__c of Account",
        ),
    ];
    for (code, pointer, value, standing, words) in &cases {
        let mut health = well();
        *health.pointer_mut(pointer).unwrap() = value.clone();
        let broken = with(good(), health);
        for (other, ..) in &cases {
            let (seen, message) = verdict(&broken, other);
            if other == code {
                assert_eq!(seen, *standing, "{code}: {message}");
                assert!(message.contains(words), "{code}: {message}");
            } else {
                assert_eq!(seen, Standing::Ok, "{code} changes {other}: {message}");
            }
        }
    }
}

#[test]
fn what_was_not_read_is_not_judged_and_never_ok() {
    let cases = [
        ("connect/api-version", "/apiVersion"),
        ("connect/log-off", "/logged"),
        ("connect/log-ids", "/idsGiven"),
        ("connect/sfid-missing", "/tables/0/withoutSfid"),
        ("connect/key-not-unique", "/tables"),
        ("recreate/old-schema", "/aside"),
    ];
    for (code, pointer) in cases {
        let mut health = well();
        *health.pointer_mut(pointer).unwrap() = Value::Null;
        let (seen, message) = verdict(&with(good(), health), code);
        assert_eq!(seen, Standing::NotJudged, "{code}: {message}");
        let mut unseen = good();
        first(&mut unseen).health = None;
        assert_eq!(verdict(&unseen, code).0, Standing::NotJudged, "{code}");
    }
}

#[test]
fn ids_of_eight_bytes_do_not_end() {
    let mut health = well();
    health["idsGiven"] = json!(9_000_000_000_u64);
    health["idBytes"] = json!(8);
    assert_eq!(verdict(&with(good(), health), "connect/log-ids").0, Standing::Ok);
}

#[test]
fn how_fast_changes_are_captured_is_held_against_what_the_plan_holds() {
    let growth = |bytes: u64| {
        let mut snapshot = good();
        snapshot.database.limit = Some(10_000);
        snapshot.database.bytes = Some(2_000);
        // In 45 minutes so many bytes.
        first(&mut snapshot).captured = Some(Captured { rows: 9, seconds: 45 * 60, bytes });
        verdict(&snapshot, "connect/log-growth").0
    };
    assert_eq!(
        [0, 800, 801, 8_000, 8_001].map(growth),
        [Standing::Ok, Standing::Ok, Standing::Warn, Standing::Warn, Standing::Block]
    );
    assert_eq!(verdict(&good(), "connect/log-growth").0, Standing::NotJudged);
}

#[test]
fn the_outlook_is_reckoned_without_overflow_and_an_idle_log_brings_nothing() {
    let seen = |captured: Option<Captured>| {
        let mut snapshot = good();
        first(&mut snapshot).captured = captured;
        let [one, ..] = outlook(&snapshot).try_into().map(|all: [_; 1]| all).unwrap();
        (one.expected, one.captured_an_hour)
    };
    assert_eq!(seen(None), (None, None));
    assert_eq!(seen(Some(Captured { rows: 0, seconds: 0, bytes: 0 })), (Some(0), Some(0)));
    assert_eq!(seen(Some(Captured { rows: 1_000, seconds: 36_000, bytes: 1 })), (Some(75), Some(100)));
    let most = Captured { rows: u64::MAX, seconds: 0, bytes: u64::MAX };
    assert_eq!(seen(Some(most)), (Some(u64::MAX), Some(u64::MAX)));
}

fn spare(addon: &str, fenced: Option<bool>) -> Value {
    json!({"addon": addon, "configVar": "CONNECT_OLD_RABC1234_URL", "priceCents": 5_000, "fenced": fenced})
}

#[test]
fn a_database_that_a_run_left_is_named_with_what_it_costs_a_day() {
    let beside = |spares: Value| {
        let mut snapshot = good();
        snapshot.spares = serde_json::from_value(spares).unwrap();
        verdict(&snapshot, "database/left-fenced")
    };
    let (standing, said) = beside(json!([spare("one-of-theirs", Some(false)), spare("old-1", Some(true))]));
    assert_eq!(standing, Standing::Note);
    for word in ["`old-1` (CONNECT_OLD_RABC1234_URL, about $1.64 a day)", "connect:runs:finish"] {
        assert!(said.contains(word) && !said.contains("one-of-theirs"), "{said}");
    }
    assert_eq!(beside(json!([])).0, Standing::Ok);
    assert_eq!(beside(json!([spare("one-of-theirs", Some(false))])).0, Standing::Ok);
    let (standing, said) = beside(json!([spare("deaf", None)]));
    assert!(standing == Standing::NotJudged && said.contains("`deaf`"), "{said}");
    assert_eq!(beside(Value::Null).0, Standing::NotJudged);
}

#[test]
fn a_tool_that_is_missing_is_named_and_one_that_nobody_looked_for_is_not_judged() {
    let said = |connect_plugin, psql| doctor::tools(&Tools { connect_plugin, psql });
    assert_eq!(said(Some(true), Some(true)).standing, Standing::Ok);
    assert_eq!(said(None, None).standing, Standing::NotJudged);
    assert_eq!(said(Some(true), None).standing, Standing::NotJudged);
    let one = said(None, Some(false));
    assert!(one.standing == Standing::Note && one.message.contains("`psql`"), "{one:?}");
    let both = said(Some(false), Some(false)).message;
    assert!(both.contains("`psql`") && both.contains("plugins:install"), "{both}");
}

#[test]
fn what_is_announced_is_shown_until_somebody_says_that_he_has_seen_it() {
    let mut snapshot = good();
    snapshot.notices = serde_json::from_value(json!([
        {"id": "2101", "title": "Heroku Connect maintenance", "incident": false},
        {"id": "2102", "title": "Heroku Postgres maintenance", "incident": false},
        {"id": "2103", "title": "New dynos", "incident": false},
    ]))
    .unwrap();
    let judge = |snapshot: &Snapshot, seen: &[&str]| {
        let mut request = Request::look("acme-sync", None);
        request.accept = seen.iter().map(|id| format!("status/notices={id}")).collect();
        let verdicts = doctor::verdicts(snapshot, &request);
        verdicts.into_iter().find(|one| one.code.starts_with("status/")).unwrap()
    };
    let none = judge(&snapshot, &[]).message;
    assert!(none.contains("[2101]") && none.contains("[2102]") && none.contains("--ack-notice"), "{none}");
    assert!(!none.contains("New dynos"), "{none}");
    let one = judge(&snapshot, &["2101"]).message;
    assert!(one.starts_with("announced: Heroku Postgres maintenance [2102];"), "{one}");
    let both = judge(&snapshot, &["2101", "2102"]).message;
    assert!(both.starts_with("announced, and acknowledged: ") && both.contains("[2101]"), "{both}");
    snapshot.notices.as_mut().unwrap()[0].incident = true;
    assert_eq!(judge(&snapshot, &[]).code, "status/incident");
    assert_eq!(judge(&snapshot, &["2101"]).code, "status/notices", "who has seen it is not warned again");
}
