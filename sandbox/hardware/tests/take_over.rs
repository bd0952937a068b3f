//! Another server takes the place of a leader: what it has, where it is, and who follows it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use support::*;

const IDENTITY: &str = "SELECT system_identifier FROM pg_control_system()";

#[test]
fn a_server_that_takes_over_has_every_commit_at_the_same_address_and_its_followers_follow_it() {
    let folder = Folder::new("take-over");
    let fleet = fleet(&folder);
    let leader = fleet.create("postgresql-leader", 15).unwrap();
    run(&leader.url(), "CREATE TABLE t (n int)");
    let follower = fleet.replica("postgresql-leader", "postgresql-follower").unwrap();
    let mut writer = client(&leader.url());
    for n in 0..20 {
        writer.execute("INSERT INTO t VALUES ($1)", &[&n]).unwrap();
    }
    let started = "SELECT pg_postmaster_start_time()";
    let (before, system) = (value(&leader.url(), started), value(&leader.url(), IDENTITY));
    assert_eq!(fleet.take_over("postgresql-leader", 0, false).unwrap(), None);
    assert_eq!(fleet.endpoint("postgresql-leader").unwrap(), leader);
    assert_eq!(value(&leader.url(), "SELECT count(*) FROM t"), "20");
    assert_ne!(value(&leader.url(), started), before);
    assert_eq!(value(&leader.url(), IDENTITY), system);
    assert!(writer.execute("INSERT INTO t VALUES (99)", &[]).is_err(), "a session of before goes on");
    run(&leader.url(), "INSERT INTO t VALUES (21)");
    wait_until("the follower follows the new server", || {
        value(&follower.url(), "SELECT count(*) FROM t") == "21"
    });
    // And once more.
    fleet.take_over("postgresql-leader", 0, false).unwrap();
    assert_eq!(value(&leader.url(), "SELECT count(*) FROM t"), "21");
}

#[test]
fn what_it_had_not_received_is_lost_and_the_old_one_may_go_on_elsewhere() {
    let folder = Folder::new("take-over-loss");
    let fleet = fleet(&folder);
    let leader = fleet.create("postgresql-leader", 15).unwrap();
    run(&leader.url(), "CREATE TABLE t (n int)");
    let mut writer = client(&leader.url());
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stopped = std::sync::Arc::clone(&stop);
    let writing = std::thread::spawn(move || {
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            let _ended = writer.batch_execute("INSERT INTO t VALUES (1)");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        writer
    });
    let new = fleet.take_over("postgresql-leader", 3, true).unwrap().expect("another address");
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut old = writing.join().unwrap();
    let count = |text: String| text.parse::<u64>().unwrap();
    let kept: i64 = old.query_one("SELECT count(*) FROM t", &[]).unwrap().get(0);
    assert!(count(value(&new.url(), "SELECT count(*) FROM t")) + 3 <= kept.unsigned_abs());
    old.batch_execute("INSERT INTO t VALUES (2)").expect("the old server goes on");
    fleet.retire("postgresql-leader").unwrap();
    assert!(old.batch_execute("INSERT INTO t VALUES (3)").is_err());
}
