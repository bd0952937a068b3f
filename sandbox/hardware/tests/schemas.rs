//! Connect's schema dropped, with and without what depends on it, and noted anew for another org.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_hardware::{connect_schema, Access, Mapping};
use support::{fleet, run, value, Folder, ORG, SCHEMA};

#[test]
fn a_schema_is_dropped_with_what_is_connects_and_with_the_rest_only_by_cascade() {
    let folder = Folder::new("drop-schema");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-drop-1", 17).unwrap().url();
    let mappings = [Mapping::new("Account", Access::ReadWrite), Mapping::new("Contact", Access::ReadOnly)];
    let install = || connect_schema::install(&url, SCHEMA, &mappings, ORG).unwrap();
    let drop = |cascade| connect_schema::drop_schema(&url, SCHEMA, &mappings, cascade);
    let there = || {
        value(&url, &format!("SELECT count(*) FROM pg_class WHERE relname = 'contact' AND relkind = 'r' AND relnamespace = to_regnamespace('{SCHEMA}')"))
    };

    assert!(drop(false).is_ok() && drop(true).is_ok(), "one that is not there is dropped already");
    install();
    drop(false).unwrap();
    assert_eq!(value(&url, &format!("SELECT to_regnamespace('{SCHEMA}') IS NULL")), "true");

    for in_the_way in [
        format!("CREATE VIEW public.contacts AS SELECT sfid FROM {SCHEMA}.contact"),
        format!("CREATE TABLE {SCHEMA}.note (id integer)"),
        format!("CREATE FUNCTION {SCHEMA}.own() RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    ] {
        install();
        run(&url, &in_the_way);
        assert!(drop(false).is_err(), "{in_the_way}");
        assert_eq!(there(), "1", "nothing of it is gone: {in_the_way}");
        drop(true).unwrap();
        assert_eq!(there(), "0");
    }
    assert_eq!(connect_schema::schemas(&url).unwrap(), Vec::<String>::new());
}

#[test]
fn a_schema_that_is_aside_is_found_by_its_new_name_and_the_newest_org_counts() {
    let folder = Folder::new("schemas");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-schemas-1", 17).unwrap().url();
    let mappings = [Mapping::new("Account", Access::ReadWrite)];
    connect_schema::install(&url, SCHEMA, &mappings, ORG).unwrap();
    run(&url, &format!("ALTER SCHEMA {SCHEMA} RENAME TO aside"));
    connect_schema::install(&url, SCHEMA, &[], "00D7w0000WRONG1EAA").unwrap();
    assert_eq!(connect_schema::schemas(&url).unwrap(), ["aside", SCHEMA]);
    connect_schema::install(&url, SCHEMA, &[], ORG).unwrap();
    connect_schema::install(&url, SCHEMA, &[], ORG).unwrap();
    assert_eq!(connect_schema::org_id(&url, SCHEMA).unwrap().as_deref(), Some(ORG));
    assert_eq!(value(&url, &format!("SELECT count(*) FROM {SCHEMA}._hcmeta")), "2");
    assert_eq!(connect_schema::org_id(&url, "aside").unwrap().as_deref(), Some(ORG));
}
