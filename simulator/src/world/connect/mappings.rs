//! One mapping: change, delete, reload.

use std::sync::Arc;

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::scenario::{MappingSpec, PutWhilePaused, RevisionPlace, StaleRevision, UnmapLeaves};
use crate::world::call::Call;
use crate::world::connect::columns::Follow;
use crate::world::connect::detail::indexes;
use crate::world::connect::exchange::spec;
use crate::world::jobs::target;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// `PUT /mappings/M` with the current `revision`.
    pub(super) fn put_mapping(&mut self, call: &Call<'_>, at: usize, mapping: usize) -> Reply {
        let config = call.body().get("config").cloned().unwrap_or(Value::Null);
        let (inside, beside) = (config.get("revision"), call.body().get("revision"));
        let switches = &self.settings.switches;
        let revision = match switches.revision_place {
            RevisionPlace::Config => inside,
            RevisionPlace::Top => beside,
            RevisionPlace::Either => inside.or(beside),
        };
        let revision = revision
            .and_then(Value::as_u64)
            .ok_or_else(|| conflict("The revision of the mapping is needed."))?;
        let known = &self.connections[at].mappings[mapping];
        if revision != u64::from(known.revision) && switches.stale_revision == StaleRevision::Refused {
            return Err(conflict("The mapping was changed meanwhile."));
        }
        let wanted = spec(&known.spec.object, &config, Some(&known.spec));
        self.must_take_changes(at, mapping)?;
        self.change_mapping(at, mapping, wanted, call.now);
        ok(self.mapping_json(at, mapping))
    }

    /// Refused where a mapping works, or its connection does not.
    fn must_take_changes(&self, at: usize, mapping: usize) -> Result<(), Refusal> {
        let connection = &self.connections[at];
        let queues = self.settings.switches.put_while_paused == PutWhilePaused::Queue;
        if connection.state == SyncState::Paused && !queues {
            return Err(conflict("The connection is paused."));
        }
        if connection.state != SyncState::Paused && !connection.state.runs() {
            return Err(conflict("The connection is not running."));
        }
        let state = connection.mappings[mapping].state;
        if !state.rests() && !state.broken() {
            return Err(conflict("The mapping is not at rest."));
        }
        Ok(())
    }

    /// Another configuration, or the same one again.
    pub(super) fn change_mapping(&mut self, at: usize, mapping: usize, wanted: MappingSpec, now: u64) {
        let addon = self.connections[at].addon.clone();
        let nothing = self.strikes(&FaultKind::PutNoEffect, Some(&addon));
        let known = &mut self.at_mut(at).mappings[mapping];
        let installs = known.spec.access != wanted.access || indexes(&known.spec) != indexes(&wanted);
        known.spec = Arc::new(wanted);
        known.revision += 1;
        known.changed = Some(now);
        if !nothing {
            let follow = if installs { Follow::Installs } else { Follow::Columns };
            self.follow_config(at, mapping, follow, now);
        }
    }

    /// Somebody saves a mapping in the dashboard as it is.
    pub(in crate::world) fn save_mapping(&mut self, at: usize, object: &str, now: u64) {
        let known = self.connections[at].mappings.iter().position(|one| one.spec.object == object);
        if let Some(mapping) = known.filter(|mapping| self.must_take_changes(at, *mapping).is_ok()) {
            let same = (*self.connections[at].mappings[mapping].spec).clone();
            self.change_mapping(at, mapping, same, now);
        }
    }

    pub(super) fn delete_mapping(&mut self, at: usize, mapping: usize) -> Reply {
        let target = target(&self.connections[at]);
        let gone = self.at_mut(at).mappings.remove(mapping);
        if let Some(job) = gone.load_job {
            self.jobs.retain(|known| known.id != job);
        }
        let leaves = self.settings.switches.unmap_leaves;
        if leaves != UnmapLeaves::All && !target.url.is_empty() {
            let (object, drops) = (gone.spec.object.clone(), leaves == UnmapLeaves::Nothing);
            self.ask(JobKind::LeaveMapping { target, object, drops });
        }
        Ok(connect_wire::Response::empty(204))
    }

    pub(super) fn reload(&mut self, call: &Call<'_>, at: usize, mapping: usize) -> Reply {
        let connection = &self.connections[at];
        if !connection.state.runs() {
            return Err(conflict("The connection is not running."));
        }
        let state = connection.mappings[mapping].state;
        if !state.rests() && state != MappingState::BulkError {
            return Err(conflict("The mapping is not at rest."));
        }
        self.start_load(at, mapping, call.now);
        with(202, json!({}))
    }

    /// Starts loading one mapping anew; a paused connection starts it when it is resumed.
    pub(super) fn start_load(&mut self, at: usize, mapping: usize, now: u64) {
        self.at_mut(at).mappings[mapping].state = MappingState::ReloadTable;
        self.reopen_loads(at, now);
    }

    /// Asks for the loads that should be under way and are not, and for what has to be done to tables.
    pub(super) fn reopen_loads(&mut self, at: usize, now: u64) {
        if matches!(
            self.connections[at].state,
            SyncState::Paused | SyncState::New | SyncState::NeedAuthentication
        ) {
            return;
        }
        if self.install_schema(at) || self.org_gone(&self.connections[at].org) {
            return;
        }
        self.work_on_columns(at, now);
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

fn conflict(message: &str) -> Refusal {
    Refusal::new(409, "conflict", message)
}
