//! What only real servers can show: other credentials, the service's own sessions, copies that are not true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use connect_core::conditions::{Condition, ConnectObjects, NoSessions, SequencesPast, StatisticsPresent};
use connect_core::effect::{Effect, Observation};
use connect_core::late::{Bindings, Known};
use connect_core::look::{Look, Stop};
use connect_core::query::{named, Place};
use connect_differential::sides::place;
use connect_differential::{compare, folder, real, Sides, LEAD, ORG, SCHEMA};
use postgres::{Client, NoTls};
use serde_json::Value;

const MAPPED: [&str; 4] = ["account", "contact", "opportunity", "product2"];

fn on_server(name: &str, body: impl FnOnce(&Sides, &str)) {
    let folder = folder(name).unwrap();
    let sides = Sides::new(&folder).unwrap();
    let url = sides.fleet.endpoint(LEAD).unwrap().url();
    body(&sides, &url);
    drop(sides);
    std::fs::remove_dir_all(folder).unwrap();
}

fn ask(url: &str, name: &str, parameter: Option<&str>) -> Value {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None };
    let Some(Effect::Sql(effect)) = named(&place, name, SCHEMA, parameter) else { panic!("no query {name}") };
    match real::perform(url, &effect).unwrap() {
        Observation::Sql { row } => row,
        other => panic!("{name}: {other:?}"),
    }
}

fn objects() -> Condition {
    let tables = Some(MAPPED.map(str::to_owned).to_vec());
    ConnectObjects { org: Some(ORG.into()), place: place(LEAD), schema: SCHEMA.into(), tables }.into()
}

fn sequences() -> Condition {
    SequencesPast { place: place(LEAD), schema: SCHEMA.into() }.into()
}

fn statistics() -> Condition {
    StatisticsPresent { place: place(LEAD) }.into()
}

fn verdict(url: &str, condition: &Condition) -> String {
    let bindings = Bindings::new();
    let mut answers = Vec::new();
    loop {
        match condition.known().unwrap().judge(&Known::of(&bindings), &Look::at(&answers)) {
            Ok(judgement) | Err(Stop::Judged(judgement)) => return compare::verdict(&judgement),
            Err(Stop::Read(effect)) => match *effect {
                Effect::Sql(effect) => answers.push(real::perform(url, &effect).unwrap()),
                other => panic!("not a query: {other:?}"),
            },
            Err(Stop::Late(error)) => panic!("{error}"),
        }
    }
}

fn run(url: &str, statement: &str) {
    Client::connect(url, NoTls).unwrap().batch_execute(statement).expect(statement);
}

/// A closed session is listed for a moment longer.
fn sessions(url: &str, expected: u64) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let seen = ask(url, "server", None)["sessions"].clone();
        if seen == expected {
            return;
        }
        assert!(std::time::Instant::now() < end, "{seen} sessions, not {expected}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn sessions_of_other_credentials_count_and_end_and_those_of_the_service_do_neither() {
    on_server("sessions", |sides, url| {
        let superuser = sides.fleet.superuser_url(LEAD).unwrap();
        let mut service = Client::connect(&superuser, NoTls).unwrap();
        sessions(url, 0);
        let other = sides.fleet.add_credential(LEAD, "reporting").unwrap();
        let _reporting = Client::connect(&other.url(), NoTls).unwrap();
        sessions(url, 1);

        // On a plan whose default credential does not see what others do, they still count.
        let owner = sides.fleet.endpoint(LEAD).unwrap().user;
        service.batch_execute(&format!("REVOKE pg_monitor, reporting FROM \"{owner}\"")).unwrap();
        sessions(url, 1);
        let now = ask(url, "server", None)["now"].as_str().unwrap().to_owned();
        assert_eq!(ask(url, "sessions_before", Some(&now))["open"], 1);
        assert_eq!(verdict(url, &NoSessions { before: None, place: place(LEAD) }.into()), "not yet");

        assert_eq!(ask(url, "end_sessions", None)["ended"], 1);
        sessions(url, 0);
        service.batch_execute("SELECT 1").expect("the service's own session goes on");
    });
}

#[test]
fn a_copy_that_is_not_true_is_seen() {
    let never = "never target/not-a-copy";
    on_server("broken", |_, url| {
        for condition in [objects(), sequences(), statistics()] {
            assert_eq!(verdict(url, &condition), "holds", "{}", condition.name());
        }
        for (condition, broken, mended) in [
            (
                sequences(),
                "SELECT setval('salesforce.account_id_seq', 3)",
                "SELECT setval('salesforce.account_id_seq', 25)",
            ),
            (
                objects(),
                "ALTER TABLE salesforce.contact DISABLE TRIGGER hc_contact_logtrigger",
                "ALTER TABLE salesforce.contact ENABLE TRIGGER hc_contact_logtrigger",
            ),
            (
                objects(),
                "ALTER TABLE salesforce.opportunity RENAME TO gone",
                "ALTER TABLE salesforce.gone RENAME TO opportunity",
            ),
            (
                objects(),
                "UPDATE salesforce._hcmeta SET org_id = '00D000000000001AAA'",
                "UPDATE salesforce._hcmeta SET org_id = '00D5g00000AcmeSyEA'",
            ),
            (
                objects(),
                "ALTER FUNCTION public.get_xmlbinary() RENAME TO get_xmlbinary_gone",
                "ALTER FUNCTION public.get_xmlbinary_gone() RENAME TO get_xmlbinary",
            ),
        ] {
            run(url, broken);
            assert_eq!(verdict(url, &condition), never, "{broken}");
            run(url, mended);
            assert_eq!(verdict(url, &condition), "holds", "{mended}");
        }
        run(url, "CREATE TABLE salesforce.fresh AS SELECT 1 AS one");
        assert_eq!(verdict(url, &statistics()), "not yet");
        run(url, "ANALYZE salesforce.fresh; DELETE FROM salesforce.fresh");
        assert_eq!(verdict(url, &statistics()), "holds");
    });
}
