//! One mapping: change, delete, reload.

use std::sync::Arc;

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::world::call::Call;
use crate::world::connect::exchange::spec;
use crate::world::jobs::target;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;

impl World {
    /// `PUT /mappings/M` with the current `revision` in `config`.
    pub(super) fn put_mapping(&mut self, call: &Call<'_>, at: usize, mapping: usize) -> Reply {
        let known = &self.connections[at].mappings[mapping];
        let config = call.body().get("config").cloned().unwrap_or(Value::Null);
        let revision = config.get("revision").or_else(|| call.body().get("revision")).and_then(Value::as_u64);
        if revision != Some(u64::from(known.revision)) {
            return Err(Refusal::new(409, "conflict", "The mapping was changed meanwhile."));
        }
        let object = known.spec.object.clone();
        let mut wanted = spec(&object, &config);
        wanted.state = known.spec.state.clone();
        let known = &mut self.at_mut(at).mappings[mapping];
        known.spec = Arc::new(wanted);
        known.revision += 1;
        ok(self.mapping_json(at, mapping))
    }

    pub(super) fn delete_mapping(&mut self, at: usize, mapping: usize) -> Reply {
        let gone = self.at_mut(at).mappings.remove(mapping);
        if let Some(job) = gone.load_job {
            self.jobs.retain(|known| known.id != job);
        }
        Ok(connect_wire::Response::empty(204))
    }

    pub(super) fn reload(&mut self, at: usize, mapping: usize) -> Reply {
        let connection = &self.connections[at];
        if !connection.state.runs() {
            return Err(Refusal::new(409, "conflict", "The connection is not running."));
        }
        if !connection.mappings[mapping].state.rests() {
            return Err(Refusal::new(409, "conflict", "The mapping is not at rest."));
        }
        self.start_load(at, mapping, 0);
        with(202, json!({}))
    }

    /// Starts loading one mapping anew; a paused connection starts it when it is resumed.
    pub(super) fn start_load(&mut self, at: usize, mapping: usize, _now: u64) {
        self.at_mut(at).mappings[mapping].state = MappingState::ReloadTable;
        self.reopen_loads(at);
    }

    /// Asks for the loads that should be under way and are not.
    pub(super) fn reopen_loads(&mut self, at: usize) {
        if matches!(
            self.connections[at].state,
            SyncState::Paused | SyncState::New | SyncState::NeedAuthentication
        ) {
            return;
        }
        for mapping in 0..self.connections[at].mappings.len() {
            let known = &self.connections[at].mappings[mapping];
            if known.state == MappingState::ReloadTable && known.load_job.is_none() {
                let object = known.spec.object.clone();
                let target = target(&self.connections[at]);
                let job = self.ask(JobKind::LoadMapping { target, object });
                self.at_mut(at).mappings[mapping].load_job = Some(job);
            }
        }
    }
}
