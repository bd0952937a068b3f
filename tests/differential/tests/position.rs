//! Positions on real servers: what a leader acknowledged is behind the one that was noted, and whatever is written after it
//! is found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use connect_core::conditions::{Condition, PositionUnmoved, Replayed, RowsUnmoved};
use connect_core::late::Late;
use connect_core::query::Position;
use connect_differential::sides::place;
use connect_differential::{LEAD, SCHEMA};
use postgres::{Client, NoTls};
use server::{ask, on_majors, run, sessions, verdict};

const MAJORS: [u32; 3] = [15, 17, 18];
const FOLLOWER: &str = "postgresql-follower-1";

fn note(url: &str) -> Position {
    serde_json::from_value(ask(url, "position_note", None)).unwrap()
}

/// Nobody wrote since, but for `own` changes of ours.
fn unmoved(url: &str, position: Position, own: u64) -> String {
    moved_by(url, position, own, false)
}

fn moved_by(url: &str, position: Position, own: u64, shared: bool) -> String {
    let (place, schemas, title) = (place(LEAD), SCHEMA.to_owned(), "t".to_owned());
    let position = Late::Now(position);
    verdict(url, &PositionUnmoved { own, place, position, schemas, shared, title }.into())
}

fn replayed(position: Position) -> Condition {
    Replayed { place: place(FOLLOWER), position: Late::Now(position) }.into()
}

fn lsn(text: &str) -> u64 {
    let (high, low) = text.split_once('/').unwrap();
    (u64::from_str_radix(high, 16).unwrap() << 32) | u64::from_str_radix(low, 16).unwrap()
}

fn rows(url: &str) -> i64 {
    Client::connect(url, NoTls).unwrap().query_one("select count(*) from acknowledged", &[]).unwrap().get(0)
}

#[test]
fn what_was_acknowledged_without_waiting_for_the_disk_is_behind_the_noted_position() {
    on_majors("acknowledged", &MAJORS, |fleet, url| {
        let follower = fleet.replica(LEAD, FOLLOWER).unwrap().url();
        let superuser = fleet.superuser_url(LEAD).unwrap();
        run(&superuser, "alter system set wal_writer_delay = '10s'");
        run(&superuser, "select pg_reload_conf()");
        run(url, "create table acknowledged (n int)");
        let mut writer = Client::connect(url, NoTls).unwrap();
        writer.batch_execute("set synchronous_commit = off").unwrap();
        // The process that writes WAL wakes up for the first ones.
        let flushed = (0..200).find_map(|n| {
            writer.execute("insert into acknowledged values ($1)", &[&n]).unwrap();
            let text = "select pg_current_wal_flush_lsn()::text, pg_current_wal_insert_lsn()::text, \
                        pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()";
            let row = writer.query_one(text, &[]).unwrap();
            row.get::<_, bool>(2).then(|| (row.get::<_, String>(0), row.get::<_, String>(1)))
        });
        let noted = note(url);
        let (flushed, acknowledged) = flushed.expect("a commit that is not flushed");
        assert!(lsn(&noted.lsn) >= lsn(&acknowledged), "{} is noted, {acknowledged} acknowledged", noted.lsn);
        assert!(lsn(&noted.lsn) > lsn(&flushed), "what was flushed lacks the last commit");
        until_holds(&follower, &replayed(noted));
        assert_eq!(rows(&follower), rows(url));
    });
}

fn until_holds(url: &str, condition: &Condition) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while verdict(url, condition) != "holds" {
        assert!(std::time::Instant::now() < end, "the follower does not get there");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Each in a session of its own, beside a vacuum that takes no transaction.
#[test]
fn a_late_change_beside_a_vacuum_is_found_whatever_it_changes() {
    on_majors("late", &MAJORS, |_, url| {
        run(url, "create sequence counter; create table kept (n int)");
        for late in [
            "create table late (n int)",
            "alter table kept add column more int",
            "truncate salesforce.account",
            "select lo_create(0)",
            "select lo_from_bytea(0, 'late')",
            "select setval('counter', 77)",
            "comment on table kept is 'late'",
            "select * from kept for update; insert into kept values (1)",
            "select pg_current_xact_id()",
        ] {
            sessions(url, 0);
            let position = note(url);
            run(url, "vacuum");
            sessions(url, 0);
            assert_eq!(unmoved(url, position.clone(), 0), "holds", "a vacuum alone");
            run(url, late);
            // Until a session has ended, what it changed may not be counted: the downtime asks once nobody is left.
            sessions(url, 0);
            assert_eq!(unmoved(url, position, 0), "never downtime/written-after-position", "{late}");
        }
    });
}

/// An allowance of one is spent by its own change: whatever leaves a count is found even where a transaction is excused.
#[test]
fn a_late_change_is_found_also_where_a_statistics_run_could_excuse_its_transaction() {
    on_majors("excused", &MAJORS, |_, url| {
        run(url, "create sequence counter; create table empty (n int)");
        for late in [
            "create table late (n int)",
            "truncate salesforce.account",
            "select lo_create(0)",
            "select setval('counter', 77)",
        ] {
            sessions(url, 0);
            let position = note(url);
            // It counts itself and takes no transaction.
            run(url, "analyze empty");
            run(url, late);
            sessions(url, 0);
            assert_eq!(unmoved(url, position, 0), "never downtime/written-after-position", "{late}");
        }
    });
}

#[test]
fn the_servers_own_work_and_the_fence_are_no_writes() {
    on_majors("own-work", &MAJORS, |_, url| {
        run(url, "create table shrinks as select n from generate_series(1, 20000) n");
        run(url, "delete from shrinks where n > 10");
        sessions(url, 0);
        let position = note(url);
        run(url, "vacuum shrinks");
        sessions(url, 0);
        let shrunk: Position = serde_json::from_value(ask(url, "position", None)).unwrap();
        assert_eq!(shrunk.xmax.parse::<u64>().unwrap() - position.xmax.parse::<u64>().unwrap(), 2);
        assert_eq!(unmoved(url, position.clone(), 0), "holds", "a vacuum that gives space back takes one");
        run(url, "analyze");
        run(url, "vacuum (analyze, freeze)");
        sessions(url, 0);
        assert_eq!(unmoved(url, position, 0), "holds");

        let position = note(url);
        ask(url, "fence_on", None);
        sessions(url, 0);
        assert_eq!(unmoved(url, position.clone(), 1), "holds");
        assert_eq!(unmoved(url, position, 0), "never downtime/written-after-position");
    });
}

/// On a server with databases of others, whose transactions are counted as this one's.
#[test]
fn what_neighbours_do_on_a_shared_server_moves_nothing_and_every_write_of_ours_is_found() {
    on_majors("shared", &MAJORS, |fleet, url| {
        let superuser = fleet.superuser_url(LEAD).unwrap();
        run(&superuser, "create database neighbour");
        let neighbour = format!("{}/neighbour", superuser.rsplit_once('/').unwrap().0);
        run(url, "create sequence counter; create table kept (n int)");
        sessions(url, 0);
        let position = note(url);
        run(
            &neighbour,
            "create table busy as select n from generate_series(1, 1000) n; create role stranger",
        );
        run(&neighbour, "alter database neighbour set work_mem = '8MB'");
        ask(url, "role_fence_on", None);
        ask(url, "role_fence_off", None);
        ask(url, "fence_on", None);
        ask(url, "fence_off", None);
        sessions(url, 0);
        assert_eq!(moved_by(url, position.clone(), 4, false), "never downtime/written-after-position");
        // Before a statistics run could excuse as many transactions as there are tables.
        assert_eq!(moved_by(url, position.clone(), 0, true), "holds");
        run(url, "analyze");
        run(url, "vacuum");
        sessions(url, 0);
        assert_eq!(moved_by(url, position, 0, true), "holds");
        for late in [
            "insert into kept values (1)",
            "create table late (n int)",
            "alter table kept add column more int",
            "truncate salesforce.account",
            "select lo_create(0)",
            "select setval('counter', 77)",
            "comment on table kept is 'late'",
        ] {
            let position = note(url);
            run(url, late);
            sessions(url, 0);
            assert_eq!(moved_by(url, position, 0, true), "never downtime/written-after-position", "{late}");
        }
    });
}

/// A role that does not own its database may still make itself read-only, and nobody else.
#[test]
fn a_credential_fences_itself_and_the_service_goes_on_working() {
    on_majors("role-fence", &MAJORS, |fleet, url| {
        let here = fleet.superuser_url(LEAD).unwrap();
        let (user, database) = {
            let endpoint = fleet.endpoint(LEAD).unwrap();
            (endpoint.user.clone(), endpoint.database.clone())
        };
        assert_eq!(ask(url, "server", None)["owns"], true);
        run(url, "create table before (n int)");
        run(&here, &format!("alter database \"{database}\" owner to current_user"));
        run(&here, &format!("grant connect on database \"{database}\" to \"{user}\""));
        assert_eq!(ask(url, "server", None)["owns"], false);
        let mut open = Client::connect(url, NoTls).unwrap();
        open.batch_execute("select 1").unwrap();

        ask(url, "role_fence_on", None);
        let refused = |client: &mut Client| client.batch_execute("insert into before values (1)").is_err();
        assert!(!refused(&mut open), "who was connected goes on");
        let mut begun = Client::connect(url, NoTls).unwrap();
        assert!(refused(&mut begun));
        let mut service = Client::connect(&here, NoTls).unwrap();
        assert!(!refused(&mut service), "the service's own work is not hit");

        ask(url, "role_fence_off", None);
        assert!(refused(&mut begun), "a session that began under a fence stays read-only");
        assert!(!refused(&mut Client::connect(url, NoTls).unwrap()));
    });
}

#[test]
fn definitions_that_we_change_are_no_rows_that_somebody_wrote() {
    on_majors("defining", &MAJORS, |_, url| {
        run(url, "create table parent (id int primary key); insert into parent values (1), (2)");
        run(url, "create table child (id serial primary key, of int references parent); insert into child (of) values (1)");
        run(
            url,
            "create view told as select * from parent; create materialized view kept as select * from parent",
        );
        let rows_unmoved = |position: Position| {
            let (place, schemas, title) = (place(LEAD), SCHEMA.to_owned(), "t".to_owned());
            // What a session changed is counted once it has ended.
            sessions(url, 0);
            verdict(url, &RowsUnmoved { place, position: Late::Now(position), schemas, title }.into())
        };
        let before = note(url);
        run(url, "create schema if not exists heroku_connect_maintenance");
        run(url, "create table heroku_connect_maintenance.kept (what text); insert into heroku_connect_maintenance.kept values ('x')");
        run(
            url,
            "drop view told; drop materialized view kept; alter table child drop constraint child_of_fkey",
        );
        run(url, &format!("alter schema {SCHEMA} rename to aside; alter schema aside rename to {SCHEMA}"));
        run(url, "alter table child add constraint child_of_fkey foreign key (of) references parent");
        run(
            url,
            "create view told as select * from parent; create materialized view kept as select * from parent",
        );
        assert_eq!(rows_unmoved(before.clone()), "holds");
        assert_ne!(unmoved(url, before.clone(), 3), "holds", "by its transactions it cannot be told");
        run(url, "update child set of = 2");
        assert_ne!(rows_unmoved(before), "holds");
    });
}
