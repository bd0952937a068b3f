//! Golden plans: snapshot and request in, plan as JSON and as text out. And one finding per precheck code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::face::Face;
use connect_core::line::Line;
use connect_core::plan::Plan;
use connect_core::request::{Major, Request, Wanted};
use connect_core::run::Hold;
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

/// The hooks of the CLI cannot ask the core: they read what it says.
#[test]
fn what_the_hooks_read_is_fresh() {
    golden("../../plugin/hooks/guard.json", &format!("{:#}\n", json!(connect_core::guard::guard())));
}

#[test]
fn the_page_of_new_versions_names_every_rule_on_them_and_no_other() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/new-versions.md")).unwrap();
    let of = |area: &str, code: &str| code.split_once('/').is_some_and(|(found, _)| found == area);
    let named: BTreeSet<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| of("version", word) || of("database", word))
        .collect();
    let codes: BTreeSet<&str> = connect_core::codes::ALL.iter().map(|(code, _)| &**code).collect();
    assert_eq!(named.difference(&codes).collect::<Vec<_>>(), Vec::<&&str>::new());
    let rules = codes.iter().filter(|code| of("version", code));
    let missing: Vec<&&str> = rules.filter(|code| !named.contains(*code)).collect();
    assert_eq!(missing, [&"version/not-newer", &"version/not-offered"], "these are about the number alone");
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
    let verbose = Face { verbose: true, ..Face::default() };
    golden(&format!("upgrade-db/{name}/plan.json"), &format!("{:#}\n", json!(plan)));
    golden(&format!("upgrade-db/{name}/plan.txt"), &text(&render::plan_text(&plan, Hold::Ask, &verbose)));
    golden(&format!("upgrade-db/{name}/screen.txt"), &screen(&plan, Hold::Ask));
    plan
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| line.unstyled() + "\n").collect()
}

/// What stands on a terminal of 80 columns when the name of the app is asked for.
fn screen(plan: &Plan, hold: Hold) -> String {
    let face = Face { columns: Some(80), ..Face::default() };
    let plan_lines = render::wrapped(&render::plan_text(plan, hold, &face), face.columns);
    text(&plan_lines) + &text(&render::confirmation(plan, hold, &face))
}

#[test]
fn the_answer_and_the_question_fit_24_rows_of_80_columns() {
    for name in names() {
        let (snapshot, request) = given(&name);
        let plan = procedures::plan(&snapshot, &request);
        for hold in [Hold::Ask, Hold::No, Hold::At(1_795_760_100_000)] {
            let screen = screen(&plan, hold);
            let widest = screen.lines().map(|line| line.chars().count()).max().unwrap();
            // One row is for what is typed.
            assert!(screen.lines().count() < 24 && widest <= 80, "{name}: {widest} columns\n{screen}");
        }
    }
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
    assert_eq!(ops("good"), ["attachment_create@2"]);
    assert_eq!(ops("colour-db-key"), ["attachment_create@2", "db_key_set@1"]);
    assert_eq!(ops("movable-alias"), ["attachment_create@2", "attachment_create@2"]);
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
        support::put(&mut both, pointer, value);
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
    "plan/limits-unknown",
    "plan/nearly-full",
    "plan/other-network",
    "plan/other-tier",
    "space/no-maintenance-page",
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
    let own = procedures::rules_of(upgrade).into_iter().map(|one| one.code().to_string());
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
    for code in codes() {
        let odd: Odd = support::json(&file_of(&code));
        let (snapshot, mut request) = changed(&odd.change);
        let found = |request: &Request| {
            findings(&snapshot, request).into_iter().find(|one| one.code == code).unwrap()
        };
        let before = found(&request);
        let offered = before.help.is_some_and(|help| help.contains(&format!("--accept {code}")));
        request.accept.push(code.clone());
        let accepted = before.severity == Severity::Block && found(&request).severity == Severity::Note;
        assert_eq!(accepted, offered, "{code}: it says how it is accepted, and only then can be");
    }
    // What cannot be accepted stays a block.
    let odd: Odd = support::json(&file_of("app/fir"));
    let (snapshot, mut request) = changed(&odd.change);
    request.accept.push("app/fir".to_owned());
    assert!(!procedures::plan(&snapshot, &request).applyable());
}

/// What the rules on the catalogs say of the good snapshot with another inventory.
fn of_the_catalogs(snapshot: &Snapshot, request: &Request) -> Vec<Diagnostic> {
    let group = |one: &Diagnostic| {
        let kept: Option<Odd> = std::fs::read_to_string(fixture(&file_of(&one.code)))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok());
        kept.is_some_and(|odd| odd.change.keys().any(|key| key.starts_with("/snapshot/database/inventory")))
    };
    findings(snapshot, request).into_iter().filter(group).collect()
}

#[test]
fn what_could_not_be_read_in_the_catalogs_is_never_ok() {
    let (mut snapshot, request) = given("good");
    assert!(of_the_catalogs(&snapshot, &request).len() > 25);
    snapshot.database.inventory = None;
    for one in of_the_catalogs(&snapshot, &request) {
        let expected = if one.code == "database/not-judged" { Severity::Block } else { Severity::Note };
        assert_eq!(one.severity, expected, "{}: {}", one.code, one.message);
        assert!(one.message.contains("not judged"), "{}: {}", one.code, one.message);
    }
}

#[test]
fn what_only_another_version_refuses_is_no_obstacle_and_not_said_to_be_absent() {
    let odd: Odd = support::json(&file_of("version/nullable-children"));
    let (snapshot, mut request) = changed(&odd.change);
    let told = |request: &Request| {
        let code = "version/nullable-children";
        findings(&snapshot, request).into_iter().find(|one| one.code == code).unwrap()
    };
    assert_eq!(told(&request).severity, Severity::Block);
    let Wanted::UpgradeDb(upgrade) = &mut request.procedure else { panic!("not an upgrade") };
    upgrade.version = Major(17);
    assert_eq!(told(&request).severity, Severity::Pass);
    assert!(told(&request).message.ends_with("as far as it matters from Postgres 15 to 17"));
}

#[test]
fn a_setting_that_keeps_changes_from_being_captured_is_named_and_can_be_accepted() {
    let (mut snapshot, mut request) = given("two-connections");
    let setting = "search_path of role reports".to_owned();
    for one in &mut snapshot.connections {
        one.objects.as_mut().unwrap().overrides = vec![setting.clone()];
    }
    let told = |snapshot: &Snapshot, request: &Request| {
        findings(snapshot, request).into_iter().find(|one| one.code == "connect/capture-broken").unwrap()
    };
    assert!(told(&snapshot, &request).message.ends_with(": search_path of role reports"));
    request.accept.push("connect/capture-broken".to_owned());
    assert_eq!(told(&snapshot, &request).severity, Severity::Note);
    // What was accepted for one connection hides nothing of another one.
    snapshot.connections[1].objects.as_mut().unwrap().disabled_triggers = 1;
    assert_eq!(told(&snapshot, &request).severity, Severity::Block);
}

#[test]
fn each_extension_that_stays_at_an_older_version_has_its_command_at_the_end_of_the_run() {
    let odd: Odd = support::json(&file_of("database/extension-versions"));
    let (mut snapshot, request) = changed(&odd.change);
    let hostile = connect_core::snapshot::Extension {
        name: "x\"; drop table t; --'".to_owned(),
        version: "1".to_owned(),
        newest: Some("2".to_owned()),
    };
    snapshot.database.inventory.as_mut().unwrap().extensions.push(hostile);
    let commands: Vec<String> = connect_core::prechecks::extension_updates(&snapshot, &request)
        .into_iter()
        .map(|one| one.command)
        .collect();
    assert_eq!(
        commands,
        [
            r#"heroku pg:psql DATABASE --app acme-sync --command 'ALTER EXTENSION "ltree" UPDATE'"#,
            r#"heroku pg:psql DATABASE --app acme-sync --command 'ALTER EXTENSION "pg_trgm" UPDATE'"#,
            r#"heroku pg:psql DATABASE --app acme-sync --command 'ALTER EXTENSION "x""; drop table t; --'\''" UPDATE'"#,
        ]
    );
    let next = procedures::plan(&changed(&odd.change).0, &request).words.next;
    assert!(next.iter().any(|one| one.command == commands[0]), "{next:#?}");
}

#[test]
fn a_version_whose_rules_are_not_known_is_not_found_to_be_good() {
    let (snapshot, mut request) = given("good");
    let Wanted::UpgradeDb(upgrade) = &mut request.procedure else { panic!("not an upgrade") };
    upgrade.version = Major(19);
    let told = |request: &Request| {
        findings(&snapshot, request).into_iter().find(|one| one.code == "database/not-judged").unwrap()
    };
    assert_eq!(told(&request).severity, Severity::Block);
    assert!(told(&request).message.starts_with("what Postgres 19 refuses is not judged"));
    request.accept.push("database/not-judged".to_owned());
    assert_eq!(told(&request).severity, Severity::Note);
}
