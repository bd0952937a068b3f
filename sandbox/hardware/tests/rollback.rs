//! A copy of a leader as it was at a moment.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use support::*;

use connect_hardware::HardwareError;

const NOW: &str = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text";
const ROWS: &str = "SELECT string_agg(n::text, ' ' ORDER BY n) FROM t";

#[test]
fn it_has_what_was_committed_at_the_moment_and_nothing_that_was_committed_later() {
    let folder = Folder::new("rollback");
    let fleet = fleet(&folder);
    let source = fleet.create("postgresql-source", 15).unwrap();
    run(&source.url(), "CREATE TABLE t (n serial)");
    run(&source.url(), "INSERT INTO t DEFAULT VALUES");
    // One that is open at the moment is committed later, whatever its rows say of their time.
    let mut open = client(&source.url());
    open.batch_execute("BEGIN; INSERT INTO t DEFAULT VALUES").unwrap();
    run(&source.url(), "INSERT INTO t DEFAULT VALUES");
    let moment: u64 = value(&source.url(), NOW).parse().unwrap();
    wait_until("the clock has moved on", || value(&source.url(), NOW).parse::<u64>().unwrap() > moment + 2);
    open.batch_execute("COMMIT").unwrap();
    run(&source.url(), "INSERT INTO t DEFAULT VALUES; UPDATE t SET n = 9 WHERE n = 1");

    let back = fleet.roll_back("postgresql-source", "postgresql-back", moment + 1).unwrap();
    assert_eq!(value(&back.url(), ROWS), "1 3");
    assert_ne!((back.port, &back.password), (source.port, &source.password));
    assert_eq!((&back.user, &back.database), (&source.user, &source.database));
    run(&back.url(), "INSERT INTO t (n) VALUES (100)");
    assert_eq!(value(&back.url(), ROWS), "1 3 100");
    assert_eq!(value(&source.url(), ROWS), "2 3 4 9", "nothing happens to its source");
    let timeline = "SELECT timeline_id FROM pg_control_checkpoint()";
    wait_until("it is on a timeline of its own", || value(&back.url(), timeline) == "2");
    assert_eq!(fleet.following("postgresql-back").unwrap(), None);
}

#[test]
fn of_a_server_that_did_not_begin_as_a_leader_there_is_none() {
    let folder = Folder::new("rollback-none");
    let fleet = fleet(&folder);
    fleet.create("postgresql-source", 15).unwrap();
    fleet.replica("postgresql-source", "postgresql-copy").unwrap();
    fleet.unfollow("postgresql-copy").unwrap();
    let refused = fleet.roll_back("postgresql-copy", "postgresql-back", 0);
    assert!(matches!(refused, Err(HardwareError::NoBase(_))), "{refused:?}");
    assert!(!fleet.addons().contains(&"postgresql-back".to_owned()));
}
