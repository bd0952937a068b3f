//! Altering the tables of mappings, and filling columns that were added.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeMap;

use connect_hardware::org::fields;
use connect_hardware::{
    alter_mapping, connect_schema, leave_mapping, load_columns, load_mapping, log_counts, poll_org,
    poll_org_from, read_log, Access, Field, Mapping, Org, OrgOptions, Source, Stamp, TableChanges, Unmapped,
};
use serde_json::json;
use support::*;

fn contact() -> Mapping {
    Mapping::new("Contact", Access::ReadWrite)
}

fn without(field: &str) -> (Mapping, TableChanges) {
    let mut mapping = contact();
    mapping.fields.retain(|one| one.name != field);
    (mapping, TableChanges { drop: vec![field.to_lowercase()], ..TableChanges::default() })
}

/// The mapping and what makes its column this type.
fn typed(field: &str, sql_type: &str, cuts: bool) -> (Mapping, TableChanges) {
    let mut mapping = contact();
    for one in mapping.fields.iter_mut().filter(|one| one.name == field) {
        sql_type.clone_into(&mut one.sql_type);
    }
    let alter = vec![(field.to_lowercase(), sql_type.to_owned(), cuts)];
    (mapping, TableChanges { alter, ..TableChanges::default() })
}

fn adding(field: &str, sql_type: &str) -> (Mapping, TableChanges) {
    let (mut mapping, _) = without(field);
    mapping.fields.push(Field { name: field.to_owned(), sql_type: sql_type.to_owned() });
    let add = vec![(field.to_lowercase(), sql_type.to_owned())];
    (mapping, TableChanges { add, ..TableChanges::default() })
}

fn alter(url: &str, (mapping, changes): &(Mapping, TableChanges)) -> Result<(), Option<String>> {
    alter_mapping(url, SCHEMA, mapping, changes).map_err(|error| error.state().map(str::to_owned))
}

fn refused(state: &str) -> Result<(), Option<String>> {
    Err(Some(state.to_owned()))
}

fn column(url: &str, column: &str) -> String {
    value(
        url,
        &format!(
            "SELECT coalesce((SELECT format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = 'salesforce.contact'::regclass AND attname = '{column}' AND NOT attisdropped), 'none')"
        ),
    )
}

/// Three contacts of the org in the table.
fn filled(url: &str, folder: &Folder) -> Org {
    install(url);
    let org = org(folder);
    org.seed("Contact", 3).unwrap();
    load_mapping(url, SCHEMA, &contact(), &org).unwrap();
    org
}

#[test]
fn a_table_follows_its_mapping_and_goes_on_being_captured() {
    let folder = Folder::new("alter");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-alter", 15).unwrap().url();
    let org = filled(&url, &folder);
    // A session from before sees its rows captured afterwards too.
    let mut app = client(&url);
    app.batch_execute("UPDATE salesforce.contact SET name = 'one'").unwrap();

    alter(&url, &typed("External_Id__c", "character varying(120)", false)).unwrap();
    assert_eq!(column(&url, "external_id__c"), "character varying(120)");
    let gone = without("Writer");
    alter(&url, &gone).unwrap();
    assert_eq!(column(&url, "writer"), "none");
    assert_eq!(log_counts(&url, SCHEMA).unwrap().new, 3, "altering is not captured");
    app.batch_execute("UPDATE salesforce.contact SET name = 'two'").unwrap();
    assert_eq!(log_counts(&url, SCHEMA).unwrap().new, 6);

    // Entries from before name a column that is mapped no more.
    let mappings = [gone.0.clone()];
    run(&url, "UPDATE salesforce._trigger_log SET values = values || ', \"writer\"=>\"x\"' WHERE id = 1");
    let report = read_log(&url, SCHEMA, &mappings, &org).unwrap();
    assert_eq!((report.sent, report.refused.len()), (6, 0));
    let records = org.changed_since("Contact", Stamp::default()).unwrap();
    assert!(records.iter().all(|one| one.text("Writer") == Some("org") && one.text("Name") == Some("two")));

    // What the org changes reaches a table without the column, and then the column again.
    org.insert(
        "Contact",
        fields([("Name", json!("new")), ("Version__c", json!(1.0)), ("Writer", json!("org"))]),
        Source::Org,
    )
    .unwrap();
    poll_org(&url, SCHEMA, &mappings, &org, Stamp::default()).unwrap();
    assert_eq!(value(&url, "SELECT count(*) FROM salesforce.contact"), "4");
    run(&url, "INSERT INTO salesforce.contact (name) VALUES ('local')");
    let back = adding("Writer", "text");
    alter(&url, &back).unwrap();
    assert_eq!(value(&url, "SELECT count(writer) FROM salesforce.contact"), "0");
    let before = log_counts(&url, SCHEMA).unwrap().head;
    assert_eq!(load_columns(&url, SCHEMA, &back.0, &["Writer".to_owned()], &org).unwrap(), 4);
    assert_eq!(value(&url, "SELECT count(*) FROM salesforce.contact WHERE writer = 'org'"), "4");
    assert_eq!(
        value(&url, "SELECT count(*) FROM salesforce.contact WHERE name = 'two'"),
        "3",
        "nothing else"
    );
    assert_eq!(log_counts(&url, SCHEMA).unwrap().head, before, "loading is not captured");
    app.batch_execute("UPDATE salesforce.contact SET writer = 'web.1' WHERE name = 'local'").unwrap();
    assert_eq!(log_counts(&url, SCHEMA).unwrap().head, before + 1);
}

#[test]
fn values_come_back_in_another_type_or_are_blank() {
    let folder = Folder::new("retype");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-retype", 15).unwrap().url();
    let org = filled(&url, &folder);
    alter(&url, &without("Version__c")).unwrap();
    let text = adding("Version__c", "character varying(40)");
    alter(&url, &text).unwrap();
    load_columns(&url, SCHEMA, &text.0, &["Version__c".to_owned()], &org).unwrap();
    assert_eq!(value(&url, "SELECT string_agg(version__c, ',') FROM salesforce.contact"), "1,1,1");
    alter(&url, &without("Name")).unwrap();
    let number = adding("Name", "double precision");
    alter(&url, &number).unwrap();
    load_columns(&url, SCHEMA, &number.0, &["Name".to_owned()], &org).unwrap();
    assert_eq!(value(&url, "SELECT count(name) FROM salesforce.contact"), "0", "no name is a number");
    poll_org(&url, SCHEMA, &[number.0], &org, Stamp::default()).unwrap();
}

#[test]
fn what_depends_on_a_column_is_in_the_way() {
    let folder = Folder::new("dependants");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-dependants", 17).unwrap().url();
    filled(&url, &folder);
    run(&url, "CREATE VIEW public.contacts AS SELECT name FROM salesforce.contact");
    let longer = typed("Name", "character varying(300)", false);
    assert_eq!(alter(&url, &longer), refused("0A000"));
    assert_eq!(alter(&url, &without("Name")), refused("2BP01"));
    assert_eq!(column(&url, "name"), "character varying(255)");
    run(&url, "DROP VIEW public.contacts");
    alter(&url, &longer).unwrap();
    assert_eq!(column(&url, "name"), "character varying(300)");

    // Who holds the table.
    let mut reader = client(&url);
    let mut reading = reader.transaction().unwrap();
    reading.query("SELECT FROM salesforce.contact", &[]).unwrap();
    assert_eq!(alter(&url, &without("Name")), refused("55P03"));
    reading.rollback().unwrap();
    alter(&url, &without("Name")).unwrap();
}

#[test]
fn a_column_becomes_shorter_if_everything_fits_or_is_cut() {
    let folder = Folder::new("narrow");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-narrow", 15).unwrap().url();
    filled(&url, &folder);
    run(&url, "UPDATE salesforce.contact SET name = 'abcdef'");
    assert_eq!(alter(&url, &typed("Name", "character varying(4)", false)), refused("22001"));
    alter(&url, &typed("Name", "character varying(6)", false)).unwrap();
    alter(&url, &typed("Name", "character varying(4)", true)).unwrap();
    assert_eq!(value(&url, "SELECT min(name) || max(name) FROM salesforce.contact"), "abcdabcd");
}

#[test]
fn a_new_mapping_gets_its_table_and_another_access_its_trigger() {
    let folder = Folder::new("new-table");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-newtable", 15).unwrap().url();
    install(&url);
    let org = org(&folder);
    let mut case = Mapping::new("Case", Access::ReadOnly);
    case.fields.truncate(1);
    case.indexes = BTreeMap::from([("Name".to_owned(), false)]);
    assert!(org.add_object("Case") && !org.add_object("Case"));
    org.seed("Case", 2).unwrap();
    alter_mapping(&url, SCHEMA, &case, &TableChanges::default()).unwrap();
    assert_eq!(load_mapping(&url, SCHEMA, &case, &org).unwrap().rows, 2);
    let index = "SELECT count(*) FROM pg_indexes WHERE indexname = 'hc_idx_case_name'";
    assert_eq!(value(&url, index), "1");
    let last = "SELECT state FROM salesforce._trigger_log ORDER BY id DESC LIMIT 1";
    run(&url, "UPDATE salesforce.case SET name = 'a'");
    assert_eq!(value(&url, last), "READONLY");
    case.access = Access::ReadWrite;
    alter_mapping(&url, SCHEMA, &case, &TableChanges::default()).unwrap();
    run(&url, "UPDATE salesforce.case SET name = 'b'");
    assert_eq!(value(&url, last), "NEW");

    // One without any field of its own.
    let mut bare = Mapping::new("Lead", Access::ReadOnly);
    bare.fields.clear();
    org.add_object("Lead");
    org.seed("Lead", 2).unwrap();
    alter_mapping(&url, SCHEMA, &bare, &TableChanges::default()).unwrap();
    assert_eq!(load_mapping(&url, SCHEMA, &bare, &org).unwrap().rows, 2);
}

#[test]
fn a_mapping_that_is_held_is_left_alone_and_catches_up() {
    let folder = Folder::new("held");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-held", 15).unwrap().url();
    let org = filled(&url, &folder);
    let mut held = contact();
    held.held = true;
    let account = mappings().remove(0);
    let since = org.latest();
    run(&url, "UPDATE salesforce.contact SET name = 'app'");
    run(&url, "INSERT INTO salesforce.account (name) VALUES ('a')");
    org.insert("Contact", fields([("Name", json!("late"))]), Source::Org).unwrap();
    let both = [held, account.clone()];
    assert_eq!(read_log(&url, SCHEMA, &both, &org).unwrap().sent, 1);
    assert_eq!(log_counts(&url, SCHEMA).unwrap().new, 3, "they wait");
    let report = poll_org(&url, SCHEMA, &both, &org, since).unwrap();
    assert_eq!(report.inserted, 0);
    let own = |mapping: &Mapping| if mapping.object == "Contact" { since } else { report.up_to };
    let later = poll_org_from(&url, SCHEMA, &[contact(), account], &org, &own).unwrap();
    assert_eq!((later.inserted, later.updated), (1, 0));
    assert_eq!(read_log(&url, SCHEMA, &[contact()], &org).unwrap().sent, 3);
}

#[test]
fn users_are_never_marked_as_deleted_and_their_table_is_quoted() {
    let folder = Folder::new("users");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-users", 15).unwrap().url();
    let options = OrgOptions { id: ORG.to_owned(), objects: vec!["User".to_owned()], seed: 7 };
    let org = Org::open(&folder.0, options).unwrap();
    let user = Mapping::new("User", Access::ReadWrite);
    connect_schema::install(&url, SCHEMA, std::slice::from_ref(&user), ORG).unwrap();
    let one = org.insert("User", fields([("Name", json!("a"))]), Source::Org).unwrap();
    assert_eq!(load_mapping(&url, SCHEMA, &user, &org).unwrap().rows, 1);
    let marked = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'user' AND column_name = 'isdeleted'";
    assert_eq!(value(&url, marked), "0");
    run(&url, r#"UPDATE salesforce."user" SET name = 'b'"#);
    assert_eq!(read_log(&url, SCHEMA, std::slice::from_ref(&user), &org).unwrap().sent, 1);
    let since = org.latest();
    org.delete("User", &one.id, Source::Org).unwrap();
    poll_org(&url, SCHEMA, std::slice::from_ref(&user), &org, since).unwrap();
    assert_eq!(value(&url, r#"SELECT count(*) FROM salesforce."user""#), "0");
}

#[test]
fn a_table_that_is_left_captures_nothing_more_and_goes_unless_something_depends_on_it() {
    let folder = Folder::new("left");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-left", 15).unwrap().url();
    install(&url);
    let there = || value(&url, "SELECT to_regclass('salesforce.contact') IS NOT NULL") == "true";
    run(&url, "INSERT INTO salesforce.contact (name) VALUES ('a'); CREATE VIEW named AS SELECT name FROM salesforce.contact");
    assert!(leave_mapping(&url, SCHEMA, &contact(), true).is_err(), "a view depends on it");
    run(&url, "INSERT INTO salesforce.contact (name) VALUES ('b')");
    assert_eq!(log_counts(&url, SCHEMA).unwrap().new, 2, "all of it stayed");
    leave_mapping(&url, SCHEMA, &contact(), false).unwrap();
    run(&url, "INSERT INTO salesforce.contact (name) VALUES ('c')");
    assert_eq!((log_counts(&url, SCHEMA).unwrap().new, there()), (2, true));
    run(&url, "DROP VIEW named");
    leave_mapping(&url, SCHEMA, &contact(), true).unwrap();
    assert!(!there());
}

#[test]
fn a_change_of_a_column_that_is_mapped_no_more_is_sent_fails_or_is_passed_over() {
    let folder = Folder::new("unmapped");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-unmapped", 15).unwrap().url();
    let org = filled(&url, &folder);
    let mut mapping = without("Writer").0;
    let told = |name: &str| -> Vec<String> {
        let records = org.find("Contact", "Name", name).unwrap();
        records.iter().map(|record| record.text("Writer").unwrap().to_owned()).collect()
    };
    for (unmapped, sent, writer) in
        [(Unmapped::Ignored, 3, "org"), (Unmapped::Failed, 0, "org"), (Unmapped::Sent, 3, "web.1")]
    {
        mapping.unmapped = unmapped;
        let name = format!("{unmapped:?}");
        run(&url, "SET xmlbinary TO 'hex'; UPDATE salesforce.contact SET writer = 'org'");
        run(&url, &format!("UPDATE salesforce.contact SET name = '{name}', writer = 'web.1'"));
        let report = read_log(&url, SCHEMA, std::slice::from_ref(&mapping), &org).unwrap();
        assert_eq!((report.sent, report.refused.len()), (sent, 3 - usize::try_from(sent).unwrap()), "{name}");
        assert_eq!(told(&name), vec![writer; usize::try_from(sent).unwrap()], "{name}");
    }
}
