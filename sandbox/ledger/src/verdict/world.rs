//! A true world for the tests: a finished upgrade from 15 to 17 in which nothing was lost.

use std::collections::BTreeMap;

use super::check::{Expectation, Run};
use crate::ack::{Ack, Op};
use crate::facts::*;

pub(super) const OLD: &str = "127.0.0.1:15001";
pub(super) const NEW: &str = "127.0.0.1:17001";
/// The moment of the first write to the new database, milliseconds.
pub(super) const MOVED: i64 = 10_000;

pub(super) fn expectation() -> Expectation {
    Expectation {
        run: Run::Done,
        version: 17,
        schema: "salesforce".into(),
        since: 0,
        except: vec!["maintenance".into()],
        unproven: None,
        rolled_back_to: None,
        harmed_until: None,
        left_until: None,
        made_anew: false,
        repointed: Vec::new(),
        elsewhere: Vec::new(),
        one_login: false,
    }
}

pub(super) fn ack(at: i64, table: &str, key: &str, version: i64, op: Op, server: &str) -> Ack {
    Ack { at, table: table.into(), key: key.into(), version, op, server: server.into() }
}

/// `a1`, `a2`: rows of the app in a read-write table, the second written after the move. `o1`: a record of the org
/// there; `c1`: one in a read-only table; `o9`: deleted by the org while the run was on.
pub(super) fn facts() -> Facts {
    let account = |key: &str, version| mapped_row(key, version, &format!("001{key}"));
    let old_accounts = vec![account("a1", 2), account("o1", 1), account("o9", 1)];
    let new_accounts = vec![account("a1", 3), account("o1", 4), account("a2", 1)];
    let old = side(OLD, 150_019, old_accounts, vec![event("e1", 1, 9_000)], 1);
    let new = side(NEW, 170_011, new_accounts, vec![event("e1", 2, 10_500), event("e2", 1, 10_400)], 3);
    Facts {
        old: Side { server: Server { read_only: true, fenced: true, ..old.server.clone() }, ..old },
        new: Some(new),
        org: org(),
        acks: vec![
            ack(8_000, "salesforce.account", "a1", 1, Op::Insert, OLD),
            ack(8_500, "salesforce.account", "a1", 2, Op::Update, OLD),
            ack(9_000, "public.app_event", "e1", 1, Op::Insert, OLD),
            ack(9_500, "public.app_event", "never", 1, Op::Maybe, OLD),
            ack(MOVED, "salesforce.account", "a1", 3, Op::Update, NEW),
            ack(10_300, "salesforce.account", "a2", 1, Op::Insert, NEW),
            ack(10_400, "public.app_event", "e2", 1, Op::Insert, NEW),
            ack(10_500, "public.app_event", "e1", 2, Op::Update, NEW),
        ],
        unread: Vec::new(),
    }
}

/// The same world, had the run been undone: the old database is in use and holds everything.
pub(super) fn undone() -> (Facts, Expectation) {
    let done = facts();
    let mut old = done.new.unwrap_or_default();
    old.server = Server { address: OLD.into(), version_num: 150_019, ..old.server };
    let acks = done.acks.into_iter().map(|ack| Ack { server: OLD.into(), ..ack }).collect();
    let facts = Facts { old, new: None, acks, ..done };
    (facts, Expectation { run: Run::Undone, version: 15, ..expectation() })
}

fn mapped_row(key: &str, version: i64, sfid: &str) -> Row {
    Row {
        id: format!("id-{key}"),
        key: Some(key.into()),
        version: Some(version),
        sfid: Some(sfid.into()),
        name: Some(format!("{key} {version}")),
        ..Row::default()
    }
}

fn event(key: &str, version: i64, at_ms: i64) -> Row {
    Row {
        id: key.into(),
        key: Some(key.into()),
        version: Some(version),
        at: Some(at_ms * 1000),
        ..Row::default()
    }
}

/// A row of a table that nobody writes to; without an id, one of a table that has no key.
fn note(id: &str, text: &str) -> Row {
    let key = (!id.is_empty()).then(|| id.to_owned());
    Row { id: id.into(), key, digest: Some(text.into()), ..Row::default() }
}

fn table(mapped: Option<Access>, owner: &str, rows: Option<Vec<Row>>) -> Table {
    Table { mapped, owner: owner.into(), primary_key: true, bytes: 8192, rows }
}

fn side(address: &str, version_num: u32, accounts: Vec<Row>, events: Vec<Row>, logged: i64) -> Side {
    let contact = mapped_row("c1", 7, "003c1");
    let tables = BTreeMap::from([
        ("salesforce.account".into(), table(Some(Access::ReadWrite), "u1", Some(accounts))),
        ("salesforce.contact".into(), table(Some(Access::ReadOnly), "u1", Some(vec![contact]))),
        ("public.app_event".into(), table(None, "u1", Some(events))),
        ("reports.figure".into(), table(None, "analyst", None)),
        (
            "audit.note".into(),
            table(None, "u1", Some(vec![note("1", "one"), note("", "two"), note("", "two")])),
        ),
    ]);
    let triggers = ["account", "contact"].iter().flat_map(|table| {
        ["logger", "status"]
            .map(|kind| ((table.to_string(), format!("hc_{table}_{kind}")), Trigger { enabled: 'O' }))
    });
    let notify = (("_trigger_log".to_owned(), "tlog_insert_trigger".to_owned()), Trigger { enabled: 'O' });
    let function = |name: &str| (name.to_owned(), Function { source: "BEGIN END".into() });
    Side {
        server: Server {
            address: address.into(),
            started: version_num.into(),
            system: address.into(),
            version_num,
            in_recovery: false,
            read_only: false,
            fenced: false,
            writes: Ok(()),
        },
        tables,
        log: (1..=logged).map(log_row).collect(),
        triggers: triggers.chain([notify]).collect(),
        functions: BTreeMap::from([
            function("salesforce.hc_account_logger()"),
            function("salesforce.hc_contact_logger()"),
            function("public.get_xmlbinary()"),
        ]),
        sequences: vec![Sequence {
            name: "salesforce.account_id_seq".into(),
            column: "salesforce.account.id".into(),
            next: 34,
            highest: Some(3),
        }],
        indexes: BTreeMap::from([("salesforce.hcu_idx_account_sfid".into(), true)]),
        other_connections: Default::default(),
        hstore: Some("public".into()),
    }
}

pub(super) fn log_row(id: i64) -> LogRow {
    LogRow {
        id,
        state: "SUCCESS".into(),
        table: "account".into(),
        record: Some(id),
        action: "INSERT".into(),
        created: id * 1_000_000,
        touched: id * 1_000_000,
        archived: true,
        message: None,
    }
}

fn org() -> Org {
    let record = |key: &str, id: &str, version| Record {
        id: id.into(),
        key: Some(key.into()),
        version: Some(version),
        name: Some(format!("{key} {version}")),
        deleted: false,
    };
    let accounts = vec![
        record("a1", "001a1", 3),
        record("a2", "001a2", 1),
        record("o1", "001o1", 4),
        Record { deleted: true, ..record("o9", "001o9", 1) },
    ];
    let change = |table: &str, key: &str, id: &str, version, op, source| Change {
        at: 0,
        table: table.into(),
        id: id.into(),
        key: Some(key.into()),
        version: Some(version),
        op,
        source,
    };
    use ChangeOp::*;
    Org {
        records: BTreeMap::from([
            ("account".into(), accounts),
            ("contact".into(), vec![record("c1", "003c1", 7)]),
            ("lead".into(), vec![record("unmapped", "00Qx", 1)]),
        ]),
        history: vec![
            change("account", "o1", "001o1", 1, Insert, Source::Org),
            change("account", "o9", "001o9", 1, Insert, Source::Org),
            change("contact", "c1", "003c1", 7, Insert, Source::Org),
            change("account", "a1", "001a1", 1, Insert, Source::Connect),
            change("account", "a1", "001a1", 2, Update, Source::Connect),
            change("account", "o1", "001o1", 4, Update, Source::Org),
            change("account", "o9", "001o9", 1, Delete, Source::Org),
            change("account", "a1", "001a1", 3, Update, Source::Connect),
            change("account", "a2", "001a2", 1, Insert, Source::Connect),
        ],
    }
}
