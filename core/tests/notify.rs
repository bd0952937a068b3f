//! What people are told who do not watch, of the run that was recorded.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use connect_core::command::{Context, StoredRun};
use connect_core::directive::Directive;
use connect_core::ending::Ending;
use connect_core::line::Line;
use connect_core::notify::{undelivered, Herald, Notification, Occasion};

mod support;

use support::recorded::transcript;

/// What is told of the recorded run from one of its records on; `stored`: as many of them are in its journal already.
fn told(stored: usize) -> Vec<Notification> {
    let (opening, exchanges) = transcript();
    let lines: Vec<(String, String, String)> = exchanges
        .iter()
        .filter_map(|one| match &one.directive {
            Directive::Append { run_id, line, head, .. } => {
                Some((run_id.clone(), line.clone(), head.clone()))
            }
            _ => None,
        })
        .collect();
    let mut context: Context = opening.context;
    context.runs = lines[..stored]
        .last()
        .into_iter()
        .map(|(run_id, _, head)| StoredRun {
            run_id: run_id.clone(),
            journal: lines[..stored].iter().map(|(_, line, _)| line.clone() + "\n").collect(),
            head: Some(head.clone()),
            open: false,
        })
        .collect();
    let mut herald = Herald::new(&context);
    let mut told: Vec<Notification> =
        lines[stored..].iter().filter_map(|(run, line, _)| herald.appended(run, line)).collect();
    told.extend(herald.ended(0, Ending::Done, 9));
    told
}

#[test]
fn a_run_that_is_done_is_told_in_three() {
    let all = told(0);
    let occasions: Vec<Occasion> = all.iter().map(|one| one.occasion).collect();
    assert_eq!(occasions, [Occasion::DowntimeBegan, Occasion::DowntimeEnded, Occasion::Ended]);
    let texts: Vec<&str> = all.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(
        texts[0],
        "acme-sync: the downtime has begun. Upgrade of postgresql-curved-10001 to Postgres 17."
    );
    assert!(texts[1].starts_with("acme-sync: the downtime is over, after "), "{}", texts[1]);
    assert!(texts[2].starts_with("acme-sync: done: everything runs on the new database; "), "{}", texts[2]);
    assert!(all[0].at <= all[1].at && all[2].exit_code == Some(0) && all[0].exit_code.is_none());
    for one in &all {
        assert_eq!(one.apps, ["acme-sync"]);
        assert_eq!(one.command, format!("heroku connect:runs:info {}", one.run));
    }
}

#[test]
fn who_goes_on_with_a_run_is_told_what_comes_and_not_what_was() {
    let (all, records) = (told(0), told(1).len());
    assert_eq!(records, all.len(), "nothing is told of the first record");
    let mut fewer = all.len();
    for stored in 1.. {
        let (_, exchanges) = transcript();
        if stored == exchanges.iter().filter(|one| matches!(one.directive, Directive::Append { .. })).count()
        {
            break;
        }
        let left = told(stored);
        assert!(left.len() <= fewer && all.ends_with(&left), "{stored}");
        fewer = left.len();
    }
    assert_eq!(fewer, 1, "the end is told in any case");
}

#[test]
fn between_two_commands_of_a_runbook_nobody_is_told_and_where_it_stops_somebody_is() {
    let (opening, exchanges) = transcript();
    let mut herald = Herald::new(&opening.context);
    let begun = exchanges.iter().find_map(|one| match &one.directive {
        Directive::Append { run_id, line, .. } => Some((run_id.clone(), line.clone())),
        _ => None,
    });
    let (run, line) = begun.unwrap();
    assert_eq!(herald.appended(&run, &line), None);
    assert_eq!(herald.ended(0, Ending::Paused, 9), None);
    assert_eq!(herald.ended(19, Ending::Paused, 9), None);
    for code in [11, 14] {
        let told = herald.ended(code, Ending::Paused, 9).map(|one| (one.occasion, one.exit_code));
        assert_eq!(told, Some((Occasion::PersonNeeded, Some(code))));
    }
}

#[test]
fn before_a_run_nothing_is_told() {
    let (opening, _) = transcript();
    let mut herald = Herald::new(&opening.context);
    assert_eq!(herald.asked(&[Line::plain("Go on?")], 1), None);
    assert_eq!(herald.ended(10, Ending::Blocked, 1), None);
    assert_eq!(herald.appended("rabc1234", "no record"), None);
    assert_eq!(herald.ended(1, Ending::Unexpected, 1), None);
}

#[test]
fn a_question_and_an_end_that_is_none_need_a_person() {
    let (opening, exchanges) = transcript();
    let mut herald = Herald::new(&opening.context);
    let first = exchanges.iter().find_map(|one| match &one.directive {
        Directive::Append { run_id, line, .. } => Some((run_id, line)),
        _ => None,
    });
    let (run, line) = first.unwrap();
    assert_eq!(herald.appended(run, line), None);
    let asked = herald.asked(&[Line::plain("All is ready."), Line::plain("Stop acme-sync now?")], 7).unwrap();
    assert_eq!((asked.occasion, asked.at), (Occasion::PersonNeeded, 7));
    assert_eq!(asked.text, "acme-sync: the run waits for an answer. All is ready. Stop acme-sync now?");
    for (ending, exit_code, occasion) in [
        (Ending::Paused, 11, Occasion::PersonNeeded),
        (Ending::Operator, 14, Occasion::PersonNeeded),
        (Ending::Unexpected, 1, Occasion::PersonNeeded),
        (Ending::Undone, 12, Occasion::Ended),
        (Ending::TakenOver, 15, Occasion::Ended),
    ] {
        let end = herald.ended(exit_code, ending, 8).unwrap();
        assert_eq!((end.occasion, end.exit_code), (occasion, Some(exit_code)), "{ending:?}");
        assert!(end.text.starts_with(&format!("acme-sync: {}", ending.sentence())), "{}", end.text);
    }
}

#[test]
fn what_was_not_delivered_is_one_line() {
    let line = undelivered(Occasion::PersonNeeded, "HTTP 500").unstyled();
    assert_eq!(line, "nobody was told that a person is needed: the notification was not taken (HTTP 500)");
}
