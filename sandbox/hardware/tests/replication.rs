//! Followers: held back, promoted, crashed, reset.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_hardware::{HardwareError, Watch};
use support::*;

#[test]
fn held_replication_holds_and_a_promotion_then_lacks_rows() {
    let folder = Folder::new("hold");
    let fleet = fleet(&folder);
    let leader = fleet.create("postgresql-leader", 15).unwrap();
    run(&leader.url(), "CREATE TABLE t (n int)");
    let follower = fleet.replica("postgresql-leader", "postgresql-follower").unwrap();
    let lag = || fleet.gauges("postgresql-follower").unwrap().lag_commits;
    let rows = || value(&follower.url(), "SELECT count(*) FROM t");

    fleet.hold_replication("postgresql-follower", true).unwrap();
    let mut writer = client(&leader.url());
    for n in 0..12 {
        writer.execute("INSERT INTO t VALUES ($1)", &[&n]).unwrap();
    }
    assert_eq!(lag(), Some(12));
    assert_eq!(rows(), "0");

    fleet.hold_replication("postgresql-follower", false).unwrap();
    wait_until("the follower has caught up", || lag() == Some(0));
    assert_eq!(rows(), "12");

    fleet.hold_replication("postgresql-follower", true).unwrap();
    writer.batch_execute("INSERT INTO t VALUES (13)").unwrap();
    fleet.unfollow("postgresql-follower").unwrap();
    assert_eq!(rows(), "12", "what was not received is not there");
    run(&follower.url(), "INSERT INTO t VALUES (99)");
    assert_eq!(fleet.gauges("postgresql-follower").unwrap().lag_commits, Some(0));
    assert!(matches!(fleet.unfollow("postgresql-follower"), Err(HardwareError::NotFollowing(_))));
    assert!(matches!(fleet.hold_replication("postgresql-leader", true), Err(HardwareError::NotFollowing(_))));
}

#[test]
fn a_crash_loses_nothing_and_the_follower_goes_on_afterwards() {
    let folder = Folder::new("crash");
    let fleet = fleet(&folder);
    let leader = fleet.create("postgresql-leader", 16).unwrap();
    run(&leader.url(), "CREATE TABLE t AS SELECT 1 AS n");
    let follower = fleet.replica("postgresql-leader", "postgresql-follower").unwrap();
    fleet.crash("postgresql-leader").unwrap();
    let down = fleet.gauges("postgresql-leader").unwrap_err();
    assert!(matches!(down, HardwareError::Down { .. }) && down.to_string().contains("refused"), "{down}");
    assert_eq!(fleet.gauges("postgresql-follower").unwrap().lag_commits, None, "nobody can tell");
    fleet.start("postgresql-leader").unwrap();
    run(&leader.url(), "INSERT INTO t VALUES (2)");
    wait_until("the follower streams again", || value(&follower.url(), "SELECT count(*) FROM t") == "2");
    fleet.destroy("postgresql-follower").unwrap();
    let superuser = fleet.superuser_url("postgresql-leader").unwrap();
    assert_eq!(value(&superuser, "SELECT count(*) FROM pg_replication_slots"), "0");
}

#[test]
fn whoever_watches_keeps_his_session_and_gets_over_a_crash() {
    let folder = Folder::new("watch");
    let fleet = fleet(&folder);
    fleet.create("postgresql-watched", 17).unwrap();
    let superuser = fleet.superuser_url("postgresql-watched").unwrap();
    let backend = || {
        value(
            &superuser,
            "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE application_name = 'sandbox'",
        )
    };
    let mut watch = Watch::default();
    let mut look = || fleet.gauges_in(&mut watch, "postgresql-watched");
    assert_eq!(look().unwrap().sessions, 0, "the watcher is none of the clients");
    wait_until("only the watcher's session is left", || backend().split(' ').count() == 1);
    let first = backend();
    look().unwrap();
    assert!(!first.is_empty());
    assert_eq!(backend(), first, "the second look is made in the session of the first");
    fleet.crash("postgresql-watched").unwrap();
    assert!(matches!(look(), Err(HardwareError::Down { .. })));
    fleet.start("postgresql-watched").unwrap();
    look().unwrap();
    assert_ne!(backend(), first);
}

#[test]
fn the_owner_can_fence_and_end_sessions_but_is_no_superuser() {
    let folder = Folder::new("rights");
    let fleet = fleet(&folder);
    let owner = fleet.create("postgresql-rights", 17).unwrap();
    let second = fleet.add_credential("postgresql-rights", "reporting").unwrap();
    assert_eq!(value(&owner.url(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"), "false");
    let mut open = client(&second.url());
    let pid: i32 = open.query_one("SELECT pg_backend_pid()", &[]).unwrap().get(0);

    let database = &owner.database;
    run(&owner.url(), &format!("ALTER DATABASE {database} SET default_transaction_read_only = on"));
    open.batch_execute("CREATE TEMP TABLE still_writes ()").unwrap();
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    assert_eq!(
        value(&owner.url(), sessions),
        "1",
        "only the other credential's: the sandbox's own are elsewhere"
    );
    assert_eq!(value(&owner.url(), &format!("SELECT pg_terminate_backend({pid}, 5000)")), "true");
    assert!(open.batch_execute("SELECT 1").is_err());
    let refused = client(&second.url()).batch_execute("CREATE TABLE t ()").unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "25006");

    let mut left = client(&second.url());
    assert_eq!(fleet.reset_connections("postgresql-rights").unwrap(), 1);
    assert!(left.batch_execute("SELECT 1").is_err());
}

#[test]
fn a_follower_starts_with_what_its_leader_allows_and_holds_its_prepared_transactions() {
    let folder = Folder::new("prepared");
    let fleet = fleet(&folder);
    let leader = fleet.create("postgresql-leader", 15).unwrap();
    let superuser = fleet.superuser_url("postgresql-leader").unwrap();
    run(&superuser, "ALTER SYSTEM SET max_prepared_transactions = 50");
    fleet.stop("postgresql-leader").unwrap();
    fleet.start("postgresql-leader").unwrap();
    run(&leader.url(), "CREATE TABLE t (n int)");
    run(&leader.url(), "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'half-way'");
    let follower = fleet.replica("postgresql-leader", "postgresql-follower").unwrap();
    assert_eq!(value(&follower.url(), "SELECT current_setting('max_prepared_transactions')"), "50");
    fleet.unfollow("postgresql-follower").unwrap();
    assert_eq!(value(&follower.url(), "SELECT string_agg(gid, ',') FROM pg_prepared_xacts"), "half-way");
}
