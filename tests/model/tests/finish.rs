//! After the soak: finishing is a run of its own, with its own title and its own account of the downtime.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, StoredRun};
use connect_core::directive::{Directive, Event};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, drive, upgrade};

/// Everything that was said, and the journal that was written.
struct Told {
    ending: Ending,
    said: String,
    run: StoredRun,
    destroyed: usize,
}

fn told(desk: &mut Desk, command: Command, context: Context) -> Told {
    let run_id = context.run_id.clone();
    let (mut said, mut journal, mut head, mut destroyed) = (String::new(), String::new(), None, 0);
    let (ending, _) = drive(desk, command, context, |one| match one.directive {
        Directive::Append { line, head: fresh, .. } => {
            journal += &format!("{line}\n");
            head = Some(fresh.clone());
        }
        Directive::Show { event: Event::Lines { lines, .. }, .. } => {
            lines.iter().for_each(|line| said += &(line.unstyled() + "\n"));
        }
        Directive::Perform { effect: Effect::Http(http), .. } => {
            destroyed += usize::from(http.request.method == connect_wire::Method::Delete);
        }
        _ => {}
    });
    Told { ending, said, run: StoredRun { run_id, journal, head, open: false }, destroyed }
}

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
    assert!(upgraded.said.contains("writers were stopped for"), "{}", upgraded.said);

    let finished = told(&mut desk, finish(Some("postgresql-curved-10001")), after(&upgraded.run));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
    for said in [
        "Destruction of postgresql-curved-10001, left behind by run rabc1234",
        "writers were never stopped",
        "postgresql-curved-10001 and its data are destroyed",
    ] {
        assert!(finished.said.contains(said), "`{said}` is not in:\n{}", finished.said);
    }
    for wrong in ["writers are stopped now", "WRITERS ARE STOPPED", "Upgrade of"] {
        assert!(!finished.said.contains(wrong), "`{wrong}` is in:\n{}", finished.said);
    }
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
