//! What a mapping lists, and the columns of its table: how one comes to follow the other.

use std::sync::Arc;

use crate::field::{column_limit, column_type, MappedField};
use crate::job::{Column, ColumnAlter, ColumnChanges, JobKind};
use crate::scenario::AlterNarrow;
use crate::world::jobs::target;
use crate::world::setup::name;
use crate::world::state::{Notification, Planned};
use crate::world::words::MappingState;
use crate::world::World;
use crate::FaultKind;

/// What of a table follows a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follow {
    /// Its columns.
    Columns,
    /// Its columns, indexes and triggers.
    Installs,
    /// The lengths of its columns, whatever becomes of a mapping that is saved as it is.
    Lengths,
}

impl World {
    /// A mapping's configuration was changed: what has to be done to its table is planned, and begun where it can be.
    pub(super) fn follow_config(&mut self, at: usize, place: usize, follow: Follow, now: u64) {
        if self.connections[at].mappings[place].load_job.is_some() {
            self.at_mut(at).mappings[place].replan = true;
            return;
        }
        let planned = match self.missing(at, place) {
            Some(missing) => {
                self.bad_config(at, place, &missing, now);
                return;
            }
            None => self.plan(at, place, follow),
        };
        let mapping = &mut self.at_mut(at).mappings[place];
        mapping.again_at = 0;
        let first = planned.as_ref().is_some_and(|planned| planned.first);
        if matches!(
            mapping.state,
            MappingState::BadConfig | MappingState::BulkError | MappingState::SchemaChanged
        ) {
            // What lacks its values gets them after what is still to be done.
            mapping.state = match (first, planned.is_some() || mapping.unloaded.is_empty()) {
                (true, _) => MappingState::Initial,
                (false, true) => MappingState::DataSynced,
                (false, false) => MappingState::Resync,
            };
        }
        let only_noted = planned
            .as_ref()
            .is_some_and(|planned| !planned.first && !planned.installs && planned.changes.is_empty());
        mapping.planned = planned.map(Arc::new);
        if only_noted {
            self.altered(at, place, now);
        }
        self.reopen_loads(at, now);
    }

    /// What the org does not have of what a mapping lists, as a sentence.
    pub(super) fn missing(&self, at: usize, place: usize) -> Option<String> {
        let spec = &self.connections[at].mappings[place].spec;
        if self.object(&spec.object).is_none() {
            return Some(format!("Salesforce has no object {}.", spec.object));
        }
        let known = |field: &&MappedField| self.definition(&spec.object, &field.name).is_some();
        let gone = spec.fields.iter().find(|field| !known(field))?;
        Some(format!("Salesforce has no field {} of {}.", gone.name, spec.object))
    }

    /// A mapping cannot go on as it is configured, and its people are told.
    pub(super) fn bad_config(&mut self, at: usize, place: usize, why: &str, now: u64) {
        let id = self.next();
        let connection = self.at_mut(at);
        let mapping = &mut connection.mappings[place];
        mapping.state = MappingState::BadConfig;
        mapping.polling = false;
        mapping.planned = mapping.planned.take().filter(|planned| planned.first);
        let message = name(&format!("{} is {}. {why}", mapping.spec.object, mapping.state.word()));
        connection.notifications.push(Notification { id, at: now, kind: name("mapping-error"), message });
    }

    /// What has to be done so that the table has what is listed; nothing if it has.
    fn plan(&self, at: usize, place: usize, follow: Follow) -> Option<Planned> {
        let mapping = &self.connections[at].mappings[place];
        let before = mapping.planned.as_ref();
        let first = before.is_some_and(|planned| planned.first);
        let installs = follow == Follow::Installs || before.is_some_and(|planned| planned.installs);
        let switches = &self.settings.switches;
        let alters = switches.put_same_config_alters || follow == Follow::Lengths;
        let mut changes = ColumnChanges::default();
        let (mut after, mut added) = (Vec::new(), Vec::new());
        for column in mapping.columns.iter() {
            if !mapping.spec.fields.iter().any(|field| field.is(&column.name)) {
                changes.drop.extend(switches.unmap_drops_column.then(|| column.column()));
                continue;
            }
            let Some((_, org)) = self.definition(&mapping.spec.object, &column.name) else { continue };
            let (has, wants) = (column.column_type(), column_type(org.kind, org.length));
            let limits = (column_limit(column.kind, column.length), column_limit(org.kind, org.length));
            let wider_or_narrower = column.kind == org.kind && limits.0.is_some() && limits.1.is_some();
            if !alters || (has != wants && !wider_or_narrower) {
                after.push(column.clone());
                continue;
            }
            if has != wants {
                let cuts = switches.alter_narrow == AlterNarrow::Truncate && limits.1 < limits.0;
                changes.alter.push(ColumnAlter { column: column.column(), sql_type: wants, cuts });
            }
            after.push(MappedField::of(&column.name, org));
        }
        for field in mapping.spec.fields.iter() {
            if mapping.columns.iter().any(|column| column.is(&field.name)) {
                continue;
            }
            let Some((name, org)) = self.definition(&mapping.spec.object, &field.name) else { continue };
            let made = MappedField::of(name, org);
            changes.add.push(Column { column: made.column(), sql_type: made.column_type() });
            added.extend((!first).then(|| made.name.clone()));
            after.push(made);
        }
        let needed = first || installs || after != *mapping.columns;
        needed.then(|| Planned { changes, after: Arc::new(after), added, first, installs })
    }

    /// Works on tables that are not what their mappings say.
    pub(super) fn work_on_columns(&mut self, at: usize, now: u64) {
        for place in 0..self.connections[at].mappings.len() {
            let mapping = &self.connections[at].mappings[place];
            if mapping.load_job.is_some() || mapping.again_at > now {
                continue;
            }
            match (&mapping.planned, mapping.state) {
                (
                    Some(planned),
                    MappingState::DataSynced | MappingState::Initial | MappingState::SchemaChanged,
                ) => {
                    let planned = Arc::clone(planned);
                    self.alter(at, place, &planned, now);
                }
                (None, MappingState::Resync) if !mapping.unloaded.is_empty() => {
                    self.load_columns(at, place);
                }
                _ => {}
            }
        }
    }

    fn alter(&mut self, at: usize, place: usize, planned: &Planned, now: u64) {
        let addon = self.connections[at].addon.clone();
        if !planned.first {
            self.at_mut(at).mappings[place].state = MappingState::SchemaChanged;
        }
        if self.strikes(&FaultKind::AlterStuck, Some(&addon)) {
            let again = now + self.settings.switches.connect_cycle_ms;
            self.at_mut(at).mappings[place].again_at = again;
            return;
        }
        let connection = &self.connections[at];
        let object = connection.mappings[place].spec.object.clone();
        let mut target = target(connection);
        for spec in target.mappings.iter_mut().filter(|spec| spec.object == object) {
            spec.fields = Arc::clone(&planned.after);
        }
        let changes = planned.changes.clone();
        let job = self.ask(JobKind::AlterMapping { target, object, changes });
        self.at_mut(at).mappings[place].load_job = Some(job);
    }

    /// The table is what the mapping says, but for rows that added columns lack.
    pub(super) fn altered(&mut self, at: usize, place: usize, now: u64) {
        let mapping = &mut self.at_mut(at).mappings[place];
        let Some(planned) = mapping.planned.take() else { return };
        let made = |field: &MappedField| planned.after.iter().find(|one| one.is(&field.name));
        let listed = &mapping.spec.fields;
        let same = listed.len() == planned.after.len() && listed.iter().all(|field| made(field).is_some());
        let fields = if same {
            Arc::clone(&planned.after)
        } else {
            Arc::new(listed.iter().map(|field| made(field).unwrap_or(field).clone()).collect())
        };
        Arc::make_mut(&mut mapping.spec).fields = fields;
        mapping.columns = Arc::clone(&planned.after);
        let here = |field: &String| planned.after.iter().any(|one| one.is(field));
        mapping.unloaded.retain(here);
        mapping.unloaded.extend(planned.added.iter().cloned());
        if planned.first {
            self.start_load(at, place, now);
            return;
        }
        if !mapping.unloaded.is_empty() {
            mapping.state = MappingState::Resync;
        } else if mapping.state == MappingState::SchemaChanged {
            mapping.state = MappingState::DataSynced;
        }
    }

    fn load_columns(&mut self, at: usize, place: usize) {
        let addon = self.connections[at].addon.clone();
        if self.strikes(&FaultKind::LoadFails, Some(&addon)) {
            self.at_mut(at).mappings[place].state = MappingState::BulkError;
            return;
        }
        let connection = &self.connections[at];
        let mapping = &connection.mappings[place];
        let (object, fields) = (mapping.spec.object.clone(), mapping.unloaded.clone());
        let job = self.ask(JobKind::LoadColumns { target: target(connection), object, fields });
        self.at_mut(at).mappings[place].load_job = Some(job);
    }

    /// At a poll, mappings that list what the org does not have any more are found out.
    pub(super) fn find_deleted(&mut self, at: usize, now: u64) {
        if self.redefined.is_empty() {
            return;
        }
        for place in 0..self.connections[at].mappings.len() {
            let polls = self.connections[at].mappings[place].state == MappingState::DataSynced;
            if let Some(missing) = polls.then(|| self.missing(at, place)).flatten() {
                self.bad_config(at, place, &missing, now);
            }
        }
    }
}
