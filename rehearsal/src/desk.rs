//! The desk: world, hardware on paper and a clock, and the performing of effects on them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use connect_core::effect::{
    Effect, Form, HttpEffect, Observation, Reading, Salt, SqlEffect, UnknownReason, UnreachableReason,
};
use connect_simulator::{Act, Paper, Scenario, World};
use connect_wire::{Body, Request, Response};
use serde_json::{json, Value};

use crate::calls::Calls;
use crate::chance::{lost, refusal, Chance};
use crate::digest::Digest;
use crate::tunnels::{bastion_key, Tunnels};
use crate::urls::{Urls, Wanted};

/// 2026-11-22 18:43:52 UTC.
const START: u64 = 1_795_373_032_000;
/// How long a lag lasts: longer than any look before the downtime, shorter than the longest downtime allowed.
const LAG_MS: u64 = 120_000;
/// Longest single step of the clock while somebody waits, if nobody says otherwise.
const STEP_MS: u64 = 1_000;

/// Everything outside the core.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The simulator.
    pub world: World,
    /// Its hardware.
    pub paper: Paper,
    /// The clock.
    pub now: u64,
    /// World and hardware before the newest change, for stale answers.
    before: Option<Arc<Earlier>>,
    /// Nobody asks for a stale answer any more.
    forgets: bool,
    /// The app whose Scheduler may start a job.
    app: Arc<str>,
    /// Until when followers replay nothing.
    held_until: u64,
    /// Where the operator sits.
    pub machine: Machine,
    /// What was asked of each service so far.
    pub calls: Calls,
    /// Longest single step of the clock while somebody waits, ms.
    pub stride: u64,
}

/// What a shell on one machine knows: the salt of its run, the URLs that it looked up, and its tunnels.
#[derive(Debug, Clone)]
pub struct Machine {
    salt: Arc<str>,
    urls: Urls,
    tunnels: Tunnels,
}

impl Machine {
    /// A machine that has read nothing yet.
    #[must_use]
    pub fn with_salt(salt: &str) -> Self {
        Self { salt: salt.into(), urls: Urls::default(), tunnels: Tunnels::default() }
    }
}

#[derive(Debug)]
struct Earlier {
    world: World,
    paper: Paper,
    fingerprint: u64,
}

impl Desk {
    /// A booted world in which everybody has written something.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let app = scenario.apps.first().map_or_else(|| "".into(), |app| app.name.as_str().into());
        let mut scenario = scenario.clone();
        // A Scheduler job is short: it may be over before anybody looks at the dynos.
        scenario.switches.one_off_ms = 1_500;
        let world = World::new(&scenario, "http://127.0.0.1:5599");
        let paper = Paper::new(&world);
        let mut desk = Self {
            world,
            paper,
            now: START,
            before: None,
            forgets: false,
            app,
            held_until: 0,
            machine: Machine::with_salt(SALT),
            calls: Calls::default(),
            stride: STEP_MS,
        };
        desk.settle();
        desk.pass(5_000);
        desk
    }

    /// Hardware does all its open work, time stands still.
    pub fn settle(&mut self) {
        self.world.advance(self.now);
        self.paper.work(&mut self.world, self.now);
    }

    /// Time passes, hardware works, everybody who runs writes.
    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        loop {
            self.paper.tick(&self.world);
            self.settle();
            if self.now >= self.held_until {
                self.hold(false);
            }
            self.paper.replicate();
            if self.now >= end {
                break;
            }
            self.now = (self.now + self.stride).min(end);
        }
    }

    /// Much time passes at once, then a little as usual.
    pub fn jump(&mut self, to: u64) {
        self.now = self.now.max(to.saturating_sub(STEP_MS));
        self.pass(STEP_MS);
    }

    /// Performs an effect as the shell would, with what the world does to it.
    pub fn perform(&mut self, effect: &Effect, chance: Chance) -> Observation {
        // Whoever can write does so around every exchange.
        self.paper.tick(&self.world);
        if !self.forgets && mutates(effect) && !matches!(chance, Chance::Refuse | Chance::LostBefore) {
            let fingerprint = Digest::of(|digest| {
                self.world.fingerprint(self.now, digest);
                self.paper.fingerprint(digest);
            });
            let earlier = Earlier { world: self.world.clone(), paper: self.paper.clone(), fingerprint };
            self.before = Some(Arc::new(earlier));
        }
        let answer = match chance {
            Chance::Refuse => refusal(effect),
            Chance::LostBefore => lost(),
            Chance::LostAfter => {
                let _landed = self.really(effect);
                lost()
            }
            Chance::Stale => self.stale(effect),
            Chance::Intruder => {
                let app = self.app.to_string();
                let job =
                    Act::OneOff { app, dyno_type: "scheduler".to_owned(), command: "nightly".to_owned() };
                self.world.act(job, self.now);
                self.settle();
                self.paper.tick(&self.world);
                self.really(effect)
            }
            Chance::Lag => {
                self.held_until = self.now + LAG_MS;
                self.hold(true);
                self.really(effect)
            }
            Chance::Succeed => self.really(effect),
        };
        self.paper.tick(&self.world);
        self.settle();
        answer
    }

    /// Performs effects that go out together. The chance strikes one of them.
    pub fn together(&mut self, effects: &[Effect], struck: usize, chance: Chance) -> Observation {
        let chance_of = |at: usize| if at == struck { chance } else { Chance::Succeed };
        let mut answers: Vec<Observation> =
            effects.iter().enumerate().map(|(at, effect)| self.perform(effect, chance_of(at))).collect();
        match (answers.pop(), answers.is_empty()) {
            (Some(one), true) => one,
            (last, _) => {
                answers.extend(last);
                Observation::Together { answers }
            }
        }
    }

    /// From now on nobody asks for a stale answer.
    pub fn forget(&mut self) {
        self.forgets = true;
        self.before = None;
    }

    fn hold(&mut self, hold: bool) {
        for addon in self.world.databases() {
            self.paper.hold(&addon, hold);
        }
    }

    /// The answer of the world before the newest change.
    fn stale(&mut self, effect: &Effect) -> Observation {
        let Some(earlier) = self.before.clone() else { return self.really(effect) };
        let mut old = Self {
            world: earlier.world.clone(),
            paper: earlier.paper.clone(),
            now: self.now,
            before: None,
            forgets: true,
            app: Arc::clone(&self.app),
            held_until: 0,
            machine: self.machine.clone(),
            calls: self.calls,
            stride: self.stride,
        };
        let answer = old.really(effect);
        self.calls = old.calls;
        answer
    }

    fn really(&mut self, effect: &Effect) -> Observation {
        match effect {
            Effect::Http(http) => self.http(http),
            Effect::Sql(sql) => self.sql(sql),
            Effect::File(_) => Observation::Done,
        }
    }

    fn http(&mut self, effect: &HttpEffect) -> Observation {
        if effect.mutates {
            self.machine.urls.doubt();
        }
        let request = match self.filled(effect) {
            Ok(request) => request,
            Err(reason) => return Observation::Unreachable { reason },
        };
        let response = self.send(&request);
        if let Some(app) = effect.config_of.as_ref().filter(|_| response.status < 300) {
            self.machine.urls.keep(app, &response);
        }
        observation(&response, effect, &self.machine.salt)
    }

    /// The request with the database URLs that it needs, as a shell sends it.
    ///
    /// # Errors
    /// Why there is one missing, as a shell says it.
    pub fn filled(&mut self, effect: &HttpEffect) -> Result<Request, UnreachableReason> {
        let mut request = effect.request.clone();
        for secret in &effect.secrets {
            let wanted = Wanted {
                app: &secret.app,
                config_var: &secret.config_var,
                expect: secret.expect.as_deref(),
                lookup: &secret.lookup,
            };
            let url = self.url(wanted)?;
            if let Some(body) = request.body.as_mut().and_then(Value::as_object_mut) {
                body.insert(secret.key.clone(), json!(url));
            }
        }
        Ok(request)
    }

    /// A database URL, remembered or looked up.
    fn url(&mut self, wanted: Wanted<'_>) -> Result<String, UnreachableReason> {
        let known =
            self.machine.urls.known(wanted).filter(|url| expected(url, wanted.expect, &self.machine.salt));
        let url = match known {
            Some(url) => url,
            None => {
                let answer = self.send(wanted.lookup);
                self.machine.urls.learn(wanted, &answer)?
            }
        };
        if expected(&url, wanted.expect, &self.machine.salt) {
            Ok(url)
        } else {
            Err(UnreachableReason::UrlChanged)
        }
    }

    fn send(&mut self, request: &Request) -> Response {
        let mut request = request.clone();
        request.headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
        self.calls.count(request.api);
        self.world.handle(&request, self.now)
    }

    fn sql(&mut self, sql: &SqlEffect) -> Observation {
        let wanted = Wanted {
            app: &sql.app,
            config_var: &sql.config_var,
            expect: sql.expect.as_deref(),
            lookup: &sql.lookup,
        };
        let url = match self.url(wanted) {
            Ok(url) => url,
            Err(reason) => return Observation::Unreachable { reason },
        };
        let Some(addon) = self.world.served_by(&url) else {
            return Observation::Unreachable { reason: UnreachableReason::Refused };
        };
        if let Some(reason) = self.shut(sql, &url, &addon) {
            return Observation::Unreachable { reason };
        }
        self.calls.sql += 1;
        let kept = (sql.salt == Some(Salt::Kept)).then(|| &*self.machine.salt);
        let (query, schema, parameter) = (&sql.query, &sql.schema, sql.parameter.as_deref());
        let answer = match query.as_str() {
            "beat" => self.paper.beat(&addon, schema, sql.session.as_deref(), self.now),
            query => self.paper.answer_salted(&addon, query, schema, (parameter, kept), self.now),
        };
        match answer {
            Ok(mut row) => {
                if sql.salt == Some(Salt::Given) {
                    self.adopt(&mut row);
                }
                Observation::Sql { row: connect_gate::redact_row(row, &sql.fingerprints, &self.machine.salt) }
            }
            Err(state) if state.0.starts_with("08") => {
                Observation::Unreachable { reason: UnreachableReason::Refused }
            }
            Err(state) => Observation::SqlFailed { code: state.0 },
        }
    }

    /// Why a private database cannot be reached, if it cannot: a tunnel is opened where none stands.
    fn shut(&mut self, sql: &SqlEffect, url: &str, addon: &str) -> Option<UnreachableReason> {
        let Some(bastion) = sql.bastion.as_deref() else {
            return self.world.private(addon).then_some(UnreachableReason::Refused);
        };
        if self.machine.tunnels.stands(sql, bastion, url) {
            return None;
        }
        let answer = self.send(bastion.lookup().unwrap_or(&sql.lookup));
        let opened =
            bastion_key(bastion, &answer).is_some_and(|key| self.world.lets_through(addon, key, self.now));
        if opened {
            self.machine.tunnels.opened(sql, bastion, url);
        }
        (!opened).then_some(UnreachableReason::Bastion)
    }

    /// The salt of a run is for the shell alone.
    fn adopt(&mut self, row: &mut Value) {
        let salt = row.as_object_mut().and_then(|row| row.remove("salt"));
        if let Some(salt) = salt.as_ref().and_then(Value::as_str) {
            self.machine.salt = salt.into();
        }
    }

    /// Identity of all but world and hardware.
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        (self.now < self.held_until).hash(into);
        self.machine.urls.fingerprint(into);
        self.machine.tunnels.hash(into);
        self.before.as_ref().map(|earlier| earlier.fingerprint).hash(into);
    }

    /// The picture of the world for before and after.
    #[must_use]
    pub fn view(&self) -> Value {
        let mut view = self.world.view();
        let databases = view.get_mut("databases").and_then(Value::as_object_mut);
        for (addon, database) in databases.into_iter().flatten() {
            let hung = self.paper.dependants(addon);
            if !hung.is_empty() {
                database["hung"] = json!(hung);
            }
        }
        view
    }
}

/// True if an effect changes something.
#[must_use]
pub fn mutates(effect: &Effect) -> bool {
    match effect {
        Effect::Http(http) => http.mutates,
        Effect::Sql(sql) => sql.mutates,
        Effect::File(_) => false,
    }
}

/// True if a URL has the fingerprint that is insisted on.
fn expected(url: &str, expect: Option<&str>, salt: &str) -> bool {
    let Some(expect) = expect else { return true };
    let whole = Reading { pointer: String::new(), form: Form::Url };
    let seen = connect_gate::redact(&json!(url), &[whole], salt);
    seen.pointer("/fingerprint").and_then(Value::as_str) == Some(expect)
}

const SALT: &str = "a salt for tests";

fn observation(response: &Response, effect: &HttpEffect, salt: &str) -> Observation {
    let status = response.status;
    match &response.body {
        Body::Empty => Observation::Http { status, body: Value::Null, error_id: None, has_message: false },
        Body::Text(_) if (200..300).contains(&status) => Observation::Unknown { reason: UnknownReason::Body },
        Body::Text(_) => Observation::Http { status, body: Value::Null, error_id: None, has_message: false },
        Body::Json(body) if (200..300).contains(&status) => Observation::Http {
            status,
            body: connect_gate::redact(body, &effect.reads, salt),
            error_id: None,
            has_message: false,
        },
        Body::Json(body) => Observation::Http {
            status,
            body: Value::Null,
            error_id: body.get("id").and_then(Value::as_str).map(str::to_owned),
            has_message: body.get("message").is_some(),
        },
    }
}
