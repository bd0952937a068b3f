//! The capture triggers, by the table of log states.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_hardware::connect_schema;
use connect_hardware::{Access, Mapping};
use support::*;

/// Newest log entry: state, action, table, sfid, old and new values.
const LAST: &str = "SELECT concat_ws('|', state, action, table_name, sfid, old, \"values\")
    FROM salesforce._trigger_log ORDER BY id DESC LIMIT 1";

#[test]
fn triggers_capture_what_connect_would() {
    let folder = Folder::new("capture");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-capture", 15).unwrap().url();
    install(&url);
    let count = || value(&url, "SELECT count(*) FROM salesforce._trigger_log");

    run(&url, "INSERT INTO salesforce.account (name, version__c) VALUES ('a', 1)");
    let last = value(&url, LAST);
    assert!(last.starts_with("NEW|INSERT|account|") && last.contains("\"name\"=>\"a\""), "{last}");
    assert!(!last.contains("_hc_"), "Connect's own columns are not sent: {last}");
    assert_eq!(value(&url, "SELECT _hc_lastop FROM salesforce.account"), "PENDING");
    let entry = "SELECT updated_at IS NULL AND created_at IS NOT NULL AND txid > 0 AND record_id = 1
        FROM salesforce._trigger_log";
    assert_eq!(value(&url, entry), "true");

    run(&url, "UPDATE salesforce.account SET name = 'b'");
    let last = value(&url, LAST);
    assert!(last.starts_with("NEW|UPDATE|account|") && last.ends_with("|\"name\"=>\"b\""), "{last}");
    assert!(last.contains("\"name\"=>\"a\""), "the old row is there: {last}");
    run(&url, "UPDATE salesforce.account SET name = 'b'");
    assert!(value(&url, LAST).starts_with("IGNORE|UPDATE|"), "an update that changes nothing");
    run(&url, "DELETE FROM salesforce.account");
    assert!(value(&url, LAST).starts_with("IGNORE|DELETE|"), "a row that never reached the org");

    run(&url, "SET xmlbinary TO 'hex'; INSERT INTO salesforce.account (sfid, name) VALUES ('001', 'c')");
    assert_eq!(count(), "4", "Connect's own writes are not captured");
    assert_eq!(value(&url, "SELECT _hc_lastop FROM salesforce.account"), "");
    run(&url, "UPDATE salesforce.account SET name = 'd'");
    assert!(value(&url, LAST).starts_with("NEW|UPDATE|account|001|"));
    run(&url, "DELETE FROM salesforce.account");
    assert!(value(&url, LAST).starts_with("NEW|DELETE|account|001|"));

    run(&url, "INSERT INTO salesforce.product2 (name) VALUES ('p')");
    assert!(value(&url, LAST).starts_with("READONLY|INSERT|product2|"));
    run(&url, "TRUNCATE salesforce.product2");
    assert_eq!(count(), "7", "TRUNCATE is never captured");

    let mut client = client(&url);
    let refused =
        client.batch_execute("SET search_path = salesforce; INSERT INTO product2 (name) VALUES ('p')");
    assert!(refused.is_err(), "hstore is not found without public");
}

#[test]
fn procedures_queue_a_row_again() {
    let folder = Folder::new("requeue");
    let fleet = fleet(&folder);
    let url = fleet.create("postgresql-requeue", 17).unwrap().url();
    install(&url);
    run(&url, "SET xmlbinary TO 'hex'; INSERT INTO salesforce.contact (sfid, name) VALUES ('003', 'c')");
    let call = |function: &str, last: &str| {
        let row = "(SELECT hstore(c) FROM salesforce.contact c)";
        value(&url, &format!("SELECT salesforce.{function}({row}, 'contact'{last})"))
    };
    assert_eq!(call("hc_capture_insert_from_row", ", ARRAY['sfid']"), "1");
    let last = value(&url, LAST);
    assert!(last.starts_with("NEW|INSERT|contact|") && !last.contains("\"003\""), "{last}");
    assert_eq!(call("hc_capture_update_from_row", ", ARRAY['name']"), "2");
    let last = value(&url, LAST);
    assert!(last.starts_with("NEW|UPDATE|contact|003|") && last.ends_with("|\"name\"=>\"c\""), "{last}");
}

#[test]
fn installing_twice_changes_nothing_and_access_can_change() {
    let folder = Folder::new("install");
    let fleet = fleet(&folder);
    let endpoint = fleet.create("postgresql-install", 15).unwrap();
    let url = endpoint.url();
    install(&url);
    let shape = "SELECT string_agg(concat_ws(' ', c.relkind, c.relname, pg_get_userbyid(c.relowner)), ', ' ORDER BY c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'salesforce'";
    let before = value(&url, shape);
    install(&url);
    assert_eq!(value(&url, shape), before);
    assert_eq!(value(&url, "SELECT count(*) FROM salesforce._hcmeta"), "1");
    for name in ["hcu_idx_account_sfid", "hcu_idx_account_external_id__c", "hc_idx_contact_systemmodstamp"] {
        assert!(before.contains(&format!("i {name} {}", endpoint.user)), "{name} in {before}");
    }
    let triggers = "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT tgisinternal AND tgenabled = 'O' AND relname IN ('account', '_trigger_log')";
    assert_eq!(value(&url, triggers), "3", "two on the table, one that notifies");
    assert_eq!(connect_schema::org_id(&url, SCHEMA).unwrap().as_deref(), Some(ORG));
    assert_eq!(connect_schema::org_id(&url, "elsewhere").unwrap(), None);

    let body = "SELECT pg_get_functiondef('salesforce.hc_account_logger'::regproc)";
    assert!(value(&url, body).contains("'NEW'") && !value(&url, body).contains("'READONLY'"));
    connect_schema::install(&url, SCHEMA, &[Mapping::new("Account", Access::ReadOnly)], ORG).unwrap();
    assert!(!value(&url, body).contains("'NEW'") && value(&url, body).contains("'READONLY'"));
    assert_eq!(value(&url, "SELECT count(*) FROM salesforce._hcmeta"), "1");
}
