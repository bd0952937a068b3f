//! The client process against a real server: what it notes is what is there, and it stops when told.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

use connect_hardware::connect_schema;
use connect_ledger::ack::Op;
use connect_ledger::read::read_acks;
use support::{ack_count, execute, fleet, mappings, value, wait_until, Client, Folder, ORG_ID, SCHEMA};

#[test]
fn a_dyno_notes_what_it_was_told_and_nothing_else() {
    let folder = Folder::new("client").unwrap();
    let fleet = fleet(&folder).unwrap();
    let url = fleet.create("leader", 15).unwrap().url();
    connect_schema::install(&url, SCHEMA, &mappings(), ORG_ID).unwrap();
    let acks = folder.0.join("acks");

    writes_survive_a_crash(&fleet, &url, &acks);
    requests_are_answered(&url, &acks);
    every_ack_is_there(&url, &acks);
    a_fence_stops_acknowledgements(&url, &folder);
    a_job_ends_by_itself(&url, &acks);
}

/// A worker goes on after its server crashed, and ends within a second of SIGTERM.
fn writes_survive_a_crash(fleet: &connect_hardware::Fleet, url: &str, acks: &std::path::Path) {
    let worker = Client::start("worker", "worker.1", url, acks, 1).unwrap();
    wait_until("the worker has written", || Ok(ack_count(acks) > 50)).unwrap();
    fleet.crash("leader").unwrap();
    fleet.start("leader").unwrap();
    let before = ack_count(acks);
    wait_until("the worker has written again", || Ok(ack_count(acks) > before + 50)).unwrap();
    let (took, well) = worker.stop().unwrap();
    assert!(well && took < Duration::from_secs(1), "{took:?}");
}

/// A web dyno writes by itself, and once more per request, with an answer.
fn requests_are_answered(url: &str, acks: &std::path::Path) {
    let mut web = Client::start("web", "web.1", url, acks, 2).unwrap();
    let before = ack_count(acks);
    wait_until("the web dyno has written by itself", || Ok(ack_count(acks) > before + 5)).unwrap();
    let mut input = web.0.stdin.take().unwrap();
    let mut output = BufReader::new(web.0.stdout.take().unwrap());
    for _ in 0..20 {
        input.write_all(b"GET /\n").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(answer, "ok\n");
    }
    drop(input);
    let before = ack_count(acks);
    wait_until("it goes on writing after the router has gone", || Ok(ack_count(acks) > before + 5)).unwrap();
    let (took, well) = web.stop().unwrap();
    assert!(well && took < Duration::from_secs(1), "{took:?}");
}

/// All tables were written to, and every acknowledged version is in its row.
fn every_ack_is_there(url: &str, acks: &std::path::Path) {
    let acks = read_acks(acks).unwrap();
    let tables: std::collections::BTreeSet<&str> = acks.iter().map(|ack| ack.table.as_str()).collect();
    assert_eq!(
        tables.into_iter().collect::<Vec<_>>(),
        ["public.app_event", "salesforce.account", "salesforce.contact"]
    );
    let mut highest = std::collections::BTreeMap::new();
    for ack in acks.iter().filter(|ack| ack.op != Op::Maybe) {
        let entry = highest.entry((&ack.table, &ack.key)).or_insert(0);
        *entry = ack.version.max(*entry);
    }
    assert!(highest.values().any(|version| *version > 2));
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    for ((table, key), version) in highest {
        let (column, version_column) =
            if table == "public.app_event" { ("id", "value") } else { ("external_id__c", "version__c") };
        let query = format!("SELECT {version_column}::bigint FROM {table} WHERE {column} = $1");
        let rows = client.query(&query, &[key]).unwrap();
        assert_eq!(rows.len(), 1, "{table} {key}");
        assert!(rows[0].get::<_, i64>(0) >= version, "{table} {key}");
    }
}

/// With the read-only default set and sessions ended, a client notes nothing more and answers `err`.
fn a_fence_stops_acknowledgements(url: &str, folder: &Folder) {
    let acks = folder.0.join("fenced");
    let database = value(url, "SELECT current_database()::text").unwrap();
    let mut web = Client::start("web", "web.1", url, &acks, 3).unwrap();
    wait_until("the web dyno has written", || Ok(ack_count(&acks) > 5)).unwrap();
    execute(url, &[&format!("ALTER DATABASE {database} SET default_transaction_read_only = on")]).unwrap();
    let others = "SELECT coalesce(sum(pg_terminate_backend(pid, 5000)::int), 0)::text FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    value(url, others).unwrap();
    let before = ack_count(&acks);
    let mut input = web.0.stdin.take().unwrap();
    let mut output = BufReader::new(web.0.stdout.take().unwrap());
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(300) {
        input.write_all(b"GET /\n").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(answer, "err\n");
    }
    let noted = read_acks(&acks).unwrap();
    let sure = noted.iter().filter(|ack| ack.op != Op::Maybe).count();
    assert!(sure <= before, "acknowledged after the fence: {} of {before}", noted.len());
    // A statement of its own: a transaction that began read-only stays so.
    let lift = format!("ALTER DATABASE {database} RESET default_transaction_read_only");
    execute(url, &["SET default_transaction_read_only = off", &lift]).unwrap();
    wait_until("it writes again once the fence is lifted", || Ok(ack_count(&acks) > noted.len() + 5))
        .unwrap();
    web.stop().unwrap();
}

/// A Scheduler job works about two seconds and ends well.
fn a_job_ends_by_itself(url: &str, acks: &std::path::Path) {
    let started = Instant::now();
    let mut job = Client::start("scheduler", "scheduler.1", url, acks, 4).unwrap();
    let status = job.0.wait().unwrap();
    let took = started.elapsed();
    assert!(status.success());
    assert!(took > Duration::from_millis(1900) && took < Duration::from_secs(6), "{took:?}");
}
