//! The world: one value that answers requests.
//!
//! One file per service area. What a route changes it changes here, in memory; what takes effort becomes a job.

mod acts;
mod advance;
mod auth;
mod call;
mod complete;
mod connect;
mod data;
mod derived;
mod faults;
mod find;
mod fingerprint;
mod gauges;
mod heal;
mod ids;
mod jobs;
mod metrics;
mod org;
mod paging;
mod platform;
mod reply;
mod setup;
mod state;
mod status;
mod view;
mod watch;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use connect_wire::{Api, Request, Response};

use crate::field::FieldDefinition;
use crate::job::Job;
use crate::scenario::Scenario;
use crate::Fault;
use call::Call;
use reply::{Refusal, Reply};
use state::{Addon, App, Attachment, Connection, Incident, Orgs, Settings, Transfer};

/// A simulated Heroku. Cloning is cheap: what did not change is shared.
#[derive(Debug, Clone)]
pub struct World {
    settings: Arc<Settings>,
    tokens: Arc<Vec<String>>,
    apps: Vec<Arc<App>>,
    addons: Vec<Arc<Addon>>,
    attachments: Arc<Vec<Attachment>>,
    connections: Vec<Arc<Connection>>,
    transfers: Vec<Arc<Transfer>>,
    jobs: Vec<Arc<Job>>,
    faults: Arc<Vec<Fault>>,
    incidents: Arc<Vec<Incident>>,
    /// Fields that somebody changed in Salesforce since, by object and name; `None`: deleted.
    redefined: Arc<Redefined>,
    /// Orgs of Salesforce.
    orgs: Arc<Orgs>,
    /// Until when Connect is maintained.
    connect_away: u64,
    /// Apps for which a second factor was given.
    authorized: Arc<Vec<String>>,
    /// The world as it was when stale reads began.
    earlier: Option<Arc<World>>,
    /// Databases of the scenario are made and dynos may start.
    booted: bool,
    /// How often a fault has struck.
    struck: u64,
    counter: u64,
    budget: Budget,
}

/// Definitions by object and field.
type Redefined = BTreeMap<(String, String), Option<FieldDefinition>>;

/// The hourly request budget: a bucket that refills.
#[derive(Debug, Clone, Copy)]
struct Budget {
    left: u32,
    refilled: u64,
}

impl World {
    /// The world of a scenario. `base_url` is the origin under which it can be reached, without a trailing slash.
    #[must_use]
    pub fn new(scenario: &Scenario, base_url: &str) -> Self {
        setup::build(scenario, base_url)
    }

    /// Answers one request.
    pub fn handle(&mut self, request: &Request, now: u64) -> Response {
        self.counter += 1;
        let serial = self.counter;
        let mut response = match Call::new(request, now) {
            Some(call) => self.answer(&call),
            None => Refusal::no_route().into_response(false),
        };
        self.stamp(&mut response, request.api, serial);
        response
    }

    fn answer(&mut self, call: &Call<'_>) -> Response {
        if let Some(response) = self.gate(call) {
            return response;
        }
        if let Some(mut earlier) = self.stale(call) {
            let reply = earlier.route(call);
            return reply.unwrap_or_else(|refusal| earlier.refusal(refusal, call));
        }
        let reply = self.route(call).map(|response| self.paged(response, call));
        reply.unwrap_or_else(|refusal| self.refusal(refusal, call))
    }

    fn route(&mut self, call: &Call<'_>) -> Reply {
        match call.request.api {
            Api::Platform => self.platform(call),
            Api::Data => self.data(call),
            Api::ConnectDiscovery => self.discovery(call),
            Api::ConnectRegion => self.region(call),
            Api::Status => self.status_page(call),
            Api::Metrics => self.metrics(call),
        }
    }

    fn refusal(&self, refusal: Refusal, call: &Call<'_>) -> Response {
        match call.request.api {
            Api::ConnectDiscovery | Api::ConnectRegion => connect::refuse(refusal),
            Api::Data => refusal.into_response(self.settings.switches.bare_not_found),
            _ => refusal.into_response(false),
        }
    }

    /// Open hardware jobs in order of creation.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        self.jobs.iter().map(|job| Job::clone(job)).collect()
    }

    /// The same, shared.
    pub(crate) fn open_jobs(&self) -> Vec<Arc<Job>> {
        self.jobs.clone()
    }

    /// The next number, for ids and instances.
    fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }
}
