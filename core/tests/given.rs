//! Files from anywhere: what is no plan or snapshot of ours, or is more than it seems, is refused by name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::face::LocalTime;
use connect_core::given::{self, GivenFile};
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::{Request, Wanted};
use serde_json::{json, Value};
use support::given as fixture;

fn file(text: impl Into<String>) -> GivenFile {
    GivenFile { name: "given.json".into(), text: text.into() }
}

fn good() -> Value {
    let (snapshot, request) = fixture("good");
    json!(procedures::plan(&snapshot, &request))
}

fn plan(text: impl Into<String>) -> Result<Plan, Diagnostic> {
    given::plan(&file(text))
}

/// Code and message of the refusal of a plan in which something stands instead.
fn refused(pointer: &str, value: Value) -> (String, String) {
    let mut plan = good();
    *plan.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = value;
    let found = given::plan(&file(plan.to_string())).unwrap_err();
    assert_eq!((found.severity, found.help.is_some()), (Severity::Block, true), "{found:?}");
    (found.code, found.message)
}

#[test]
fn a_plan_is_read_back_as_it_was_written_whatever_its_line_ends() {
    let (snapshot, request) = fixture("good");
    let written = procedures::plan(&snapshot, &request);
    let text = serde_json::to_string_pretty(&written).unwrap();
    assert_eq!(plan(&text).unwrap(), written);
    assert_eq!(plan(text.replace('\n', "\r\n") + "\r\n").unwrap(), written);
}

#[test]
fn what_is_no_plan_is_refused_and_says_why() {
    let whole = good().to_string();
    let cut: String = whole.chars().take(whole.chars().count() / 2).collect();
    let (snapshot, _) = fixture("good");
    let unknown = {
        let mut plan = good();
        plan["more"] = json!(1);
        plan.to_string()
    };
    for (text, why) in [
        (String::new(), "EOF while parsing a value at line 1"),
        (cut, "not JSON: EOF while parsing"),
        ("hello".into(), "not JSON: expected value at line 1"),
        ("[]".into(), "it is not what this plugin writes"),
        ("{}".into(), "it is not what this plugin writes"),
        (json!(snapshot).to_string(), "it is not what this plugin writes"),
        (
            json!({ "formatVersion": "1.0", "kind": "plan", "plan": good() }).to_string(),
            "it is not what this plugin writes",
        ),
        (unknown, "unknown field `more`"),
        (whole.clone() + "{}", "trailing characters"),
        (whole.replacen("{", r#"{"madeBy":"0.0.1","#, 1), "`madeBy` is there twice"),
        (
            whole.replace("\"waitIntervalMs\":5000", "\"waitIntervalMs\":5000,\"waitIntervalMs\":200"),
            "`waitIntervalMs` is there twice",
        ),
    ] {
        let found = plan(text).unwrap_err();
        assert_eq!(found.code, "apply/unreadable", "{found:?}");
        assert!(found.message.starts_with("`given.json` is no plan: "), "{found:?}");
        assert!(found.message.contains(why), "`{why}`: {found:?}");
    }
}

#[test]
fn a_plan_of_another_version_is_refused_and_names_both() {
    let newer = connect_core::plan::FORMAT_VERSION.replace("1.", "1.9");
    for version in ["2.0", "0.9", newer.as_str()] {
        let (code, message) = refused("/formatVersion", json!(version));
        assert_eq!(code, "apply/unknown-part");
        assert!(message.contains(&format!("format {version}")), "{message}");
    }
    let (code, message) = refused("/steps/0/calls/0/op", json!("lock_take@9"));
    assert_eq!(code, "apply/unknown-part");
    assert!(message.contains("`lock_take@9`"), "{message}");
}

#[test]
fn a_version_that_plans_the_same_is_as_good_and_one_that_plans_otherwise_is_named() {
    let mut older = good();
    older["madeBy"] = json!("0.0.9");
    older["formatVersion"] = json!("1.0");
    assert_eq!(plan(older.to_string()).unwrap().made_by, "0.0.9");
    older["steps"][0]["title"] = json!("Something else");
    let found = plan(older.to_string()).unwrap_err();
    assert_eq!(found.code, "apply/unknown-part");
    assert!(found.message.contains("version 0.0.9 made the plan"), "{found:?}");
}

/// Where the first step stands that has something of this kind.
fn in_first(kind: &str) -> String {
    let plan = good();
    let steps = plan["steps"].as_array().unwrap();
    let at = steps.iter().position(|step| !step[kind].as_array().unwrap().is_empty()).unwrap();
    format!("/steps/{at}/{kind}")
}

#[test]
fn a_plan_that_was_changed_after_it_was_written_is_refused_wherever_it_was_changed() {
    for (pointer, value) in [
        ("/steps/0/title".to_owned(), json!("Do nothing")),
        (in_first("calls"), json!([])),
        (in_first("guards"), json!([])),
        (in_first("undo"), json!([])),
        ("/marks/pointOfNoReturn".to_owned(), Value::Null),
        ("/words/done".to_owned(), json!("all is well")),
        ("/prechecks/0/message".to_owned(), json!("all is well")),
        ("/methods/0/cost".to_owned(), json!("none")),
        ("/apps".to_owned(), json!([])),
        ("/confirmation".to_owned(), json!("yes")),
        ("/names/name.new".to_owned(), json!("DATABASE")),
        ("/notCovered".to_owned(), json!([])),
        ("/manual".to_owned(), json!("another")),
        ("/procedure".to_owned(), json!("finish")),
        ("/snapshot/database/addon".to_owned(), json!("other")),
        ("/snapshot/apps/0/formation/0/quantity".to_owned(), json!(7)),
    ] {
        assert_eq!(refused(&pointer, value).0, "apply/changed", "{pointer}");
    }
}

#[test]
fn what_no_flag_can_ask_for_is_refused_in_a_file_too() {
    for (pointer, value, said) in [
        ("/request/waitIntervalMs", json!(0), "the interval between looks"),
        ("/request/procedure/version", json!(3), "the version is no Postgres major"),
        ("/request/accept", json!(["no/such-code"]), "there is no such code"),
    ] {
        let (code, message) = refused(pointer, value);
        assert_eq!(code, "usage/flags");
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn a_blocked_plan_is_not_applied_and_neither_is_a_destruction() {
    let (mut snapshot, mut request) = fixture("good");
    snapshot.apps[0].release_status = "failed".into();
    let blocked = plan(json!(procedures::plan(&snapshot, &request)).to_string()).unwrap_err();
    assert_eq!(blocked.code, "apply/blocked");
    assert!(blocked.message.contains("the newest release of `acme-sync` is `failed`"), "{blocked:?}");
    request.procedure = serde_json::from_value::<Wanted>(json!({
        "id": "finish", "run": "rabc1234", "addon": "postgresql-curved-10001", "billingApp": "acme-sync", "attachment": "DATABASE",
        "schemas": "salesforce", "backups": 0, "fence": "database", "shared": false,
        "position": {
            "analyzes": "0", "bytes": "0", "heads": "{}", "lsn": "0/0", "sequences": "0", "vacuumed": "0", "vacuums": 0,
            "writes": "0", "xmax": "0",
        },
        "lead": { "host": "h", "port": 5432, "database": "d" },
    }))
    .unwrap();
    let destruction = plan(json!(procedures::plan(&fixture("good").0, &request)).to_string()).unwrap_err();
    assert_eq!(destruction.code, "apply/unknown-part");
    assert!(destruction.message.contains("destruction"), "{destruction:?}");
}

fn request(app: &str, database: &str) -> Request {
    let (_, request) = fixture("good");
    Request {
        app: app.into(),
        database: connect_core::request::DatabaseRef::typed(Some(database)),
        ..request
    }
}

#[test]
fn a_snapshot_serves_whoever_means_its_database_and_nobody_else() {
    let (seen, _) = fixture("good");
    let text = json!(seen).to_string();
    let read = |app: &str, database: &str| given::snapshot(&file(text.clone()), &request(app, database));
    for database in [
        "DATABASE",
        "database_url",
        "ROSE",
        "HEROKU_POSTGRESQL_ROSE",
        "postgresql-curved-10001",
        "acme-sync::DATABASE",
        "postgresql-curved-10001::DATABASE",
    ] {
        assert_eq!(read("acme-sync", database).unwrap(), seen, "{database}");
    }
    for (app, database) in [("other", "DATABASE"), ("acme-sync", "REPORTS"), ("acme-sync", "other::DATABASE")]
    {
        let found = read(app, database).unwrap_err();
        assert_eq!(found.code, "snapshot/other", "{app} {database}");
    }
    let mut adopting = request("acme-sync", "DATABASE");
    let Wanted::UpgradeDb(upgrade) = &mut adopting.procedure else { panic!("no upgrade") };
    upgrade.follower = Some("postgresql-replica".into());
    let found = given::snapshot(&file(text), &adopting).unwrap_err();
    assert_eq!(found.code, "snapshot/other");
    assert!(found.message.contains("postgresql-replica"), "{found:?}");
}

#[test]
fn a_snapshot_that_is_broken_foreign_or_of_another_version_is_refused_by_name() {
    let (seen, asked) = fixture("good");
    let with = |name: &str, value: Value| {
        let mut other = json!(seen);
        other[name] = value;
        other.to_string()
    };
    for (text, code) in [
        ("{".to_owned(), "snapshot/unreadable"),
        ("{\"takenAt\": 1}".to_owned(), "snapshot/unreadable"),
        (good().to_string(), "snapshot/unreadable"),
        (with("more", json!(1)), "snapshot/unreadable"),
        (with("apps", json!({})), "snapshot/unreadable"),
        (with("takenAt", json!(-1)), "snapshot/unreadable"),
        (with("formatVersion", json!("one")), "snapshot/unreadable"),
        (with("formatVersion", json!("2.0")), "snapshot/unknown-part"),
        (with("formatVersion", json!("1.99")), "snapshot/unknown-part"),
    ] {
        let found = given::snapshot(&file(text), &asked).unwrap_err();
        assert_eq!((found.code.as_str(), found.severity), (code, Severity::Block), "{found:?}");
        assert!(found.help.is_some(), "{found:?}");
    }
    assert!(given::snapshot(&file(with("formatVersion", json!("1.0"))), &asked).is_ok());
}

#[test]
fn a_snapshot_of_more_than_a_day_ago_is_warned_of() {
    let (seen, _) = fixture("good");
    let day = 24 * 60 * 60_000;
    assert_eq!(given::old(&seen, seen.taken_at + day, &LocalTime::default()), None);
    let old = given::old(&seen, seen.taken_at + day + 1, &LocalTime::default()).unwrap();
    assert_eq!((old.code.as_str(), old.severity), ("snapshot/old", Severity::Warn));
}
