//! Checking a configuration and comparing two, as commands: nothing is asked of anybody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, ConfigCheck};
use connect_core::ending::Ending;
use connect_core::given::GivenFile;
use connect_model::desk::{scenario, Desk};
use support::{context, told, Told};

const GOOD: &str = include_str!("../../fixtures/config/good.json");

fn file(text: &str) -> GivenFile {
    GivenFile { name: "connection.json".into(), text: text.into() }
}

fn check(text: &str, fail_on: Option<&str>) -> Told {
    let typed = ConfigCheck { file: file(text), fail_on: fail_on.map(str::to_owned), accept: vec![] };
    run(Command::ConfigCheck(typed))
}

fn diff(left: &str, right: &str) -> Told {
    run(Command::ConfigDiff { left: file(left), right: file(right) })
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
