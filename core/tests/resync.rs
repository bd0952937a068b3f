//! A rollback, answer by answer: what is believed of a log that went back, and what a reload leaves in a table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::command::{Resync, Shown};
use connect_core::conditions::*;
use connect_core::diagnostic::Severity;
use connect_core::effect::{Effect, Observation};
use connect_core::late::{Bindings, ConnectionName, Known, Late, MappingName, Role, Slot};
use connect_core::look::Look;
use connect_core::ops::{
    probe, Landed, MappingReload, Op, RevivedMark, RevivedUnmark, RollbackCreate, SequencesRaise,
};
use connect_core::prechecks::{AcrossUpgrade, IsCopy, KeptBefore, Precheck};
use connect_core::query::{Revived, TableBefore};
use connect_core::request::Request;
use serde_json::{json, Value};
use support::judged::{http, judged, place, sql};

const AT: u64 = 1_795_373_032_000;

fn landed(op: impl Into<Op>, answers: &[Observation]) -> Landed {
    let (op, bindings) = (op.into(), Bindings::new());
    probe(op.known().unwrap(), &Known::of(&bindings), &Look::at(answers)).unwrap()
}

fn failed(code: &str) -> Observation {
    Observation::SqlFailed { code: code.into() }
}

fn code(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Never { code, detail } => format!("{code}: {detail}"),
        other => format!("{other:?}"),
    }
}

fn row(id: &str, action: &str, before: bool) -> Value {
    json!({"id": id, "txid": format!("9{id}"), "at": "17.5", "table": "account", "action": action, "before": before})
}

fn was(id: &str, state: &str, later: bool) -> Value {
    json!({"id": id, "txid": format!("9{id}"), "at": "17.5", "table": "account", "state": state, "later": later})
}

fn judge(unique: bool, old: bool, waits: &[Value], became: &[Value]) -> Judgement {
    let condition = RevivedJudged {
        at: AT,
        bind: Slot::named("revived"),
        new: place(Role::New),
        old: old.then(|| place(Role::Old)),
        schema: "salesforce".into(),
        unique: if unique { vec!["account".into()] } else { Vec::new() },
    };
    let waiting = sql(json!({"rows": waits.len(), "waiting": waits}));
    judged(condition, &[waiting, sql(json!({ "rows": became }))])
}

fn revived(judgement: &Judgement) -> Revived {
    let Judgement::Holds { bind, .. } = judgement else { panic!("{judgement:?}") };
    serde_json::from_value(bind["revived"].clone()).unwrap()
}

/// What is done with one change: marked, marked in doubt, kept, or nothing because it is a new one.
fn fate(unique: bool, action: &str, state: &str, later: bool) -> &'static str {
    let seen = revived(&judge(unique, true, &[row("7", action, true)], &[was("7", state, later)]));
    match (seen.mark.len(), seen.doubtful, seen.kept) {
        (1, 0, 0) => "mark",
        (1, 1, 0) => "doubtful",
        (0, 0, 1) => "keep",
        (0, 0, 0) => "own",
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_became_of_a_change_decides_whether_it_is_sent() {
    for action in ["INSERT", "UPDATE", "DELETE"] {
        for state in ["SUCCESS", "MERGED", "IGNORED", "IGNORE", "READONLY"] {
            assert_eq!(fate(true, action, state, false), "mark", "{action} {state}");
        }
        for state in ["NEW", "REQUEUE"] {
            assert_eq!(fate(false, action, state, false), "keep", "{action} {state}");
        }
        for state in ["FAILED", "LOST", ""] {
            assert_eq!(fate(true, action, state, false), "doubtful", "{action} {state}");
        }
    }
    // The record was changed and sent once more: this one would put its values back.
    assert_eq!(fate(true, "UPDATE", "NEW", true), "doubtful");
    // In flight when it was fenced: a record with an identifier of its own is one however often it is sent.
    assert_eq!(fate(true, "INSERT", "PENDING", false), "keep");
    assert_eq!(fate(false, "INSERT", "PENDING", false), "doubtful");
    assert_eq!(fate(true, "UPDATE", "PENDING", false), "doubtful");
    assert_eq!(fate(true, "DELETE", "PENDING", false), "doubtful");
}

#[test]
fn a_change_of_the_same_number_is_another_one() {
    let waits = [row("7", "INSERT", false), row("8", "INSERT", true)];
    for (key, value) in [("txid", "1"), ("at", "18"), ("table", "contact")] {
        let mut other = was("7", "SUCCESS", false);
        other[key] = json!(value);
        let seen = revived(&judge(true, true, &waits, &[other.clone(), was("8", "SUCCESS", false)]));
        assert_eq!(seen.mark, ["8"], "{other}");
        assert_eq!(seen.inserts, ["account"]);
    }
    // One of before that the database as it was does not know may have been sent.
    let seen = revived(&judge(true, true, &[row("7", "UPDATE", true)], &[]));
    assert_eq!((seen.mark.len(), seen.doubtful, seen.inserts.len()), (1, 1, 0));
}

#[test]
fn without_the_database_as_it_was_nothing_of_before_is_sent() {
    let waits = [row("1", "INSERT", true), row("2", "DELETE", true), row("3", "INSERT", false)];
    let seen = revived(&judge(true, false, &waits, &[]));
    assert_eq!((seen.mark, seen.doubtful, seen.kept), (vec!["1".to_owned(), "2".to_owned()], 2, 0));
}

#[test]
fn what_is_too_much_or_not_told_is_not_judged() {
    let condition = || RevivedJudged {
        at: AT,
        bind: Slot::named("revived"),
        new: place(Role::New),
        old: None,
        schema: "salesforce".into(),
        unique: Vec::new(),
    };
    let many = judged(condition(), &[sql(json!({"rows": 2_001, "waiting": []}))]);
    assert!(code(&many).starts_with("resync/too-many"), "{many:?}");
    let fewer = judged(condition(), &[sql(json!({"rows": 2, "waiting": [row("1", "INSERT", true)]}))]);
    assert!(
        code(&fewer).starts_with("resync/too-many"),
        "a list that is cut short is not the whole: {fewer:?}"
    );
    let untold = judged(condition(), &[sql(json!({"rows": null, "waiting": []}))]);
    assert!(matches!(untold, Judgement::Unread(_)), "{untold:?}");
    let nameless = judge(true, false, &[json!({"txid": "1", "before": true})], &[]);
    assert!(matches!(nameless, Judgement::Unread(_)), "{nameless:?}");
}

fn marks() -> Late<Revived> {
    Late::Now(Revived { mark: vec!["1".into(), "3".into()], ..Revived::default() })
}

#[test]
fn a_mark_is_there_when_nothing_of_it_waits_and_all_of_it_is_kept() {
    let mark = || RevivedMark { place: place(Role::New), revived: marks(), schema: "salesforce".into() };
    let seen = |waits: &str, marked: &str| sql(json!({"waits": waits, "marked": marked}));
    assert_eq!(landed(mark(), &[seen("0", "2")]), Landed::Yes);
    assert_eq!(landed(mark(), &[seen("0", "1")]), Landed::No(None));
    assert_eq!(landed(mark(), &[seen("1", "2")]), Landed::No(None));
    assert_eq!(landed(mark(), &[failed("42P01")]), Landed::No(None));
    assert!(matches!(landed(mark(), &[failed("57014")]), Landed::Unclear(_)));
    let unmark = || RevivedUnmark { place: place(Role::New), revived: marks(), schema: "salesforce".into() };
    assert_eq!(landed(unmark(), &[seen("2", "0")]), Landed::Yes);
    assert_eq!(landed(unmark(), &[failed("3F000")]), Landed::Yes);
    assert_eq!(landed(unmark(), &[seen("0", "2")]), Landed::No(None));
}

fn mapping() -> MappingName {
    let connection = ConnectionName {
        app: "acme-sync".into(),
        connection: "c1".into(),
        region: "https://connect.example".into(),
        resource: "herokuconnect-1".into(),
    };
    MappingName { connection, mapping: "m1".into(), object: "Account".into() }
}

fn before(rows: u64) -> Late<TableBefore> {
    Late::Now(TableBefore { rows, last: 40, inserted: 100, file: "16384".into() })
}

fn table(change: impl FnOnce(&mut Value)) -> Observation {
    let mut seen = json!({"rows": "30", "alone": "0", "first": "1", "last": "40", "inserted": "100", "file": "16384",
                          "waits": "0", "deletes": "0", "keys": "0"});
    change(&mut seen);
    sql(seen)
}

fn state(state: &str) -> Observation {
    http(json!({"object_name": "Account", "state": state}))
}

#[test]
fn a_reload_is_believed_by_its_traces_and_never_by_its_answer() {
    let reloaded = |rows: u64, answers: &[Observation]| {
        let condition = MappingReloaded {
            before: before(rows),
            mapping: mapping(),
            place: place(Role::New),
            schema: "salesforce".into(),
            table: "account".into(),
        };
        judged(condition, answers)
    };
    let at_rest = |change: fn(&mut Value)| reloaded(30, &[state("DATA_SYNCED"), table(change)]);
    let traces: [fn(&mut Value); 3] = [
        |seen| seen["file"] = json!("24576"),
        |seen| seen["first"] = json!("41"),
        |seen| seen["inserted"] = json!("130"),
    ];
    for trace in traces {
        assert!(matches!(at_rest(trace), Judgement::Holds { .. }), "{:?}", at_rest(trace));
    }
    assert!(matches!(at_rest(|_| ()), Judgement::NotYet(_)), "an old answer");
    assert!(
        matches!(at_rest(|seen| seen["inserted"] = json!("105")), Judgement::NotYet(_)),
        "a poll brought some"
    );
    assert!(matches!(at_rest(|seen| seen["rows"] = json!(null)), Judgement::Unread(_)));
    // Nothing before and nothing since is loaded too; a table that became empty is not.
    let empty = |rows| reloaded(rows, &[state("DATA_SYNCED"), table(|seen| seen["rows"] = json!("0"))]);
    assert!(matches!(empty(0), Judgement::Holds { .. }));
    assert!(matches!(empty(30), Judgement::NotYet(_)));
    for working in ["RELOAD_TABLE", "INITIAL", "WAIT_BULK_LOAD"] {
        let seen = reloaded(30, &[state(working), table(|_| ())]);
        assert!(matches!(seen, Judgement::NotYet(_)), "{working}");
    }
    let broken = reloaded(30, &[state("BULK_LOAD_ERROR"), table(|_| ())]);
    assert!(code(&broken).starts_with("load/failed"), "{broken:?}");
    // Connect sends them within minutes, whatever the load comes to.
    for at in ["DATA_SYNCED", "BULK_LOADING", "BULK_LOAD_ERROR"] {
        let captured = reloaded(30, &[state(at), table(|seen| seen["deletes"] = json!("30"))]);
        assert!(code(&captured).starts_with("resync/clear-captured"), "{at}: {captured:?}");
    }
}

#[test]
fn a_reload_that_is_under_way_or_has_left_its_traces_is_not_sent_again() {
    let reload = || MappingReload {
        before: before(30),
        mapping: mapping(),
        place: place(Role::New),
        schema: "salesforce".into(),
        table: "account".into(),
    };
    assert_eq!(landed(reload(), &[state("RELOAD_TABLE")]), Landed::Yes);
    assert_eq!(
        landed(reload(), &[state("DATA_SYNCED"), table(|seen| seen["file"] = json!("2"))]),
        Landed::Yes
    );
    assert_eq!(landed(reload(), &[state("DATA_SYNCED"), table(|_| ())]), Landed::No(None));
    let unread = landed(reload(), &[state("DATA_SYNCED"), table(|seen| seen["file"] = json!(null))]);
    assert!(matches!(unread, Landed::Unclear(_)));
}

#[test]
fn a_table_is_cleared_only_when_salesforce_has_all_of_it() {
    let may = |alone: u64, inserts: &[&str], change: fn(&mut Value)| {
        let inserts = inserts.iter().map(|one| (*one).to_owned()).collect();
        let condition = TableHeld {
            alone,
            bind: Slot::named("held"),
            place: place(Role::New),
            revived: Late::Now(Revived { inserts, ..Revived::default() }),
            schema: "salesforce".into(),
            table: "account".into(),
        };
        judged(condition, &[table(change)])
    };
    assert!(matches!(may(0, &[], |_| ()), Judgement::Holds { .. }));
    assert!(matches!(may(0, &[], |seen| seen["waits"] = json!("1")), Judgement::NotYet(_)));
    let key: fn(&mut Value) = |seen| seen["keys"] = json!("1");
    assert!(code(&may(0, &[], key)).starts_with("mapping/referenced-by-fk"));
    assert!(matches!(may(0, &[], |seen| seen["keys"] = json!(null)), Judgement::Unread(_)));
    let alone: fn(&mut Value) = |seen| seen["alone"] = json!("2");
    assert!(code(&may(1, &["contact"], alone)).starts_with("connect/sfid-missing"));
    assert!(matches!(may(1, &["account"], alone), Judgement::Holds { .. }), "one accepted, one marked");
    assert!(matches!(may(0, &["account", "account"], alone), Judgement::Holds { .. }));
    assert!(matches!(may(9, &[], |seen| seen["alone"] = json!(null)), Judgement::Unread(_)));
}

#[test]
fn a_database_of_another_moment_is_told_by_its_log() {
    let of = |old: Value, new: Value| {
        let condition = RolledBackTo {
            at: AT,
            new: place(Role::New),
            old: place(Role::Old),
            schema: "salesforce".into(),
        };
        judged(condition, &[sql(old), sql(new)])
    };
    let reach = |newest: Option<&str>, after: u64| json!({"newest": newest, "after": after.to_string(), "answered": true});
    assert!(matches!(
        of(reach(Some("1795373000.5"), 9), reach(Some("1795373000.5"), 0)),
        Judgement::Holds { .. }
    ));
    // One that was open at the moment is missing.
    assert!(matches!(
        of(reach(Some("1795373000"), 9), reach(Some("1795372881"), 0)),
        Judgement::Holds { .. }
    ));
    assert!(matches!(of(reach(None, 9), reach(None, 0)), Judgement::Holds { .. }));
    for (old, new) in [
        (reach(Some("1795373000"), 9), reach(Some("1795373000"), 1)),
        (reach(Some("1795373000"), 9), reach(Some("1795372879"), 0)),
        (reach(Some("1795373000"), 9), reach(None, 0)),
    ] {
        let wrong = of(old, new);
        assert!(code(&wrong).starts_with("rollback/wrong-time"), "{wrong:?}");
    }
    assert!(matches!(of(json!({}), reach(None, 0)), Judgement::Unread(_)));
}

#[test]
fn sequences_are_moved_by_what_the_other_database_has() {
    let raise =
        || SequencesRaise { new: place(Role::New), old: place(Role::Old), schema: "salesforce".into() };
    let next = |log: &str, own: &str| {
        sql(json!({"next": {"s.log": log, "s.own": own}, "behind": [], "unjudged": []}))
    };
    assert_eq!(landed(raise(), &[next("50", "7"), next("50", "9")]), Landed::Yes);
    let Landed::No(Some(found)) = landed(raise(), &[next("50", "9"), next("20", "9")]) else { panic!() };
    assert_eq!(found, r#"{"s.log":"50"}"#);
    let bindings = Bindings::new();
    let op: Op = raise().into();
    let known = Known::of(&bindings).with_found(Some(&found));
    let Effect::Sql(sent) = op.known().unwrap().request(&known).unwrap() else { panic!() };
    assert_eq!(sent.parameter.as_deref(), Some(r#"{"reached":{"s.log":"50"}}"#));
}

#[test]
fn a_rollback_is_ordered_to_the_second_and_in_utc() {
    let op: Op = RollbackCreate {
        addon: Late::from("postgresql-connect-rabc1234"),
        app: "acme-sync".into(),
        attachment: Late::from("CONNECT_NEW_RABC1234"),
        plan: "heroku-postgresql:standard-0".into(),
        source: "postgresql-curved-10001".into(),
        to: AT,
    }
    .into();
    let bindings = Bindings::new();
    let known = Known::of(&bindings);
    let Effect::Http(sent) = op.known().unwrap().request(&known).unwrap() else { panic!() };
    let config = &sent.request.body.unwrap()["config"];
    assert_eq!(*config, json!({"rollback": "postgresql-curved-10001", "to": "2026-11-22 18:43:52+00:00"}));
    let by_hand = op.known().unwrap().by_hand(&known).unwrap().unwrap();
    assert!(
        by_hand.ends_with("-- --rollback postgresql-curved-10001 --to '2026-11-22 18:43:52+00:00'"),
        "{by_hand}"
    );
}

fn refused(rule: &dyn Precheck, past: Value) -> (Severity, String) {
    let (mut snapshot, _) = support::given("good");
    let mut whole =
        json!({"old": null, "earliest": null, "made": null, "copy": null, "kept": null, "logs": []});
    for (key, value) in past.as_object().unwrap().iter().filter(|(key, _)| *key != "accept") {
        whole[key] = value.clone();
    }
    snapshot.past = serde_json::from_value(whole).unwrap();
    let accept = past["accept"].as_str().map(str::to_owned).into_iter().collect();
    let shown = Shown { accept, ..Shown::default() };
    let typed = Resync { app: "acme-sync".into(), rollback_to: Some(AT), shown, ..Resync::default() };
    let found = rule.judge(&snapshot, &Request::resync(&typed, AT + 1_000_000).unwrap());
    (found.severity, found.message + found.help.as_deref().unwrap_or_default())
}

#[test]
fn nothing_goes_back_to_before_an_upgrade() {
    let made = |at: u64| refused(&AcrossUpgrade, json!({ "made": at }));
    let (severity, said) = made(AT + 60_000);
    assert!(severity == Severity::Block && said.contains("pg:backups"), "{said}");
    assert_eq!(made(AT - 60_000).0, Severity::Pass);
    let (severity, said) = refused(&AcrossUpgrade, json!({}));
    assert!(severity == Severity::Note && said.contains("not judged"), "{said}");
}

#[test]
fn equal_ids_are_other_changes_where_two_clusters_were_made_apart() {
    let old = json!({"id": "1", "addon": "old-1", "plan": "heroku-postgresql:standard-0", "app": "acme-sync",
                     "configVar": "ROSE_URL", "url": null});
    let seen = |copy: Value| refused(&IsCopy, json!({ "old": old, "copy": copy }));
    let (severity, said) = seen(json!(false));
    assert!(severity == Severity::Block && said.contains("old-1") && said.contains("--old"), "{said}");
    assert_eq!(seen(json!(true)).0, Severity::Pass);
    let accepted = json!({ "old": old, "copy": false, "accept": "target/not-a-copy" });
    assert_eq!(refused(&IsCopy, accepted).0, Severity::Note, "each change is compared all the same");
    assert_eq!(seen(Value::Null).0, Severity::Note);
    assert_eq!(refused(&IsCopy, json!({ "copy": false })).0, Severity::Pass, "nobody named it");
}

#[test]
fn what_an_earlier_run_kept_is_looked_at_before_another_could_overwrite_it() {
    let (severity, said) = refused(&KeptBefore, json!({ "kept": 3 }));
    assert!(
        severity == Severity::Block && said.contains("3 changes") && said.contains("DROP TABLE"),
        "{said}"
    );
    assert_eq!(refused(&KeptBefore, json!({ "kept": 0 })).0, Severity::Pass);
    assert_eq!(refused(&KeptBefore, json!({})).0, Severity::Note);
}
