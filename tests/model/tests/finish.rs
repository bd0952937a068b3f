//! After the soak: finishing is a run of its own, with its own title and its own account of the downtime.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, StoredRun};
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, told, upgrade};

fn finish(confirm: Option<&str>) -> Command {
    Command::Finish { run: "rabc1234".into(), confirm: confirm.map(str::to_owned) }
}

fn after(run: &StoredRun) -> Context {
    Context { run_id: "rfinish1".into(), runs: vec![run.clone()], ..context() }
}

#[test]
fn finishing_reports_its_own_downtime_and_title() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(upgraded.ending, Ending::Done, "{}", upgraded.said);
    assert!(upgraded.said.contains("the app was stopped for"), "{}", upgraded.said);

    let finished = told(&mut desk, finish(Some("postgresql-curved-10001")), after(&upgraded.run));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
    for said in [
        "Destruction of postgresql-curved-10001, left behind by run rabc1234",
        "no app was stopped",
        "postgresql-curved-10001 and its data are destroyed",
    ] {
        assert!(finished.said.contains(said), "`{said}` is not in:\n{}", finished.said);
    }
    for wrong in ["the app is stopped now", "APP STOPPED", "Upgrade"] {
        assert!(!finished.said.contains(wrong), "`{wrong}` is in:\n{}", finished.said);
    }
}

/// An upgrade and its finish, and where both are known.
fn finished() -> (Desk, Context) {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let finished = told(&mut desk, finish(Some("postgresql-curved-10001")), after(&upgraded.run));
    assert_eq!(finished.ending, Ending::Done, "{}", finished.said);
    let both = Context { run_id: "ragain12".into(), runs: vec![upgraded.run, finished.run], ..context() };
    (desk, both)
}

#[test]
fn a_second_finish_says_that_the_database_is_gone_already() {
    let (mut desk, both) = finished();
    let again = told(&mut desk, finish(Some("postgresql-curved-10001")), both);
    assert_eq!((again.ending, again.destroyed), (Ending::NothingToDo, 0), "{}", again.said);
    assert!(
        again.said.contains("postgresql-curved-10001 and its data are destroyed: run `rfinish1`"),
        "{}",
        again.said
    );
    assert!(!again.said.contains("as it was"), "{}", again.said);
}

#[test]
fn the_old_run_no_longer_tells_of_a_cost_once_its_database_is_destroyed() {
    let (mut desk, both) = finished();
    let info = told(&mut desk, Command::Info { run: "rabc1234".into() }, both);
    assert!(info.said.contains("postgresql-curved-10001 was destroyed by run rfinish1"), "{}", info.said);
    for wrong in ["costs about", "connect:runs:finish"] {
        assert!(!info.said.contains(wrong), "`{wrong}` is in:\n{}", info.said);
    }
}

#[test]
fn finishing_says_that_it_destroys_before_it_does() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let asked = told(&mut desk, finish(None), after(&upgraded.run));
    for said in [
        "this destroys postgresql-curved-10001 and all its data, for good",
        "Destroys   postgresql-curved-10001",
        "--confirm postgresql-curved-10001",
    ] {
        assert!(asked.said.contains(said), "`{said}` is not in:\n{}", asked.said);
    }
}

#[test]
fn a_report_names_what_stays_on_the_old_database_and_what_connect_leans_on() {
    let mut desk = Desk::new(&scenario("upgrade-custom-db-key").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(upgraded.ending, Ending::Done, "{}", upgraded.said);
    for said in [
        "keeps pointing at the old database",
        "depends on `CONNECT_NEW_RABC1234_URL` from then on",
        "From       postgresql-curved-10001, Postgres 15.19",
        "To         postgresql-connect-rabc1234, Postgres 17",
    ] {
        assert!(upgraded.said.contains(said), "`{said}` is not in:\n{}", upgraded.said);
    }
}

#[test]
fn an_upgrade_that_is_there_already_is_nothing_to_do() {
    let (mut desk, both) = finished();
    let again = told(&mut desk, upgrade("acme-sync"), both);
    assert_eq!(again.ending, Ending::NothingToDo, "{}", again.said);
    assert!(again.said.contains("is on Postgres 17 already: nothing to do"), "{}", again.said);
}

#[test]
fn finishing_destroys_nothing_without_the_right_name() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    for confirm in [None, Some("acme-sync"), Some("postgresql-connect-rabc1234")] {
        let refused = told(&mut desk, finish(confirm), after(&upgraded.run));
        assert_eq!((refused.ending, refused.destroyed), (Ending::Usage, 0), "{}", refused.said);
    }
}

#[test]
fn finishing_leaves_a_database_alone_that_an_app_uses_again() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let body = serde_json::json!({
        "addon": { "name": "postgresql-curved-10001" }, "app": { "name": "acme-sync" }, "confirm": "acme-sync",
        "name": "REPORTING",
    });
    let mut headers = std::collections::BTreeMap::new();
    headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
    headers.insert("accept".to_owned(), "application/vnd.heroku+json; version=3".to_owned());
    let request = connect_wire::Request {
        api: connect_wire::Api::Platform,
        base: None,
        method: connect_wire::Method::Post,
        path: "/addon-attachments".to_owned(),
        headers,
        body: Some(body),
    };
    let response = desk.world.handle(&request, desk.now);
    assert!((200..300).contains(&response.status), "{response:?}");
    let refused = told(&mut desk, finish(Some("postgresql-curved-10001")), after(&upgraded.run));
    assert_eq!((refused.ending, refused.destroyed), (Ending::Blocked, 0), "{}", refused.said);
    assert!(refused.said.contains("database/still-attached"), "{}", refused.said);
}

/// What somebody wrote there is nowhere else.
#[test]
fn finishing_leaves_a_database_alone_that_somebody_wrote_to_since() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(upgraded.ending, Ending::Done, "{}", upgraded.said);
    desk.paper.object("postgresql-curved-10001", "public.late", true);
    let kept = told(&mut desk, finish(Some("postgresql-curved-10001")), after(&upgraded.run));
    assert_eq!((kept.ending, kept.destroyed), (Ending::Undone, 0), "{}", kept.said);
    for said in ["[downtime/written-after-position]", "postgresql-curved-10001 is as it was"] {
        assert!(kept.said.contains(said), "`{said}` is not in:\n{}", kept.said);
    }
}

#[test]
fn what_could_not_be_proven_is_said_in_the_report_and_the_run_is_done() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.switches.monitors = vec!["grafana".into()];
    let upgraded = told(&mut Desk::new(&world), upgrade("acme-sync"), context());
    assert_eq!(upgraded.ending, Ending::Done, "{}", upgraded.said);
    let said = upgraded.said.lines().find(|line| line.contains("Not proven")).unwrap_or_default();
    assert!(said.contains("clients that still connect") && said.contains('['), "{}", upgraded.said);
}

#[test]
fn where_everything_was_proven_nothing_is_said_of_it() {
    let upgraded =
        told(&mut Desk::new(&scenario("upgrade-follower").unwrap()), upgrade("acme-sync"), context());
    assert!(!upgraded.said.contains("Not proven"), "{}", upgraded.said);
}
