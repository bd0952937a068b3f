//! A connection made anew, answer by answer: what is believed of the new one, and what is sent to make it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::conditions::*;
use connect_core::effect::{Effect, Observation};
use connect_core::late::{Bindings, ConnectionName, Known, Late, Location, NewConnection, Role};
use connect_core::look::Look;
use connect_core::ops::{probe, AuthorizeOpen, ConnectionDestroy, Landed, Op, SchemaAside, SchemaBack};
use serde_json::{json, Value};
use support::judged::{http, judged, place, sql};

fn new() -> NewConnection {
    NewConnection {
        app: "acme-sync".into(),
        connection: Late::from("c2"),
        region: Late::from("https://connect.example"),
        resource: Late::from("herokuconnect-rabc1234"),
    }
}

fn config() -> Value {
    let fields = json!({"Id": {}, "Name": {}});
    json!({"version": 1, "mappings": [{"object_name": "Account", "config": {"access": "read_write", "fields": fields}}]})
}

/// What an export answers, as it comes through the gate.
fn exported(change: impl FnOnce(&mut Value)) -> Observation {
    let mut seen = config();
    seen["mappings"][0]["config"]["revision"] = json!(4);
    change(&mut seen);
    http(seen)
}

fn landed(op: impl Into<Op>, answers: &[Observation]) -> Landed {
    let (op, bindings) = (op.into(), Bindings::new());
    probe(op.known().unwrap(), &Known::of(&bindings), &Look::at(answers)).unwrap()
}

fn sent(op: impl Into<Op>) -> connect_core::effect::HttpEffect {
    let (op, bindings) = (op.into(), Bindings::new());
    match op.known().unwrap().request(&Known::of(&bindings)).unwrap() {
        Effect::Http(http) => http,
        other => panic!("{other:?}"),
    }
}

fn failed(code: &str) -> Observation {
    Observation::SqlFailed { code: code.into() }
}

fn gone() -> Observation {
    Observation::Http {
        status: 404,
        body: Value::Null,
        error_id: Some("not_found".into()),
        has_message: true,
    }
}

fn holds(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Holds { .. })
}

fn code(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Never { code, detail } => format!("{code}: {detail}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn an_export_of_which_a_part_is_not_known_is_not_read_at_all() {
    let read = |change: fn(&mut Value)| {
        judged(ConfigArrived { config: config(), connection: new() }, &[exported(change)])
    };
    assert!(holds(&read(|_| ())));
    let unknown: [fn(&mut Value); 5] = [
        |seen| seen["mappings"][0]["config"]["filter"] = Value::Null,
        |seen| seen["mappings"][0]["more"] = Value::Null,
        |seen| seen["mappings"][0]["config"]["fields"] = Value::Null,
        |seen| seen["mappings"][0]["object_name"] = Value::Null,
        |seen| seen["version"] = Value::Null,
    ];
    for change in unknown {
        assert!(matches!(read(change), Judgement::Unread(_)));
    }
    // Who exported it stays outside.
    let (condition, bindings) = (ConfigArrived { config: config(), connection: new() }, Bindings::new());
    let asked = condition.reads(&Known::of(&bindings)).unwrap();
    let Some(Effect::Http(asked)) = asked.first() else { panic!() };
    assert!(asked.reads.iter().all(|one| !one.pointer.starts_with("/connection")));
}

#[test]
fn a_configuration_arrived_when_every_mapping_is_exported_as_before() {
    let judge = |change: fn(&mut Value)| {
        judged(ConfigArrived { config: config(), connection: new() }, &[exported(change)])
    };
    assert!(holds(&judge(|_| ())));
    let missing: [fn(&mut Value); 3] = [
        |seen| seen["mappings"] = json!([]),
        |seen| seen["mappings"][0]["config"]["access"] = json!("read_only"),
        |seen| seen["mappings"][0]["config"]["fields"] = json!({"Id": {}}),
    ];
    for change in missing {
        assert!(matches!(judge(change), Judgement::NotYet(why) if why.contains("Account")));
    }
    let name = ConnectionName {
        app: "acme-sync".into(),
        connection: "c1".into(),
        region: "https://connect.example".into(),
        resource: "old".into(),
    };
    let unchanged = ConfigUnchanged { config: config(), connection: name };
    assert!(holds(&judged(unchanged.clone(), &[exported(|_| ())])));
    let more = exported(|seen| {
        let contact = json!({"object_name": "Contact", "config": {"access": "read_only", "fields": {}}});
        seen["mappings"].as_array_mut().unwrap().push(contact);
    });
    assert!(code(&judged(unchanged, &[more])).starts_with("drift/config: "));
}

#[test]
fn an_address_to_log_in_at_is_for_the_shell_alone_and_nothing_of_it_is_read() {
    let open = AuthorizeOpen {
        aside: Late::from("salesforce_old_r1"),
        api_version: Some("58.0".into()),
        connection: new(),
        environment: "production".into(),
        place: place(Role::Lead),
        same: true,
    };
    let http = sent(open.clone());
    assert_eq!(http.opens.as_deref(), Some("/redirect"));
    assert_eq!(http.reads, Vec::new());
    assert_eq!(http.request.body.as_ref().unwrap()["api_version"], "58.0");
    assert!(sent(ConnectionDestroy { addon: "a".into(), app: "b".into() }).opens.is_none());
    // Logged into another organization, it asks for another address.
    let seen = |org: &str| crate::http(json!({"organization_id": org, "state": "IDLE"}));
    let before = || sql(json!({"orgId": "right"}));
    assert_eq!(landed(open.clone(), &[seen("right"), before()]), Landed::Yes);
    assert_eq!(landed(open, &[seen("wrong"), before()]), Landed::No(None));
}

#[test]
fn only_the_right_organization_is_believed() {
    let judge = |same: bool, answers: &[Observation]| {
        let is = OrgIs { aside: Late::from("aside"), connection: new(), place: place(Role::Lead), same };
        judged(is, answers)
    };
    let seen = |org: &str, state: &str| http(json!({"organization_id": org, "state": state}));
    let before = || sql(json!({"orgId": "one"}));
    assert!(holds(&judge(true, &[seen("one", "IDLE"), before()])));
    assert!(code(&judge(true, &[seen("two", "IDLE"), before()])).starts_with("connect/wrong-org: "));
    assert!(holds(&judge(false, &[seen("two", "IDLE"), before()])));
    assert!(code(&judge(false, &[seen("one", "IDLE"), before()])).starts_with("connect/wrong-org: "));
    // What cannot be compared is no proof.
    assert!(code(&judge(true, &[seen("one", "IDLE"), sql(json!({"orgId": null}))]))
        .starts_with("connect/wrong-org"));
    assert!(matches!(judge(true, &[seen("one", "NEED_AUTHENTICATION")]), Judgement::NotYet(_)));
    assert!(matches!(judge(true, &[http(json!({"state": "IDLE"}))]), Judgement::NotYet(_)));
    assert!(!holds(&judge(true, &[seen("one", "IDLE"), failed("42P01")])));
}

#[test]
fn a_new_connection_is_where_it_says_and_loaded_when_every_mapping_is() {
    let database = Location { database: "d".into(), host: "h".into(), port: Late::Now(5432) };
    let points = |seen: Value| {
        let (db_key, schema) = ("DATABASE_URL".into(), "salesforce".into());
        judged(
            ConnectionPoints {
                connection: new(),
                database: database.clone(),
                db_key: Late::Now(db_key),
                schema,
            },
            &[http(seen)],
        )
    };
    let at = |host: &str| json!({"db_key": "DATABASE_URL", "schema_name": "salesforce", "database": {"host": host, "port": 5432, "database": "d"}});
    assert!(holds(&points(at("h"))));
    assert!(!holds(&points(at("other"))), "the same name, another database");
    assert!(!holds(&points(json!({"db_key": null, "schema_name": "salesforce"}))));

    let loaded = |states: &[(&str, &str)], state: &str| {
        let mappings: Vec<Value> =
            states.iter().map(|(object, state)| json!({"object_name": object, "state": state})).collect();
        let objects = vec!["Account".to_owned(), "Contact".to_owned()];
        judged(
            MappingsLoaded { connection: new(), objects },
            &[http(json!({"state": state, "mappings": mappings}))],
        )
    };
    let synced = "DATA_SYNCED";
    assert!(holds(&loaded(&[("Account", synced), ("Contact", "POLLING_SF_CHANGES")], "IDLE")));
    for state in ["INITIAL", "SCHEMA_CHANGED", "POLLING_SF", "SOMETHING_NEW"] {
        assert!(
            matches!(loaded(&[("Account", synced), ("Contact", state)], "IDLE"), Judgement::NotYet(_)),
            "{state}"
        );
    }
    assert!(!holds(&loaded(&[("Account", synced)], "IDLE")), "one is missing");
    assert!(!holds(&loaded(&[("Account", synced), ("Contact", synced)], "PAUSED")));
    // One that failed is named once the others are loaded.
    assert!(matches!(
        loaded(&[("Account", "BULK_LOAD_ERROR"), ("Contact", "INITIAL")], "IDLE"),
        Judgement::NotYet(_)
    ));
    let broken = code(&loaded(&[("Account", "BULK_LOAD_ERROR"), ("Contact", synced)], "IDLE"));
    assert!(broken.starts_with("load/failed: ") && broken.contains("Account is BULK_LOAD_ERROR"), "{broken}");
}

#[test]
fn switches_are_compared_by_name_and_a_missing_one_is_not_equal() {
    let judge = |features: Value| {
        let wanted = json!({"poll_db_no_merge": true, "disable_bulk_writes": false});
        judged(
            FeaturesEqual { connection: new(), features: wanted },
            &[http(json!({ "features": features }))],
        )
    };
    assert!(holds(&judge(json!({"poll_db_no_merge": true, "disable_bulk_writes": false, "newer": true}))));
    let other = judge(json!({"poll_db_no_merge": false, "disable_bulk_writes": false}));
    assert!(matches!(other, Judgement::NotYet(why) if why.contains("poll_db_no_merge to true")));
    assert!(!holds(&judge(json!({"poll_db_no_merge": true}))));
}

#[test]
fn another_version_of_the_api_is_named_with_the_one_of_before() {
    let judge = |version: Value| {
        let is = ApiVersionIs { connection: new(), version: "58.0".into() };
        judged(is, &[http(json!({"sf_info": { "api_version": version }}))])
    };
    assert!(holds(&judge(json!("58.0"))));
    let other = code(&judge(json!("64.0")));
    assert_eq!(other, "connect/api-version: it is 64.0 now, and was 58.0");
    assert!(matches!(judge(Value::Null), Judgement::Unread(_)));
}

#[test]
fn a_connection_is_destroyed_when_its_add_on_is_not_provisioned_any_more() {
    let destroy = || ConnectionDestroy { addon: "herokuconnect-a".into(), app: "acme-sync".into() };
    let addon = |state: &str| http(json!({"name": "herokuconnect-a", "state": state}));
    assert_eq!(landed(destroy(), &[gone()]), Landed::Yes);
    assert_eq!(landed(destroy(), &[addon("deprovisioning")]), Landed::Yes);
    assert_eq!(landed(destroy(), &[addon("provisioned")]), Landed::No(None));
    assert!(matches!(landed(destroy(), &[http(json!({"name": "herokuconnect-a"}))]), Landed::Unclear(_)));
    assert_eq!(sent(destroy()).request.body, Some(json!({"force": false})));
    let op: Op = destroy().into();
    assert!(op.known().unwrap().once(), "a refusal is looked at before it is believed");
}

#[test]
fn a_schema_is_aside_when_it_is_found_under_its_other_name() {
    let aside = SchemaAside {
        alone: Some(0),
        aside: Late::from("salesforce_old_r1"),
        failed: Some(0),
        place: place(Role::Lead),
        schema: "salesforce".into(),
        tables: vec!["account".into()],
        waits: Some(0),
    };
    let back = || SchemaBack {
        aside: aside.aside.clone(),
        place: aside.place.clone(),
        schema: aside.schema.clone(),
    };
    let there = || sql(json!({"tables": []}));
    assert_eq!(landed(aside.clone(), &[there()]), Landed::Yes);
    assert_eq!(landed(aside.clone(), &[failed("42P01")]), Landed::No(None));
    assert!(matches!(landed(aside.clone(), &[failed("42501")]), Landed::Unclear(_)));
    assert_eq!(landed(back(), &[failed("3F000")]), Landed::Yes);
    assert_eq!(landed(back(), &[there()]), Landed::No(None));
}
