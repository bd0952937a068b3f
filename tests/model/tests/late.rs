//! What does not come true in time is named by its code: nothing goes on as if it had.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Resume};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::AttachmentSpec;
use support::{context, hooked_in, says, told, told_by_chance, upgrade, Told};

const NEW: &str = "postgresql-connect-rabc1234";

fn with(fault: &str) -> (Desk, Told) {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    desk.world.inject(fault.parse().unwrap());
    // Longer than anything is waited for.
    let Command::UpgradeDb(mut typed) = upgrade("acme-sync") else { panic!() };
    typed.max_downtime_ms = Some(4 * 3_600_000);
    let told = told(&mut desk, Command::UpgradeDb(typed), context());
    (desk, told)
}

#[test]
fn an_upgrade_that_was_asked_for_and_never_begins_is_taken_back() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let mut asked = 0;
    let lost = |effect: &Effect| match effect {
        Effect::Http(http) if http.request.path.ends_with("/upgrade/run") => {
            asked += 1;
            Chance::LostBefore
        }
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, upgrade("acme-sync"), context(), lost, |_| false);
    assert!(asked > 1, "it is asked for again");
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    says(&told, &["service/no-effect"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
}

#[test]
fn an_upgrade_that_says_done_and_left_the_version_is_taken_back() {
    let (desk, told) = with("upgrade-noop");
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    says(&told, &["upgrade/not-finished"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
}

#[test]
fn an_upgrade_that_heroku_says_failed_is_taken_back() {
    let (desk, told) = with("upgrade-fails");
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    says(&told, &["upgrade/failed"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
}

#[test]
fn a_first_backup_that_fails_is_left_over_and_the_app_runs() {
    let (mut desk, failed) = with("backup-fails");
    assert_eq!((failed.ending, failed.exit_code), (Ending::Paused, 11), "{}", failed.said);
    says(&failed, &["backup/not-taken", "left over: Take a first backup of the new database"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
    // Whoever resumes has another one taken.
    desk.world.heal(desk.now);
    let resume = Resume { run: failed.run.run_id.clone(), hold: Some(false), ..Resume::default() };
    let context = Context { runs: vec![failed.run], now: desk.now, ..context() };
    let done = told(&mut desk, Command::Resume(resume), context);
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert!(done.run.journal.contains("backup/new"), "{}", done.said);
}

#[test]
fn statistics_that_are_not_there_are_left_over_and_the_app_runs() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let told = hooked_in(&mut desk, upgrade("acme-sync"), context(), |desk, directive| {
        let Directive::Perform { effect: Effect::Sql(sql), .. } = directive else { return };
        if sql.query == "statistics" {
            desk.paper.statistics_gone(NEW);
        }
    });
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    says(&told, &["database/no-statistics"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
}

#[test]
fn a_login_that_cannot_be_proven_is_left_over_by_its_code() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].attachments.push(AttachmentSpec {
        app: "acme-sync".into(),
        name: "POOL".into(),
        namespace: Some("connection-pooling:default".into()),
    });
    let mut desk = Desk::new(&world);
    let lost = |effect: &Effect| match effect {
        Effect::Sql(sql) if sql.query == "server" && sql.config_var == "POOL_URL" => Chance::LostBefore,
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, upgrade("acme-sync"), context(), lost, |_| false);
    says(&told, &["database/login-unproven"]);
}

#[test]
fn where_connect_does_not_pause_its_own_log_is_shown_and_what_to_look_for() {
    let (desk, told) = with("pause-stuck");
    assert_eq!(told.ending, Ending::Paused, "{}", told.said);
    says(&told, &["heroku logs --app acme-sync --dyno-name herokuconnect --num 1500", "level=error"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);
    let (_, other) = with("backup-fails");
    assert!(!other.said.contains("--dyno-name herokuconnect"), "{}", other.said);
}
