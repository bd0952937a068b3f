//! A database that somebody rolled back by hand, with Connect still paused or already running on it.

use std::collections::BTreeMap;

use connect_simulator::Scenario;
use connect_wire::{Api, Body, Method, Request};
use serde_json::{json, Value};

use crate::desk::Desk;

const APP: &str = "acme-sync";
/// The database that it was made of keeps this name.
pub const OLD: &str = "HEROKU_POSTGRESQL_ROSE";
/// The database that went back.
pub const NEW: &str = "the-past";
/// How long everybody works after the moment.
const AFTER_MS: u64 = 180_000;

/// What Connect did when the attachment had moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// It was paused before, and stayed so.
    Quiet,
    /// It was resumed.
    Live,
}

/// A scenario whose databases can be rolled back on paper.
#[must_use]
pub fn with_past(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.switches.keeps_past = true;
    scenario
}

fn call(desk: &mut Desk, api: Api, method: Method, path: &str, body: Option<Value>) -> Result<Value, String> {
    let headers = BTreeMap::from([("authorization".to_owned(), "Bearer sandbox-token".to_owned())]);
    let request = Request { api, base: None, method, path: path.to_owned(), headers, body };
    let response = desk.world.handle(&request, desk.now);
    match (response.status, response.body) {
        (200..=299, Body::Json(body)) => Ok(body),
        (200..=299, _) => Ok(Value::Null),
        (status, body) => Err(format!("{path}: {status} {body:?}")),
    }
}

fn connect(desk: &mut Desk, action: &str) -> Result<(), String> {
    let found = call(desk, Api::ConnectDiscovery, Method::Get, &format!("/connections?app={APP}"), None)?;
    let id = found["results"][0]["id"].as_str().ok_or("no connection")?.to_owned();
    let path = format!("/api/v3/connections/{id}/actions/{action}");
    call(desk, Api::ConnectRegion, Method::Post, &path, None).map(drop)
}

/// What is written while Connect is paused waits in the log: until there is some, at a whole second.
fn something_waits(desk: &mut Desk) -> Result<u64, String> {
    connect(desk, "pause")?;
    desk.pass(AFTER_MS);
    let ms = 1_000 - desk.now % 1_000;
    desk.pass(ms);
    let at = desk.now;
    desk.pass(2_000);
    connect(desk, "resume")?;
    Ok(at)
}

/// A moment at which something waited in the log that was sent later, and after which more was written.
///
/// # Errors
/// When the service refuses something.
pub fn to_go_back_to(desk: &mut Desk) -> Result<u64, String> {
    let at = something_waits(desk)?;
    desk.pass(AFTER_MS);
    Ok(at)
}

/// Rolls the only database back by hand as the manual has it done, and tells to which moment.
///
/// # Errors
/// When the service refuses something.
pub fn roll_back(desk: &mut Desk, since: Since) -> Result<u64, String> {
    let at = to_go_back_to(desk)?;
    connect(desk, "pause")?;
    desk.pass(AFTER_MS);
    let to = connect_core::face::instant(at);
    let body = json!({
        "plan": {"name": "heroku-postgresql:standard-0"}, "name": NEW,
        "config": {"rollback": "DATABASE_URL", "to": to},
    });
    call(desk, Api::Platform, Method::Post, &format!("/apps/{APP}/addons"), Some(body))?;
    desk.pass(AFTER_MS);
    let body = json!({"addon": NEW, "app": APP, "name": "DATABASE", "confirm": APP});
    call(desk, Api::Platform, Method::Post, "/addon-attachments", Some(body))?;
    desk.pass(AFTER_MS);
    if since == Since::Live {
        connect(desk, "resume")?;
        desk.pass(AFTER_MS);
    }
    Ok(at)
}
