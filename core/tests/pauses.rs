//! What the conditions of a pause say of single answers. Silence is never a yes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::Quiesce;
use connect_core::conditions::{Condition, HeadKept, HeldNoted, Judgement, NoOldWrites, ProcessedSince};
use connect_core::effect::Observation;
use connect_core::late::{slots, Late, Role, Slot};
use connect_core::query::Head;
use connect_core::request::Request;
use serde_json::{json, Value};
use support::judged::{connection_name, judged, place};

const HELD: &str = r#"{"since": 1, "due": 2, "reason": null, "database": "d1", "connections": []}"#;

fn sql(row: Value) -> [Observation; 1] {
    [Observation::Sql { row }]
}

fn head(id: &str) -> Head {
    Head { id: Some(id.to_owned()), ..Head::default() }
}

fn no_old_writes() -> NoOldWrites {
    NoOldWrites { before: Late::from("1"), place: place(Role::Lead), schema: "salesforce".to_owned() }
}

fn processed(baseline: u64, head: Head) -> ProcessedSince {
    let (connection, place, schema) = (connection_name(), place(Role::Lead), "salesforce".to_owned());
    ProcessedSince { baseline, connection, head: Late::Now(head), place, schema }
}

fn held_noted() -> HeldNoted {
    HeldNoted { bind: slots::PAUSE, place: place(Role::Lead), run: Late::from("r1") }
}

fn kept(noted: Option<Head>) -> HeadKept {
    let (bind, place, schema) = (Slot::named("b"), place(Role::Lead), "salesforce".to_owned());
    HeadKept { bind, noted, place, resource: "r".to_owned(), schema }
}

fn holds(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Holds { .. })
}

#[test]
fn a_transaction_from_before_the_pause_is_waited_for_and_named() {
    assert!(holds(&judged(no_old_writes(), &sql(json!({"open": 0, "names": []})))));
    let seen = judged(no_old_writes(), &sql(json!({"open": 1, "names": ["nightly"]})));
    assert!(matches!(&seen, Judgement::NotYet(why) if why.contains("nightly")), "{seen:?}");
}

#[test]
fn what_was_captured_by_then_is_processed_once_nothing_of_it_is_queued() {
    let queue = |new: u64, requeue: u64, oldest: Option<&str>| {
        sql(json!({"new": new, "pending": 0, "requeue": requeue, "oldest": oldest}))
    };
    assert!(holds(&judged(processed(0, head("9")), &queue(0, 0, None))));
    assert!(holds(&judged(processed(0, head("9")), &queue(3, 0, Some("10")))), "newer ones wait their turn");
    assert!(holds(&judged(processed(1, head("9")), &queue(1, 0, Some("4")))), "an accepted one");
    assert!(
        holds(&judged(processed(0, Head::default()), &queue(1, 0, Some("1")))),
        "nothing was captured by then"
    );
    for (seen, why) in [
        (queue(1, 0, Some("9")), "the last of them"),
        (queue(0, 1, None), "the archive gives one back, which has no place in the log yet"),
        (queue(1, 0, Some("?")), "an id that is none"),
    ] {
        let seen = judged(processed(0, head("9")), &seen);
        assert!(matches!(seen, Judgement::Nearing { .. }), "{why}: {seen:?}");
    }
}

#[test]
fn a_pause_is_noted_by_the_row_of_its_own_run() {
    let lock = |run: &str, held: Option<&str>| sql(json!({"runId": run, "held": held}));
    assert!(holds(&judged(held_noted(), &lock("r1", Some(HELD)))));
    for (answer, why) in [
        (lock("r2", Some(HELD)), "of another run"),
        (lock("r1", None), "of a run that goes on"),
        (lock("r1", Some("{}")), "in words that are not understood"),
        (sql(Value::Null), "no row"),
    ] {
        let seen = judged(held_noted(), &answer);
        assert!(matches!(seen, Judgement::NotYet(_) | Judgement::Unread(_)), "{why}: {seen:?}");
    }
}

#[test]
fn a_failover_is_said_and_stops_nothing() {
    let noted = Head { timeline: Some("1".to_owned()), sequence: Some("5".to_owned()), ..Head::default() };
    let row = json!({"sequence": "6", "timeline": "2", "now": "1"});
    let Judgement::Holds { evidence, .. } = judged(kept(Some(noted)), &sql(row)) else { panic!("it holds") };
    assert!(evidence.iter().any(|one| one.value.contains("failover")), "{evidence:?}");
}

#[test]
fn silence_is_never_a_yes() {
    let noted = || Some(Head { sequence: Some("5".to_owned()), ..head("5") });
    let all: [Condition; 4] =
        [no_old_writes().into(), processed(0, head("9")).into(), held_noted().into(), kept(noted()).into()];
    for condition in all {
        for answer in [sql(Value::Null), sql(json!({})), [Observation::SqlFailed { code: "57014".into() }]] {
            let seen = judged(condition.clone(), &answer);
            let yes = holds(&seen) || matches!(seen, Judgement::Never { .. });
            assert!(!yes, "{}: {answer:?}: {seen:?}", condition.name());
        }
    }
}

#[test]
fn waiting_for_the_end_of_a_pause_needs_one() {
    let typed = |more: fn(&mut Quiesce)| {
        let mut typed = Quiesce { app: "acme".into(), wait: true, ..Quiesce::default() };
        more(&mut typed);
        let wrong = Request::quiesce(&typed).err().unwrap_or_default();
        wrong.into_iter().map(|one| one.message).collect::<Vec<_>>()
    };
    assert_eq!(typed(|_| ()), ["`--wait` needs an end"]);
    let nothing = |one: &mut Quiesce| (one.until, one.shown.plan_only) = (Some(1), true);
    assert_eq!(typed(nothing), ["`--wait` is of no use where nothing is paused"]);
    assert_eq!(typed(|one| one.for_ms = Some(1)), Vec::<String>::new());
}
