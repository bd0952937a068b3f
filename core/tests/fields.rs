//! Fields and their columns, answer by answer: what is planned for each difference, what a saved mapping proves, and what stands against it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::command::{self, Shown};
use connect_core::conditions::*;
use connect_core::diagnostic::Severity;
use connect_core::doctor::{self, Standing};
use connect_core::effect::{Effect, Observation};
use connect_core::field::{changes, Class};
use connect_core::late::{slots, Bindings, Known, Late, MappingName, Role, TableColumns};
use connect_core::look::Look;
use connect_core::ops::{probe, DependantsKeep, DependantsRestore, Landed, MappingPut, Op};
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::snapshot::{Shape, Snapshot};
use serde_json::{json, Value};
use support::given;
use support::judged::{connection_name, http, judged, place, sql};

fn config() -> Value {
    json!({
        "access": "read_write",
        "fields": {"Id": {}, "Key__c": {}, "Name": {}},
        "indexes": {"Key__c": {"unique": true}},
        "upsert_field": "Key__c",
        "new_setting": 7,
    })
}

fn mapping(state: &str, revision: Value, change: impl FnOnce(&mut Value)) -> Observation {
    let mut config = config();
    config["revision"] = revision;
    config["applied_at"] = json!("2026-11-22T00:00:00Z");
    change(&mut config);
    http(json!({"object_name": "Account", "state": state, "config": config}))
}

fn name() -> MappingName {
    MappingName { connection: connection_name(), mapping: "m".into(), object: "Account".into() }
}

fn put(without: &[&str]) -> MappingPut {
    MappingPut {
        config: config(),
        mapping: name(),
        revision: Late::Now(7),
        without: without.iter().map(|one| (*one).to_owned()).collect(),
    }
}

fn landed(op: impl Into<Op>, answers: &[Observation]) -> Landed {
    let (op, bindings) = (op.into(), Bindings::new());
    probe(op.known().unwrap(), &Known::of(&bindings), &Look::at(answers)).unwrap()
}

fn table() -> TableColumns {
    TableColumns {
        columns: vec!["name".into()],
        place: place(Role::Lead),
        schema: "salesforce".into(),
        table: "account".into(),
        whole: false,
        keys: false,
    }
}

fn code(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Never { code, detail } => format!("{code}: {detail}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_mapping_is_sent_whole_with_its_number_and_without_what_is_taken_out() {
    let op: Op = put(&["Key__c"]).into();
    let bindings = Bindings::new();
    let Effect::Http(http) = op.known().unwrap().request(&Known::of(&bindings)).unwrap() else { panic!() };
    assert_eq!((http.request.path.as_str(), http.mutates), ("/api/v3/mappings/m", true));
    assert_eq!(
        http.request.body.unwrap(),
        json!({
            "object_name": "Account",
            "config": {
                "access": "read_write",
                "fields": {"Id": {}, "Name": {}},
                "indexes": {},
                "new_setting": 7,
                "revision": 7,
            },
            "revision": 7,
        })
    );
}

#[test]
fn a_saved_mapping_is_told_by_its_number_and_its_fields() {
    let same = |revision: u64| mapping("DATA_SYNCED", json!(revision), |_| ());
    assert_eq!(landed(put(&[]), &[same(8)]), Landed::Yes);
    assert_eq!(landed(put(&[]), &[same(7)]), Landed::No(None));
    assert!(matches!(landed(put(&["Name"]), &[same(8)]), Landed::Unclear(_)), "saved by somebody else");
    let out = mapping("SCHEMA_CHANGED", json!(8), |config| {
        config["fields"].as_object_mut().unwrap().remove("Name");
    });
    assert_eq!(landed(put(&["Name"]), &[out]), Landed::Yes);
    assert!(matches!(landed(put(&[]), &[mapping("DATA_SYNCED", Value::Null, |_| ())]), Landed::Unclear(_)));
    let refused = Observation::Http { status: 503, body: Value::Null, error_id: None, has_message: false };
    assert!(matches!(landed(put(&[]), &[refused]), Landed::Unclear(_)));
}

#[test]
fn a_mapping_that_somebody_saved_otherwise_is_drift_and_one_at_work_is_waited_for() {
    let judge = |answer: Observation, broken: bool, without: &[&str]| {
        let condition = MappingUnchanged {
            bind: slots::revision("Account"),
            broken,
            config: config(),
            mapping: name(),
            without: without.iter().map(|one| (*one).to_owned()).collect(),
        };
        judged(condition, &[answer])
    };
    let holds = |judgement: Judgement| match judgement {
        Judgement::Holds { bind, .. } => bind["revision.Account"].clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(holds(judge(mapping("DATA_SYNCED", json!(9), |_| ()), false, &[])), json!(9));
    let waits = |answer, broken| matches!(judge(answer, broken, &[]), Judgement::NotYet(_));
    assert!(waits(mapping("SCHEMA_CHANGED", json!(9), |_| ()), false));
    assert!(waits(mapping("POLLING_SF_CHANGES", json!(9), |_| ()), false));
    assert!(waits(mapping("BAD_CONFIG", json!(9), |_| ()), false));
    assert_eq!(holds(judge(mapping("BAD_CONFIG", json!(9), |_| ()), true, &[])), json!(9));
    for (change, said) in [
        (("fields", json!({"Id": {}, "Key__c": {}})), "without Name"),
        (("fields", json!({"Id": {}, "Key__c": {}, "Name": {}, "Phone": {}})), "with Phone"),
        (("access", json!("read_only")), "saved by somebody else"),
        (("new_setting", json!(8)), "saved by somebody else"),
    ] {
        let (part, value) = change;
        let seen = code(&judge(mapping("DATA_SYNCED", json!(9), |config| config[part] = value), false, &[]));
        assert!(seen.starts_with("drift/mapping: ") && seen.contains(said), "{seen}");
    }
    // What this run left out itself is no drift.
    let out = |config: &mut Value| {
        config["fields"].as_object_mut().unwrap().remove("Name");
    };
    assert_eq!(holds(judge(mapping("DATA_SYNCED", json!(9), out), false, &["Name"])), json!(9));
    let unread = judge(http(json!({"state": "DATA_SYNCED"})), false, &[]);
    assert!(matches!(unread, Judgement::Unread(_)), "{unread:?}");
    // A part that this version cannot read is not sent, so that nothing is read of such a mapping.
    let strange = mapping("DATA_SYNCED", json!(9), |config| config["nested"] = Value::Null);
    assert!(matches!(judge(strange, false, &[]), Judgement::Unread(_)));
}

#[test]
fn a_mapping_is_settled_when_it_is_in_step_and_never_when_it_is_broken() {
    let judge = |state: &str| judged(MappingSettled { mapping: name() }, &[mapping(state, json!(8), |_| ())]);
    for state in ["DATA_SYNCED", "POLLING_SF_CHANGES"] {
        assert!(matches!(judge(state), Judgement::Holds { .. }), "{state}");
    }
    for state in ["SCHEMA_CHANGED", "RESYNC", "RELOAD_TABLE", "INITIAL", "WHAT_IS_NEW"] {
        assert!(matches!(judge(state), Judgement::NotYet(_)), "{state}");
    }
    for state in ["BULK_LOAD_ERROR", "BAD_CONFIG", "SYSTEM_ERROR"] {
        assert!(code(&judge(state)).starts_with("load/failed"), "{state}");
    }
}

#[test]
fn columns_are_read_from_the_catalog() {
    let judge = |kind: Option<&str>, row: Value| {
        let wanted = vec![ColumnIs { column: "name".into(), kind: kind.map(str::to_owned) }];
        judged(ColumnsAre { of: table(), wanted }, &[sql(row)])
    };
    let row = |columns: Value| json!({"rows": "3", "columns": columns});
    let name = |kind: &str| json!([{"name": "name", "type": kind}]);
    assert!(matches!(judge(Some("text"), row(name("text"))), Judgement::Holds { .. }));
    assert!(matches!(judge(None, row(json!([]))), Judgement::Holds { .. }));
    for (kind, columns) in [(Some("text"), name("boolean")), (None, name("text")), (Some("text"), json!([]))]
    {
        assert!(matches!(judge(kind, row(columns)), Judgement::NotYet(_)), "{kind:?}");
    }
    let absent = json!({"rows": null, "columns": []});
    assert!(
        matches!(judge(None, absent), Judgement::Unread(_)),
        "a table that cannot be read proves nothing"
    );
}

#[test]
fn fewer_values_are_said() {
    let judge = |row: Value| {
        let before = vec![HadValues { column: "name".into(), rows: 3 }];
        judged(ValuesKept { before, of: table() }, &[sql(row)])
    };
    let row =
        |values: Value| json!({"rows": "3", "columns": [{"name": "name", "type": "text", "values": values}]});
    assert!(matches!(judge(row(json!("3"))), Judgement::Holds { .. }));
    assert!(matches!(judge(row(json!("4"))), Judgement::Holds { .. }));
    assert_eq!(
        code(&judge(row(json!("2")))),
        "field/fewer-values: fewer rows have a value: name: 3 before, 2 now"
    );
    assert!(matches!(judge(row(Value::Null)), Judgement::Unread(_)));
}

#[test]
fn what_hangs_on_columns_is_kept_before_and_as_before_afterwards() {
    let judge = |stand: Stand, row: Value| judged(DependantsAre { of: table(), stand }, &[sql(row)]);
    let kept = |there: bool, same: bool, state: Value| json!({"kept": [{"kind": "view", "name": "public.v", "there": there, "same": same, "state": state}], "new": []});
    assert!(matches!(judge(Stand::Kept, kept(true, true, Value::Null)), Judgement::Holds { .. }));
    let new = json!({"kept": [], "new": ["view public.w"]});
    assert!(matches!(judge(Stand::Kept, new), Judgement::NotYet(_)));
    assert!(matches!(judge(Stand::Back, kept(true, true, Value::Null)), Judgement::Holds { .. }));
    for (there, same, state) in [(false, false, json!("42703")), (true, false, Value::Null)] {
        let seen = code(&judge(Stand::Back, kept(there, same, state)));
        assert!(seen.starts_with("dependants/left-over: not as before: view public.v"), "{seen}");
    }
    let none = Observation::SqlFailed { code: "42P01".into() };
    assert_eq!(landed(DependantsKeep { of: table() }, std::slice::from_ref(&none)), Landed::No(None));
    assert_eq!(landed(DependantsRestore { of: table() }, &[none]), Landed::Yes);
    let gone = [sql(kept(false, false, Value::Null))];
    assert_eq!(landed(DependantsRestore { of: table() }, &gone), Landed::No(None));
    let refused = [sql(kept(false, false, json!("42703")))];
    assert_eq!(landed(DependantsRestore { of: table() }, &refused), Landed::Yes, "the condition names it");
}

/// One field of Account as it was seen.
fn shape(now: Value, defined: Value, more: Value) -> Shape {
    let mut field = json!({
        "field": "Name", "column": "name", "now": now, "defined": defined,
        "values": 3, "local": 0, "longest": 7, "queued": 0, "dependants": [],
    });
    let mut shape = json!({
        "mapping": "m", "object": "Account", "table": "account", "config": config(), "rows": 3,
    });
    for (key, value) in more.as_object().unwrap() {
        let of_shape = ["rows", "unknown"].contains(&key.as_str());
        let part = if of_shape { &mut shape } else { &mut field };
        part[key] = value.clone();
    }
    shape["fields"] = json!([field]);
    serde_json::from_value(shape).unwrap()
}

fn with(shape: Shape) -> Snapshot {
    let (mut snapshot, _) = given("good");
    snapshot.connections.first_mut().unwrap().shapes = vec![shape];
    snapshot
}

#[test]
fn of_a_table_that_could_not_be_read_nothing_is_said_to_be_longer() {
    let string = json!({"is": "as", "definition": {"kind": "string", "length": 80}});
    let class = |now: Value, defined: Value, rows: Value| {
        let seen = changes(&shape(now, defined, json!({ "rows": rows })), None, false);
        seen.first().unwrap().class
    };
    let unread = |defined: Value| class(Value::Null, defined, Value::Null);
    assert_eq!(unread(string.clone()), Class::NotJudged);
    assert_eq!(unread(json!({"is": "gone"})), Class::Remove, "what is gone is told by Salesforce");
    assert_eq!(class(Value::Null, string.clone(), json!(3)), Class::Longer, "a table without the column");
    assert_eq!(class(json!("character varying(40)"), string, Value::Null), Class::Longer);
}

fn planned(snapshot: &Snapshot, fields: &[&str], accept: &[&str]) -> Plan {
    let typed = command::ChangeField {
        app: "acme-sync".into(),
        mapping: Some("account".into()),
        fields: fields.iter().map(|one| (*one).to_owned()).collect(),
        shown: Shown { accept: accept.iter().map(|one| (*one).to_owned()).collect(), ..Shown::default() },
        ..command::ChangeField::default()
    };
    procedures::plan(snapshot, &Request::change_field(&typed).unwrap())
}

fn string(length: u64) -> Value {
    json!({"is": "as", "definition": {"kind": "string", "length": length}})
}

fn blocked_by(plan: &Plan) -> Vec<&str> {
    let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block);
    blocks.map(|one| one.code.as_str()).collect()
}

#[test]
fn each_rule_fires_on_its_finding_alone_and_can_be_accepted_where_that_is_meant() {
    let varchar = || json!("character varying(80)");
    let double = || json!({"is": "as", "definition": {"kind": "double", "length": null}});
    let view = json!([{"kind": "view", "name": "public.v", "refuses": true}]);
    let cases = [
        ("field/longer-values", varchar(), string(5), json!({}), false),
        ("field/longer-values", varchar(), string(5), json!({"longest": null}), false),
        ("field/not-judged", varchar(), json!({"is": "there"}), json!({}), false),
        ("field/not-judged", varchar(), json!({"is": "unread"}), json!({}), false),
        ("field/local-only-values", varchar(), double(), json!({"local": 2}), true),
        ("field/local-only-values", varchar(), json!({"is": "gone"}), json!({"local": null}), true),
        ("field/large-table", varchar(), double(), json!({"rows": 1_000_001}), true),
        ("field/large-table", varchar(), double(), json!({"rows": null}), true),
        ("field/dependants-stay", varchar(), json!({"is": "gone"}), json!({"dependants": view}), false),
        ("sql/out-of-reach", varchar(), string(90), json!({"dependants": null}), false),
        ("field/unknown", varchar(), string(90), json!({"unknown": ["Nope"]}), false),
    ];
    for (code, now, defined, more, acceptable) in cases {
        let snapshot = with(shape(now, defined, more));
        assert_eq!(blocked_by(&planned(&snapshot, &["Name"], &[])), [code], "{code}");
        let accepted = planned(&snapshot, &["Name"], &[code]);
        assert_eq!(blocked_by(&accepted).is_empty(), acceptable, "{code}: {:?}", blocked_by(&accepted));
    }
    let clean =
        [(string(90), json!({})), (double(), json!({})), (json!({"is": "gone"}), json!({"queued": 5}))];
    for (defined, more) in clean {
        let plan = planned(&with(shape(varchar(), defined, more)), &["Name"], &[]);
        assert!(blocked_by(&plan).is_empty() && !plan.steps.is_empty(), "{:?}", blocked_by(&plan));
    }
    // What waits to be sent is waited for where the app is stopped, and stands against it where it is not.
    let waiting = with(shape(varchar(), double(), json!({"queued": 5})));
    assert!(blocked_by(&planned(&waiting, &["Name"], &[])).is_empty());
    assert_eq!(blocked_by(&planned(&waiting, &["Name"], &["field/statements-fail"])), ["field/pending"]);
}

#[test]
fn an_app_is_stopped_where_statements_would_fail_and_not_otherwise() {
    let varchar = || json!("character varying(80)");
    let view = || json!({"dependants": [{"kind": "view", "name": "public.v", "refuses": true}]});
    let double = || json!({"is": "as", "definition": {"kind": "double", "length": null}});
    let stops = |defined, more, accept: &[&str]| {
        let plan = planned(&with(shape(varchar(), defined, more)), &["Name"], accept);
        assert!(blocked_by(&plan).is_empty(), "{:?}", blocked_by(&plan));
        assert_eq!(plan.holds(), plan.marks.downtime_opens.is_some());
        plan.marks.downtime_opens.is_some()
    };
    assert!(!stops(string(90), json!({}), &[]));
    assert!(stops(string(90), view(), &[]));
    assert!(!stops(string(90), view(), &["field/views-missing"]));
    assert!(stops(double(), json!({}), &[]));
    assert!(!stops(double(), json!({}), &["field/statements-fail"]));
    assert!(stops(double(), view(), &["field/statements-fail"]), "the view is gone meanwhile");
    assert!(!stops(double(), view(), &["field/statements-fail", "field/views-missing"]));
    assert!(!stops(json!({"is": "gone"}), json!({}), &[]));
}

#[test]
fn what_hangs_on_a_column_that_stays_as_it_is_stops_nothing() {
    let view = || json!({"dependants": [{"kind": "view", "name": "public.v", "refuses": true}]});
    let varchar = || json!("character varying(80)");
    let both = |defined: Value| {
        let mut one = shape(varchar(), defined, json!({}));
        let mut other = shape(varchar(), string(80), view()).fields.remove(0);
        (other.field, other.column) = ("Key__c".into(), "key__c".into());
        one.fields.push(other);
        planned(&with(one), &[], &[])
    };
    for defined in [string(90), json!({"is": "gone"})] {
        let plan = both(defined);
        assert!(
            blocked_by(&plan).is_empty() && plan.marks.downtime_opens.is_none(),
            "{:?}",
            blocked_by(&plan)
        );
        assert!(plan.steps.iter().all(|step| !step.title.contains("public.v")));
    }
}

#[test]
fn two_tables_of_one_name_have_steps_and_slots_of_their_own() {
    let mut snapshot = with(shape(json!("character varying(80)"), string(90), json!({})));
    let mut other = snapshot.connections[0].clone();
    (other.resource, other.schema) = ("herokuconnect-other-1".into(), "other".into());
    snapshot.connections.push(other);
    let typed =
        command::ChangeField { app: "acme-sync".into(), all: true, ..command::ChangeField::default() };
    let plan = procedures::plan(&snapshot, &Request::change_field(&typed).unwrap());
    assert!(blocked_by(&plan).is_empty(), "{:?}", blocked_by(&plan));
    let mut ids: Vec<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
    let steps = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), steps, "{ids:?}");
    let bound =
        plan.steps.iter().flat_map(|step| &step.guards).map(|check| json!(check)["args"]["bind"].clone());
    let bound: std::collections::BTreeSet<String> = bound.map(|one| one.to_string()).collect();
    assert_eq!(bound.len(), 2, "{bound:?}");
}

#[test]
fn two_connections_with_the_same_object_are_told_apart_by_name() {
    let mut snapshot = with(shape(json!("text"), string(90), json!({})));
    let mut other = snapshot.connections[0].clone();
    other.resource = "herokuconnect-other-1".into();
    snapshot.connections.push(other);
    let plan = planned(&snapshot, &["Name"], &[]);
    assert_eq!(blocked_by(&plan), ["field/unknown"]);
    let said = plan.prechecks.iter().find(|one| one.code == "field/unknown").unwrap();
    assert!(
        said.message.contains("herokuconnect-other-1")
            && said.help.as_deref().unwrap().contains("--resource")
    );
}

#[test]
fn the_doctor_says_which_columns_do_not_follow_and_when_it_cannot_tell() {
    let verdict = |snapshot: &Snapshot| {
        let all = doctor::verdicts(snapshot, &Request::look("acme-sync", None));
        let one = all.into_iter().find(|one| one.code == "field/differs").unwrap();
        (one.standing, one.message)
    };
    let mut snapshot = with(shape(json!("text"), string(90), json!({})));
    let (standing, message) = verdict(&snapshot);
    assert_eq!(standing, Standing::Warn);
    assert!(message.contains("Account.Name (other type)"), "{message}");
    let one = snapshot.connections.first_mut().unwrap();
    let mappings = one.mappings.len();
    one.shapes = vec![shape(json!("character varying(90)"), string(90), json!({}))];
    assert_eq!(verdict(&snapshot).0, Standing::NotJudged, "not every mapping was looked at");
    let one = snapshot.connections.first_mut().unwrap();
    one.shapes = vec![one.shapes[0].clone(); mappings];
    assert_eq!(verdict(&snapshot).0, Standing::Ok);
    snapshot.connections.first_mut().unwrap().shapes[0].fields[0].defined =
        serde_json::from_value(json!({"is": "there"})).unwrap();
    assert_eq!(verdict(&snapshot).0, Standing::NotJudged);
}
