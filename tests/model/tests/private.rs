//! Private and Shield Spaces in simulated time: databases that only a bastion reaches, and web dynos that stay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangePlan, Command, Context, UpgradeDb};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::chance::Chance;
use connect_model::desk::Desk;
use connect_model::spaces::{accepted, private};
use connect_simulator::scenario::{BastionManner, Switches};
use connect_simulator::Scenario;
use serde_json::Value;
use support::{context, hooked, told, told_by_chance, Told};

const OLD: &str = "postgresql-curved-10001";
const MADE: &str = "postgresql-connect-rabc1234";

fn upgrade(more: impl FnOnce(&mut UpgradeDb)) -> Command {
    let mut typed = UpgradeDb {
        app: "acme-sync".into(),
        version: Some("17".into()),
        accept: accepted(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..UpgradeDb::default()
    };
    more(&mut typed);
    Command::UpgradeDb(typed)
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = private("private-0").unwrap();
    switch(&mut world.switches);
    world
}

fn run(switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(switch));
    let told = told(&mut desk, upgrade(|_| ()), context());
    (desk, told)
}

fn named(desk: &Desk, attachment: &str) -> Value {
    desk.view()["attachments"][format!("acme-sync::{attachment}")].clone()
}

fn query(effect: &Effect) -> &str {
    match effect {
        Effect::Sql(sql) => &sql.query,
        _ => "",
    }
}

#[test]
fn an_upgrade_through_a_bastion_with_web_staying_ends_done_and_loses_nothing() {
    let (desk, told) = run(|_| ());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), MADE);
    assert_eq!(desk.paper.lost(MADE), 0);
}

#[test]
fn what_stays_and_the_way_to_the_database_are_said_before_anything_is_done() {
    let mut desk = Desk::new(&world(|_| ()));
    let told = told(&mut desk, upgrade(|typed| typed.accept = Vec::new()), context());
    assert_eq!(told.ending, Ending::Blocked, "{}", told.said);
    for said in ["web dynos stay in the downtime", "--space-web-zero", "they belong to the add-on"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn a_shield_database_is_reached_by_what_its_config_vars_tell() {
    let mut desk = Desk::new(&private("shield-0").unwrap());
    let told = told(&mut desk, upgrade(|_| ()), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert_eq!(desk.paper.lost(MADE), 0);
}

#[test]
fn where_no_backup_can_be_taken_the_old_database_goes_once_heroku_protects_the_new_one() {
    let mut desk = Desk::new(&private("shield-0").unwrap());
    let upgraded = told(&mut desk, upgrade(|_| ()), context());
    assert_eq!(upgraded.ending, Ending::Done, "{}", upgraded.said);
    assert!(!upgraded.run.journal.contains("first-backup"), "the service takes none");
    let name = "postgresql-curved-10001".to_owned();
    let finish = || Command::Finish { run: "rabc1234".into(), confirm: Some(name.clone()) };
    let after = |run: &str| Context { run_id: run.into(), runs: vec![upgraded.run.clone()], ..context() };
    desk.pass(24 * 3_600_000);
    let finished = told(&mut desk, finish(), after("rfinish2"));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
}

#[test]
fn where_no_bastion_leads_every_method_is_refused_and_nothing_is_changed() {
    for manner in [BastionManner::None, BastionManner::Refuses] {
        for plan in ["private-0", "shield-0"] {
            let mut world = private(plan).unwrap();
            world.switches.bastion = manner;
            let change = ChangePlan {
                app: "acme-sync".into(),
                plan: plan.replace('0', "2"),
                confirm: Some("acme-sync".into()),
                accept: accepted(),
                hold: Some(false),
                ..ChangePlan::default()
            };
            let changeover = ChangePlan { method: Some("changeover".into()), ..change.clone() };
            let commands = [upgrade(|_| ()), Command::ChangePlan(change), Command::ChangePlan(changeover)];
            for command in commands {
                let mut desk = Desk::new(&world);
                let before = desk.view();
                let told = told(&mut desk, command, context());
                assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{manner:?}\n{}", told.said);
                assert!(told.said.contains("[sql/out-of-reach]"), "{}", told.said);
                assert_eq!(desk.view()["attachments"], before["attachments"]);
            }
        }
    }
}

#[test]
fn whatever_is_not_known_of_bastions_the_upgrade_ends_done_and_loses_nothing() {
    type Switch = fn(&mut Switches);
    let switches: [(&str, Switch); 3] = [
        ("it breaks", |one| one.bastion = BastionManner::Breaks),
        ("its key changes with the database", |one| one.bastion_rekeys = true),
        ("it is late", |one| one.bastion_lag = 300_000),
    ];
    for (name, switch) in switches {
        let (desk, told) = run(switch);
        assert_eq!(told.ending, Ending::Done, "{name}\n{}", told.said);
        assert_eq!(desk.paper.lost(MADE), 0, "{name}");
    }
}

#[test]
fn a_plan_is_changed_in_place_through_the_bastion_and_no_web_dyno_is_touched() {
    let mut desk = Desk::new(&world(|_| ()));
    let change = ChangePlan {
        app: "acme-sync".into(),
        plan: "private-2".into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..ChangePlan::default()
    };
    let told = told(&mut desk, Command::ChangePlan(change), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(desk.view()["addons"][OLD]["plan"], "heroku-postgresql:private-2");
    assert!(told.said.contains("no app was stopped"), "{}", told.said);
}

#[test]
fn a_follower_on_another_plan_takes_over_with_web_staying() {
    let mut desk = Desk::new(&world(|_| ()));
    let change = ChangePlan {
        app: "acme-sync".into(),
        plan: "private-2".into(),
        method: Some("changeover".into()),
        accept: accepted(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..ChangePlan::default()
    };
    let told = told(&mut desk, Command::ChangePlan(change), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), MADE);
    assert_eq!(desk.paper.lost(MADE), 0);
}

#[test]
fn with_web_at_zero_the_order_is_the_plain_one() {
    let mut desk = Desk::new(&world(|_| ()));
    let mut steps = Vec::new();
    let plain = upgrade(|typed| {
        typed.space_web_zero = true;
        typed.accept = vec!["space/no-maintenance-page".into(), "space/external-access".into()];
    });
    let told = told_by_chance(
        &mut desk,
        plain,
        context(),
        |effect| {
            steps.push(query(effect).to_owned());
            Chance::Succeed
        },
        |_| false,
    );
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert!(!steps.iter().any(|query| query == "role_fence_on"));
    assert_eq!(desk.paper.lost(MADE), 0);
}

// The nasty ones.

#[test]
fn the_tunnel_is_cut_while_the_fence_commits() {
    let mut desk = Desk::new(&world(|_| ()));
    let mut once = true;
    let cut = |effect: &Effect| match query(effect) {
        "role_fence_on" if std::mem::take(&mut once) => Chance::LostAfter,
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, upgrade(|_| ()), context(), cut, |_| false);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(desk.paper.lost(MADE), 0);
}

/// No proof is possible without the bastion, and what could not be read is never accepted: the app is back on the old database, and the
/// follower, which is not spent, is kept.
#[test]
fn the_bastion_is_gone_in_the_downtime_until_everything_is_reopened() {
    let mut desk = Desk::new(&world(|_| ()));
    let gone = |effect: &Effect| match query(effect) {
        "position" | "position_note" => Chance::LostBefore,
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, upgrade(|_| ()), context(), gone, |_| false);
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), OLD);
    assert_eq!(desk.paper.lost(OLD), 0);
    assert_writes(&mut desk, OLD);
}

/// Every web dyno writes again, those among them that stayed: their connections began while it was read-only.
fn assert_writes(desk: &mut Desk, addon: &str) {
    assert!(desk.paper.takes_writes(addon));
    let before = desk.paper.acknowledged();
    desk.pass(60_000);
    assert!(desk.paper.acknowledged() > before, "nobody writes to {addon}");
    assert_eq!(desk.paper.lost(addon), 0);
}

#[test]
fn the_bastion_of_the_new_side_does_not_come_in_time_and_no_app_is_ever_closed() {
    let mut desk = Desk::new(&world(|switches| switches.bastion_lag = 90_000_000));
    let closed = |desk: &Desk| desk.world.in_maintenance("acme-sync") == Some(true);
    let told = told(&mut desk, upgrade(|_| ()), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    assert!(!closed(&desk));
    assert!(!told.said.contains("APP STOPPED"), "{}", told.said);
}

/// A web dyno that is not hit by the fence goes on writing: here by a connection that nothing ends.
#[test]
fn web_that_the_fence_does_not_hit_writes_on() {
    let mut desk = Desk::new(&world(|_| ()));
    desk.world.inject("session-stuck".parse().unwrap());
    let told = told(&mut desk, upgrade(|_| ()), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 13), "{}", told.said);
    assert!(told.said.contains("[database/sessions-open]"), "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), OLD);
    assert_writes(&mut desk, OLD);
}

#[test]
fn web_was_restarted_under_the_fence_and_a_rollback_lets_it_write_again() {
    let mut desk = Desk::new(&world(|_| ()));
    let failing = |effect: &Effect| match query(effect) {
        "write_probe" => Chance::Refuse,
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, upgrade(|_| ()), context(), failing, |_| false);
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), OLD);
    assert_writes(&mut desk, OLD);
}

/// Commits in the old database, once `when` says so of what the run does.
fn late_write(when: impl Fn(&Desk, &Effect) -> bool) -> (Desk, Ending, String) {
    let mut desk = Desk::new(&world(|_| ()));
    let mut written = false;
    let (ending, said) = hooked(&mut desk, upgrade(|_| ()), |desk, directive| {
        if let Directive::Perform { effect, .. } = directive {
            if !written && when(desk, effect) {
                written = true;
                desk.paper.object(OLD, "public.late", true);
            }
        }
    });
    assert!(written, "nobody wrote:\n{said}");
    (desk, ending, said)
}

/// Web stays, and so does a connection of its own on a named credential, which no fence of another role hits.
#[test]
fn web_on_a_named_credential_writes_after_the_position_was_noted() {
    let noted = std::cell::Cell::new(false);
    let after = |_: &Desk, effect: &Effect| noted.replace(noted.get() || query(effect) == "position_note");
    let (mut desk, ending, said) = late_write(after);
    // The follower is not spent: the run can go on with it.
    assert_eq!(ending, Ending::Paused, "{said}");
    assert!(said.contains("[downtime/written-after-position]"), "{said}");
    assert_eq!(named(&desk, "DATABASE"), OLD);
    assert_writes(&mut desk, OLD);
}

/// A client in a peered network knows the old database by its address: the app has moved, and what was written there is said.
#[test]
fn a_peering_client_writes_to_the_old_side_after_the_app_has_moved() {
    let moved = |desk: &Desk| {
        named(desk, "DATABASE") == MADE && desk.world.in_maintenance("acme-sync") == Some(false)
    };
    let (desk, ending, said) = late_write(|desk, _| moved(desk));
    assert_eq!(ending, Ending::Done, "{said}");
    let told = said
        .lines()
        .any(|line| line.contains("Not proven") && line.contains("[downtime/written-after-position]"));
    assert!(told, "{said}");
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0));
}

#[test]
fn what_leads_through_a_bastion_never_reaches_the_core() {
    for plan in ["private-0", "shield-0"] {
        let mut desk = Desk::new(&private(plan).unwrap());
        let mut crossed = String::new();
        let command = upgrade(|_| ());
        let ended = support::drive(&mut desk, command, context(), |exchange| {
            crossed.push_str(&serde_json::to_string(exchange.directive).unwrap());
            crossed.push_str(&serde_json::to_string(&exchange.answer).unwrap());
        });
        assert_eq!(ended.0, Ending::Done, "{plan}");
        assert!(crossed.contains("_BASTION_KEY") || plan == "private-0");
        for secret in ["bastion.postgresql", "key 0 of"] {
            assert!(!crossed.contains(secret), "{plan}: {secret}");
        }
    }
}
