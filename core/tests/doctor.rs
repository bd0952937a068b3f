//! The doctor: every rule that needs no target, and "not judged" is a verdict of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_core::doctor::{self, FailOn, Standing, Verdict};
use connect_core::procedures;
use connect_core::request::{Major, Request, Wanted};
use connect_core::snapshot::Snapshot;
use serde_json::{json, Value};
use support::{fixture, given};

fn look() -> Request {
    Request::look("acme-sync", None)
}

fn changed(change: &BTreeMap<String, Value>) -> Snapshot {
    let mut both = json!({ "snapshot": given("good").0, "request": given("good").1 });
    for (pointer, value) in change {
        support::put(&mut both, pointer, value);
    }
    serde_json::from_value(both["snapshot"].take()).unwrap()
}

/// The good snapshot, those of every scenario, and one for every finding.
fn snapshots() -> Vec<Snapshot> {
    let mut all: Vec<Snapshot> = support::names().iter().map(|name| given(name).0).collect();
    for entry in std::fs::read_dir(fixture("prechecks")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let odd: Value = serde_json::from_str(&text).unwrap();
        all.push(changed(&serde_json::from_value(odd["change"].clone()).unwrap()));
    }
    all
}

#[test]
fn the_doctor_judges_every_rule_that_says_the_same_whatever_is_asked_for_and_no_other() {
    // What every extension will be at is said of the version that runs, and of rules up to a version only where there is one.
    let told_of_now = ["database/extension-versions", "database/not-judged"];
    let (_, upgrade) = given("good");
    for snapshot in snapshots() {
        for rule in doctor::rules().into_iter().filter(|rule| !told_of_now.contains(&&*rule.code())) {
            let bare = rule.judge(&snapshot, &look()).severity;
            for version in [15, 16, 17, 18] {
                let mut asked = upgrade.clone();
                let Wanted::UpgradeDb(upgrade) = &mut asked.procedure else { panic!("no upgrade") };
                upgrade.version = Major(version);
                assert_eq!(rule.judge(&snapshot, &asked).severity, bare, "{} to {version}", rule.code());
            }
        }
    }
    let left: Vec<String> = procedures::ALL
        .iter()
        .flat_map(|one| procedures::rules_of(*one))
        .filter(|rule| rule.of_target())
        .map(|rule| rule.code().to_string())
        .collect();
    let of_target = |code: &String| {
        code.starts_with("version/")
            || code.starts_with("target/")
            || code.starts_with("plan/")
            || code.starts_with("upgrade/")
            || code.starts_with("direct/")
            || code.starts_with("copy/")
            || code.starts_with("tier/")
            || code.starts_with("field/")
            || code.starts_with("recreate/")
            || code.starts_with("resync/")
            || code.starts_with("rollback/")
            || code.starts_with("mapping/")
            || OF_RECREATION.contains(&code.as_str())
            || code == "app/no-reconnect"
            || code == "connect/paused-by-others"
            || code == "database/still-attached"
            || code == "database/follower-in-use"
    };
    assert!(left.iter().all(of_target), "{left:?}");
    assert!(doctor::rules().len() > 40, "{}", doctor::rules().len());
}

/// What is judged of a connection that is to be destroyed.
const OF_RECREATION: [&str; 7] = [
    "connect/plan-unavailable",
    "app/readers-fail",
    "connect/log-lost",
    "connect/not-deletable",
    "connect/sfid-missing",
    "connect/shared-schema",
    "connect/undelivered",
];

/// What may not be readable, and which rules then know nothing.
const UNREAD: [(&str, &[&str]); 10] = [
    ("/snapshot/apps/0/preboot", &["app/preboot"]),
    ("/snapshot/apps/0/generation", &["app/fir"]),
    ("/snapshot/database/maintenance", &["database/maintenance", "upgrade/already-scheduled"]),
    ("/snapshot/database/waiting", &["database/not-ready"]),
    ("/snapshot/database/server", &["sql/out-of-reach", "run/another-open"]),
    (
        "/snapshot/database/inventory",
        &["database/not-judged", "database/unlogged", "database/clients", "database/jobs"],
    ),
    ("/snapshot/connections/0/log", &["connect/old-pending", "connect/failed-writes"]),
    ("/snapshot/connections/0/objects", &["connect/capture-broken", "connect/wrong-org"]),
    ("/snapshot/connections/0/org", &["connect/wrong-org"]),
    ("/snapshot/notices", &["status/notices"]),
];

#[test]
fn what_could_not_be_read_is_not_judged_and_never_ok() {
    let good = doctor::verdicts(&given("good").0, &look());
    for (pointer, codes) in UNREAD {
        let unread = changed(&BTreeMap::from([(pointer.to_owned(), Value::Null)]));
        let verdicts = doctor::verdicts(&unread, &look());
        for code in codes {
            let one = verdicts.iter().find(|one| one.code == *code).unwrap();
            assert_eq!(one.standing, Standing::NotJudged, "{pointer}: {one:?}");
        }
        for (one, before) in verdicts.iter().zip(&good) {
            let silent = one.message != before.message && one.standing == Standing::Ok;
            assert!(!silent, "{pointer}: {one:?}");
        }
    }
}

fn verdict(standing: Standing) -> Verdict {
    Verdict { code: "a/b".into(), standing, message: String::new(), help: None }
}

#[test]
fn it_fails_on_what_was_asked_for_and_on_everything_worse() {
    let failing = |fail_on: FailOn| {
        let all = [Standing::Ok, Standing::Note, Standing::NotJudged, Standing::Warn, Standing::Block];
        all.into_iter().filter(|one| fail_on.fails(*one)).collect::<Vec<_>>()
    };
    assert_eq!(failing(FailOn::Block), [Standing::Block]);
    assert_eq!(failing(FailOn::Warn), [Standing::Warn, Standing::Block]);
    assert_eq!(failing(FailOn::Unknown), [Standing::NotJudged, Standing::Warn, Standing::Block]);
    assert_eq!(failing(FailOn::Never), []);
}

#[test]
fn the_worst_comes_first() {
    let mut all =
        [Standing::Note, Standing::Block, Standing::Ok, Standing::NotJudged, Standing::Warn].map(verdict);
    doctor::sort(&mut all);
    let order = [Standing::Block, Standing::Warn, Standing::NotJudged, Standing::Note, Standing::Ok];
    assert_eq!(all.map(|one| one.standing), order);
}

/// Of two rules with one code only the first would be asked.
#[test]
fn every_rule_of_a_procedure_is_asked() {
    for procedure in procedures::ALL {
        for list in procedure.rules().iter().map(|groups| groups.concat()) {
            let rules = list.iter().filter(|rule| !rule.of_target());
            let codes: Vec<String> = rules.map(|rule| rule.code().to_string()).collect();
            let distinct: BTreeSet<&String> = codes.iter().collect();
            assert_eq!(codes.len(), distinct.len(), "{}: {codes:?}", procedure.id());
        }
    }
}
