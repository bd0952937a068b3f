//! Changing the plan by a follower that takes over, in simulated time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangePlan, Command, Context, Resume};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::{AttachmentSpec, DatabaseSpec, Switches, UnfollowSeen};
use connect_simulator::Scenario;
use serde_json::Value;
use support::{context, hooked, told, told_by_chance, Told};

const OLD: &str = "postgresql-curved-10001";
const MADE: &str = "postgresql-connect-rabc1234";

fn changeover(more: impl FnOnce(&mut ChangePlan)) -> Command {
    let mut typed = ChangePlan {
        app: "acme-sync".into(),
        plan: "standard-2".into(),
        method: Some("changeover".into()),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..ChangePlan::default()
    };
    more(&mut typed);
    Command::ChangePlan(typed)
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    world
}

fn run(switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(switch));
    let told = told(&mut desk, changeover(|_| ()), context());
    (desk, told)
}

fn faulty(fault: &str) -> (Desk, Told) {
    let mut desk = Desk::new(&world(|_| ()));
    desk.world.inject(fault.parse().unwrap());
    let told = told(&mut desk, changeover(|_| ()), context());
    (desk, told)
}

/// The add-on that an attachment of the app names.
fn named(desk: &Desk, attachment: &str) -> Value {
    desk.view()["attachments"][format!("acme-sync::{attachment}")].clone()
}

/// A follower of the customer's own, on a plan.
fn with_follower(plan: &str) -> Scenario {
    let mut world = world(|_| ());
    world.databases.push(DatabaseSpec {
        addon: "postgresql-own-10002".into(),
        plan: plan.into(),
        app: "acme-sync".into(),
        following: Some(OLD.into()),
        attachments: vec![AttachmentSpec {
            app: "acme-sync".into(),
            name: "HEROKU_POSTGRESQL_BLUE".into(),
            namespace: None,
        }],
        ..world.databases[0].clone()
    });
    world
}

#[test]
fn a_follower_on_the_wanted_plan_takes_over_and_the_old_database_is_kept() {
    let (desk, told) = run(|_| ());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert_eq!(named(&desk, "DATABASE"), MADE);
    assert_eq!(desk.view()["addons"][MADE]["plan"], "heroku-postgresql:standard-2");
    assert_eq!(desk.view()["addons"][OLD]["plan"], "heroku-postgresql:standard-0");
    assert_eq!(desk.paper.lost(MADE), 0);
    for said in
        ["Change of postgresql-curved-10001 from standard-0 to standard-2", "connect:runs:finish rabc1234"]
    {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
    for wrong in ["Postgres 15 to", "Upgrade", "ANALYZE"] {
        assert!(!told.said.contains(wrong), "`{wrong}` is in:\n{}", told.said);
    }
}

#[test]
fn what_proves_that_it_continues_the_old_one_is_told() {
    let (mut desk, told_first) = run(|_| ());
    let info = Command::Info { run: "rabc1234".into() };
    let mut after = context();
    after.face.verbose = true;
    after.runs = vec![told_first.run];
    let info = told(&mut desk, info, after);
    for said in [
        "timeline 1 → 2, Postgres 15, past L0",
        "plan of postgresql-connect-rabc1234: standard-2 by both APIs",
    ] {
        assert!(info.said.contains(said), "`{said}` is not in:\n{}", info.said);
    }
}

#[test]
fn it_is_done_however_and_whenever_the_service_shows_it() {
    type Way = (&'static str, fn(&mut Switches));
    let ways: [Way; 4] = [
        ("it takes a minute", |one| one.promote_ms = 60_000),
        ("it is shown before it is so", |one| {
            (one.promote_ms, one.unfollow_seen) = (60_000, UnfollowSeen::Early);
        }),
        ("it is shown long after it is so", |one| {
            (one.promote_ms, one.unfollow_seen) = (60_000, UnfollowSeen::Late);
        }),
        ("its address changes", |one| one.url_changes_on_unfollow = true),
    ];
    for (way, switch) in ways {
        let (desk, told) = run(switch);
        assert_eq!(told.ending, Ending::Done, "{way}\n{}", told.said);
        assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0), "{way}");
    }
}

#[test]
fn a_login_that_does_not_own_the_database_closes_it_for_itself_alone_and_that_is_said() {
    let mut world = world(|_| ());
    world.databases[0].holds.other_owner = true;
    let mut desk = Desk::new(&world);
    let done = told(&mut desk, changeover(|_| ()), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert_eq!((desk.paper.lost(MADE), desk.paper.sent_twice()), (0, 0));
    let mut after = Context { runs: vec![done.run.clone()], ..context() };
    after.face.verbose = true;
    let info = told(&mut desk, Command::Info { run: "rabc1234".into() }, after);
    assert!(info.said.contains("read-only by default for its default credential"), "{}", info.said);
}

#[test]
fn a_promotion_that_does_not_end_is_given_up_and_the_app_comes_back_on_the_old_database() {
    for seen in [UnfollowSeen::Done, UnfollowSeen::Early] {
        let (desk, told) = run(|one| (one.promote_ms, one.unfollow_seen) = (24 * 3_600_000, seen));
        assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{seen:?}\n{}", told.said);
        assert!(told.said.contains("[database/not-promoted]"), "{seen:?}\n{}", told.said);
        assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0));
    }
}

#[test]
fn a_follower_that_somebody_else_cut_off_never_stops_the_app() {
    let (desk, told) = faulty("unfollow-early");
    assert_ne!(told.ending, Ending::Done, "{}", told.said);
    assert!(told.said.contains("no app was stopped"), "{}", told.said);
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0));
}

#[test]
fn a_follower_of_ones_own_takes_over_if_it_is_on_the_wanted_plan() {
    let by = |plan: &str| {
        let mut desk = Desk::new(&with_follower(plan));
        let told =
            told(&mut desk, changeover(|one| one.follower = Some("postgresql-own-10002".into())), context());
        (desk, told)
    };
    let (desk, done) = by("standard-2");
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert_eq!(named(&desk, "DATABASE"), "postgresql-own-10002");
    let (_, other) = by("standard-0");
    assert_eq!(other.ending, Ending::Blocked, "{}", other.said);
    for said in ["[target/plan-differs]", "plan standard-0 instead of standard-2"] {
        assert!(other.said.contains(said), "`{said}` is not in:\n{}", other.said);
    }
}

#[test]
fn flags_of_the_other_method_are_refused_by_name() {
    let typed = |more: fn(&mut ChangePlan)| {
        let mut desk = Desk::new(&world(|_| ()));
        told(&mut desk, changeover(more), context())
    };
    type Case = (fn(&mut ChangePlan), &'static str);
    let cases: [Case; 4] = [
        (|one| (one.method, one.follower) = (None, Some("x".into())), "`--follower` is of no use"),
        (
            |one| (one.method, one.max_downtime_ms) = (Some("in-place".into()), Some(1)),
            "`--max-downtime` is of no use",
        ),
        (|one| (one.method, one.downtime_before) = (None, Some(1)), "`--downtime-before` is of no use"),
        (|one| one.restart_hung = true, "`--restart-hung` is of no use"),
    ];
    for (more, said) in cases {
        let told = typed(more);
        assert_eq!(told.ending, Ending::Usage, "{}", told.said);
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn both_ways_are_compared_in_the_plan() {
    let mut desk = Desk::new(&world(|_| ()));
    let mut verbose = context();
    verbose.face.verbose = true;
    let told = told(&mut desk, changeover(|one| one.plan_only = true), verbose);
    assert_eq!(told.ending, Ending::Planned, "{}", told.said);
    for said in ["changeover", "in-place", "not recommended by the manual"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn the_old_database_is_destroyed_after_the_soak() {
    let (mut desk, changed) = run(|_| ());
    let finish = Command::Finish { run: "rabc1234".into(), confirm: Some(OLD.into()) };
    let after = Context { run_id: "rfinish1".into(), runs: vec![changed.run], ..context() };
    let finished = told(&mut desk, finish, after);
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
}

// Its nastiest faults.

fn unfollows(effect: &Effect) -> bool {
    matches!(effect, Effect::Http(http) if http.request.path.ends_with("/unfollow"))
}

fn asks_to_unfollow(directive: &Directive) -> bool {
    matches!(directive, Directive::Perform { effect, .. } if unfollows(effect))
}

fn asserted_undone(desk: &Desk, (ending, said): (Ending, &str), code: &str) {
    assert_eq!(ending, Ending::Undone, "{said}");
    assert!(said.contains(&format!("[{code}]")), "`{code}` is not in:\n{said}");
    assert_eq!((named(desk, "DATABASE"), desk.paper.lost(OLD)), (Value::from(OLD), 0), "{said}");
    assert!(desk.paper.takes_writes(OLD), "{said}");
}

#[test]
fn an_order_to_stop_following_that_is_lost_is_given_until_it_took_effect_and_not_once_more() {
    for (lost, orders) in [(Chance::LostBefore, 2), (Chance::LostAfter, 1)] {
        let mut desk = Desk::new(&world(|_| ()));
        let mut given = 0;
        let chance = |effect: &Effect| {
            given += usize::from(unfollows(effect));
            if unfollows(effect) && given == 1 {
                lost
            } else {
                Chance::Succeed
            }
        };
        let told = told_by_chance(&mut desk, changeover(|_| ()), context(), chance, |_| false);
        assert_eq!((told.ending, given), (Ending::Done, orders), "{lost:?}\n{}", told.said);
        assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0), "{lost:?}");
    }
}

#[test]
fn a_write_to_the_old_database_before_or_after_the_follower_stopped_following_undoes_it() {
    for after in [false, true] {
        let mut desk = Desk::new(&world(|one| one.promote_ms = 30_000));
        let (mut asked, mut written) = (false, false);
        let end = hooked(&mut desk, changeover(|_| ()), |desk, directive| {
            let now = asks_to_unfollow(directive);
            let due = if after { asked && matches!(directive, Directive::Wait { .. }) } else { now };
            asked |= now;
            if due && !written {
                written = true;
                desk.paper.object(OLD, "public.late", true);
            }
        });
        assert!(written, "{}", end.1);
        asserted_undone(&desk, (end.0, &end.1), "downtime/written-after-position");
    }
}

#[test]
fn a_release_that_fails_at_the_move_brings_everything_back() {
    let (desk, told) = faulty("release-fails@Attach DATABASE#1");
    asserted_undone(&desk, (told.ending, &told.said), "release/failed");
}

#[test]
fn a_process_that_ends_before_the_follower_stopped_following_is_followed_by_one_that_looks() {
    let mut desk = Desk::new(&world(|one| one.promote_ms = 30_000));
    let asked = std::cell::Cell::new(0);
    let count = |effect: &Effect| {
        asked.set(asked.get() + usize::from(unfollows(effect)));
        Chance::Succeed
    };
    let died = |directive: &Directive| asked.get() == 1 && matches!(directive, Directive::Wait { .. });
    let first = told_by_chance(&mut desk, changeover(|_| ()), context(), count, died);
    assert_ne!(first.ending, Ending::Done, "{}", first.said);
    let resume = Command::Resume(Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() });
    let after = Context { runs: vec![first.run], ..context() };
    let told = told_by_chance(&mut desk, resume, after, count, |_| false);
    assert_eq!((told.ending, asked.get()), (Ending::Done, 1), "{}", told.said);
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0));
}
