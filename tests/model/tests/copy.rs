//! A copy takes over, in simulated time: what is promised, and the ten faults that a reader must believe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangePlan, Command, Context, UpgradeDb};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_core::ops::Op;
use connect_core::procedures;
use connect_core::query::FenceScope;
use connect_core::request::Request as Wanted;
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_rehearsal::survey;
use connect_simulator::scenario::{CopyIntoFilled, CopyOwner, CredentialRoleName, Switches, TransferNames};
use connect_simulator::Scenario;
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};
use support::{context, hooked, told, told_by_chance, told_until, Told};

const OLD: &str = "postgresql-curved-10001";
const MADE: &str = "postgresql-connect-rabc1234";
const ESSENTIAL: &str = "upgrade-essential-copy";
const STANDARD: &str = "upgrade-copy";

fn copy(more: impl FnOnce(&mut UpgradeDb)) -> Command {
    let mut typed = UpgradeDb {
        accept: vec!["copy/credentials".into()],
        app: "acme-sync".into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        method: Some("copy".into()),
        version: Some("17".into()),
        ..UpgradeDb::default()
    };
    more(&mut typed);
    Command::UpgradeDb(typed)
}

fn change(plan: &str, more: impl FnOnce(&mut ChangePlan)) -> Command {
    let mut typed = ChangePlan {
        app: "acme-sync".into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        plan: plan.into(),
        ..ChangePlan::default()
    };
    more(&mut typed);
    Command::ChangePlan(typed)
}

fn world(name: &str, switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario(name).unwrap();
    switch(&mut world.switches);
    world
}

fn run_in(name: &str, switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(name, switch));
    let told = told(&mut desk, copy(|_| ()), context());
    (desk, told)
}

fn faulty(name: &str, faults: &[&str]) -> (Desk, Told) {
    let mut desk = Desk::new(&world(name, |one| one.copy_ms = 60_000));
    faults.iter().for_each(|fault| desk.world.inject(fault.parse().unwrap()));
    let told = told(&mut desk, copy(|_| ()), context());
    (desk, told)
}

/// The add-on that an attachment of the app names.
fn named(desk: &Desk, attachment: &str) -> Value {
    desk.view()["attachments"][format!("acme-sync::{attachment}")].clone()
}

fn asserted_undone(desk: &Desk, told: &Told, code: &str) {
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains(&format!("[{code}]")), "`{code}` is not in:\n{}", told.said);
    assert_eq!((named(desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0), "{}", told.said);
    assert!(desk.paper.takes_writes(OLD), "{}", told.said);
    assert_eq!(desk.view()["addons"].get(MADE), None, "it is left behind:\n{}", told.said);
}

fn is_post(effect: &Effect, path: &str) -> bool {
    matches!(effect, Effect::Http(http) if http.request.method == Method::Post && http.request.path.ends_with(path))
}

/// True when the copy that counts is about to be asked for: the one after the trial.
fn second_copy() -> impl FnMut(&Directive) -> bool {
    let mut seen = 0;
    move |directive| {
        let asks = matches!(directive, Directive::Perform { effect, .. } if is_post(effect, "/transfers"));
        seen += usize::from(asks);
        asks && seen == 2
    }
}

#[test]
fn the_copy_takes_over_and_the_old_database_is_kept() {
    for name in [STANDARD, ESSENTIAL] {
        let (desk, told) = run_in(name, |_| ());
        assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{name}: {}", told.said);
        assert_eq!(named(&desk, "DATABASE"), MADE, "{name}");
        assert_eq!((desk.paper.lost(MADE), desk.paper.sent_twice()), (0, 0), "{name}");
        assert!(!desk.paper.takes_writes(OLD), "{name}");
    }
}

#[test]
fn an_essential_database_is_copied_without_being_told_to() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let told = told(&mut desk, copy(|one| (one.method, one.accept) = (None, vec![])), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), MADE);
}

#[test]
fn it_ends_right_whatever_the_service_does_with_a_copy() {
    type Way = (&'static str, fn(&mut Switches));
    let ways: [Way; 8] = [
        ("owners are kept", |one| one.copy_owner = CopyOwner::Source),
        ("grants are carried", |one| one.copy_carries_grants = true),
        ("the target is erased", |one| one.copy_into_filled = CopyIntoFilled::Erased),
        ("names are the service's", |one| one.transfer_names = TransferNames::Own),
        ("warnings are not shown", |one| one.warnings_shown = false),
        ("it takes an hour and a half", |one| one.copy_ms = 5_000_000),
        ("a pause is refused while Connect polls", |one| one.pause_leaves_polls = true),
        ("the old database keeps its session", |one| one.paused_connect_listens = true),
    ];
    for (way, switch) in ways {
        let mut desk = Desk::new(&world(STANDARD, switch));
        let command = copy(|one| one.max_downtime_ms = Some(4 * 3_600_000));
        let told = told(&mut desk, command, context());
        let late = way == "it takes an hour and a half";
        let ending = if late { Ending::Undone } else { Ending::Done };
        assert_eq!(told.ending, ending, "{way}\n{}", told.said);
        assert_eq!(desk.paper.lost(if late { OLD } else { MADE }), 0, "{way}");
    }
    let refusing: [Way; 3] = [
        ("no second copy into a filled one", |one| one.copy_into_filled = CopyIntoFilled::Refused),
        ("it must be able to write to its source", |one| one.copy_needs_write = true),
        ("roles have names of their own", |one| one.credential_role_name = CredentialRoleName::Own),
    ];
    for (way, switch) in refusing {
        let (desk, told) = run_in(STANDARD, switch);
        assert_eq!(told.ending, Ending::Undone, "{way}\n{}", told.said);
        assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0), "{way}");
    }
}

#[test]
fn a_role_that_is_missing_is_found_out_before_an_app_is_stopped() {
    let (_, told) = run_in(STANDARD, |one| one.credential_role_name = CredentialRoleName::Own);
    assert!(told.said.contains("GRANT SELECT ON TABLE salesforce.account TO analytics"), "{}", told.said);
    assert!(!told.said.contains("Turn on maintenance mode"), "{}", told.said);
}

#[test]
fn nothing_is_copied_before_connect_has_sent_everything() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    desk.world.inject("poll-stuck".parse().unwrap());
    let told = told(&mut desk, copy(|_| ()), context());
    assert_ne!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), OLD, "{}", told.said);
    assert_eq!(desk.paper.lost(OLD), 0);
}

#[test]
fn what_connect_has_not_sent_is_carried_along_if_that_is_accepted() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let carries = |accept: &[&str]| {
        let accept = accept.iter().map(|code| (*code).to_owned()).collect();
        copy(move |one| (one.carry_log, one.accept) = (true, accept))
    };
    let refused = told(&mut desk, carries(&[]), context());
    assert_eq!(refused.ending, Ending::Blocked, "{}", refused.said);
    assert!(refused.said.contains("[copy/log-kept]"), "{}", refused.said);
    let done = told(&mut desk, carries(&["copy/log-kept"]), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert_eq!(desk.paper.lost(MADE), 0);
}

#[test]
fn without_a_trial_everything_is_compared_all_the_same() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let done = told(&mut desk, copy(|one| one.no_trial_copy = true), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert!(!done.said.contains("trial"), "{}", done.said);
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    desk.world.inject("copy-hollow#1".parse().unwrap());
    let told = told(&mut desk, copy(|one| one.no_trial_copy = true), context());
    asserted_undone(&desk, &told, "target/unproven");
}

/// Something is dropped in the old database each time that it was tried, so many times; how it ends, what was said, and how often it was
/// copied.
fn dropped_after_trials(times: usize) -> (Desk, Ending, String, usize) {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let left_over = |number: usize| format!("public.left_over_{number}");
    (0..times).for_each(|number| desk.paper.object(OLD, &left_over(number), true));
    let (mut copied, mut dropped) = (0, 0);
    let (ending, said) = hooked(&mut desk, copy(|_| ()), |desk, directive| {
        let effects = match directive {
            Directive::Perform { effect, .. } => std::slice::from_ref(effect),
            Directive::Together { effects, .. } => effects.as_slice(),
            _ => &[],
        };
        copied += effects.iter().filter(|effect| is_post(effect, "/transfers")).count();
        let looks = |effect: &Effect| matches!(effect, Effect::Http(http) if http.request.path.ends_with("/formation"));
        if copied > dropped && dropped < times && effects.iter().any(looks) {
            desk.paper.object(OLD, &left_over(dropped), false);
            dropped += 1;
        }
    });
    (desk, ending, said, copied)
}

#[test]
fn what_was_dropped_since_the_trial_makes_a_new_database_be_made_before_an_app_is_stopped() {
    let (desk, ending, said, copied) = dropped_after_trials(1);
    assert_eq!((ending, copied), (Ending::Done, 3), "{said}");
    assert_eq!(named(&desk, "DATABASE"), MADE, "{said}");
    assert_eq!(desk.paper.lost(MADE), 0, "{said}");
}

#[test]
fn a_database_that_is_changed_after_every_trial_is_given_up_after_some() {
    let (desk, ending, said, copied) = dropped_after_trials(3);
    assert_eq!((ending, copied), (Ending::Undone, 3), "{said}");
    for words in ["[copy/trial-stale]", "public.left_over_2", "no app was stopped"] {
        assert!(said.contains(words), "`{words}` is not in:\n{said}");
    }
    assert_eq!(desk.view()["addons"].get(MADE), None, "{said}");
}

#[test]
fn where_our_role_does_not_own_the_database_the_fence_is_its_own() {
    let mut desk = Desk::new(&world(STANDARD, |_| ()));
    let Command::UpgradeDb(typed) = copy(|_| ()) else { panic!("another command") };
    let request = Wanted::upgrade_db(&typed).unwrap();
    let mut snapshot = survey(&mut desk, &request).unwrap();
    if let Some(server) = &mut snapshot.database.server {
        server.owns = Some(false);
    }
    let plan = procedures::plan(&snapshot, &request);
    let scopes: Vec<FenceScope> = plan
        .steps
        .iter()
        .flat_map(|step| &step.calls)
        .filter_map(|op| match op {
            Op::FenceOn(fence) => Some(fence.scope),
            _ => None,
        })
        .collect();
    assert_eq!(scopes, [FenceScope::Credential]);
}

#[test]
fn the_old_database_is_destroyed_after_the_soak() {
    for name in [STANDARD, ESSENTIAL] {
        let (mut desk, copied) = run_in(name, |_| ());
        let finish = Command::Finish { run: "rabc1234".into(), confirm: Some(OLD.into()) };
        let after = Context { run_id: "rfinish1".into(), runs: vec![copied.run], ..context() };
        let finished = told(&mut desk, finish, after);
        assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{name}: {}", finished.said);
    }
}

#[test]
fn between_tiers_the_manuals_other_way_is_compared() {
    let named = |world: &str| {
        let case = Case::named(world, Bounds { faults: 0, crashes: 0 }).unwrap();
        let methods = case.plan.methods.iter();
        methods.map(|one| (one.name.clone(), one.chosen, one.possible)).collect::<Vec<_>>()
    };
    let row = |name: &str, chosen, possible| (name.to_owned(), chosen, possible);
    assert_eq!(named("essential-to-standard")[0], row("copy", true, true));
    assert!(named("essential-to-standard").contains(&row("recreate", false, true)));
    assert!(named("change-plan").iter().all(|(name, ..)| name != "recreate"));
}

#[test]
fn between_tiers_the_data_is_copied_and_the_connection_is_kept() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let up = told(&mut desk, change("standard-0", |_| ()), context());
    assert_eq!(up.ending, Ending::Done, "{}", up.said);
    assert_eq!(desk.view()["addons"][MADE]["plan"], "heroku-postgresql:standard-0");
    assert!(
        up.said.contains("Change of postgresql-curved-10001 from essential-0 to standard-0"),
        "{}",
        up.said
    );
    assert_eq!((desk.paper.lost(MADE), desk.paper.sent_twice()), (0, 0));

    let mut desk = Desk::new(&world("upgrade-aftercare", |_| ()));
    let down = |accept: &[&str]| {
        let accept: Vec<String> = accept.iter().map(|code| (*code).to_owned()).collect();
        change("essential-2", move |one| (one.accept, one.plan_limits) = (accept, Some("32,40".into())))
    };
    let blocked = told(&mut desk, down(&[]), context());
    assert_eq!(blocked.ending, Ending::Blocked, "{}", blocked.said);
    assert!(blocked.said.contains("[plan/loses-rollback-days]"), "{}", blocked.said);
    let done = told(&mut desk, down(&["plan/loses-rollback-days"]), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert_eq!(desk.view()["addons"][MADE]["plan"], "heroku-postgresql:essential-2");
    assert_eq!(desk.paper.lost(MADE), 0);
}

#[test]
fn a_plan_of_another_tier_that_is_refused_is_told_before_an_app_is_stopped() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    desk.world.inject("refuse:422:invalid_params@POST /apps/acme-sync/addons".parse().unwrap());
    let told = told(&mut desk, change("standard-0", |_| ()), context());
    asserted_undone(&desk, &told, "service/refused");
    assert!(told.said.contains("no app was stopped"), "{}", told.said);
}

#[test]
fn a_connection_that_may_not_be_pointed_at_the_other_tier_brings_everything_back() {
    let mut desk = Desk::new(&world("upgrade-custom-db-key", |_| ()));
    desk.world.inject("refuse:422:invalid_params@PATCH /api/v3/connections".parse().unwrap());
    let down = change("essential-2", |one| {
        (one.accept, one.plan_limits) = (vec!["plan/loses-rollback-days".into()], Some("32,40".into()));
    });
    let told = told(&mut desk, down, context());
    asserted_undone(&desk, &told, "service/refused");
}

#[test]
fn what_an_essential_plan_cannot_have_is_not_lost_in_silence() {
    let mut desk = Desk::new(&world(STANDARD, |_| ()));
    let down = change("essential-2", |one| {
        (one.accept, one.plan_limits) = (vec!["plan/loses-rollback-days".into()], Some("32,40".into()));
    });
    let told = told(&mut desk, down, context());
    assert_eq!(told.ending, Ending::Blocked, "{}", told.said);
    for said in ["[tier/named-credentials]", "analytics"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn flags_of_a_copy_are_refused_where_nothing_is_copied() {
    let typed = |command: Command| told(&mut Desk::new(&world(STANDARD, |_| ())), command, context());
    let cases = [
        (
            copy(|one| (one.method, one.carry_log) = (Some("follower".into()), true)),
            "`--carry-log` is of no use",
        ),
        (copy(|one| one.follower = Some("x".into())), "`--follower` is of no use"),
        (
            change("standard-2", |one| (one.method, one.no_trial_copy) = (Some("changeover".into()), true)),
            "`--no-trial-copy` is of no use",
        ),
        (
            change("standard-2", |one| {
                (one.method, one.version) = (Some("in-place".into()), Some("17".into()))
            }),
            "`--version` is the Postgres major of a copy",
        ),
    ];
    for (command, said) in cases {
        let told = typed(command);
        assert_eq!(told.ending, Ending::Usage, "{}", told.said);
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

// The ten faults.

#[test]
fn an_answer_to_the_order_that_is_lost_makes_no_second_database() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let mut lost = 0;
    let chance = |effect: &Effect| {
        let creates = is_post(effect, "/apps/acme-sync/addons");
        lost += usize::from(creates);
        if creates {
            Chance::LostAfter
        } else {
            Chance::Succeed
        }
    };
    let told = told_by_chance(&mut desk, copy(|_| ()), context(), chance, |_| false);
    assert_eq!((told.ending, lost), (Ending::Done, 1), "{}", told.said);
    let made =
        desk.view()["addons"].as_object().unwrap().keys().filter(|name| name.contains("connect-r")).count();
    assert_eq!(made, 1);
}

#[test]
fn a_copy_whose_answer_is_lost_is_found_by_its_names_and_not_asked_for_again() {
    for names in [TransferNames::Kept, TransferNames::Own] {
        let mut desk = Desk::new(&world(ESSENTIAL, |one| one.transfer_names = names));
        let mut asked = 0;
        let chance = |effect: &Effect| {
            let copies = is_post(effect, "/transfers");
            asked += usize::from(copies);
            if copies {
                Chance::LostAfter
            } else {
                Chance::Succeed
            }
        };
        let told = told_by_chance(&mut desk, copy(|_| ()), context(), chance, |_| false);
        assert_eq!((told.ending, asked), (Ending::Done, 2), "{names:?}: {}", told.said);
    }
}

#[test]
fn a_copy_that_says_it_succeeded_and_lacks_rows_is_found_out() {
    let (desk, told) = faulty(ESSENTIAL, &["copy-hollow+1#1"]);
    asserted_undone(&desk, &told, "target/unproven");
    assert!(told.said.contains("rows or sequences differ"), "{}", told.said);
}

#[test]
fn grants_that_did_not_come_along_are_made() {
    let (desk, told) = run_in(STANDARD, |_| ());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(desk.paper.grants(MADE), ["GRANT SELECT ON TABLE salesforce.account TO analytics"]);
}

#[test]
fn a_copy_that_is_stuck_is_cancelled_and_the_app_comes_back() {
    let (desk, told) = faulty(ESSENTIAL, &["copy-stuck+1#1"]);
    asserted_undone(&desk, &told, "copy/failed");
    assert!(told.said.contains("moved nothing for"), "{}", told.said);
}

#[test]
fn an_app_comes_back_although_the_copy_cannot_be_cancelled() {
    let cancel = "refuse:422:unprocessable_entity@POST /client/v11/apps";
    let (desk, told) = faulty(ESSENTIAL, &["copy-stuck+1#1", cancel]);
    asserted_undone(&desk, &told, "copy/failed");
    assert!(told.said.contains("cancel the copy"), "it is not said:\n{}", told.said);
}

#[test]
fn a_write_to_the_old_database_during_the_copy_undoes_it() {
    let mut desk = Desk::new(&world(ESSENTIAL, |one| one.copy_ms = 60_000));
    let mut second = second_copy();
    let mut written = false;
    let (ending, said) = hooked(&mut desk, copy(|_| ()), |desk, directive| {
        written |= second(directive);
        if written && matches!(directive, Directive::Wait { .. }) {
            desk.paper.object(OLD, "public.late", true);
        }
    });
    assert_eq!(ending, Ending::Undone, "{said}");
    assert!(said.contains("[downtime/written-after-position]"), "{said}");
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0));
}

#[test]
fn a_target_that_somebody_attaches_elsewhere_is_not_erased() {
    let mut desk = Desk::new(&world(ESSENTIAL, |_| ()));
    let mut copies = 0;
    let mut attached = false;
    let (ending, said) = hooked(&mut desk, copy(|_| ()), |desk, directive| {
        copies += usize::from(
            matches!(directive, Directive::Perform { effect, .. } if is_post(effect, "/transfers")),
        );
        let stops = matches!(directive, Directive::Perform { effect: Effect::Sql(sql), .. } if sql.query == "end_sessions");
        if stops && !attached {
            attached = true;
            let body = json!({"addon": MADE, "app": "acme-sync", "name": "REPORTS"});
            let response = request(desk, Method::Post, "/addon-attachments", Some(body));
            assert_eq!(response, 201);
        }
    });
    assert!(attached);
    assert_eq!(ending, Ending::Undone, "{said}");
    assert!(said.contains("[target/attached]") && said.contains("acme-sync::REPORTS"), "{said}");
    assert_eq!(copies, 1, "{said}");
    assert_eq!(named(&desk, "DATABASE"), OLD);
}

#[test]
fn a_process_that_ends_during_the_copy_is_followed_by_one_that_waits_for_it() {
    let mut desk = Desk::new(&world(ESSENTIAL, |one| one.copy_ms = 60_000));
    let mut asked = 0;
    let mut chance = |effect: &Effect| {
        asked += usize::from(is_post(effect, "/transfers"));
        Chance::Succeed
    };
    let copying = std::cell::Cell::new(0);
    let told_first = told_by_chance(
        &mut desk,
        copy(|_| ()),
        context(),
        |effect| {
            copying.set(copying.get() + u32::from(is_post(effect, "/transfers")));
            chance(effect)
        },
        |directive| copying.get() == 2 && matches!(directive, Directive::Wait { .. }),
    );
    assert_ne!(told_first.ending, Ending::Done, "{}", told_first.said);
    let resume = Command::Resume(connect_core::command::Resume {
        run: "rabc1234".into(),
        hold: Some(false),
        ..Default::default()
    });
    let after = Context { runs: vec![told_first.run], ..context() };
    let told = told_by_chance(&mut desk, resume, after, &mut chance, |_| false);
    assert_eq!((told.ending, asked), (Ending::Done, 2), "{}", told.said);
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0));
}

#[test]
fn a_release_that_fails_at_the_move_brings_everything_back() {
    let (desk, told) = faulty(ESSENTIAL, &["release-fails@Attach DATABASE#1"]);
    asserted_undone(&desk, &told, "release/failed");
}

fn request(desk: &mut Desk, method: Method, path: &str, body: Option<Value>) -> u16 {
    let mut headers = std::collections::BTreeMap::new();
    headers.insert("accept".to_owned(), "application/vnd.heroku+json; version=3".to_owned());
    headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
    let request = Request { api: Api::Platform, base: None, method, path: path.into(), headers, body };
    let response = desk.world.handle(&request, desk.now);
    desk.settle();
    response.status
}

#[test]
fn a_run_that_is_aborted_in_the_middle_of_the_copy_leaves_nothing() {
    let mut desk = Desk::new(&world(ESSENTIAL, |one| one.copy_ms = 60_000));
    let copying = std::cell::Cell::new(0);
    let before = desk.view();
    let first = told_by_chance(
        &mut desk,
        copy(|_| ()),
        context(),
        |effect| {
            copying.set(copying.get() + u32::from(is_post(effect, "/transfers")));
            Chance::Succeed
        },
        |directive| copying.get() == 2 && matches!(directive, Directive::Wait { .. }),
    );
    let abort = Command::Abort { run: "rabc1234".into(), confirm: Some("acme-sync".into()), accept: vec![] };
    let after = Context { runs: vec![first.run], ..context() };
    let told = told_until(&mut desk, abort, after, |_| false);
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    assert_eq!(desk.view()["addons"], before["addons"]);
    assert_eq!(desk.view()["attachments"], before["attachments"]);
}
