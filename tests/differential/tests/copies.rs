//! The new side against the old one on real servers: what differs is found, and what is odd on both sides alike is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use connect_core::conditions::{Condition, ConnectObjects, Judgement, RowCountsEqual, SequencesPast};
use connect_core::late::{Late, Place, Role};
use connect_differential::{compare, LEAD, SCHEMA};
use connect_hardware::Fleet;
use server::{judge, on_majors, run};

const NEW: &str = "postgresql-new-1";

/// A copy of the leader.
fn copied(fleet: &Fleet) -> String {
    fleet.replica(LEAD, NEW).unwrap();
    fleet.unfollow(NEW).unwrap();
    fleet.endpoint(NEW).unwrap().url()
}

/// A copy of the leader, upgraded.
fn upgraded(fleet: &Fleet, major: u32) -> String {
    fleet.replica(LEAD, NEW).unwrap();
    fleet.upgrade(NEW, major).unwrap();
    fleet.endpoint(NEW).unwrap().url()
}

fn place(app: &str, role: Role) -> Place {
    Place { app: app.to_owned(), config_var: Late::from("DATABASE_URL"), expect: None, role, bastion: None }
}

fn old() -> Place {
    place(LEAD, Role::Old)
}

fn new() -> Place {
    place(NEW, Role::New)
}

fn sequences() -> Condition {
    SequencesPast { new: new(), old: old(), schema: SCHEMA.into() }.into()
}

fn objects() -> Condition {
    ConnectObjects { new: new(), old: old(), schema: SCHEMA.into() }.into()
}

fn rows() -> Condition {
    RowCountsEqual { new: new(), old: old(), schema: SCHEMA.into() }.into()
}

fn judged(fleet: &Fleet, condition: &Condition) -> Judgement {
    judge(|app| fleet.endpoint(app).unwrap().url(), condition)
}

fn verdict(fleet: &Fleet, condition: &Condition) -> String {
    compare::verdict(&judged(fleet, condition))
}

#[track_caller]
fn proven(fleet: &Fleet, condition: &Condition) -> String {
    match judged(fleet, condition) {
        Judgement::Holds { evidence, .. } => evidence[0].value.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_copy_that_is_not_true_is_seen() {
    on_majors("broken", &[15], |fleet, url| {
        run(url, "create sequence salesforce.down increment -1; select nextval('salesforce.down'), nextval('salesforce.down')");
        let new = upgraded(fleet, 17);
        for (condition, broken, mended) in [
            (sequences(), "select setval('salesforce.account_id_seq', 3)", "select setval('salesforce.account_id_seq', 25)"),
            (sequences(), "select setval('salesforce.account_id_seq', 25, false)", "select setval('salesforce.account_id_seq', 25)"),
            (sequences(), "select setval('salesforce.down', -1, false)", "select setval('salesforce.down', -2)"),
            (sequences(), "alter sequence salesforce.down rename to gone", "alter sequence salesforce.gone rename to down"),
            (
                objects(),
                "alter table salesforce.account disable trigger hc_account_logtrigger",
                "alter table salesforce.account enable trigger hc_account_logtrigger",
            ),
            (
                objects(),
                "alter table salesforce.account enable replica trigger hc_account_logtrigger",
                "alter table salesforce.account enable trigger hc_account_logtrigger",
            ),
            (objects(), "alter table salesforce.account rename to gone", "alter table salesforce.gone rename to account"),
            (
                objects(),
                "update salesforce._hcmeta set org_id = '00D000000000001AAA'",
                "update salesforce._hcmeta set org_id = '00D5g00000AcmeSyEA'",
            ),
            (
                objects(),
                "alter function public.get_xmlbinary() rename to get_xmlbinary_gone",
                "alter function public.get_xmlbinary_gone() rename to get_xmlbinary",
            ),
            (
                rows(),
                "create table salesforce.kept as select * from salesforce.account where id = 7; delete from salesforce.account where id = 7",
                "insert into salesforce.account select * from salesforce.kept; drop table salesforce.kept; \
                 truncate salesforce._trigger_log",
            ),
            (rows(), "alter table salesforce.account rename to gone", "alter table salesforce.gone rename to account"),
        ] {
            run(&new, broken);
            assert_eq!(verdict(fleet, &condition), "never target/not-a-copy", "{broken}");
            run(&new, mended);
            assert_eq!(verdict(fleet, &condition), "holds", "{mended}: {:?}", judged(fleet, &condition));
        }
    });
}

#[test]
fn a_sequence_that_is_behind_its_column_on_both_sides_is_no_difference() {
    on_majors("behind", &[15, 18], |fleet, url| {
        run(url, "create table salesforce.imported (id serial primary key); insert into salesforce.imported values (500)");
        let new = copied(fleet);
        assert!(proven(fleet, &sequences()).contains("none newly behind"));
        run(&new, "insert into salesforce.account (id) values (500)");
        assert_eq!(
            verdict(fleet, &sequences()),
            "never target/not-a-copy",
            "one that is behind on the new side alone"
        );
    });
}

#[test]
fn a_sequence_that_feeds_a_text_is_compared_by_itself_and_named() {
    on_majors("invoice", &[15], |fleet, url| {
        run(url, "create sequence salesforce.invoice_seq");
        run(url, "create table salesforce.invoice (number text default 'INV-' || nextval('salesforce.invoice_seq'), n int)");
        run(url, "alter sequence salesforce.invoice_seq owned by salesforce.invoice.number; insert into salesforce.invoice (n) values (1), (2)");
        let new = upgraded(fleet, 18);
        let said = proven(fleet, &sequences());
        assert!(said.ends_with("not compared with a column: salesforce.invoice_seq"), "{said}");
        run(&new, "select setval('salesforce.invoice_seq', 1)");
        assert_eq!(verdict(fleet, &sequences()), "never target/not-a-copy");
    });
}

#[test]
fn a_table_that_the_role_may_not_read_is_named_and_the_others_are_counted() {
    on_majors("closed", &[15, 18], |fleet, url| {
        let superuser = fleet.superuser_url(LEAD).unwrap();
        run(
            &superuser,
            "create table salesforce.secret (id serial, n int); insert into salesforce.secret (n) values (1)",
        );
        let owner = fleet.endpoint(LEAD).unwrap().user;
        run(url, "create table salesforce.filtered (n int); insert into salesforce.filtered values (1)");
        run(&superuser, "alter table salesforce.filtered owner to postgres; alter table salesforce.filtered enable row level security");
        run(&superuser, &format!("grant select on salesforce.filtered to \"{owner}\""));
        let new = copied(fleet);
        let said = proven(fleet, &rows());
        assert!(said.starts_with("26 rows in "), "{said}");
        assert!(said.ends_with("not counted: filtered, secret"), "{said}");
        assert!(proven(fleet, &sequences()).ends_with("not compared with a column: salesforce.secret_id_seq"));
        run(&fleet.superuser_url(NEW).unwrap(), "drop table salesforce.secret");
        assert_eq!(verdict(fleet, &rows()), "never target/not-a-copy", "one that is gone is a difference");
        drop(new);
    });
}

#[test]
fn a_trigger_that_always_fires_is_enabled() {
    on_majors("always", &[15, 18], |fleet, url| {
        run(url, "alter table salesforce.account enable always trigger hc_account_logtrigger");
        assert_eq!(server::ask(url, "connect_schema", None)["tables"][0]["disabled"], 0);
        copied(fleet);
        proven(fleet, &objects());
    });
}

#[test]
fn hstore_resolves_only_where_a_session_finds_it() {
    on_majors("hstore", &[15, 18], |fleet, url| {
        let new = copied(fleet);
        assert!(proven(fleet, &objects()).ends_with("hstore resolves"));
        let superuser = fleet.superuser_url(NEW).unwrap();
        run(&superuser, "create schema away; alter extension hstore set schema away");
        assert_eq!(verdict(fleet, &objects()), "never target/not-a-copy");
        run(
            &fleet.superuser_url(LEAD).unwrap(),
            "create schema away; alter extension hstore set schema away",
        );
        let said = proven(fleet, &objects());
        assert!(!said.contains("hstore"), "{said}");
        drop((new, url));
    });
}

/// Another role's settings are its own affair.
#[test]
fn a_setting_of_another_role_overrides_nothing() {
    on_majors("settings", &[15, 18], |fleet, url| {
        let superuser = fleet.superuser_url(LEAD).unwrap();
        fleet.add_credential(LEAD, "reporting").unwrap();
        run(&superuser, "alter role reporting set search_path = elsewhere");
        assert_eq!(server::ask(url, "connect_schema", None)["overrides"].as_array().map(Vec::len), Some(0));
        run(url, "alter role current_user set xmlbinary = 'hex'");
        assert_eq!(server::ask(url, "connect_schema", None)["overrides"].as_array().map(Vec::len), Some(1));
    });
}
