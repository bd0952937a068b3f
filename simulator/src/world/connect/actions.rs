//! Pause, resume, restart, and changes of a connection.

use serde_json::{json, Value};

use crate::scenario::{PausePolicy, Reconnect};
use crate::world::call::Call;
use crate::world::connect::columns::Follow;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::Install;
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    pub(in crate::world) fn pause(&mut self, at: usize, now: u64) -> Reply {
        let policy = self.settings.switches.pause_policy;
        let stuck = self.strikes(&FaultKind::PauseStuck, Some(&*self.connections[at].addon.clone()));
        let connection = self.at_mut(at);
        match connection.state {
            SyncState::Paused => {}
            SyncState::PollingDb if policy == PausePolicy::Refuse => {
                return Err(Refusal::new(
                    409,
                    "conflict",
                    "The connection can be paused in state IDLE only.",
                ));
            }
            SyncState::Idle | SyncState::PollingDb => {
                // A stuck pause was accepted and is forgotten.
                connection.pausing = !stuck;
                connection.timer = None;
            }
            other => {
                let text = format!("The connection cannot be paused in state {}.", other.word());
                return Err(Refusal::new(409, "conflict", text));
            }
        }
        self.cycle(at, now);
        with(202, json!({}))
    }

    pub(in crate::world) fn resume(&mut self, at: usize, now: u64) -> Reply {
        let addon = self.connections[at].addon.clone();
        match self.connections[at].state {
            SyncState::Idle | SyncState::PollingDb => {
                // A pause that was not reached yet is taken back.
                let connection = self.at_mut(at);
                connection.pausing = false;
                connection.timer = None;
            }
            SyncState::Paused | SyncState::DbUnavailable | SyncState::SystemError => {
                if self.strikes(&FaultKind::ResumeStuck, Some(&addon)) {
                    return with(202, json!({}));
                }
                self.wake(at, now);
            }
            other => {
                let text = format!("The connection cannot be resumed in state {}.", other.word());
                return Err(Refusal::new(409, "conflict", text));
            }
        }
        with(202, json!({}))
    }

    pub(super) fn restart(&mut self, at: usize, now: u64) -> Reply {
        match self.connections[at].state {
            SyncState::New
            | SyncState::NeedAuthentication
            | SyncState::Unauthorized
            | SyncState::OnIce
            | SyncState::InactiveOrg => {
                return Err(Refusal::new(
                    409,
                    "conflict",
                    "The connection cannot be restarted in this state.",
                ));
            }
            _ => self.wake(at, now),
        }
        with(202, json!({}))
    }

    /// Connects anew and goes on: by `RECOVERY` from a broken state, at once from `PAUSED`.
    fn wake(&mut self, at: usize, now: u64) {
        let addon = self.connections[at].addon.clone();
        self.reconnect(at, now);
        let fails = self.strikes(&FaultKind::ResumeFails, Some(&addon));
        let recovery = self.settings.switches.recovery_ms;
        let connection = self.at_mut(at);
        connection.pausing = false;
        connection.read_job = None;
        connection.poll_job = None;
        connection.next_read = now;
        connection.next_poll = now;
        let broken = connection.state != SyncState::Paused;
        connection.state = if broken { SyncState::Recovery } else { SyncState::Idle };
        connection.timer = broken.then_some(now + recovery);
        for mapping in &mut connection.mappings {
            mapping.polling = false;
            if matches!(
                mapping.state,
                MappingState::PollingSf | MappingState::DbUnavailable | MappingState::SystemError
            ) {
                mapping.state = MappingState::DataSynced;
            }
        }
        if fails {
            connection.state = SyncState::SystemError;
            connection.timer = None;
            return;
        }
        if std::mem::take(&mut connection.reload_at_resume) {
            let all = connection.mappings.len();
            (0..all).for_each(|mapping| self.start_load(at, mapping, now));
        }
        self.reopen_loads(at, now);
        self.cycle(at, now);
    }

    /// Resolves `db_key` again, now or later, as the switch says.
    pub(in crate::world) fn reconnect(&mut self, at: usize, now: u64) {
        let addon = self.connections[at].addon.clone();
        if self.armed(&FaultKind::ReconnectStuck, Some(&addon)) && self.connections[at].resolved.is_some() {
            return;
        }
        let lazy =
            self.settings.switches.reconnect == Reconnect::Lazy && self.connections[at].resolved.is_some();
        let later = now + self.settings.switches.reconnect_ms;
        let resolved = self.resolve_key(&self.connections[at]);
        let connection = self.at_mut(at);
        if lazy {
            connection.reconnect_at.get_or_insert(later);
        } else {
            connection.resolved = resolved;
            connection.reconnect_at = None;
        }
    }

    /// `PATCH /connections/C` with any of `db_key`, `schema_name`.
    pub(super) fn change_connection(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let switches = &self.settings.switches;
        let (allowed, reloads) = (switches.patch_while_paused, switches.patch_reloads);
        let key = call.text("/db_key").map(name);
        let schema = call.text("/schema_name").map(name);
        let state = self.connections[at].state;
        if state == SyncState::Paused && !allowed {
            return Err(Refusal::new(409, "conflict", "A paused connection cannot be changed."));
        }
        if let Some(key) = &key {
            let app = self.app(&self.connections[at].app.clone())?;
            if !app.current().is_some_and(|release| release.vars.contains_key(&**key)) {
                return Err(Refusal::bad_request(format!("{key} is no config var of this app.")));
            }
        }
        let known = &self.connections[at];
        let to_schema = schema.filter(|schema| *schema != known.schema || known.state == SyncState::New);
        if let Some(schema) = to_schema.as_ref().or(key.as_ref().map(|_| &known.schema)) {
            // One that works there already is in nobody's way.
            if to_schema.is_some() || known.install == (Install::Wanted { fresh: true }) {
                self.must_be_free(at, key.as_deref(), schema)?;
            }
        }
        let connection = self.at_mut(at);
        let moved = key.is_some() && connection.db_key != key;
        if key.is_some() {
            connection.db_key = key;
        }
        if connection.state == SyncState::New && connection.db_key.is_some() {
            let authorized = !connection.org.is_empty();
            connection.state = if authorized { SyncState::Idle } else { SyncState::NeedAuthentication };
        }
        // Where nothing is mapped, nothing came along to another database.
        if moved && connection.mappings.is_empty() {
            connection.install = Install::Wanted { fresh: true };
        }
        if moved {
            connection.reload_at_resume |= reloads;
            // A paused connection connects when it is resumed.
            if state != SyncState::Paused {
                self.reconnect(at, call.now);
            }
        }
        if let Some(schema) = to_schema {
            self.move_schema(at, schema, call.now);
        }
        if self.connections[at].install != Install::Done {
            self.cycle(at, call.now);
        }
        ok(self.detail(&self.connections[at], true, call.now))
    }

    /// Another version of Salesforce's API, of those that there are, while the connection is paused.
    pub(super) fn change_api_version(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let wanted =
            call.text("/target_version").ok_or_else(|| Refusal::bad_request("target_version is needed."))?;
        let mut shown = self.diff(at, Some(wanted))?;
        let connection = &self.connections[at];
        if connection.state != SyncState::Paused {
            return with(409, json!({"error": "The connection must be paused."}));
        }
        let busy: Vec<&str> = connection
            .mappings
            .iter()
            .filter(|mapping| !mapping.state.rests())
            .map(|mapping| mapping.spec.object.as_str())
            .collect();
        if !busy.is_empty() {
            return with(409, json!({"error": "Some mappings are not at rest.", "syncing_mappings": busy}));
        }
        let is_unsafe = |one: &Value| one["has_unsafe_changes"] == json!(true);
        if shown["mappings"].as_array().is_some_and(|mappings| mappings.iter().any(is_unsafe)) {
            shown["message"] = json!("Some mappings have changes that are not safe.");
            return with(409, shown);
        }
        self.at_mut(at).api_version = name(wanted);
        // Longer texts are followed at the next sync.
        for mapping in 0..self.connections[at].mappings.len() {
            self.follow_config(at, mapping, Follow::Lengths, call.now);
        }
        shown["target_version"] = json!(wanted);
        with(202, shown)
    }
}
