//! Lies about the fence, the log, the org, capture and the clients.

use super::super::world::{ack, expectation, facts, undone, MOVED, NEW, OLD};
use super::super::{decide, Expectation};
use super::{record, row, rows, told, told_with};
use crate::ack::Op;
use crate::facts::*;

#[test]
fn a_fence_left_open_or_half_open() {
    assert_eq!(told(|facts, _| facts.old.server.fenced = false), ["fence"]);
    assert_eq!(told(|facts, _| facts.old.server.read_only = false), ["fence"]);
}

#[test]
fn a_log_entry_stuck_or_failed_or_left_behind() {
    for state in ["NEW", "PENDING", "REQUEUE", "FAILED"] {
        assert_eq!(told(|_, new| new.log[2].state = state.into()), ["log-drained"], "{state}");
    }
    let later = Expectation { since: 4_000_000, ..expectation() };
    assert!(told_with(&later, |_, new| new.log[2].state = "FAILED".into()).is_empty());
    assert_eq!(told(|_, new| drop(new.log.remove(0))), ["log-carried"]);
}

#[test]
fn a_record_of_the_org_doubled() {
    let failed = told(|facts, _| {
        let twin = Record { id: "001twin".into(), ..record(facts, "001a2").clone() };
        facts.org.records.entry("account".into()).or_default().push(twin);
    });
    assert_eq!(failed, ["org-once", "org-arrived"]);
    let failed = told(|facts, _| {
        let again = facts.org.history.last().cloned();
        facts.org.history.extend(again.map(|change| Change { id: "001gone".into(), ..change }));
    });
    assert_eq!(failed, ["org-once"]);
}

#[test]
fn a_change_that_did_not_reach_the_org() {
    let failed = told(|facts, _| {
        facts.org.records.entry("account".into()).or_default().retain(|record| record.id != "001a2");
    });
    assert_eq!(failed, ["org-reached", "org-arrived"]);
    let failed = told(|facts, _| record(facts, "001a1").version = Some(2));
    assert_eq!(failed, ["org-reached", "org-arrived", "forward"]);
    assert_eq!(
        told(|_, new| row(new, "salesforce.account", "a2").sfid = None),
        ["org-reached", "org-arrived"]
    );
}

#[test]
fn a_change_of_the_org_that_did_not_arrive() {
    let failed = told(|_, new| row(new, "salesforce.account", "o1").version = Some(3));
    assert_eq!(failed, ["org-arrived", "forward"]);
    let failed = told(|facts, new| {
        let kept = row(&mut facts.old, "salesforce.account", "o9").clone();
        rows(new, "salesforce.account").push(kept);
    });
    assert_eq!(failed, ["org-arrived"]);
    assert_eq!(
        told(|_, new| row(new, "salesforce.contact", "c1").name = Some("older".into())),
        ["org-arrived"]
    );
}

#[test]
fn a_deletion_is_an_excuse_only_when_the_orgs_users_made_it() {
    let failed = told(|facts, _| {
        for change in &mut facts.org.history {
            change.source = Source::Connect;
        }
    });
    assert!(failed.contains(&"rows"), "{failed:?}");
}

#[test]
fn a_value_gone_back_in_time() {
    let failed = told(|facts, _| {
        let change = facts.org.history[5].clone();
        facts.org.history.push(Change { version: Some(2), source: Source::Connect, ..change });
    });
    assert_eq!(failed, ["forward"]);
}

/// A world in which Connect made one record twice and put another one back, and what was true at 5 s is no fault of the run.
fn harmed(lie: impl FnOnce(&mut Facts, &mut Side)) -> Vec<&'static str> {
    let expectation = Expectation { harmed_until: Some(5_000), ..expectation() };
    told_with(&expectation, |facts, new| {
        let (made, changed) = (facts.org.history[8].clone(), facts.org.history[7].clone());
        facts.org.history.push(Change { at: 4_000, id: "001twin".into(), ..made });
        facts.org.history.push(Change { at: 4_000, version: Some(1), ..changed.clone() });
        facts.org.history.push(Change { at: 6_000, ..changed });
        let twin = record(facts, "001a2").clone();
        let accounts = facts.org.records.entry("account".into()).or_default();
        accounts.push(Record { id: "001twin".into(), ..twin });
        let like = row(new, "salesforce.account", "a2").clone();
        rows(new, "salesforce.account").push(Row {
            id: "id-twin".into(),
            sfid: Some("001twin".into()),
            ..like
        });
        lie(facts, new);
    })
}

#[test]
fn what_connect_had_done_to_the_org_before_is_forgiven_and_nothing_else_is() {
    assert_eq!(harmed(|_, _| ()), Vec::<&str>::new());
    let at = |at: i64| move |facts: &mut Facts, _: &mut Side| facts.org.history[9].at = at;
    assert_eq!(harmed(at(5_001)), ["once", "org-once"]);
    let fell = |facts: &mut Facts, _: &mut Side| facts.org.history[10].at = 5_001;
    assert_eq!(harmed(fell), ["forward"]);
    let third = |_: &mut Facts, new: &mut Side| {
        let like = row(new, "salesforce.account", "a2").clone();
        rows(new, "salesforce.account").push(Row { id: "id-third".into(), sfid: None, ..like });
    };
    assert_eq!(harmed(third), ["once", "org-reached"]);
}

#[test]
fn triggers_disabled_or_missing() {
    let logger = ("account".to_owned(), "hc_account_logger".to_owned());
    let disabled = |_: &mut Facts, new: &mut Side| {
        new.triggers.insert(logger.clone(), Trigger { enabled: 'D' });
    };
    assert_eq!(told(disabled), ["capture"]);
    assert_eq!(told(|_, new| new.triggers.retain(|name, _| *name != logger)), ["capture"]);
    assert_eq!(
        told(|facts, new| {
            facts.old.triggers.clear();
            new.triggers.remove(&logger);
        }),
        ["capture"]
    );
    assert_eq!(told(|_, new| drop(new.functions.pop_first())), ["capture"]);
    assert_eq!(told(|_, new| new.hstore = Some("heroku_ext".into())), ["capture"]);
}

#[test]
fn a_sequence_behind_or_gone() {
    let failed = told(|facts, new| {
        facts.old.sequences[0].next = 3;
        facts.old.sequences[0].highest = Some(2);
        new.sequences[0].next = 3;
    });
    assert_eq!(failed, ["sequences"]);
    assert_eq!(told(|_, new| new.sequences[0].next = 33), ["sequences"]);
    assert_eq!(told(|_, new| new.sequences.clear()), ["sequences"]);
}

#[test]
fn a_sequence_that_was_behind_before_is_no_loss_and_may_not_fall_further() {
    let alike = |facts: &mut Facts, new: &mut Side, next: i64| {
        facts.old.sequences[0].next = 3;
        new.sequences[0].next = next;
    };
    assert!(told(|facts, new| alike(facts, new, 3)).is_empty());
    assert_eq!(told(|facts, new| alike(facts, new, 2)), ["sequences"]);
}

#[test]
fn a_sequence_of_texts_is_compared_by_itself() {
    let texts = |facts: &mut Facts, new: &mut Side, next: i64| {
        (facts.old.sequences[0].highest, new.sequences[0].highest) = (None, None);
        new.sequences[0].next = next;
    };
    assert!(told(|facts, new| texts(facts, new, 34)).is_empty());
    assert_eq!(told(|facts, new| texts(facts, new, 2)), ["sequences"]);
}

#[test]
fn clients_that_never_came_back_or_wrote_elsewhere() {
    let failed = told(|facts, _| facts.acks.retain(|ack| ack.server != NEW));
    assert_eq!(failed, ["clients"]);
    let stray = |facts: &mut Facts, _: &mut Side| {
        facts.acks.push(ack(1, "public.app_event", "x", 1, Op::Insert, "127.0.0.1:9"));
    };
    assert_eq!(told(stray), ["clients", "acknowledged"]);
    let other = Expectation { elsewhere: vec!["127.0.0.1:9".into()], ..expectation() };
    assert!(told_with(&other, stray).is_empty());
}

#[test]
fn a_fence_of_the_only_login() {
    let one = Expectation { one_login: true, ..expectation() };
    let mut facts = facts();
    facts.old.server.fenced = false;
    assert!(decide(&facts, &one).passed());
    facts.old.server.read_only = false;
    assert_eq!(decide(&facts, &one).failed(), ["fence"]);
}

#[test]
fn what_was_not_read_is_not_believed() {
    assert_eq!(told(|facts, _| facts.unread.push("the org did not answer".into())), ["read"]);
    let mut facts = facts();
    facts.new = None;
    assert_eq!(decide(&facts, &expectation()).failed(), ["read"]);
}

#[test]
fn an_undone_run_that_left_something() {
    let (mut facts, expectation) = undone();
    facts.old.server.fenced = true;
    facts.acks.push(ack(11_000, "public.app_event", "e2", 1, Op::Insert, NEW));
    assert_eq!(decide(&facts, &expectation).failed(), ["leads", "clients", "new-quiet", "fence"]);
}

#[test]
fn another_connections_tables_have_a_verdict_of_their_own() {
    let theirs = |facts: &mut Facts, new: &mut Side| {
        facts.acks.push(ack(9_100, "crm.account", "x", 1, Op::Insert, OLD));
        new.other_connections.insert("crm".into());
    };
    assert!(told(theirs).is_empty());
    assert_eq!(told(|facts, _| theirs(facts, &mut Side::default())), ["acknowledged"]);
}

#[test]
fn what_was_left_behind_is_not_asked_for_and_may_not_be_sent() {
    let gone = |facts: &mut Facts, new: &mut Side| {
        facts.old.tables.remove("salesforce.account");
        rows(new, "salesforce.account").retain(|row| row.key.as_deref() != Some("a1"));
        facts.org.records.entry("account".into()).or_default().retain(|record| record.id != "001a1");
        facts.org.history.retain(|change| change.id != "001a1");
        facts.acks.retain(|ack| ack.key != "a1" || ack.at < MOVED);
    };
    assert_eq!(told(gone), ["acknowledged", "org-reached"]);
    let expectation = Expectation { left_until: Some(MOVED - 1), ..expectation() };
    assert!(told_with(&expectation, gone).is_empty());
    let sent = told_with(&expectation, |facts, new| {
        gone(facts, new);
        let change = facts.org.history.last().cloned();
        facts.org.history.extend(change.map(|change| Change {
            id: "001x".into(),
            key: Some("a1".into()),
            ..change
        }));
    });
    assert_eq!(sent, ["left-behind"]);
    // What was written since is asked for as ever.
    let lost = told_with(&expectation, |facts, new| {
        gone(facts, new);
        rows(new, "salesforce.account").retain(|row| row.key.as_deref() != Some("a2"));
    });
    assert!(lost.contains(&"acknowledged"), "{lost:?}");
}

#[test]
fn log_and_sequences_begin_anew_where_the_connection_was_made_anew() {
    let anew = Expectation { made_anew: true, ..expectation() };
    let begun = |facts: &mut Facts, new: &mut Side| {
        new.log.drain(..2);
        facts.old.sequences[0].next = 90;
    };
    assert_eq!(told(begun), ["log-carried", "sequences"]);
    assert!(told_with(&anew, begun).is_empty());
    let taken = told_with(&anew, |facts, new| {
        begun(facts, new);
        new.sequences[0].highest = Some(99);
    });
    assert_eq!(taken, ["sequences"], "what is given next must not be taken");
}

#[test]
fn rows_that_point_at_mapped_ones_need_only_be_there() {
    let pointed = |_: &mut Facts, new: &mut Side| row(new, "audit.note", "1").digest = Some("other".into());
    assert_eq!(told(pointed), ["rows"]);
    let repointed = Expectation { repointed: vec!["audit.note".into()], ..expectation() };
    assert!(told_with(&repointed, pointed).is_empty());
    let gone = told_with(&repointed, |_, new| {
        rows(new, "audit.note").retain(|row| row.key.as_deref() != Some("1"));
    });
    assert!(gone.contains(&"rows"), "{gone:?}");
}
