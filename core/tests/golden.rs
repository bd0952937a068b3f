//! Golden plans: snapshot and request in, plan as JSON and as text out. And one finding per precheck code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_core::{procedures, render};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use support::{fixture, given, golden, names};

/// Every code stands in docs/codes.md with what it says, and the exit codes with them.
#[test]
fn the_page_of_codes_is_fresh() {
    let catalog = connect_core::catalog::catalog();
    let mut page = String::from(
        "# Codes\n\nGenerated from the core's catalog by `npm run golden`. Do not edit.\n\n## Exit codes\n\n| Code | Meaning |\n| --- | --- |\n",
    );
    for one in &catalog.exit_codes {
        page.push_str(&format!("| {} | {} |\n", one.code, one.meaning));
    }
    page.push_str("\n## Diagnostic codes\n\n| Code | What it says |\n| --- | --- |\n");
    for one in &catalog.codes {
        page.push_str(&format!("| `{}` | {} |\n", one.code, one.sentence));
    }
    golden("../../docs/codes.md", &page);
}

/// A code that nothing gives is no code.
#[test]
fn every_code_is_given_somewhere() {
    fn read(folder: &std::path::Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if !path.ends_with("codes.rs") {
                into.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut sources = String::new();
    read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut sources);
    for (code, _) in connect_core::codes::ALL {
        let name = format!("codes::{}", code.to_uppercase().replace(['/', '-'], "_"));
        let given = sources.match_indices(&name).any(|(at, _)| {
            !sources[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        });
        assert!(given, "{name} is given nowhere");
    }
}

fn check(name: &str) -> Plan {
    let (snapshot, request) = given(name);
    let plan = procedures::plan(&snapshot, &request);
    let text: String = render::plan_text(&plan).iter().map(|line| line.unstyled() + "\n").collect();
    golden(&format!("upgrade-db/{name}/plan.json"), &format!("{:#}\n", json!(plan)));
    golden(&format!("upgrade-db/{name}/plan.txt"), &text);
    plan
}

#[test]
fn every_fixture_has_the_plan_that_is_kept() {
    for name in names() {
        assert!(check(&name).applyable(), "{name}");
    }
}

#[test]
fn a_colour_name_of_the_billing_app_is_replaced_and_an_alias_is_moved() {
    let ops = |name: &str| -> Vec<String> {
        let plan = check(name);
        let step = plan.steps.iter().find(|step| step.id == "move-attachments").unwrap();
        step.calls.iter().map(|call| call.name().to_owned()).collect()
    };
    assert_eq!(ops("good"), ["attachment_create@1"]);
    assert_eq!(ops("colour-db-key"), ["attachment_create@1", "db_key_set@1"]);
    assert_eq!(ops("movable-alias"), ["attachment_create@1", "attachment_create@1"]);
}

#[test]
fn every_app_confirms_and_every_connection_is_paused() {
    assert_eq!(check("two-apps").confirmation, "acme-sync,acme-admin");
    let plan = check("two-connections");
    let pause = plan.steps.iter().find(|step| step.id == "pause-connect").unwrap();
    assert_eq!(pause.calls.len(), 2);
}

/// One way in which a good survey is not good, and what is said about it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Odd {
    /// JSON pointers into `{snapshot, request}` of the good fixture, and what stands there instead.
    change: BTreeMap<String, Value>,
    /// The finding: written by `UPDATE=1`.
    finding: Value,
}

fn changed(change: &BTreeMap<String, Value>) -> (Snapshot, Request) {
    let (snapshot, request) = given("good");
    let mut both = json!({ "snapshot": snapshot, "request": request });
    for (pointer, value) in change {
        *both.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = value.clone();
    }
    (
        serde_json::from_value(both["snapshot"].take()).unwrap(),
        serde_json::from_value(both["request"].take()).unwrap(),
    )
}

/// Findings of a whole plan, so that what the procedure adds counts too.
fn findings(snapshot: &Snapshot, request: &Request) -> Vec<Diagnostic> {
    procedures::plan(snapshot, request).prechecks
}

/// Codes that a precheck gives beside its own, and those of the procedure itself.
const SPECIAL: &[&str] = &[
    "connect/hidden",
    "database/read-only",
    "method/not-built",
    "plan/other-network",
    "plan/other-tier",
    "status/incident",
    "target/follower-too-small",
    "tier/advanced",
    "tier/essential",
];

/// Codes of what is said of every good snapshot of this kind.
const ALWAYS: [&str; 2] = ["app/colour-variable", "login/lifetime"];

/// Codes that no snapshot can make worse, and a general one that is only ever given in a special form.
const NEVER: [&str; 2] = ["login/lifetime", "tier/unsupported"];

fn codes() -> BTreeSet<String> {
    let upgrade = procedures::find("upgrade-db").unwrap();
    let own = upgrade.prechecks().iter().map(|one| one.code().to_string());
    own.chain(SPECIAL.iter().map(|code| (*code).to_owned()))
        .filter(|code| !NEVER.contains(&code.as_str()))
        .collect()
}

fn file_of(code: &str) -> String {
    format!("prechecks/{}.json", code.replace('/', "."))
}

#[test]
fn every_precheck_code_has_a_fixture_and_every_fixture_a_code() {
    let kept: BTreeSet<String> = std::fs::read_dir(fixture("prechecks"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.trim_end_matches(".json").replacen('.', "/", 1))
        .collect();
    assert_eq!(kept, codes());
}

#[test]
fn every_precheck_fires_where_it_should_and_says_what_is_kept() {
    for code in codes() {
        let path = file_of(&code);
        let mut odd: Odd = support::json(&path);
        let (snapshot, request) = changed(&odd.change);
        let found: Vec<Diagnostic> =
            findings(&snapshot, &request).into_iter().filter(|one| one.code == code).collect();
        assert_eq!(found.len(), 1, "{code} is found {} times", found.len());
        odd.finding = json!(found[0]);
        golden(&path, &format!("{:#}\n", json!(odd)));
        assert!(found[0].severity > Severity::Pass, "{code} passes");
        assert_eq!(
            found[0].severity >= Severity::Warn,
            found[0].help.is_some(),
            "{code} must say what to do"
        );
        let plan = procedures::plan(&snapshot, &request);
        assert_eq!(found[0].severity < Severity::Block, plan.applyable(), "{code}");
        assert_eq!(plan.applyable(), !plan.steps.is_empty(), "{code}: a blocked plan has no steps");
    }
}

#[test]
fn no_precheck_fires_where_it_should_not() {
    let (mut snapshot, request) = given("good");
    // The scenario has a scheduler and a mapping without a unique identifier, on purpose.
    snapshot.apps[0].services.clear();
    snapshot.connections[0].mappings.iter_mut().for_each(|one| one.upsert_field = Some("Id__c".into()));
    let odd: Vec<Diagnostic> = findings(&snapshot, &request)
        .into_iter()
        .filter(|one| one.severity > Severity::Pass && !ALWAYS.contains(&one.code.as_str()))
        .collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn what_could_not_be_read_is_not_taken_for_a_no() {
    for (pointer, code) in [
        ("/snapshot/apps/0/preboot", "app/preboot"),
        ("/snapshot/apps/0/generation", "app/fir"),
        ("/snapshot/database/maintenance", "database/maintenance"),
    ] {
        let (snapshot, mut request) = changed(&BTreeMap::from([(pointer.to_owned(), Value::Null)]));
        let severity = |request: &Request| {
            findings(&snapshot, request).into_iter().find(|one| one.code == code).unwrap().severity
        };
        assert_eq!(severity(&request), Severity::Block, "{code}");
        request.accept.push(code.to_owned());
        assert_eq!(severity(&request), Severity::Note, "{code}");
    }
    // Nobody said that no upgrade is scheduled.
    let (snapshot, request) =
        changed(&BTreeMap::from([("/snapshot/database/maintenance".to_owned(), Value::Null)]));
    let scheduled = findings(&snapshot, &request);
    let scheduled = scheduled.iter().find(|one| one.code == "upgrade/already-scheduled").unwrap();
    assert_eq!(scheduled.severity, Severity::Note);
}

#[test]
fn what_the_operator_accepts_does_not_block() {
    for code in [
        "app/autoscaler-unread",
        "app/colour-variable",
        "app/config-unjudged",
        "app/copied-url",
        "app/looks-like-open-run",
        "app/not-moved",
        "connect/old-pending",
        "connect/wrong-org",
        "target/attached",
        "target/plan-differs",
        "version/not-offered",
    ] {
        let odd: Odd = support::json(&file_of(code));
        let (snapshot, mut request) = changed(&odd.change);
        let severity = |request: &Request| {
            findings(&snapshot, request).into_iter().find(|one| one.code == code).unwrap().severity
        };
        assert_eq!(severity(&request), Severity::Block);
        request.accept.push(code.to_owned());
        assert_eq!(severity(&request), Severity::Note);
    }
    // What cannot be accepted stays a block.
    let odd: Odd = support::json(&file_of("app/fir"));
    let (snapshot, mut request) = changed(&odd.change);
    request.accept.push("app/fir".to_owned());
    assert!(!procedures::plan(&snapshot, &request).applyable());
}
