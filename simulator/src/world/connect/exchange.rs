//! Export and import of a connection's configuration.

use std::sync::Arc;

use serde_json::{json, Value};

use crate::scenario::{Access, MappingSpec};
use crate::world::call::Call;
use crate::world::connect::detail::config;
use crate::world::ids::iso_fine;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::new_mapping;
use crate::world::words::{MappingState, SyncState};
use crate::world::World;

impl World {
    pub(super) fn export(&self, at: usize, now: u64) -> Reply {
        let connection = &self.connections[at];
        let key = connection.db_key.as_deref().unwrap_or_default();
        let mappings: Vec<Value> = connection
            .mappings
            .iter()
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

    /// Merges per object; mappings absent from the file stay. Nothing is checked up front.
    pub(super) fn import(&mut self, call: &Call<'_>, at: usize) -> Reply {
        if !matches!(self.connections[at].state, SyncState::Idle | SyncState::Paused) {
            return Err(Refusal::new(409, "conflict", "Import needs a connection in state IDLE."));
        }
        let listed = call.body().get("mappings").and_then(Value::as_array);
        let listed = listed.ok_or_else(|| Refusal::bad_request("mappings is needed."))?.clone();
        for entry in &listed {
            let Some(object) = entry.get("object_name").and_then(Value::as_str) else { continue };
            let spec = spec(object, entry.get("config").unwrap_or(&Value::Null));
            self.put_spec(at, spec, call.now);
        }
        let recovery = self.settings.switches.recovery_ms;
        let connection = self.at_mut(at);
        if connection.state == SyncState::Idle {
            connection.state = SyncState::Importing;
            connection.timer = Some(call.now + recovery);
        }
        Ok(connect_wire::Response::empty(202))
    }

    /// Adds a mapping or replaces its configuration; loads it if it is new.
    pub(super) fn put_spec(&mut self, at: usize, spec: MappingSpec, now: u64) {
        let known =
            self.connections[at].mappings.iter().position(|mapping| mapping.spec.object == spec.object);
        match known {
            Some(mapping) => {
                let mapping = &mut self.at_mut(at).mappings[mapping];
                mapping.spec = Arc::new(spec);
                mapping.revision += 1;
            }
            None => {
                let id = self.next();
                let mut mapping = new_mapping(id, &spec);
                mapping.state = MappingState::Initial;
                self.at_mut(at).mappings.push(mapping);
                let last = self.connections[at].mappings.len() - 1;
                self.start_load(at, last, now);
            }
        }
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
        let spec = spec(object, call.body().get("config").unwrap_or(&Value::Null));
        self.put_spec(at, spec, call.now);
        with(201, self.mapping_json(at, self.connections[at].mappings.len() - 1))
    }
}

/// A mapping's configuration out of `config`.
pub(super) fn spec(object: &str, config: &Value) -> MappingSpec {
    let flag = |key: &str| config.get(key).and_then(Value::as_bool).unwrap_or(false);
    let writes = config.get("access").and_then(Value::as_str) == Some("read_write");
    MappingSpec {
        object: object.to_owned(),
        access: if writes { Access::ReadWrite } else { Access::ReadOnly },
        streaming: flag("sf_notify_enabled"),
        upsert_field: config.get("upsert_field").and_then(Value::as_str).map(str::to_owned),
        polling_seconds: config
            .get("sf_polling_seconds")
            .and_then(Value::as_u64)
            .and_then(|seconds| u32::try_from(seconds).ok())
            .unwrap_or(600),
        state: MappingState::Initial.word().to_owned(),
    }
}
