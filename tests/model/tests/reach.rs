//! Who uses the database: what a survey of a world finds, and what the plan says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::command::UpgradeDb;
use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::effect::{Effect, Observation};
use connect_core::machine::Want;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_core::survey::Survey;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_rehearsal::survey;
use serde_json::{json, Value};

/// The plan for the colour attachment, which every scenario has.
fn plan(name: &str, accept: &[&str]) -> Plan {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let typed = UpgradeDb {
        app: "acme-sync".into(),
        database: Some("HEROKU_POSTGRESQL_ROSE".into()),
        version: Some("17".into()),
        accept: accept.iter().map(|code| (*code).to_owned()).collect(),
        ..UpgradeDb::default()
    };
    let request = Request::upgrade_db(&typed).unwrap();
    procedures::plan(&survey(&mut desk, &request).unwrap(), &request)
}

fn found<'a>(plan: &'a Plan, code: &str) -> &'a Diagnostic {
    plan.prechecks.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("no {code}"))
}

#[test]
fn a_database_url_that_was_set_by_hand_stops_the_upgrade_before_anything_is_made() {
    let both = ["app/copied-url", "app/not-moved"];
    let seen = plan("hand-set-url", &[]);
    for code in both {
        assert_eq!(found(&seen, code).severity, Severity::Block, "{code}");
        assert!(found(&seen, code).message.contains("DATABASE_URL"), "{code}");
    }
    assert!(!seen.applyable());
    // Accepting one of them is not enough.
    for code in both {
        assert!(!plan("hand-set-url", &[code]).applyable(), "{code}");
    }
    let accepted = plan("hand-set-url", &both);
    assert!(accepted.applyable(), "{:#?}", accepted.prechecks);
}

#[test]
fn the_address_is_found_in_every_spelling_and_in_parts_and_all_are_named() {
    let copied = [
        "DB_PASSWORD",
        "DB_USER",
        "JDBC_DATABASE_URL",
        "PGDATABASE",
        "PGHOST",
        "POSTGIS_URL",
        "WAREHOUSE_DSN",
    ];
    let seen = plan("dsn-copy", &[]);
    let config = &seen.snapshot.apps[0].config;
    assert_eq!(config.copies, copied);
    // LANG, SECRET_CANARY, CACHE_URL, and PGPORT: a port alone is no address.
    assert_eq!(config.others, 4);
    let finding = found(&seen, "app/copied-url");
    assert_eq!(finding.severity, Severity::Block);
    assert!(copied.iter().all(|name| finding.message.contains(name)), "{}", finding.message);
}

#[test]
fn copies_that_were_accepted_stand_in_what_is_left_to_do() {
    let seen = plan("dsn-copy", &["app/copied-url"]);
    assert!(seen.applyable());
    assert_eq!(found(&seen, "app/copied-url").severity, Severity::Note);
    let left: Vec<&str> = seen.words.next.iter().map(|one| one.command.as_str()).collect();
    for name in &seen.snapshot.apps[0].config.copies {
        let command = format!("heroku config:edit {name} --app acme-sync");
        assert!(left.contains(&command.as_str()), "{left:?}");
    }
}

#[test]
fn no_value_of_a_config_var_reaches_the_plan() {
    let text = serde_json::to_string(&plan("dsn-copy", &["app/copied-url"])).unwrap();
    for secret in ["p15002", "u15002", "canary", "jdbc:"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// A survey in which answers of some paths are others.
fn seen(typed: UpgradeDb, change: impl Fn(&str, &mut Observation)) -> Result<Snapshot, Diagnostic> {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let request = Request::upgrade_db(&typed).unwrap();
    let needs = procedures::find("upgrade-db").unwrap().needs(&request);
    let mut survey = Survey::new(&request.app, request.database.clone(), needs);
    loop {
        match survey.next(desk.now) {
            Want::Perform(effect) => {
                let mut answer = desk.perform(&effect, Chance::Succeed);
                if let Effect::Http(http) = &effect {
                    change(&http.request.path, &mut answer);
                }
                survey.take(&answer, desk.now);
            }
            Want::Wait { until, .. } => desk.now = until,
            Want::Ended(end) => return end.map(|snapshot| *snapshot).map_err(|finding| *finding),
            _ => panic!("a survey only reads"),
        }
    }
}

fn typed() -> UpgradeDb {
    UpgradeDb { app: "acme-sync".into(), version: Some("17".into()), ..UpgradeDb::default() }
}

fn body(answer: &mut Observation) -> &mut Value {
    match answer {
        Observation::Http { body, .. } => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_read_is_seen_as_unread_and_not_as_a_no() {
    let forbidden =
        || Observation::Http { status: 403, body: Value::Null, error_id: None, has_message: true };
    let snapshot = seen(typed(), |path, answer| {
        if ["/features/preboot", "/monitors", "/data/maintenances/"].iter().any(|part| path.contains(part)) {
            *answer = forbidden();
        }
        if path == "/apps/acme-sync" {
            body(answer).as_object_mut().unwrap().remove("generation");
        }
    })
    .unwrap();
    let app = &snapshot.apps[0];
    assert_eq!((app.preboot, &app.generation, app.autoscaler_unread), (None, &None, true));
    assert_eq!(snapshot.database.maintenance, None);
}

#[test]
fn an_address_in_other_letters_is_the_same_database_and_one_of_another_host_is_not() {
    let of = |change: fn(&mut Value)| {
        seen(typed(), |path, answer| {
            if path.starts_with("/client/v11/databases/") {
                change(body(answer));
            }
        })
        .unwrap()
        .database
        .url
        .unwrap()
    };
    let usual = of(|_| {});
    assert_eq!(of(|body| body["resource_url"]["fingerprint"] = json!("another user's")), usual);
    assert_eq!(of(|body| body["resource_url"] = Value::Null), usual);
    assert_eq!(of(|body| body["resource_url"]["host"] = json!("other.example")).host, "other.example");
}
