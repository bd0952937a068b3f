//! Orgs of Salesforce: which there are, who logs into which, and what a refresh makes of them.

use std::sync::Arc;

use crate::job::{JobKind, Outcome};
use crate::world::setup::name;
use crate::world::state::{Login, Name};
use crate::world::words::SyncState;
use crate::world::World;
use crate::LoginOrg;

/// Orgs that belong to nobody here: id, kind, and the word in the names of who logs into them.
const STRANGERS: [(&str, &str, &str); 4] = [
    ("00D7w0000WRONG1EAA", "production", "wrong"),
    ("00D7x0000WRONG2EAA", "sandbox", "wrong-sandbox"),
    ("00D8p0000PROD01EAA", "production", "production"),
    ("00D9s0000OTHER1EAA", "sandbox", "other-sandbox"),
];
/// Who logs into an org that a scenario names: invented, and never to be seen in what the plugin writes.
const SF_USER: &str = "canary.integration@example.org";
const SF_DOMAIN: &str = "canary.my.salesforce.example";

impl World {
    /// How somebody is known in an org; nobody in none.
    pub(in crate::world) fn login_to(&self, org: &str, at: u64) -> Option<Arc<Login>> {
        if org.is_empty() {
            return None;
        }
        let (environment, username, domain) = match STRANGERS.iter().find(|(id, _, _)| *id == org) {
            Some((_, environment, word)) => (
                name(environment),
                name(&format!("canary.integration@{word}.example.org")),
                name(&format!("canary-{word}.my.salesforce.example")),
            ),
            None => (self.kind_of_org(org), name(SF_USER), name(SF_DOMAIN)),
        };
        Some(Arc::new(Login { environment, username, domain, at }))
    }

    fn kind_of_org(&self, org: &str) -> Name {
        self.orgs.environments.get(org).cloned().unwrap_or_else(|| name("production"))
    }

    /// The org that somebody means who logs in for a connection; `None` if he refuses.
    pub(super) fn org_meant(&self, at: usize, choice: LoginOrg) -> Option<Name> {
        let right = || self.orgs.of_app.get(&self.connections[at].app).cloned().unwrap_or_else(|| name(""));
        let stranger = |at: usize| name(STRANGERS[at].0);
        match choice {
            LoginOrg::Right => Some(right()).filter(|org| !org.is_empty()),
            LoginOrg::Wrong => Some(stranger(usize::from(*self.kind_of_org(&right()) == *"sandbox"))),
            LoginOrg::Production => Some(stranger(2)),
            LoginOrg::OtherSandbox => Some(stranger(3)),
            LoginOrg::Refuse => None,
        }
    }

    /// True for an org that a refresh took away.
    pub(in crate::world) fn org_gone(&self, org: &str) -> bool {
        self.orgs.gone.contains(org)
    }

    /// The org of a connection that is destroyed is the one that its app's next connection belongs to.
    pub(super) fn remember_org(&mut self, at: usize) {
        let (app, org) = (self.connections[at].app.clone(), self.connections[at].org.clone());
        if self.orgs.environments.contains_key(&org) && !self.org_gone(&org) {
            Arc::make_mut(&mut self.orgs).of_app.insert(app, org);
        }
    }

    /// Sandbox orgs are made anew: those of before are gone at once, the new ones are there when they are filled.
    pub(in crate::world) fn refresh_orgs(&mut self) {
        let there = |org: &&Name| !self.org_gone(org);
        let known: Vec<Name> = self.orgs.environments.keys().filter(there).cloned().collect();
        let sandboxes: Vec<Name> =
            known.iter().filter(|org| *self.kind_of_org(org) == *"sandbox").cloned().collect();
        for from in if sandboxes.is_empty() { known } else { sandboxes } {
            let number = self.orgs.gone.len() + 1;
            Arc::make_mut(&mut self.orgs).gone.insert(from.clone());
            let to = format!("00D{}f0000FRESH{}EAA", number % 10, number % 10);
            self.ask(JobKind::RefreshOrg { from: from.to_string(), to });
        }
    }

    /// A new org is there, and people log into it instead of the other one.
    pub(in crate::world) fn org_refreshed(&mut self, from: &str, to: &str, outcome: &Outcome) {
        if !matches!(outcome, Outcome::Done(_)) {
            return;
        }
        let (from, to) = (name(from), name(to));
        let orgs = Arc::make_mut(&mut self.orgs);
        orgs.environments.insert(to.clone(), name("sandbox"));
        for org in orgs.of_app.values_mut().filter(|org| **org == from) {
            *org = to.clone();
        }
        orgs.anew.insert(from, to);
    }

    /// A connection whose org is gone finds that out as soon as it would read or poll; true if it is lost.
    pub(super) fn org_is_lost(&mut self, at: usize, now: u64) -> bool {
        let connection = &self.connections[at];
        if self.orgs.gone.is_empty() || !connection.state.runs() || !self.org_gone(&connection.org) {
            return false;
        }
        if connection.next_poll <= now || connection.next_read <= now {
            let connection = self.at_mut(at);
            connection.state = SyncState::InactiveOrg;
            connection.pausing = false;
            connection.timer = None;
        }
        true
    }
}
