//! What a careful person does by hand, on real Postgres with real clients: the upgrade, judged by the ledger, and what
//! else asks something of servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use serde_json::{json, Value};
use support::{ledger_program, nothing_left, processes_of, scenario, Sandbox, APP};

fn behind(detail: &Value) -> Option<u64> {
    let row = detail["info"].as_array()?.iter().find(|row| row["name"] == "Behind By")?;
    row["values"][0].as_str()?.split(' ').next()?.parse().ok()
}

/// Connects, sets the read-only default, ends every other session of the database.
fn fence(url: &str) {
    let mut client = Client::connect(url, NoTls).unwrap();
    let database: String = client.query_one("SELECT current_database()::text", &[]).unwrap().get(0);
    client
        .batch_execute(&format!("ALTER DATABASE \"{database}\" SET default_transaction_read_only = on"))
        .unwrap();
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    client.execute(others, &[]).unwrap();
}

#[test]
fn an_upgrade_by_hand_loses_nothing() {
    // Scheduler jobs ignore maintenance mode: by hand, nobody stops them.
    let sandbox =
        Sandbox::start(&scenario(|scenario| scenario["addons"] = json!([])), &["--fault", "follower-lag:3"]);
    let app = format!("/apps/{APP}");
    let old_url = sandbox.get(&format!("{app}/config-vars"))["DATABASE_URL"].as_str().unwrap().to_owned();

    let (follower, id) = sandbox.follower();
    let detail = format!("/client/v11/databases/{id}");
    sandbox.wait_for("the lag", &detail, |detail| behind(detail).is_some_and(|commits| commits > 20));
    sandbox
        .wait_for("the end of the lag", &detail, |detail| behind(detail).is_some_and(|commits| commits < 20));

    let connection = sandbox.connection();
    sandbox.call("POST", &format!("{connection}/actions/pause"), &Value::Null);
    sandbox.wait_for("the pause", &connection, |connection| connection["state"] == "PAUSED");
    sandbox.call("PATCH", &app, &json!({"maintenance": true}));
    sandbox.scale(0);
    sandbox.wait_for("the end of the dynos", &format!("{app}/dynos"), |dynos| dynos == &json!([]));
    assert!(processes_of(&sandbox.state).iter().all(|line| !line.contains("--type")), "a client goes on");
    sandbox.wait_for("the follower's catch-up", &detail, |detail| behind(detail) == Some(0));

    sandbox.call("POST", &format!("{detail}/upgrade/run"), &json!({"version": "17"}));
    sandbox.wait_for("the upgrade", &format!("{detail}/upgrade/wait_status"), |status| {
        status["waiting?"] == false
    });
    let upgraded = sandbox.get(&detail);
    assert_eq!(upgraded["following"], Value::Null);
    assert!(upgraded["info"].to_string().contains("17."), "{upgraded}");
    fence(&old_url);

    let wish = json!({"addon": {"name": follower}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    sandbox.call("POST", "/addon-attachments", &wish);
    let new_url = sandbox.get(&format!("{app}/config-vars"))["DATABASE_URL"].as_str().unwrap().to_owned();
    assert_ne!(new_url, old_url);
    sandbox.call("POST", &format!("{connection}/actions/resume"), &Value::Null);
    sandbox.scale(1);
    sandbox.call("PATCH", &app, &json!({"maintenance": false}));
    sandbox.wait_for("the dynos", &format!("{app}/dynos"), |dynos| {
        let dynos = dynos.as_array().unwrap();
        dynos.len() == 2 && dynos.iter().all(|dyno| dyno["state"] == "up")
    });
    sandbox.wait_for("the resume", &connection, |connection| connection["state"] == "IDLE");
    let manifest = sandbox.get("/_sandbox/manifest");
    assert_eq!(manifest["connections"][0]["now"], follower.as_str());
    wait_for_acknowledgement(&manifest, new_url.split('@').nth(1).unwrap().split('/').next().unwrap());

    let quiet = sandbox.call("POST", "/_sandbox/quiet", &json!({}));
    assert_eq!(quiet, json!({"quiet": true, "left": [], "troubles": []}));
    let verdict = Command::new(ledger_program("ledger"))
        .args(["verdict", "--new", &new_url, "--old", &old_url, "--version", "17"])
        .args(["--org", manifest["orgs"][0]["url"].as_str().unwrap()])
        .args(["--acks", manifest["acks"].as_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&verdict.stdout);
    assert!(verdict.status.success() && text.trim_end().ends_with("PASS"), "{text}");

    let state = sandbox.state.clone();
    assert_eq!(sandbox.end().code(), Some(0));
    nothing_left(&state);
}

#[test]
fn backups_copies_and_ended_sessions_are_real() {
    let sandbox = Sandbox::start(&scenario(|_| {}), &[]);
    let addons = format!("/apps/{APP}/addons");
    let leader = "/client/v11/databases/postgresql-curved-10001";
    let wish = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "config": {"version": "17"},
        "name": "postgresql-copy", "attachment": {"name": "COPY"}});
    sandbox.call("POST", &addons, &wish);
    sandbox.wait_for("the add-on", &format!("{addons}/postgresql-copy"), |addon| {
        addon["state"] == "provisioned"
    });
    let transferred = |path: String, wish: &Value| {
        let id = sandbox.call("POST", &path, wish)["uuid"].as_str().unwrap().to_owned();
        let path = format!("/client/v11/apps/{APP}/transfers/{id}");
        let ended =
            sandbox.wait_for("the transfer", &path, |transfer| transfer["finished_at"] != Value::Null);
        assert_eq!(ended["succeeded"], true, "{ended}");
    };
    transferred(format!("{leader}/backups"), &Value::Null);
    let vars = sandbox.get(&format!("/apps/{APP}/config-vars"));
    let url = |name: &str| vars[name].as_str().unwrap();
    let wish = json!({"from_url": url("DATABASE_URL"), "to_url": url("COPY_URL")});
    transferred("/client/v11/databases/postgresql-copy/transfers".to_owned(), &wish);
    let mut copy = Client::connect(url("COPY_URL"), NoTls).unwrap();
    let row = copy
        .query_one("SELECT count(*), current_setting('server_version_num') FROM salesforce.account", &[])
        .unwrap();
    assert!(row.get::<_, i64>(0) >= 40, "the org's records at the least");
    assert!(row.get::<_, &str>(1).starts_with("17"));

    let mut open = Client::connect(url("DATABASE_URL"), NoTls).unwrap();
    sandbox.call("POST", &format!("{leader}/connection_reset"), &Value::Null);
    let deadline = Instant::now() + Duration::from_secs(20);
    while open.batch_execute("SELECT 1").is_ok() {
        assert!(Instant::now() < deadline, "the session was not ended");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(sandbox.get("/_sandbox/world")["world"]["apps"][APP]["up"], json!({"web": 1, "worker": 1}));
}

/// Waits until a client was told by this server that a write is committed.
fn wait_for_acknowledgement(manifest: &Value, server: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    let acks = manifest["acks"].as_str().unwrap();
    while Instant::now() < deadline {
        for file in std::fs::read_dir(acks).unwrap() {
            if std::fs::read_to_string(file.unwrap().path()).unwrap().contains(server) {
                return;
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no write was acknowledged by {server}");
}
