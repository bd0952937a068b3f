//! Lies about servers, tables, rows and writes.

use super::super::world::{ack, expectation, facts, log_row, undone, MOVED, OLD};
use super::super::{decide, Expectation, Totals};
use super::{row, rows, told, told_with};
use crate::ack::Op;
use crate::facts::*;

#[test]
fn the_truth_passes() {
    let verdict = decide(&facts(), &expectation());
    assert_eq!(verdict.failed(), Vec::<&str>::new(), "{:#?}", verdict.checks);
    let totals = Totals { acknowledged: 7, maybe: 1, lost: 0, stale: 0, doubled: 0, org_changes: 5 };
    assert_eq!(verdict.totals, totals);
}

#[test]
fn an_undone_run_passes_its_own_verdict() {
    let (facts, expectation) = undone();
    assert_eq!(decide(&facts, &expectation).failed(), Vec::<&str>::new());
}

#[test]
fn a_promote_that_did_nothing() {
    let failed = told(|facts, new| *new = facts.old.clone());
    for check in ["servers", "version", "leads", "acknowledged", "clients"] {
        assert!(failed.contains(&check), "{check} not in {failed:?}");
    }
}

#[test]
fn two_addresses_of_one_server() {
    let failed = told(|facts, new| {
        new.server.system = facts.old.server.system.clone();
        new.server.started = facts.old.server.started;
    });
    assert_eq!(failed, ["servers"]);
}

#[test]
fn a_version_that_is_not_the_servers_own() {
    assert_eq!(told(|_, new| new.server.version_num = 150_019), ["version"]);
    assert_eq!(told(|_, new| new.server.version_num = 160_015), ["version"]);
}

#[test]
fn a_new_server_that_does_not_lead() {
    assert_eq!(told(|_, new| new.server.in_recovery = true), ["leads"]);
    assert_eq!(told(|_, new| new.server.read_only = true), ["leads"]);
    assert_eq!(told(|_, new| new.server.writes = Err("read-only transaction".into())), ["leads"]);
}

#[test]
fn a_row_dropped() {
    let failed = told(|_, new| rows(new, "public.app_event").retain(|row| row.id != "e2"));
    assert_eq!(failed, ["acknowledged"]);
    let failed =
        told(|_, new| rows(new, "salesforce.account").retain(|row| row.key.as_deref() != Some("a1")));
    assert_eq!(failed, ["acknowledged", "rows", "org-arrived"]);
}

#[test]
fn a_row_that_nobody_acknowledged_dropped() {
    let failed = told(|facts, _| {
        let unseen = Row { id: "e0".into(), key: Some("e0".into()), version: Some(1), ..Row::default() };
        rows(&mut facts.old, "public.app_event").push(unseen);
    });
    assert_eq!(failed, ["rows"]);
}

#[test]
fn a_row_doubled() {
    let failed = told(|_, new| {
        let twin = Row {
            id: "77".into(),
            sfid: Some("001zz".into()),
            ..row(new, "salesforce.account", "a2").clone()
        };
        rows(new, "salesforce.account").push(twin);
    });
    assert_eq!(failed, ["once", "org-arrived"]);
}

#[test]
fn a_write_with_a_lost_answer_may_be_there_once_but_not_twice() {
    let never = Row { id: "never".into(), key: Some("never".into()), version: Some(1), ..Row::default() };
    assert!(told(|_, new| rows(new, "public.app_event").push(never.clone())).is_empty());
    assert_eq!(told(|_, new| rows(new, "public.app_event").extend([never.clone(), never])), ["once"]);
}

#[test]
fn a_stale_row() {
    assert_eq!(told(|_, new| row(new, "public.app_event", "e1").version = Some(1)), ["fresh"]);
    let failed = told(|_, new| row(new, "salesforce.account", "a1").version = Some(1));
    assert_eq!(failed, ["fresh", "rows", "org-arrived", "forward"]);
}

#[test]
fn a_table_of_a_second_credential_missing_or_empty() {
    assert_eq!(told(|_, new| drop(new.tables.remove("reports.figure"))), ["tables"]);
    let empty = |_: &mut Facts, new: &mut Side| {
        new.tables.entry("reports.figure".into()).or_default().bytes = 0;
    };
    assert_eq!(told(empty), ["tables"]);
}

#[test]
fn a_row_changed_where_nobody_writes() {
    let changed = |side: &mut Side| rows(side, "audit.note")[0].digest = Some("other".into());
    assert_eq!(told(|_, new| changed(new)), ["rows"]);
    assert_eq!(told(|facts, _| changed(&mut facts.old)), ["rows"]);
    let swapped = |_: &mut Facts, new: &mut Side| rows(new, "audit.note")[2].digest = Some("three".into());
    assert_eq!(told(swapped), ["rows"]);
}

#[test]
fn an_index_missing_or_invalid() {
    assert_eq!(told(|_, new| new.indexes.clear()), ["indexes"]);
    assert_eq!(told(|_, new| new.indexes.values_mut().for_each(|valid| *valid = false)), ["indexes"]);
}

#[test]
fn the_maintenance_tools_own_schema_need_not_be_carried() {
    let lock = |facts: &mut Facts, _: &mut Side| {
        rows(&mut facts.old, "maintenance.lock").push(Row { id: "1".into(), ..Row::default() });
    };
    assert!(told(lock).is_empty());
    assert_eq!(
        told_with(&Expectation { except: vec!["main".into()], ..expectation() }, lock),
        ["tables", "rows"]
    );
}

#[test]
fn a_write_to_the_old_database_after_the_cut_over() {
    let late = |facts: &mut Facts, _: &mut Side| {
        facts.acks.push(ack(MOVED + 50, "public.app_event", "late", 1, Op::Insert, OLD));
    };
    assert_eq!(told(late), ["acknowledged", "old-quiet"]);

    let unseen = |facts: &mut Facts, _: &mut Side| {
        let at = Some((MOVED + 50) * 1000);
        let row = Row { id: "late".into(), key: Some("late".into()), version: Some(1), at, ..Row::default() };
        rows(&mut facts.old, "public.app_event").push(row);
    };
    assert_eq!(told(unseen), ["rows", "old-quiet"]);

    let captured = |facts: &mut Facts, _: &mut Side| {
        let at = (MOVED + 50) * 1000;
        facts.old.log.push(LogRow { created: at, touched: at, ..log_row(2) });
    };
    assert_eq!(told(captured), ["old-quiet", "log-carried"]);
    assert_eq!(told(|facts, _| facts.old.log[0].touched = (MOVED + 50) * 1000), ["old-quiet"]);

    let polled = |facts: &mut Facts, _: &mut Side| {
        row(&mut facts.old, "salesforce.contact", "c1").at = Some((MOVED + 50) * 1000);
    };
    assert_eq!(told(polled), ["old-quiet"]);

    let raised = |facts: &mut Facts, _: &mut Side| {
        row(&mut facts.old, "salesforce.account", "a1").version = Some(9);
    };
    assert_eq!(told(raised), ["rows", "old-quiet"]);
}

/// A write that was acknowledged at this moment and is not there.
fn lost_at(at: i64, unproven: Option<(i64, i64)>) -> Vec<&'static str> {
    let (mut facts, expectation) = undone();
    let server = facts.old.server.address.clone();
    let lost = crate::ack::Ack {
        at,
        table: "public.app_event".into(),
        key: "never-there".into(),
        version: 1,
        op: Op::Insert,
        server,
    };
    facts.acks.push(lost);
    decide(&facts, &Expectation { unproven, ..expectation }).failed()
}

#[test]
fn a_write_lost_in_a_moment_that_the_run_calls_unproven_is_excused_and_no_other() {
    assert_eq!(lost_at(1_000, Some((900, 1_100))), Vec::<&str>::new());
    assert_eq!(lost_at(800, Some((900, 1_100))), ["acknowledged"]);
    assert_eq!(lost_at(1_000, None), ["acknowledged"]);
}

/// A world in which the database went back to 8.7 s, and one event was written after it.
fn back(lie: impl FnOnce(&mut Facts, &mut Side)) -> Vec<&'static str> {
    let expectation = Expectation { rolled_back_to: Some(8_700), ..expectation() };
    told_with(&expectation, |facts, new| {
        facts.acks.push(ack(9_900, "public.app_event", "e0", 1, Op::Insert, OLD));
        facts.acks.push(ack(13_000, "public.app_event", "e3", 1, Op::Insert, OLD));
        facts.acks.retain(|ack| ack.at > 8_700 || ack.server == OLD);
        rows(&mut facts.old, "public.app_event").retain(|row| row.id != "e3");
        lie(facts, new);
    })
}

#[test]
fn of_a_database_that_went_back_what_was_written_later_may_be_missing_and_must_be_where_it_is_not_mapped() {
    let quiet = |failed: Vec<&'static str>| -> Vec<&'static str> {
        failed.into_iter().filter(|check| *check != "old-quiet").collect()
    };
    assert_eq!(quiet(back(|_, _| ())), Vec::<&str>::new());
    // What was acknowledged before the moment must be there.
    let lost = back(|facts, _| facts.acks.push(ack(8_600, "public.app_event", "e9", 1, Op::Insert, OLD)));
    assert_eq!(quiet(lost), ["acknowledged"]);
    let stayed = back(|_, new| {
        let like = rows(new, "public.app_event")[0].clone();
        rows(new, "public.app_event").push(Row {
            id: "e3".into(),
            key: Some("e3".into()),
            version: Some(1),
            ..like
        });
    });
    assert_eq!(quiet(stayed), ["went-back"]);
}
