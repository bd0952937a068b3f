//! Export and import of a connection's configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{json, Value};

use crate::field::{self, FieldType, MappedField, ALWAYS};
use crate::scenario::{Access, MappingSpec};
use crate::world::call::Call;
use crate::world::connect::columns::Follow;
use crate::world::connect::detail::config;
use crate::world::connect::install::first_plan;
use crate::world::ids::iso_fine;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::new_mapping;
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    pub(super) fn export(&self, at: usize, now: u64) -> Reply {
        let connection = &self.connections[at];
        let key = connection.db_key.as_deref().unwrap_or_default();
        let mappings: Vec<Value> = connection
            .mappings
            .iter()
            .filter(|mapping| mapping.shown(now))
            .map(|mapping| {
                let mut config = config(mapping);
                if let Some(object) = config.as_object_mut() {
                    object.remove("revision");
                }
                json!({"object_name": mapping.spec.object, "config": config})
            })
            .collect();
        ok(json!({
            "version": 1,
            "connection": {
                "app_name": &*connection.app,
                "organization_id": &*connection.org,
                "exported_at": iso_fine(now),
                "features": &*connection.features,
                "api_version": &*connection.api_version,
                "name": format!("{}:{key}:{}", connection.app, connection.schema),
                "logplex_log_enabled": false,
            },
            "mappings": mappings,
        }))
    }

    /// Merges per object; mappings absent from the file stay. Nothing is checked up front: what cannot be done shows in the state of its
    /// own mapping.
    pub(super) fn import(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let state = self.connections[at].state;
        if !state.runs() && !matches!(state, SyncState::Paused | SyncState::Importing) {
            return Err(Refusal::new(409, "conflict", "Import needs a connection that is set up and runs."));
        }
        let exported = call.text("/connection/organization_id").unwrap_or_default();
        let other = !exported.is_empty() && *exported != *self.connections[at].org;
        if other && self.settings.switches.import_checks_org {
            return Err(Refusal::new(409, "conflict", "This configuration was exported from another org."));
        }
        let mut listed = call.body().get("mappings").and_then(Value::as_array).cloned().unwrap_or_default();
        let addon = self.connections[at].addon.clone();
        if self.strikes(&FaultKind::ImportDropsOne, Some(&addon)) {
            listed.pop();
        }
        let before = self.connections[at].mappings.len();
        for entry in &listed {
            let Some(object) = entry.get("object_name").and_then(Value::as_str) else { continue };
            self.put_config(at, object, entry.get("config").unwrap_or(&Value::Null), call.now);
        }
        let switches = &self.settings.switches;
        let (recovery, appear) = (switches.recovery_ms, switches.mappings_appear_ms);
        let connection = self.at_mut(at);
        if appear > 0 {
            let from = Some(call.now + appear);
            connection.mappings.iter_mut().skip(before).for_each(|mapping| mapping.shown_from = from);
        }
        if connection.state.runs() {
            connection.state = SyncState::Importing;
            connection.timer = Some(call.now + recovery);
        }
        Ok(connect_wire::Response::empty(202))
    }

    /// Adds a mapping, whose table is then made and loaded, or changes its configuration.
    pub(super) fn put_config(&mut self, at: usize, object: &str, config: &Value, now: u64) {
        let mappings = &self.connections[at].mappings;
        let known = mappings.iter().position(|mapping| mapping.spec.object.eq_ignore_ascii_case(object));
        if let Some(mapping) = known {
            let before = Arc::clone(&self.connections[at].mappings[mapping].spec);
            let mut wanted = spec(&before.object, config, Some(&before));
            if !self.settings.switches.import_replaces_fields {
                keep_fields(&mut wanted, &before);
            }
            self.change_mapping(at, mapping, wanted, now);
            return;
        }
        let id = self.next();
        let mut mapping = new_mapping(id, &spec(object, config, None));
        mapping.state = MappingState::Initial;
        mapping.columns = Arc::default();
        mapping.changed = Some(now);
        mapping.planned = Some(Arc::new(first_plan()));
        self.at_mut(at).mappings.push(mapping);
        let last = self.connections[at].mappings.len() - 1;
        self.follow_config(at, last, Follow::Installs, now);
    }

    pub(super) fn add_mapping(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let object =
            call.text("/object_name").ok_or_else(|| Refusal::bad_request("object_name is needed."))?;
        if self.connections[at]
            .mappings
            .iter()
            .any(|mapping| mapping.spec.object.eq_ignore_ascii_case(object))
        {
            return Err(Refusal::new(409, "conflict", "This object is mapped already."));
        }
        self.put_config(at, object, call.body().get("config").unwrap_or(&Value::Null), call.now);
        with(201, self.mapping_json(at, self.connections[at].mappings.len() - 1))
    }
}

/// A mapping's configuration out of `config`. Fields that are listed nowhere are those of before; of theirs that are new the definition
/// is not known yet.
pub(super) fn spec(object: &str, config: &Value, before: Option<&MappingSpec>) -> MappingSpec {
    let flag = |key: &str| config.get(key).and_then(Value::as_bool).unwrap_or(false);
    let number =
        |key: &str| config.get(key).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    let writes = config.get("access").and_then(Value::as_str) == Some("read_write");
    let known = before.map_or_else(field::usual, |before| Arc::clone(&before.fields));
    let fields = match config.get("fields").and_then(Value::as_object) {
        Some(listed) => Arc::new(fields(listed.keys(), &known)),
        None => known,
    };
    let indexes = match (config.get("indexes").and_then(Value::as_object), before) {
        (Some(listed), _) => listed.iter().map(|(field, index)| (field.clone(), index.clone())).collect(),
        (None, Some(before)) => before.indexes.clone(),
        (None, None) => BTreeMap::new(),
    };
    MappingSpec {
        object: object.to_owned(),
        access: if writes { Access::ReadWrite } else { Access::ReadOnly },
        streaming: flag("sf_notify_enabled"),
        upsert_field: config.get("upsert_field").and_then(Value::as_str).map(str::to_owned),
        polling_seconds: number("sf_polling_seconds").unwrap_or(600),
        state: before.map_or_else(|| MappingState::Initial.word().to_owned(), |before| before.state.clone()),
        fields,
        indexes,
        max_daily_api_calls: number("sf_max_daily_api_calls").unwrap_or(30_000),
    }
}

/// Fields of before that are not listed stay.
fn keep_fields(wanted: &mut MappingSpec, before: &MappingSpec) {
    let listed = |field: &&MappedField| !wanted.fields.iter().any(|one| one.is(&field.name));
    let kept: Vec<MappedField> = before.fields.iter().filter(listed).cloned().collect();
    if !kept.is_empty() {
        Arc::make_mut(&mut wanted.fields).extend(kept);
    }
}

/// Listed fields, without those that every mapping has.
fn fields<'a>(listed: impl Iterator<Item = &'a String>, known: &[MappedField]) -> Vec<MappedField> {
    let own = listed.filter(|name| !ALWAYS.iter().any(|(always, _)| always.eq_ignore_ascii_case(name)));
    let field = |name: &String| {
        let unknown = || MappedField { name: name.clone(), kind: FieldType::String, length: None };
        known.iter().find(|field| field.is(name)).cloned().unwrap_or_else(unknown)
    };
    own.map(field).collect()
}
