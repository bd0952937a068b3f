//! A world with hardware on paper, driven by requests as the CLI sends them.
#![allow(dead_code, clippy::expect_used, clippy::unwrap_used, clippy::panic)]

pub mod anew;

use std::collections::BTreeMap;

use connect_simulator::{Paper, Scenario, World};
use connect_wire::{Api, Body, Method, Request, Response};
use serde_json::Value;

/// 2026-11-22 18:43:52 UTC.
pub const START: u64 = 1_795_373_032_000;
pub const APP: &str = "acme-sync";
pub const LEAD: &str = "postgresql-curved-10001";
pub const CONNECT: &str = "herokuconnect-angular-20001";

pub struct Sim {
    pub world: World,
    pub paper: Paper,
    pub now: u64,
}

pub fn scenario(name: &str) -> Scenario {
    let path = format!("{}/../tests/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

impl Sim {
    pub fn new(name: &str) -> Self {
        Self::of(&scenario(name))
    }

    pub fn of(scenario: &Scenario) -> Self {
        let world = World::new(scenario, "http://127.0.0.1:5599");
        let paper = Paper::new(&world);
        let mut sim = Self { world, paper, now: START };
        sim.settle();
        assert!(sim.world.booted());
        sim
    }

    /// All hardware work is done, time stands still.
    pub fn settle(&mut self) {
        self.world.advance(self.now);
        self.paper.work(&mut self.world, self.now);
    }

    /// Time passes in steps of 50 ms, hardware works, everybody writes.
    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while self.now < end {
            self.now = (self.now + 50).min(end);
            self.paper.tick(&self.world);
            self.settle();
        }
    }

    pub fn send(
        &mut self,
        api: Api,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Response {
        let mut all: BTreeMap<String, String> =
            headers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        all.entry("authorization".into()).or_insert("Bearer sandbox-token".into());
        let request = Request { api, base: None, method, path: path.into(), headers: all, body };
        self.world.handle(&request, self.now)
    }

    pub fn call(&mut self, api: Api, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let headers =
            [("accept-inclusion", "addon:plan,config_vars"), ("accept-expansion", "addon_service,plan")];
        let response = self.send(api, method, path, &headers, body);
        (response.status, json_of(&response))
    }

    pub fn get(&mut self, path: &str) -> Value {
        let (status, body) = self.call(Api::Platform, Method::Get, path, None);
        assert!(status == 200 || status == 206, "GET {path}: {status} {body}");
        body
    }

    pub fn data(&mut self, path: &str) -> Value {
        let (status, body) = self.call(Api::Data, Method::Get, path, None);
        assert_eq!(status, 200, "GET {path}: {body}");
        body
    }

    pub fn post(&mut self, path: &str, body: Value) -> (u16, Value) {
        self.call(Api::Platform, Method::Post, path, Some(body))
    }

    pub fn data_post(&mut self, path: &str, body: Value) -> (u16, Value) {
        self.call(Api::Data, Method::Post, path, Some(body))
    }

    /// The connection of the scenario in full.
    pub fn connection(&mut self) -> Value {
        let id = self.connection_id();
        self.region(Method::Get, &format!("/api/v3/connections/{id}?deep=true"), None).1
    }

    pub fn connection_id(&mut self) -> String {
        let (_, found) =
            self.call(Api::ConnectDiscovery, Method::Get, &format!("/connections?app={APP}"), None);
        found["results"][0]["id"].as_str().expect("a connection").to_owned()
    }

    pub fn region(&mut self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        self.call(Api::ConnectRegion, method, path, body)
    }

    pub fn connect_action(&mut self, action: &str) -> (u16, Value) {
        let id = self.connection_id();
        self.region(Method::Post, &format!("/api/v3/connections/{id}/actions/{action}"), None)
    }

    pub fn addon_id(&mut self, addon: &str) -> String {
        self.get(&format!("/addons/{addon}"))["id"].as_str().expect("an id").to_owned()
    }

    /// Makes a follower of the lead and waits for it.
    pub fn follower(&mut self, name: &str) -> String {
        let body = serde_json::json!({
            "plan": {"name": "heroku-postgresql:standard-0"},
            "name": name,
            "attachment": {"name": format!("{}_FOLLOWER", name.to_uppercase().replace('-', "_"))},
            "config": {"follow": "DATABASE_URL"},
        });
        let (status, made) = self.post(&format!("/apps/{APP}/addons"), body);
        assert_eq!(status, 201, "{made}");
        self.settle();
        made["id"].as_str().expect("an id").to_owned()
    }

    pub fn until(&mut self, what: &str, deadline: u64, mut done: impl FnMut(&mut Self) -> bool) {
        let end = self.now + deadline;
        while !done(self) {
            assert!(self.now < end, "not within {deadline} ms: {what}");
            self.pass(50);
        }
    }
}

pub fn json_of(response: &Response) -> Value {
    match &response.body {
        Body::Json(value) => value.clone(),
        Body::Text(text) => Value::String(text.clone()),
        Body::Empty => Value::Null,
    }
}

pub fn names(list: &Value, pointer: &str) -> Vec<String> {
    let rows = list.as_array().expect("an array");
    rows.iter().map(|row| row.pointer(pointer).and_then(Value::as_str).unwrap_or("-").to_owned()).collect()
}
