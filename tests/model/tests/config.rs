//! Checking a configuration and comparing two, as commands: of files alone nothing is asked of anybody, and what runs is only read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, ConfigCheck, ConfigDiff};
use connect_core::directive::Directive;
use connect_core::effect::{Effect, Observation};
use connect_core::ending::Ending;
use connect_core::given::GivenFile;
use connect_model::desk::{scenario, Desk};
use support::{context, drive, told, Told};

const GOOD: &str = include_str!("../../fixtures/config/good.json");

fn file(text: &str) -> GivenFile {
    GivenFile { name: "connection.json".into(), text: text.into() }
}

fn checking(text: &str, app: Option<&str>, fail_on: Option<&str>) -> ConfigCheck {
    ConfigCheck {
        file: file(text),
        org: None,
        app: app.map(str::to_owned),
        resource: None,
        same_org: false,
        fail_on: fail_on.map(str::to_owned),
        accept: vec![],
    }
}

fn check(text: &str, fail_on: Option<&str>) -> Told {
    run(Command::ConfigCheck(checking(text, None, fail_on)))
}

fn diff(left: &str, right: &str) -> Told {
    run(Command::ConfigDiff(ConfigDiff { files: vec![file(left), file(right)], ..ConfigDiff::default() }))
}

fn run(command: Command) -> Told {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let before = desk.view();
    let told = told(&mut desk, command, context());
    assert_eq!(desk.view(), before);
    told
}

#[test]
fn a_good_file_passes_and_what_needs_more_than_the_file_is_not_judged() {
    let told = check(GOOD, None);
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert!(told.said.contains("not judged"), "{}", told.said);
    assert_eq!(check(GOOD, Some("unknown")).exit_code, 10);
}

#[test]
fn a_damaged_file_is_refused_with_its_line() {
    for text in ["", "{", "{\"version\": 1, \"version\": 1}", "\u{fffd}"] {
        let told = check(text, None);
        assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{text:?}: {}", told.said);
        assert!(told.said.contains("config/not-json"), "{text:?}: {}", told.said);
    }
    assert_eq!(check("{", Some("never")).exit_code, 0);
}

#[test]
fn a_word_that_is_none_is_refused() {
    let told = check(GOOD, Some("sometimes"));
    assert_eq!((told.ending, told.exit_code), (Ending::Usage, 2), "{}", told.said);
}

#[test]
fn equal_files_end_with_0_others_with_16_and_damaged_ones_with_10() {
    assert_eq!(diff(GOOD, GOOD).exit_code, 0);
    let other = GOOD.replacen("read_write", "read_only", 1);
    let told = diff(GOOD, &other);
    assert_eq!((told.ending, told.exit_code), (Ending::Differs, 16), "{}", told.said);
    assert!(told.said.contains("read_write → read_only"), "{}", told.said);
    let told = diff(GOOD, "{");
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
}

/// A command on a world, and the texts of the configurations that came through the gate.
fn live(world: &str, command: Command) -> (Told, Vec<String>) {
    let mut desk = Desk::new(&scenario(world).unwrap());
    let before = desk.view();
    let mut exports = Vec::new();
    drive(&mut desk, command.clone(), context(), |one| {
        let given = one.answer.iter().flat_map(|answer| answer.each());
        for (effect, answer) in one.directive.effects().iter().zip(given) {
            let Effect::Http(http) = effect else { panic!("{effect:?}") };
            assert!(!http.mutates);
            match answer {
                Observation::Http { body, .. } if http.request.path.ends_with("/actions/export") => {
                    exports.push(body.to_string());
                }
                _ => {}
            }
        }
        assert!(!matches!(one.directive, Directive::Append { .. }));
    });
    assert_eq!(desk.view(), before);
    (told(&mut desk, command, context()), exports)
}

fn with(app: Option<&str>, other: Option<&str>, files: Vec<GivenFile>) -> Command {
    let (app, with) = (app.map(str::to_owned), other.map(str::to_owned));
    Command::ConfigDiff(ConfigDiff { files, app, with, ..ConfigDiff::default() })
}

#[test]
fn what_runs_equals_itself_and_of_its_org_nothing_comes_through() {
    let (told, exports) = live("upgrade-follower", with(Some("acme-sync"), Some("acme-sync"), vec![]));
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert!(told.said.contains("the same Salesforce org"), "{}", told.said);
    // What a shell may see of the export, as a file of the operator: the same as what was read.
    let [export] = exports.as_slice() else { panic!("{exports:?}") };
    assert!(!export.contains("00D") && !export.contains("acme-sync"), "{export}");
    let mut export: serde_json::Value = serde_json::from_str(export).unwrap();
    for mapping in export["mappings"].as_array_mut().unwrap() {
        for (_, field) in mapping["config"]["fields"].as_object_mut().unwrap() {
            *field = serde_json::json!({});
        }
    }
    let file = file(&export.to_string());
    let (told, _) = live("upgrade-follower", with(Some("acme-sync"), None, vec![file.clone()]));
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    let checked = Command::ConfigCheck(checking(&file.text, Some("acme-sync"), None));
    let (told, _) = live("upgrade-follower", checked);
    assert!(!told.said.contains("live configuration"), "{}", told.said);
    assert!(told.said.contains("Mappings"), "{}", told.said);
}

#[test]
fn of_two_connections_one_must_be_named() {
    let (told, exports) = live("two-connections", with(Some("acme-sync"), None, vec![file(GOOD)]));
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
    for word in ["connect/several", "herokuconnect-angular-20001", "herokuconnect-cubed-20002"] {
        assert!(told.said.contains(word), "{}", told.said);
    }
    assert!(exports.is_empty(), "{exports:?}");
}
