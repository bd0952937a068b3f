//! Fields of mappings: what the org says of them, what a changed mapping does to its table, and what goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::scenario::{
    AlterNarrow, PutWhilePaused, RevisionPlace, SchemaFields, StaleRevision, Switches, UnmapLeaves,
};
use connect_simulator::{Act, ColumnAlter, ColumnChanges, Fault, FieldDefinition, Gauge, JobKind, Outcome};
use connect_wire::Method;
use serde_json::{json, Value};
use support::{names, Sim, CONNECT, LEAD};

const SCHEMA: &str = "salesforce";

fn with(change: impl FnOnce(&mut Switches)) -> Sim {
    let mut scenario = support::scenario("upgrade-follower");
    change(&mut scenario.switches);
    Sim::of(&scenario)
}

fn rest(sim: &mut Sim) {
    sim.settle();
    sim.until("at rest", 3_000, |sim| mapping(sim)["state"] == "DATA_SYNCED");
}

fn mapping(sim: &mut Sim) -> Value {
    let all = sim.connection()["mappings"].clone();
    all.as_array().unwrap().iter().find(|one| one["object_name"] == "Contact").unwrap().clone()
}

fn put(sim: &mut Sim, body: &Value) -> (u16, Value) {
    let id = mapping(sim)["id"].as_str().unwrap().to_owned();
    sim.region(Method::Put, &format!("/api/v3/mappings/{id}"), Some(body.clone()))
}

/// The mapping's configuration with its revision, as it was read.
fn config(sim: &mut Sim) -> Value {
    json!({"object_name": "Contact", "config": mapping(sim)["config"]})
}

fn same(sim: &mut Sim) -> (u16, Value) {
    let body = config(sim);
    put(sim, &body)
}

fn without(sim: &mut Sim, field: &str) -> (u16, Value) {
    let mut body = config(sim);
    body["config"]["fields"].as_object_mut().unwrap().remove(field).unwrap();
    put(sim, &body)
}

fn adding(sim: &mut Sim, field: &str) -> (u16, Value) {
    let mut body = config(sim);
    body["config"]["fields"][field] = json!({});
    put(sim, &body)
}

fn change(sim: &mut Sim, field: &str, definition: Value) {
    let definition: Option<FieldDefinition> = serde_json::from_value(definition).unwrap();
    let act = Act::FieldChange { object: "Contact".into(), field: field.into(), definition };
    sim.world.act(act, sim.now);
}

fn column(sim: &Sim, column: &str) -> Option<String> {
    let columns = sim.paper.columns(LEAD, SCHEMA, "contact").unwrap();
    columns.into_iter().find(|(name, _)| name == column).map(|(_, sql_type)| sql_type)
}

fn dependant(sim: &mut Sim, there: bool) {
    sim.paper.dependant(LEAD, SCHEMA, "contact", "name", "public.contacts", there);
}

fn diff(sim: &mut Sim, version: &str) -> Value {
    let id = sim.connection_id();
    let path = format!("/api/v3/connections/{id}/schema-diff?target_version={version}");
    let (_, found) = sim.region(Method::Get, &path, None);
    found["mappings"].as_array().unwrap().iter().find(|one| one["name"] == "Contact").unwrap().clone()
}

fn pause(sim: &mut Sim) {
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
}

fn arm(sim: &mut Sim, fault: &str) {
    sim.world.inject(fault.parse::<Fault>().unwrap());
}

#[test]
fn a_mapping_shows_the_fields_that_it_has() {
    let mut sim = Sim::new("upgrade-follower");
    let shown = mapping(&mut sim);
    let fields: Vec<&String> = shown["config"]["fields"].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        ["External_Id__c", "Id", "IsDeleted", "Name", "SystemModstamp", "Version__c", "Writer"]
    );
    let columns = sim.paper.columns(LEAD, SCHEMA, "contact").unwrap();
    let types: Vec<&str> = columns.iter().map(|(_, sql_type)| sql_type.as_str()).collect();
    assert_eq!(types, ["character varying(255)", "character varying(80)", "double precision", "text"]);
}

#[test]
fn a_longer_text_is_followed_when_the_mapping_is_saved() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    change(&mut sim, "External_Id__c", json!({"type": "string", "length": 120}));
    sim.pass(3_000);
    rest(&mut sim);
    assert_eq!(column(&sim, "external_id__c").unwrap(), "character varying(80)", "nothing by itself");
    let before = mapping(&mut sim);
    let (status, changed) = same(&mut sim);
    assert_eq!((status, &changed["state"]), (200, &json!("SCHEMA_CHANGED")), "{changed}");
    assert_eq!(changed["config"]["revision"], before["config"]["revision"].as_u64().unwrap() + 1);
    assert_ne!(changed["updated_at"], before["updated_at"]);
    rest(&mut sim);
    assert_eq!(column(&sim, "external_id__c").unwrap(), "character varying(120)");
}

#[test]
fn saving_it_in_the_dashboard_does_the_same() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    let revision = mapping(&mut sim)["config"]["revision"].as_u64().unwrap();
    sim.world.act(Act::MappingEdit { addon: CONNECT.into(), object: "Contact".into() }, sim.now);
    assert_eq!(mapping(&mut sim)["config"]["revision"], revision + 1);
    rest(&mut sim);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(300)");
}

#[test]
fn nothing_changes_where_saving_alters_nothing() {
    let mut sim = with(|switches| switches.put_same_config_alters = false);
    rest(&mut sim);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    let (status, changed) = same(&mut sim);
    assert_eq!((status, &changed["state"]), (200, &json!("DATA_SYNCED")));
    sim.pass(3_000);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(255)");
}

#[test]
fn a_shorter_text_is_tried_and_cuts_only_where_the_switch_says() {
    for (narrow, cuts) in [(AlterNarrow::Error, false), (AlterNarrow::Truncate, true)] {
        let mut sim = with(|switches| switches.alter_narrow = narrow);
        rest(&mut sim);
        change(&mut sim, "Name", json!({"type": "string", "length": 20}));
        assert_eq!(same(&mut sim).0, 200);
        let asked = sim.world.jobs().into_iter().find_map(|job| match job.kind {
            JobKind::AlterMapping { changes, .. } => Some(changes),
            _ => None,
        });
        let sql_type = "character varying(20)".to_owned();
        let alter = vec![ColumnAlter { column: "name".into(), sql_type: sql_type.clone(), cuts }];
        assert_eq!(asked, Some(ColumnChanges { alter, ..ColumnChanges::default() }), "{narrow:?}");
        rest(&mut sim);
        assert_eq!(column(&sim, "name"), Some(sql_type));
    }
}

#[test]
fn what_could_not_be_loaded_is_loaded_with_what_comes_next() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    without(&mut sim, "Writer");
    rest(&mut sim);
    arm(&mut sim, "load-fails#1");
    adding(&mut sim, "Writer");
    sim.pass(1_000);
    assert_eq!(mapping(&mut sim)["state"], "BULK_LOAD_ERROR");
    assert_eq!(adding(&mut sim, "CreatedDate").1["state"], "SCHEMA_CHANGED");
    let mut loaded = Vec::new();
    while mapping(&mut sim)["state"] != "DATA_SYNCED" {
        for job in sim.world.jobs() {
            if let JobKind::LoadColumns { fields, .. } = &job.kind {
                loaded.clone_from(fields);
            }
            sim.paper.perform(&mut sim.world, &job, sim.now);
        }
    }
    assert_eq!(loaded, ["Writer", "CreatedDate"]);
    assert_eq!(column(&sim, "createddate").unwrap(), "timestamp without time zone");
}

#[test]
fn another_type_needs_the_field_to_go_and_come_back() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    change(&mut sim, "Version__c", json!({"type": "string", "length": 40}));
    assert_eq!(same(&mut sim).1["state"], "DATA_SYNCED", "there is nothing to do by itself");
    assert_eq!(column(&sim, "version__c").unwrap(), "double precision");
    assert_eq!(without(&mut sim, "Version__c").1["state"], "SCHEMA_CHANGED");
    rest(&mut sim);
    assert_eq!(column(&sim, "version__c"), None);
    assert!(mapping(&mut sim)["config"]["fields"].get("Version__c").is_none());
    let (status, added) = adding(&mut sim, "Version__c");
    assert_eq!((status, &added["state"]), (200, &json!("SCHEMA_CHANGED")));
    let altering = sim.world.jobs().into_iter().find(|job| matches!(job.kind, JobKind::AlterMapping { .. }));
    sim.paper.perform(&mut sim.world, &altering.unwrap(), sim.now);
    assert_eq!(mapping(&mut sim)["state"], "RESYNC");
    rest(&mut sim);
    assert_eq!(column(&sim, "version__c").unwrap(), "character varying(40)");
}

#[test]
fn a_column_may_outlive_its_mapping() {
    let mut sim = with(|switches| switches.unmap_drops_column = false);
    rest(&mut sim);
    assert_eq!(without(&mut sim, "Writer").0, 200);
    rest(&mut sim);
    assert!(mapping(&mut sim)["config"]["fields"].get("Writer").is_none());
    assert_eq!(column(&sim, "writer").unwrap(), "text");
}

#[test]
fn a_mapping_shows_what_waits_of_its_own_table() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    let connection = sim.connection_id();
    for (object, pending) in [("Contact", 3), ("Account", 0)] {
        let gauge =
            Gauge::Mapping { connection: connection.clone(), object: object.into(), db: 5, sf: 4, pending };
        sim.world.gauge(gauge, sim.now);
        let all = sim.connection()["mappings"].clone();
        let shown = all.as_array().unwrap().iter().find(|one| one["object_name"] == object).unwrap();
        assert_eq!(shown["counts"], json!({"db": 5, "sf": 4, "pending": pending, "errors": 0}));
    }
}

#[test]
fn of_a_mapping_that_is_deleted_all_its_table_or_nothing_is_left() {
    use UnmapLeaves::{All, Nothing, Table};
    for (leaves, hung, gone) in
        [(All, false, false), (Table, false, false), (Nothing, false, true), (Nothing, true, false)]
    {
        let mut sim = with(|switches| switches.unmap_leaves = leaves);
        rest(&mut sim);
        dependant(&mut sim, hung);
        let path = format!("/api/v3/mappings/{}", mapping(&mut sim)["id"].as_str().unwrap());
        assert_eq!(sim.region(Method::Delete, &path, None).0, 204);
        sim.settle();
        assert_eq!(sim.paper.columns(LEAD, SCHEMA, "contact").is_none(), gone, "{leaves:?}");
        assert_eq!(sim.region(Method::Get, &path, None).0, 404);
        assert_eq!(sim.connection()["state"], "IDLE");
    }
}

#[test]
fn of_a_mapping_that_was_never_in_step_nothing_can_be_told() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    let path = format!("/api/v3/mappings/{}", mapping(&mut sim)["id"].as_str().unwrap());
    assert_eq!(sim.region(Method::Delete, &path, None).0, 204);
    let body = json!({"object_name": "Contact", "config": {"access": "read_only", "fields": {"Name": {}}}});
    let mappings = format!("/api/v3/connections/{}/mappings", sim.connection_id());
    assert_eq!(sim.region(Method::Post, &mappings, Some(body)).0, 201);
    let told = diff(&mut sim, "65.0");
    assert_eq!((&told["action_undetermined"], &told["has_unsafe_changes"]), (&json!(true), &json!(false)));
    rest(&mut sim);
    assert_eq!(diff(&mut sim, "65.0")["action_undetermined"], false);
}

#[test]
fn the_org_tells_types_or_does_not() {
    let mut sim = Sim::new("upgrade-follower");
    change(&mut sim, "Nickname__c", json!({"type": "picklist", "length": 255, "required": true}));
    let path = format!("/api/v3/connections/{}/schemas/Contact", sim.connection_id());
    let (_, found) = sim.region(Method::Get, &path, None);
    let fields = found["fields"].as_array().unwrap();
    assert!(
        fields.contains(&json!({"name": "Nickname__c", "required": true, "type": "picklist", "length": 255}))
    );
    assert!(
        fields.contains(&json!({"name": "Version__c", "required": false, "type": "double", "length": null}))
    );
    let mut sim = with(|switches| switches.schema_fields = SchemaFields::Bare);
    let (_, found) = sim.region(Method::Get, &path, None);
    let bare = json!({"name": "Version__c", "required": false});
    assert!(found["fields"].as_array().unwrap().contains(&bare), "{found}");
    assert!(!names(&found["fields"], "/name").contains(&"Nickname__c".to_owned()));
}

#[test]
fn the_difference_is_told_and_how_bad_it_is() {
    let mut sim = Sim::new("upgrade-follower");
    assert_eq!(diff(&mut sim, "64.0")["result_message"], "no change");
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    let longer = diff(&mut sim, "64.0");
    assert_eq!(longer["result_message"], "length increased for field(s): Name");
    assert_eq!(
        (&longer["fields_have_changed"], &longer["has_unsafe_changes"]),
        (&json!(true), &json!(false))
    );
    change(&mut sim, "External_Id__c", json!({"type": "string", "length": 20}));
    change(&mut sim, "Writer", json!(null));
    let bad = diff(&mut sim, "64.0");
    assert_eq!(bad["has_unsafe_changes"], true);
    assert_eq!(
        bad["result_message"],
        "length increased for field(s): Name\ndefinitions changed for field(s): External_Id__c\nfields removed: Writer"
    );
    let mut sim = with(|switches| switches.schema_diff_sees_drift = false);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    assert_eq!(diff(&mut sim, "64.0")["fields_have_changed"], false);
    assert_eq!(diff(&mut sim, "65.0")["fields_have_changed"], true);
}

#[test]
fn another_api_version_is_refused_with_unsafe_changes_and_brings_longer_texts() {
    let mut sim = Sim::new("upgrade-follower");
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    change(&mut sim, "Version__c", json!({"type": "string", "length": 40}));
    pause(&mut sim);
    let path = format!("/api/v3/connections/{}/actions/change-sf-api-version", sim.connection_id());
    let version = json!({"target_version": "65.0"});
    let (status, refused) = sim.region(Method::Post, &path, Some(version.clone()));
    assert_eq!(status, 409, "{refused}");
    assert!(refused["message"].is_string() && refused["mappings"].is_array(), "{refused}");
    assert_eq!(
        (&refused["current_api_version"], &refused["target_api_version"]),
        (&json!("64.0"), &json!("65.0"))
    );
    change(&mut sim, "Version__c", json!({"type": "double"}));
    assert_eq!(sim.region(Method::Post, &path, Some(version)).0, 202);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(255)");
    sim.connect_action("resume");
    rest(&mut sim);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(300)");
}

#[test]
fn an_older_revision_is_refused_or_taken() {
    for (switch, expected) in [(StaleRevision::Refused, 409), (StaleRevision::Accepted, 200)] {
        let mut sim = with(|switches| switches.stale_revision = switch);
        rest(&mut sim);
        let body = config(&mut sim);
        sim.world.act(Act::MappingEdit { addon: CONNECT.into(), object: "Contact".into() }, sim.now);
        assert_eq!(put(&mut sim, &body).0, expected);
    }
}

#[test]
fn the_revision_has_its_place() {
    use RevisionPlace::{Config, Either, Top};
    for (place, inside, beside) in [(Config, 200, 409), (Top, 409, 200), (Either, 200, 200)] {
        let mut sim = with(|switches| switches.revision_place = place);
        rest(&mut sim);
        assert_eq!(same(&mut sim).0, inside, "{place:?}");
        let mut body = config(&mut sim);
        body["revision"] = body["config"].as_object_mut().unwrap().remove("revision").unwrap();
        assert_eq!(put(&mut sim, &body).0, beside, "{place:?}");
    }
}

#[test]
fn a_paused_connection_refuses_a_change_or_keeps_it_for_later() {
    let mut sim = Sim::new("upgrade-follower");
    pause(&mut sim);
    let (status, refused) = same(&mut sim);
    assert_eq!(status, 409);
    assert!(refused["message"].is_string());
    let mut sim = with(|switches| switches.put_while_paused = PutWhilePaused::Queue);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    pause(&mut sim);
    assert_eq!(same(&mut sim).0, 200);
    sim.pass(3_000);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(255)");
    sim.connect_action("resume");
    rest(&mut sim);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(300)");
}

#[test]
fn a_working_mapping_takes_no_change() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    assert_eq!(same(&mut sim).0, 200);
    assert_eq!(same(&mut sim).0, 409);
}

#[test]
fn what_depends_on_a_column_holds_the_mapping_up_until_it_is_gone() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    dependant(&mut sim, true);
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    assert_eq!(same(&mut sim).0, 200);
    sim.pass(5_000);
    assert_eq!(mapping(&mut sim)["state"], "SCHEMA_CHANGED");
    assert_eq!(column(&sim, "name").unwrap(), "character varying(255)");
    dependant(&mut sim, false);
    rest(&mut sim);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(300)");
    dependant(&mut sim, true);
    assert_eq!(without(&mut sim, "Name").0, 200);
    sim.pass(5_000);
    assert!(column(&sim, "name").is_some());
    dependant(&mut sim, false);
    rest(&mut sim);
    assert_eq!(column(&sim, "name"), None);
}

#[test]
fn a_deleted_field_stops_its_mapping_and_nothing_else() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    change(&mut sim, "Writer", json!(null));
    sim.until("it is found out", 3_000, |sim| mapping(sim)["state"] == "BAD_CONFIG");
    let path = format!("/api/v3/connections/{}/notifications", sim.connection_id());
    let (_, notices) = sim.region(Method::Get, &path, None);
    assert_eq!(notices["results"][0]["event_type"], "mapping-error");
    assert!(notices["results"][0]["message"].as_str().unwrap().contains("Writer"), "{notices}");
    sim.pass(3_000);
    assert_eq!(mapping(&mut sim)["state"], "BAD_CONFIG");
    assert!(["IDLE", "POLLING_DB_CHANGES"].contains(&sim.connection()["state"].as_str().unwrap()));
    let mut later = sim.world.clone();
    later.advance(sim.now + 3_000);
    let polls = later.jobs().into_iter().find_map(|job| match job.kind {
        JobKind::PollOrg(target) => Some(target),
        _ => None,
    });
    assert!(!polls.unwrap().mappings.iter().any(|spec| spec.object == "Contact"), "it is polled no more");
    assert_eq!(same(&mut sim).0, 200);
    assert_eq!(mapping(&mut sim)["state"], "BAD_CONFIG", "it still lists the field");
    assert_eq!(without(&mut sim, "Writer").0, 200);
    rest(&mut sim);
    assert_eq!(column(&sim, "writer"), None);
    change(&mut sim, "Name", json!(null));
    sim.until("again", 3_000, |sim| mapping(sim)["state"] == "BAD_CONFIG");
    change(&mut sim, "Name", json!({"type": "string", "length": 255}));
    assert_eq!(same(&mut sim).0, 200);
    rest(&mut sim);
    assert!(column(&sim, "name").is_some());
}

#[test]
fn a_field_that_the_org_lacks_is_accepted_and_breaks_the_mapping() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    let (status, shown) = adding(&mut sim, "Nobodys__c");
    assert_eq!((status, &shown["state"]), (200, &json!("BAD_CONFIG")));
    assert!(shown["config"]["fields"].get("Nobodys__c").is_some());
    assert_eq!(column(&sim, "nobodys__c"), None);
    assert_eq!(without(&mut sim, "Nobodys__c").0, 200);
    rest(&mut sim);
}

#[test]
fn a_change_may_have_no_effect() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    arm(&mut sim, "put-no-effect#1");
    change(&mut sim, "Name", json!({"type": "string", "length": 300}));
    let revision = mapping(&mut sim)["config"]["revision"].as_u64().unwrap();
    let (status, shown) = same(&mut sim);
    assert_eq!((status, &shown["state"]), (200, &json!("DATA_SYNCED")));
    assert_eq!(shown["config"]["revision"], revision + 1);
    sim.pass(3_000);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(255)");
    rest(&mut sim);
    same(&mut sim);
    rest(&mut sim);
    assert_eq!(column(&sim, "name").unwrap(), "character varying(300)");
}

#[test]
fn altering_may_hang_and_loading_may_fail() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    arm(&mut sim, "alter-stuck");
    assert_eq!(without(&mut sim, "Writer").0, 200);
    sim.pass(5_000);
    assert_eq!(mapping(&mut sim)["state"], "SCHEMA_CHANGED");
    sim.world.heal(sim.now);
    rest(&mut sim);
    arm(&mut sim, "load-fails#1");
    assert_eq!(adding(&mut sim, "Writer").0, 200);
    sim.pass(3_000);
    assert_eq!(mapping(&mut sim)["state"], "BULK_LOAD_ERROR");
    assert_eq!(column(&sim, "writer").unwrap(), "text");
    assert_eq!(same(&mut sim).1["state"], "RESYNC", "saved again, it is loaded again");
    rest(&mut sim);
}

#[test]
fn a_load_that_fails_breaks_the_mapping_and_one_without_database_waits() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    without(&mut sim, "Writer");
    rest(&mut sim);
    adding(&mut sim, "Writer");
    let end = sim.now + 5_000;
    for (reason, state) in [("unavailable", "RESYNC"), ("something else", "BULK_LOAD_ERROR")] {
        let mut loading = None;
        while loading.is_none() {
            sim.now += 50;
            sim.world.advance(sim.now);
            for job in sim.world.jobs() {
                match job.kind {
                    JobKind::LoadColumns { .. } => loading = Some(job),
                    _ => sim.paper.perform(&mut sim.world, &job, sim.now),
                }
            }
            assert!(sim.now < end, "it never loads");
        }
        sim.world.complete(loading.unwrap().id, Outcome::Failed(reason.to_owned()), sim.now);
        assert_eq!(mapping(&mut sim)["state"], state);
    }
}

#[test]
fn an_import_changes_a_mapping_as_a_put_does() {
    let mut sim = with(|switches| switches.mappings_appear_ms = 0);
    rest(&mut sim);
    let mut entry = config(&mut sim);
    entry["config"]["access"] = json!("read_only");
    entry["config"]["indexes"]["Name"] = json!({"unique": false, "kept": 7});
    entry["config"]["sf_max_daily_api_calls"] = json!(12);
    entry["config"]["fields"].as_object_mut().unwrap().remove("Writer");
    let path = format!("/api/v3/connections/{}/actions/import", sim.connection_id());
    let nothing = json!({"object_name": "Nothing__c", "config": {"fields": {"Name": {}}}});
    let case = json!({"object_name": "Case", "config": {"access": "read_write", "fields": {"Name": {}}}});
    let file = json!({"mappings": [entry, nothing, case]});
    assert_eq!(sim.region(Method::Post, &path, Some(file)).0, 202);
    let states = names(&sim.connection()["mappings"], "/state");
    assert_eq!((&*states[4], &*states[5]), ("BAD_CONFIG", "INITIAL"));
    assert!(sim.paper.columns(LEAD, SCHEMA, "case").is_none());
    rest(&mut sim);
    let shown = mapping(&mut sim);
    assert_eq!(shown["config"]["indexes"]["Name"], json!({"unique": false, "kept": 7}));
    assert_eq!(
        (&shown["access"], &shown["config"]["sf_max_daily_api_calls"]),
        (&json!("read_only"), &json!(12))
    );
    assert_eq!(column(&sim, "writer"), None);
    sim.until("the new one is loaded", 3_000, |sim| {
        sim.connection()["mappings"][5]["state"] == "DATA_SYNCED"
    });
    assert_eq!(
        sim.paper.columns(LEAD, SCHEMA, "case").unwrap(),
        [("name".to_owned(), "character varying(255)".to_owned())]
    );
    sim.until("the connection goes on", 3_000, |sim| sim.connection()["state"] == "IDLE");
}

#[test]
fn columns_travel_with_a_copy() {
    let mut sim = Sim::new("upgrade-follower");
    rest(&mut sim);
    sim.follower("follower-one");
    without(&mut sim, "Writer");
    rest(&mut sim);
    sim.pass(500);
    let of = |sim: &Sim, addon: &str| sim.paper.columns(addon, SCHEMA, "contact").unwrap();
    assert_eq!(of(&sim, "follower-one"), of(&sim, LEAD));
    assert_eq!(of(&sim, LEAD).len(), 3);
}
