//! Hardware on paper: everything that can be asked over HTTP, at once, without a server and without a process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{json, Value};
use support::{command, folder, ledger_program, nothing_left, processes_of, scenario, wait, Sandbox, APP};

/// Far less than servers need, and far more than paper does.
const AT_ONCE: Duration = Duration::from_secs(2);

#[test]
fn a_follower_is_made_and_upgraded_and_no_process_is_started() {
    // Built before the clock runs.
    ledger_program("client");
    let begun = Instant::now();
    let sandbox = Sandbox::start(&scenario(|_| {}), &["--paper"]);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(processes_of(&sandbox.state).len(), 1, "the sandbox itself and nothing else");

    let (follower, id) = sandbox.follower();
    let detail = format!("/client/v11/databases/{id}");
    sandbox.call("POST", &format!("{detail}/upgrade/run"), &json!({"version": "17"}));
    let waits = sandbox.get(&format!("{detail}/upgrade/wait_status"));
    assert_eq!(waits["waiting?"], true, "whoever waits is seen to wait");
    sandbox.wait_for("the upgrade", &format!("{detail}/upgrade/wait_status"), |status| {
        status["waiting?"] == false
    });
    assert!(sandbox.get(&detail)["info"].to_string().contains("17."));
    let world = sandbox.get("/_sandbox/world");
    assert_eq!(world["world"]["databases"][&follower], json!({"version": 17, "following": null}));
    assert_eq!(world["servers"], json!({}));

    sandbox.scale(0);
    sandbox.wait_for("the end of the dynos", &format!("/apps/{APP}/dynos"), |dynos| dynos == &json!([]));
    let state = sandbox.state.clone();
    assert_eq!(sandbox.end().code(), Some(0));
    nothing_left(&state);
}

#[test]
fn what_only_machines_have_is_refused() {
    let sandbox = Sandbox::start(&scenario(|_| {}), &["--paper", "--fault", "pause-stuck"]);
    let (status, answer) =
        sandbox.try_call("POST", "/_sandbox/faults", &json!({"fault": "postgres-crash:0"})).unwrap();
    assert_eq!((status, &answer["message"]), (422, &json!("hardware on paper has no faults of its own")));
    assert_eq!(sandbox.try_call("GET", "/_sandbox/org", &Value::Null).unwrap().0, 404);
    let databases = &sandbox.get("/_sandbox/manifest")["databases"];
    assert_eq!(databases, &json!([]), "a judge finds no database to judge");
}

#[test]
fn a_fault_of_machines_keeps_it_from_starting() {
    let folder = folder();
    let file = folder.join("scenario.json");
    std::fs::write(&file, scenario(|_| {}).to_string()).unwrap();
    let mut child = command(&file, &folder.join("state"))
        .args(["--paper", "--fault", "follower-lag:5"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    assert_eq!(wait(&mut child).code(), Some(2));
    std::fs::remove_dir_all(&folder).unwrap();
}
