//! How a sandbox begins and ends: clean worlds, signals, kills, and what keeps it from running.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};

use serde_json::{json, Value};
use support::{command, folder, nothing_left, processes_of, scenario, wait, Sandbox, APP};

fn signal(sandbox: &Sandbox, name: &str) {
    let sent =
        Command::new("kill").args([&format!("-{name}"), &sandbox.child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_world_that_was_put_back_looks_as_before() {
    let mut sandbox =
        Sandbox::start(&scenario(|_| {}), &["--fault", "reset-after-effect@POST /apps/*/addons#1"]);
    let before = sandbox.get("/_sandbox/world");
    assert_eq!(before["servers"]["postgresql-curved-10001"]["versionNum"], 150_019);
    assert_eq!(before["servers"]["postgresql-curved-10001"]["schemas"], json!(["public"]));

    // The effect happens, the answer is lost, and the request was seen once.
    let wish = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "config": {"follow": "DATABASE_URL"},
        "name": "postgresql-mine-1", "attachment": {"name": "MINE"}});
    let lost = sandbox.try_call("POST", &format!("/apps/{APP}/addons"), &wish).unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::ConnectionReset);
    let path = format!("/apps/{APP}/addons/postgresql-mine-1");
    sandbox.wait_for("the add-on", &path, |addon| addon["state"] == "provisioned");
    let with_follower = sandbox.get("/_sandbox/world");
    assert_eq!(with_follower["servers"]["postgresql-mine-1"]["inRecovery"], true);
    let seen = sandbox.get("/_sandbox/requests");
    let creations = seen["requests"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|request| request["mutates"] == true)
        .collect::<Vec<_>>();
    assert_eq!(creations.len(), 1);
    assert_eq!(creations[0]["fault"], "reset-after-effect@POST /apps/*/addons#1");

    sandbox.call("DELETE", &path, &Value::Null);
    sandbox.wait_for("the same world", "/_sandbox/world", |world| *world == before);

    signal(&sandbox, "TERM");
    assert_eq!(wait(&mut sandbox.child).code(), Some(0));
    nothing_left(&sandbox.state);
}

#[test]
fn a_killed_sandbox_leaves_nothing_and_its_folder_can_be_used_again() {
    let mut sandbox = Sandbox::start(&scenario(|_| {}), &[]);
    let state = sandbox.state.clone();
    let running = processes_of(&state);
    assert!(running.iter().any(|line| line.contains("--type web")), "{running:?}");
    assert!(running.iter().any(|line| line.contains("postgres -D")), "{running:?}");
    signal(&sandbox, "KILL");
    wait(&mut sandbox.child);
    if cfg!(target_os = "linux") {
        nothing_left(&state);
    }
    // This time nobody listens to what it says.
    let mut again = Sandbox::start_in(&state, &scenario(|_| {}), &[], Stdio::piped());
    signal(&again, "INT");
    assert_eq!(wait(&mut again.child).code(), Some(0));
    nothing_left(&state);
}

#[test]
fn what_keeps_it_from_running_is_one_sentence() {
    let home = folder();
    let (file, state) = (home.join("scenario.json"), home.join("state"));
    fs::write(&file, scenario(|_| {}).to_string()).unwrap();
    let refused = |command: &mut Command, word: &str| {
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(word), "{text}");
        assert!(output.stdout.is_empty());
    };
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refused(command(&file, &state).args(["--port", &port]), &port);
    refused(command(&home.join("nothing.json"), &state).arg("--seed=2"), "nothing.json");
    refused(command(&file, &state).args(["--postgres", "/nowhere"]), "Postgres 15 is missing");
    refused(command(&file, &state).args(["--client", "/nowhere/client"]), "/nowhere/client");
    refused(command(&file, &state).args(["--fault", "nonsense"]), "nonsense");
    refused(command(&file, &state).args(["--port", "x"]), "--port needs a number");
    refused(&mut command(&file, &file.join("state")), "state");
    fs::write(&file, "{\"name\": 5}").unwrap();
    refused(&mut command(&file, &state), "is not a scenario");
    nothing_left(&state);
    fs::remove_dir_all(&home).unwrap();
}

#[test]
fn the_list_of_faults_is_json() {
    let output = Command::new(env!("CARGO_BIN_EXE_connect-sandbox")).arg("--fault-list").output().unwrap();
    let list: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    for name in ["reset-after-effect", "follower-lag:SECONDS", "pause-stuck"] {
        assert!(list.iter().any(|entry| entry["name"] == name), "{name}");
    }
}
