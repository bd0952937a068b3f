//! Connect's work, both ways, and what interruptions and wrong addresses do to it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeMap;

use connect_hardware::org::{fields, Fields};
use connect_hardware::{
    load_mapping, log_counts, mapping_counts, poll_org, read_log, Org, Source, Stamp, WorkError,
};
use serde_json::{json, Value};
use support::*;

fn names(org: &Org, object: &str) -> Vec<String> {
    let live =
        org.changed_since(object, Stamp::default()).unwrap().into_iter().filter(|record| !record.deleted);
    live.filter_map(|record| record.text("Name").map(str::to_owned)).collect()
}

fn all_of(org: &Org) -> Value {
    serde_json::from_slice(&org.dump().unwrap()).unwrap()
}

#[test]
fn what_the_app_writes_reaches_the_org_once() {
    let folder = Folder::new("send");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-send", 15).unwrap().url();
    install(&url);
    let org = org(&folder);
    let read = || read_log(&url, SCHEMA, &mappings(), &org).unwrap();

    run(&url, "INSERT INTO salesforce.account (name, external_id__c, version__c, writer) VALUES ('a', 'k1', 1, 'web.1')");
    run(&url, "UPDATE salesforce.account SET version__c = 2, name = 'b'");
    run(&url, "INSERT INTO salesforce.contact (name, version__c) VALUES ('c', 1)");
    run(&url, "INSERT INTO salesforce.product2 (name) VALUES ('local')");
    run(&url, "UPDATE salesforce.contact SET name = 'c'");
    let report = read();
    assert_eq!((report.sent, report.refused.len(), report.set_aside), (3, 0, 2));

    let account = org.find("Account", "External_Id__c", "k1").unwrap().remove(0);
    assert_eq!((account.text("Name"), account.number("Version__c")), (Some("b"), Some(2.0)));
    let row = value(&url, "SELECT sfid || _hc_lastop || coalesce(_hc_err, '') FROM salesforce.account");
    assert_eq!(row, format!("{}SYNCED", account.id));
    assert_eq!((names(&org, "Contact"), org.count("Product2")), (vec!["c".to_owned()], 0));
    assert_eq!(log_counts(&url, SCHEMA).unwrap().waiting(), 0);
    let states = "SELECT string_agg(state, ',' ORDER BY id) FROM salesforce._trigger_log_archive";
    assert_eq!(value(&url, states), "SUCCESS,SUCCESS,SUCCESS,READONLY,IGNORED");

    run(&url, "DELETE FROM salesforce.account");
    assert_eq!(read().sent, 1);
    assert!(org.get("Account", &account.id).unwrap().unwrap().deleted);
    run(&url, "SET xmlbinary TO 'hex'; INSERT INTO salesforce.contact (sfid, name) VALUES ('0030000', 'x')");
    run(&url, "UPDATE salesforce.contact SET name = 'y' WHERE sfid = '0030000'");
    assert_eq!(read().refused.len(), 1);
    assert_eq!(log_counts(&url, SCHEMA).unwrap().failed, 1);
    assert!(value(&url, "SELECT _hc_err FROM salesforce.contact WHERE sfid = '0030000'")
        .contains("INVALID_CROSS"));
    let contact = mapping_counts(&url, SCHEMA, &mappings()).unwrap().remove(1);
    assert_eq!((contact.db, contact.errors, contact.pending), (2, 1, 0));
}

#[test]
fn what_the_org_changes_reaches_the_tables() {
    let folder = Folder::new("poll");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-poll", 17).unwrap().url();
    install(&url);
    let org = org(&folder);
    org.seed("Account", 3).unwrap();
    for mapping in mappings() {
        let loaded = load_mapping(&url, SCHEMA, &mapping, &org).unwrap();
        assert_eq!(loaded.rows as usize, org.count(&mapping.object));
    }
    (0..200).for_each(|_| org.step().unwrap());
    let report = poll_org(&url, SCHEMA, &mappings(), &org, Stamp::default()).unwrap();
    for mapping in mappings() {
        assert_eq!(table(&url, &mapping.table()), live(&org, &mapping.object), "{}", mapping.object);
    }
    (0..200).for_each(|_| org.step().unwrap());
    let again = poll_org(&url, SCHEMA, &mappings(), &org, report.up_to).unwrap();
    assert!(again.updated > 0 && again.inserted > 0 && again.deleted > 0, "{again:?}");
    for mapping in mappings() {
        assert_eq!(table(&url, &mapping.table()), live(&org, &mapping.object), "{}", mapping.object);
    }
    assert_eq!(log_counts(&url, SCHEMA).unwrap().head, 0, "nothing of it was captured");
    let still = poll_org(&url, SCHEMA, &mappings(), &org, again.up_to).unwrap();
    assert_eq!((still.inserted, still.updated, still.deleted, still.up_to), (0, 0, 0, again.up_to));

    // Polling while the org goes on: nothing falls between two polls.
    org.start(1000).unwrap();
    let mut since = still.up_to;
    for _ in 0..10 {
        since = poll_org(&url, SCHEMA, &mappings(), &org, since).unwrap().up_to;
    }
    org.stop();
    poll_org(&url, SCHEMA, &mappings(), &org, since).unwrap();
    for mapping in mappings() {
        assert_eq!(table(&url, &mapping.table()), live(&org, &mapping.object), "{}", mapping.object);
    }
}

/// Makes the session break off that archives this entry.
fn cut_at(superuser: &str, entry: i32) {
    let body = format!(
        "IF NEW.id = {entry} THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW;"
    );
    run(
        superuser,
        &format!(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body} END$$;
             CREATE TRIGGER cut BEFORE INSERT ON salesforce._trigger_log_archive FOR EACH ROW EXECUTE FUNCTION cut()"
        ),
    );
}

fn mend(superuser: &str) {
    run(superuser, "DROP TRIGGER cut ON salesforce._trigger_log_archive");
}

/// `sfid` to version of all rows.
fn table(url: &str, table: &str) -> BTreeMap<String, f64> {
    let rows = client(url).query(&format!("SELECT sfid, version__c FROM salesforce.{table}"), &[]).unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn live(org: &Org, object: &str) -> BTreeMap<String, f64> {
    let records = org.changed_since(object, Stamp::default()).unwrap();
    let live = records.into_iter().filter(|record| !record.deleted);
    live.map(|record| (record.id.clone(), record.number("Version__c").unwrap())).collect()
}

#[test]
fn a_poll_never_takes_a_newer_row_back() {
    let folder = Folder::new("race");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-race", 15).unwrap().url();
    install(&url);
    let org = org(&folder);
    run(&url, "INSERT INTO salesforce.contact (name, version__c) VALUES ('a', 1)");
    read_log(&url, SCHEMA, &mappings(), &org).unwrap();
    run(&url, "UPDATE salesforce.contact SET version__c = 2");
    poll_org(&url, SCHEMA, &mappings(), &org, Stamp::default()).unwrap();
    assert_eq!(value(&url, "SELECT version__c FROM salesforce.contact"), "2");
    assert_eq!(value(&url, "SELECT count(*) FROM salesforce.contact WHERE systemmodstamp IS NOT NULL"), "1");
    read_log(&url, SCHEMA, &mappings(), &org).unwrap();
    assert_eq!(live(&org, "Contact").into_values().collect::<Vec<_>>(), [2.0]);
}

#[test]
fn a_row_changed_again_stays_pending_and_a_long_log_keeps_its_order() {
    let folder = Folder::new("order");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-order", 15).unwrap().url();
    install(&url);
    let org = org(&folder);
    run(&url, "INSERT INTO salesforce.opportunity (name, version__c) SELECT 'o' || n, 0 FROM generate_series(1, 60) n");
    let states = "SELECT string_agg(DISTINCT _hc_lastop, ',') || count(sfid) FROM salesforce.opportunity";
    for version in 1..=9 {
        run(&url, &format!("UPDATE salesforce.opportunity SET version__c = {version}"));
    }
    assert_eq!(value(&url, states), "PENDING0");
    let superuser = fleet.superuser_url("postgresql-order").unwrap();
    cut_at(&superuser, 150);
    read_log(&url, SCHEMA, &mappings(), &org).unwrap_err();
    assert_eq!(value(&url, states), "PENDING60", "the inserts are through, later changes wait");
    mend(&superuser);
    assert_eq!(read_log(&url, SCHEMA, &mappings(), &org).unwrap().sent, 60 * 10 - 100);
    assert_eq!(value(&url, states), "SYNCED60");
    assert!(live(&org, "Opportunity").values().all(|version| *version == 9.0));
    let dump = all_of(&org);
    let mut last: BTreeMap<&str, f64> = BTreeMap::new();
    for change in dump["history"].as_array().unwrap() {
        let version = change["fields"]["Version__c"].as_f64().unwrap();
        let before = last.insert(change["id"].as_str().unwrap(), version).unwrap_or(0.0);
        assert!(version >= before, "{change} after {before}");
    }
}

#[test]
fn a_reading_that_is_cut_off_is_taken_up_without_doubles() {
    let folder = Folder::new("cut");
    let fleet = fleet(&folder);
    let endpoint = fleet.create("postgresql-cut", 15).unwrap();
    let url = endpoint.url();
    install(&url);
    let org = org(&folder);
    run(&url, "INSERT INTO salesforce.account (name, external_id__c) SELECT 'a' || n, 'k' || n FROM generate_series(1, 5) n");
    run(&url, "INSERT INTO salesforce.contact (name) SELECT 'c' || n FROM generate_series(1, 5) n");
    // The archive refuses: everything reaches the org, and the session breaks off before the outcome is noted.
    let superuser = fleet.superuser_url("postgresql-cut").unwrap();
    cut_at(&superuser, 9);
    let cut = read_log(&url, SCHEMA, &mappings(), &org);
    assert!(matches!(cut, Err(WorkError::Unavailable(_))), "{cut:?}");
    let counts = log_counts(&url, SCHEMA).unwrap();
    assert_eq!((counts.pending, org.count("Account"), org.count("Contact")), (10, 5, 5));
    assert!(counts.oldest_pending_seconds.is_some());

    // A poll in between does not mistake them for the org's own.
    let since = poll_org(&url, SCHEMA, &mappings(), &org, Stamp::default()).unwrap().up_to;
    mend(&superuser);
    let report = read_log(&url, SCHEMA, &mappings(), &org).unwrap();
    assert_eq!((report.sent, report.retried), (10, 10));
    poll_org(&url, SCHEMA, &mappings(), &org, since).unwrap();
    for table in ["account", "contact"] {
        assert_eq!(
            value(&url, &format!("SELECT count(*) || ' ' || count(sfid) FROM salesforce.{table}")),
            "5 5"
        );
    }
    assert_eq!((org.count("Account"), org.count("Contact")), (5, 5));
}

#[test]
fn pointed_wrong_it_does_wrong() {
    let folder = Folder::new("wrong");
    let fleet = fleet(&folder);
    let right = fleet.create("postgresql-right", 15).unwrap();
    install(&right.url());
    let org = org(&folder);
    let wrong = fleet.replica("postgresql-right", "postgresql-wrong").unwrap();
    org.insert("Contact", Fields::from_iter([("Name".to_owned(), json!("n"))]), Source::Org).unwrap();
    let refused = poll_org(&wrong.url(), SCHEMA, &mappings(), &org, Stamp::default()).unwrap_err();
    assert_eq!(refused.state(), Some("25006"), "a follower cannot be written: {refused}");

    run(&right.url(), "INSERT INTO salesforce.contact (name) VALUES ('twice')");
    wait_until("the follower has it", || {
        value(&wrong.url(), "SELECT count(*) FROM salesforce.contact") == "1"
    });
    fleet.unfollow("postgresql-wrong").unwrap();
    for url in [right.url(), wrong.url()] {
        read_log(&url, SCHEMA, &mappings(), &org).unwrap();
    }
    assert_eq!(
        names(&org, "Contact"),
        ["n", "twice", "twice"],
        "the same entry in two databases is sent twice"
    );

    fleet.crash("postgresql-right").unwrap();
    let down = read_log(&right.url(), SCHEMA, &mappings(), &org);
    assert!(matches!(down, Err(WorkError::Unavailable(_))), "{down:?}");
    let missing = log_counts(&wrong.url(), "elsewhere").unwrap_err();
    assert_eq!(missing.state(), Some("42P01"));
}

#[test]
fn the_history_holds_every_accepted_change_in_order() {
    let folder = Folder::new("history");
    let org = org(&folder);
    (0..50).for_each(|_| org.step().unwrap());
    let made = org.insert("Contact", fields([("Name", json!("c"))]), Source::Connect).unwrap();
    org.delete("Contact", &made.id, Source::Org).unwrap();
    assert!(org.update("Contact", &made.id, Fields::new(), Source::Connect).is_err());
    assert!(org.insert("Lead", Fields::new(), Source::Org).is_err());

    let dump = all_of(&org);
    let history = dump["history"].as_array().unwrap();
    assert_eq!(history.len(), 52, "a refused change is not in it");
    let stamps: Vec<i64> = history.iter().map(|change| change["systemModstamp"].as_i64().unwrap()).collect();
    assert!(stamps.windows(2).all(|pair| pair[0] < pair[1]), "stamps rise strictly");
    let file = std::fs::read_to_string(folder.0.join("org-history.jsonl")).unwrap();
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, history);
    assert_eq!((&history[51]["op"], &history[51]["source"]), (&json!("delete"), &json!("org")));
    let records = dump["records"]["Contact"].as_array().unwrap();
    let record = records.iter().find(|record| record["Id"] == json!(made.id)).unwrap();
    assert_eq!((&record["IsDeleted"], &record["Name"]), (&json!(true), &json!("c")));

    let count = || all_of(&org)["history"].as_array().unwrap().len();
    org.start(500).unwrap();
    wait_until("the org changes by itself", || count() > 60);
    org.stop();
    let stopped = count();
    assert_eq!(count(), stopped);
}
