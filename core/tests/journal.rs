//! A journal that was changed, cut, torn or written by a newer version: each is a named error, none a guess.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use connect_core::ending::Ending;
use connect_core::evidence::Evidence;
use connect_core::journal::{read, Entry, JournalError, Limits, Outcome, Record, FORMAT_VERSION};
use connect_core::plan::{Plan, Zone};
use connect_core::procedures;
use proptest::prelude::*;
use serde_json::json;

fn plan() -> Arc<Plan> {
    static PLAN: OnceLock<Arc<Plan>> = OnceLock::new();
    let make = || {
        let (snapshot, request) = support::given("good");
        Arc::new(procedures::plan(&snapshot, &request))
    };
    Arc::clone(PLAN.get_or_init(make))
}

/// One entry of every kind.
fn entries() -> Vec<Entry> {
    let step = || "make-follower".to_owned();
    let failed = || ("service/refused".to_owned(), "it was refused".to_owned());
    let ((code, detail), (code2, detail2), (code3, detail3)) = (failed(), failed(), failed());
    vec![
        Entry::Begun { run: "rabc1234".into(), holder: "me@here".into(), plan: plan() },
        Entry::Entered { step: step(), zone: Zone::Prepare },
        Entry::Issued { step: step(), call: 0, undo: false },
        Entry::Answered {
            step: step(),
            call: 0,
            undo: false,
            outcome: Outcome::Unknown,
            status: "reset".into(),
        },
        Entry::Retrying { step: step(), code, detail },
        Entry::Held {
            step: step(),
            condition: "addon_provisioned@1".into(),
            bind: BTreeMap::from([("follower.id".to_owned(), json!("a-b-c"))]),
            evidence: vec![Evidence {
                proves: "follower".into(),
                title: "follower".into(),
                value: "ready".into(),
            }],
        },
        Entry::StepDone { step: step() },
        Entry::Approved,
        Entry::Deferred { step: "resume-connect".into(), code: code2, detail: detail2 },
        Entry::Undoing { step: step(), code: code3, detail: detail3, to: None },
        Entry::StepUndone { step: step() },
        Entry::Resumed { holder: "me@there".into(), limits: Limits::default() },
        Entry::Stopped { ending: Ending::Paused, code: "run/interrupted".into(), detail: "stopped".into() },
    ]
}

/// Lines of a journal, and the hash of each.
fn chain(entries: Vec<Entry>) -> (Vec<String>, Vec<String>) {
    let mut prev = String::new();
    entries
        .into_iter()
        .enumerate()
        .map(|(seq, entry)| {
            let version = FORMAT_VERSION.to_owned();
            let record =
                Record { version, seq: seq as u64, at: 1_000 + seq as u64, prev: prev.clone(), entry };
            let (line, hash) = record.line();
            prev.clone_from(&hash);
            (line, hash)
        })
        .unzip()
}

fn whole() -> (Vec<String>, String) {
    let (lines, hashes) = chain(entries());
    (lines, hashes.last().unwrap().clone())
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Reads lines against the true head.
fn error(lines: &[String]) -> JournalError {
    read(&text(lines), Some(&whole().1)).unwrap_err()
}

#[test]
fn what_was_written_is_what_is_read() {
    let (lines, head) = whole();
    let journal = read(&text(&lines), Some(&head)).unwrap();
    assert_eq!((journal.run.as_str(), journal.head.as_str()), ("rabc1234", head.as_str()));
    assert_eq!((journal.torn, journal.head_checked), (false, true));
    let read_back: Vec<Entry> = journal.records.iter().map(|record| record.entry.clone()).collect();
    assert_eq!(read_back, entries());
    assert_eq!(journal.plan, plan());
}

#[test]
fn a_torn_last_line_is_left_out_when_it_was_never_confirmed() {
    let (lines, hashes) = chain(entries());
    let last = lines.len() - 1;
    // The head is noted after the line: a crash in between leaves it one behind.
    let noted = &hashes[last - 1];
    for cut in [1, lines[last].len() / 2, lines[last].len() - 1] {
        let torn = text(&lines[..last]) + &lines[last][..cut];
        let journal = read(&torn, Some(noted)).unwrap();
        assert!(journal.torn);
        assert_eq!(journal.records.len(), last);
        assert_eq!(&journal.head, noted);
        // The same line, torn after its head was noted, was on disk once: somebody cut it.
        assert_eq!(read(&torn, Some(&hashes[last])), Err(JournalError::TailRemoved));
    }
}

#[test]
fn a_run_goes_on_after_every_torn_line() {
    let (mut lines, head) = whole();
    let half = |line: &String| line[..line.len() / 2].to_owned();
    lines.insert(5, half(&lines[5]));
    assert!(read(&text(&lines), Some(&head)).unwrap().torn);
    // A second crash elsewhere, and one while the first was being dealt with.
    lines.insert(9, half(&lines[9]));
    lines.insert(9, half(&lines[9]));
    let journal = read(&text(&lines), Some(&head)).unwrap();
    assert!(journal.torn);
    assert_eq!(journal.records.len(), entries().len());
}

#[test]
fn a_torn_line_hides_no_missing_one() {
    let (mut lines, _) = whole();
    lines[5].truncate(20);
    assert_eq!(error(&lines), JournalError::Damaged { line: 6 });
}

#[test]
fn every_change_of_lines_has_a_name() {
    let (lines, _) = whole();
    let mut removed = lines.clone();
    removed.remove(6);
    assert_eq!(error(&removed), JournalError::Broken { line: 7 });
    let mut swapped = lines.clone();
    swapped.swap(6, 7);
    assert_eq!(error(&swapped), JournalError::Broken { line: 7 });
    let mut twice = lines.clone();
    twice.insert(6, lines[6].clone());
    assert_eq!(error(&twice), JournalError::Broken { line: 8 });
    assert_eq!(error(&lines[..lines.len() - 1]), JournalError::TailRemoved);
    assert_eq!(error(&lines[..1]), JournalError::TailRemoved);
    assert_eq!(error(&lines[1..]), JournalError::Broken { line: 1 });
}

#[test]
fn a_removed_tail_is_not_seen_without_a_noted_head_and_that_is_said() {
    let (lines, _) = whole();
    let journal = read(&text(&lines[..4]), None).unwrap();
    assert_eq!((journal.head_checked, journal.records.len()), (false, 4));
}

#[test]
fn a_plan_edited_by_hand_is_refused() {
    let (mut lines, hashes) = chain(entries());
    let edited = lines[0].replace("\"maxDowntimeMs\":1800000", "\"maxDowntimeMs\":9900000");
    assert_ne!(edited, lines[0]);
    lines[0] = edited;
    assert_eq!(error(&lines), JournalError::Broken { line: 1 });
    // Even by somebody who can compute the hash.
    let record = lines[0].split_once("\"record\":").unwrap().1.strip_suffix('}').unwrap();
    let hash = connect_core::journal::hash("", record);
    lines[0] = lines[0].replace(&hashes[0], &hash);
    assert_eq!(error(&lines), JournalError::Broken { line: 2 });
}

#[test]
fn nothing_is_an_error_too() {
    assert_eq!(read("", None), Err(JournalError::Empty));
    assert_eq!(read("\n \n", Some("")), Err(JournalError::Empty));
    assert_eq!(read("{\"hash\":\"ab", None), Err(JournalError::Empty));
    let (lines, _) = chain(entries().into_iter().skip(1).collect());
    assert_eq!(read(&text(&lines), None), Err(JournalError::NoPlan));
}

#[test]
fn a_newer_version_is_named() {
    let written_by = |version: &str, more: &str| {
        let (mut lines, hashes) = chain(entries().into_iter().take(2).collect());
        let prev = hashes[1].clone();
        let body = format!(
            "{{\"version\":\"{version}\",\"seq\":2,\"at\":1,\"prev\":\"{prev}\"{more},\"entry\":{{\"kind\":\"approved\"}}}}"
        );
        let hash = connect_core::journal::hash(&prev, &body);
        lines.push(format!("{{\"hash\":\"{hash}\",\"record\":{body}}}"));
        read(&text(&lines), Some(&hash))
    };
    let newer = |found: &str| Err(JournalError::Newer { line: 3, found: found.to_owned() });
    assert_eq!(written_by("2.0", ""), newer("2.0"));
    // A newer minor may hold fields that this version would have to ignore.
    assert_eq!(written_by("1.9", ",\"pace\":3"), newer("1.9"));
    assert!(written_by("1.9", "").is_ok());
    assert_eq!(written_by("1.0", ",\"pace\":3"), Err(JournalError::Damaged { line: 3 }));
    assert_eq!(written_by("one", ""), Err(JournalError::Damaged { line: 3 }));
}

#[test]
fn a_flipped_byte_is_seen_wherever_it_is() {
    let (lines, head) = whole();
    let whole = text(&lines);
    let places = [
        ("the hash", "\"hash\":\""),
        ("the name of a field", "\"hash"),
        ("the version", "\"version\":\""),
        ("the plan", "\"procedure\":\"upg"),
        ("the record before", "\"prev\":\""),
        ("the number", "\"seq\":"),
        ("the time", "\"at\":1"),
        ("the step", "\"step\":\"make"),
        ("a brace", "\"record\":"),
    ];
    for (what, before) in places {
        for (at, _) in whole.match_indices(before) {
            let mut bytes = whole.clone().into_bytes();
            let place = at + before.len();
            bytes[place] ^= 0x01;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            assert!(read(&changed, Some(&head)).is_err(), "{what} at {place} is not seen");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_single_byte_change_is_detected_or_means_the_same(at in any::<prop::sample::Index>(), to in any::<u8>(), late in any::<bool>()) {
        let (lines, head) = whole();
        let mut bytes = text(&lines).into_bytes();
        // Half of the changes behind the plan, which is most of the file.
        let from = if late { lines[0].len() } else { 0 };
        let place = from + at.index(bytes.len() - from);
        bytes[place] = to;
        let changed = String::from_utf8_lossy(&bytes);
        if let Ok(journal) = read(&changed, Some(&head)) {
            let kept: Vec<Entry> = journal.records.iter().map(|record| record.entry.clone()).collect();
            prop_assert_eq!(kept, entries());
        }
    }

    #[test]
    fn a_cut_anywhere_is_detected_or_means_the_same(at in any::<prop::sample::Index>()) {
        let (lines, head) = whole();
        let whole = text(&lines);
        let cut = String::from_utf8_lossy(&whole.as_bytes()[..at.index(whole.len())]).into_owned();
        if let Ok(journal) = read(&cut, Some(&head)) {
            prop_assert_eq!(journal.records.len(), lines.len());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), head in prop::option::of(".{0,8}")) {
        let _ = read(&String::from_utf8_lossy(&bytes), head.as_deref());
    }

    #[test]
    fn no_lines_make_it_panic(picked in prop::collection::vec((0usize..13, any::<prop::sample::Index>()), 0..12)) {
        let (lines, head) = whole();
        let cut: Vec<String> = picked
            .into_iter()
            .map(|(line, at)| String::from_utf8_lossy(&lines[line].as_bytes()[..at.index(lines[line].len() + 1)]).into_owned())
            .collect();
        let _ = read(&text(&cut), Some(&head));
    }
}
