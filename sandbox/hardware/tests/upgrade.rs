//! The real flow: leader, follower, upgrade, and what is left on both sides.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_hardware::{load_mapping, log_counts, read_log, CopyHow, HardwareError};
use support::*;

#[test]
fn a_follower_is_upgraded_and_holds_everything() {
    let folder = Folder::new("upgrade");
    let fleet = fleet(&folder);
    let old = fleet.create("postgresql-old", 15).unwrap();
    install(&old.url());
    let org = org(&folder);
    org.seed("Account", 20).unwrap();
    load_mapping(&old.url(), SCHEMA, &mappings()[0], &org).unwrap();
    run(
        &old.url(),
        "INSERT INTO salesforce.account (name, external_id__c, version__c, writer)
         SELECT 'n' || n, 'k' || n, 1, 'web.1' FROM generate_series(1, 30) n",
    );
    read_log(&old.url(), SCHEMA, &mappings(), &org).unwrap();
    run(&old.url(), "UPDATE salesforce.account SET version__c = 2 WHERE external_id__c = 'k1'");
    run(&old.url(), "ANALYZE");

    let new = fleet.replica("postgresql-old", "postgresql-new").unwrap();
    assert_eq!((&new.user, &new.password, &new.database), (&old.user, &old.password, &old.database));
    assert_ne!(new.port, old.port);
    assert_eq!(fleet.following("postgresql-new").unwrap().as_deref(), Some("postgresql-old"));
    wait_until("the follower has everything", || {
        fleet.gauges("postgresql-new").unwrap().lag_commits == Some(0)
    });
    assert!(fleet.gauges("postgresql-new").unwrap().in_recovery);
    let refused = client(&new.url()).batch_execute("CREATE TABLE t ()").unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "25006", "a follower refuses writes");

    fleet.upgrade("postgresql-new", 17).unwrap();
    assert_eq!(fleet.endpoint("postgresql-new").unwrap(), new, "the URL stays");
    let gauges = fleet.gauges("postgresql-new").unwrap();
    assert!(
        gauges.version.starts_with("17.") && !gauges.in_recovery && gauges.bytes > 1_000_000,
        "{gauges:?}"
    );
    assert_eq!(fleet.following("postgresql-new").unwrap(), None);
    for query in [
        "SELECT count(*) FROM salesforce.account",
        "SELECT string_agg(external_id__c || version__c || coalesce(sfid, ''), ',' ORDER BY id) FROM salesforce.account",
        "SELECT count(*) FROM salesforce._trigger_log_archive",
        "SELECT string_agg(tgname || tgenabled::text, ',' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT org_id FROM salesforce._hcmeta",
    ] {
        assert_eq!(value(&new.url(), query), value(&old.url(), query), "{query}");
    }
    let counts = log_counts(&new.url(), SCHEMA).unwrap();
    assert_eq!((counts.new, counts.pending), (1, 0), "the captured update came along");
    let sequence =
        "SELECT last_value >= (SELECT max(id) FROM salesforce.account) FROM salesforce.account_id_seq";
    assert_eq!(value(&new.url(), sequence), "true");
    let statistics = "SELECT count(*) FROM pg_stats WHERE schemaname = 'salesforce'";
    assert_ne!(value(&old.url(), statistics), "0");
    assert_eq!(value(&new.url(), statistics), "0", "the old statistics are gone");

    // Capture, Connect's work and the owner's rights go on, on the new version; the old one is as it was.
    run(&new.url(), "INSERT INTO salesforce.account (external_id__c, version__c) VALUES ('k31', 1)");
    let report = read_log(&new.url(), SCHEMA, &mappings(), &org).unwrap();
    assert_eq!((report.sent, report.refused.len()), (2, 0));
    assert!(fleet.gauges("postgresql-old").unwrap().version.starts_with("15."));
    assert_eq!(value(&old.url(), "SELECT count(*) FROM salesforce.account"), "50");
    let superuser = fleet.superuser_url("postgresql-old").unwrap();
    assert_eq!(value(&superuser, "SELECT count(*) FROM pg_replication_slots"), "0", "the slot is gone");

    assert!(matches!(fleet.upgrade("postgresql-new", 17), Err(HardwareError::NotNewer { .. })));
    fleet.destroy("postgresql-old").unwrap();
    assert!(matches!(fleet.gauges("postgresql-old"), Err(HardwareError::UnknownAddon(_))));
}

#[test]
fn an_upgrade_that_is_refused_leaves_the_old_version_running() {
    let folder = Folder::new("refused");
    let fleet = fleet(&folder);
    let endpoint = fleet.create("postgresql-odd", 15).unwrap();
    run(&endpoint.url(), "CREATE TABLE kept AS SELECT 1 AS n");
    // A column of a type that pg_upgrade refuses to carry.
    run(&endpoint.url(), "CREATE TABLE bad (owner_of regprocedure)");
    let Err(HardwareError::Tool { tool, tail, .. }) = fleet.upgrade("postgresql-odd", 17) else {
        unreachable!("the upgrade must be refused")
    };
    assert_eq!(tool, "pg_upgrade");
    assert!(!tail.is_empty());
    assert!(fleet.gauges("postgresql-odd").unwrap().version.starts_with("15."));
    assert_eq!(value(&endpoint.url(), "SELECT n FROM kept"), "1");
    run(&endpoint.url(), "DROP TABLE bad");
    fleet.upgrade("postgresql-odd", 17).unwrap();
    assert_eq!(value(&endpoint.url(), "SELECT n FROM kept"), "1");
}

#[test]
fn a_copy_carries_the_data_but_no_other_credential() {
    let folder = Folder::new("copy");
    let fleet = fleet(&folder);
    let from = fleet.create("postgresql-from", 15).unwrap();
    install(&from.url());
    let second = fleet.add_credential("postgresql-from", "reporting").unwrap();
    run(&second.url(), "CREATE SCHEMA reporting; CREATE TABLE reporting.mine AS SELECT 1 AS n");
    run(&from.url(), "INSERT INTO salesforce.contact (name) VALUES ('a')");
    let to = fleet.create("postgresql-to", 17).unwrap();
    let copied = fleet.copy("postgresql-from", "postgresql-to", CopyHow::default(), &|| true).unwrap();
    assert!(copied.bytes > 0);
    assert_eq!(value(&to.url(), "SELECT state FROM salesforce._trigger_log"), "NEW");
    assert_eq!(value(&to.url(), "SELECT count(*) FROM pg_roles WHERE rolname = 'reporting'"), "0");
}
