//! Connections and mappings as Connect shows them.

use serde_json::{json, Map, Value};

use crate::field::always_of;
use crate::scenario::MappingSpec;
use crate::world::data::parts;
use crate::world::find::CONNECT;
use crate::world::ids::{hash, iso_fine, spaced_fine, uuid, Kind};
use crate::world::reply::{ok, Reply};
use crate::world::setup::MADE_AT;
use crate::world::state::{Connection, Mapping};
use crate::world::words::MappingState;
use crate::world::World;

impl World {
    /// Discovery entries; those of an app, of one add-on, or all. Only what the user may see.
    pub(super) fn entries(&self, app: Option<&str>, addon: Option<&str>) -> Vec<Value> {
        self.connections
            .iter()
            .filter(|connection| connection.accessible)
            .filter(|connection| app.is_none_or(|app| &*connection.app == app))
            .filter(|connection| addon.is_none_or(|addon| &*connection.addon == addon))
            .map(|connection| self.entry(connection))
            .collect()
    }

    fn entry(&self, connection: &Connection) -> Value {
        let base = &self.settings.base_url;
        let slash = if self.settings.switches.region_url_slash { "/" } else { "" };
        let id = uuid(Kind::Connection, connection.id);
        json!({
            "id": id,
            "resource_name": &*connection.addon,
            "display_name": format!("{} ({})", connection.app, connection.addon),
            "addon_type": "Sync",
            "app_name": &*connection.app,
            "app_id": self.app_ref(&connection.app)["id"],
            "region": "us",
            "region_label": "United States",
            "region_flag": "us",
            "region_url": format!("{base}{slash}"),
            "cell": "us-1",
            "cell_label": "US 1",
            "detail_url": format!("{base}/api/v3/connections/{id}"),
        })
    }

    pub(super) fn regions(&self) -> Value {
        json!({"us": {"flag": "us", "label": "United States"}})
    }

    pub(super) fn cells(&self) -> Value {
        json!({"us-1": {"url": self.settings.base_url, "flag": "us", "label": "US 1"}})
    }

    /// A connection in full; its links are relative, unlike those of discovery.
    pub(super) fn detail(&self, connection: &Connection, deep: bool, now: u64) -> Value {
        let id = uuid(Kind::Connection, connection.id);
        let database =
            connection.resolved.as_ref().filter(|resolved| !resolved.url.is_empty()).map(|resolved| {
                let parts = parts(&resolved.url);
                json!({"host": parts.host, "port": parts.port, "database": parts.database})
            });
        let login = connection.login.as_deref();
        let addon = self.addon(&connection.addon).ok();
        let plan = addon.map_or("demo", |addon| &*addon.plan);
        let org = (!connection.org.is_empty()).then_some(&*connection.org);
        let key = connection.db_key.as_deref();
        let broken = connection.mappings.iter().any(|mapping| mapping.state.broken());
        let mut shown = json!({
            "id": id,
            "_id": connection.id,
            "name": key.map_or_else(String::new, |key| format!("{}:{key}:{}", connection.app, connection.schema)),
            "internal_name": &*connection.addon,
            "resource_name": &*connection.addon,
            "addon_id": addon.map(|addon| uuid(Kind::Addon, addon.id)),
            "app_name": &*connection.app,
            "app_id": self.app_ref(&connection.app)["id"],
            "team_name": null,
            "enterprise_account_name": null,
            "db_key": key,
            "schema_name": &*connection.schema,
            "database": database,
            "organization_id": org,
            "state": connection.state.word(),
            "mappings_summary_state": if broken { "ERROR" } else { "OK" },
            "sf_info": {
                "username": login.map(|login| &*login.username),
                "organization_id": org,
                "environment": login.map_or("production", |login| &*login.environment),
                "domain": login.map(|login| &*login.domain),
                "api_version": &*connection.api_version,
            },
            "created_at": iso_fine(addon.map_or(MADE_AT, |addon| addon.at)),
            "auth_updated": login.map(|login| iso_fine(login.at)),
            "plan": plan,
            "free_edition": plan == "demo",
            "dogwood": false,
            "deletable": connection.deletable,
            "logplex_log_enabled": false,
            "large_query_threshold": 10_000,
            "bulk_page_size": 150_000,
            "soap_batch_size": 200,
            "features": features(connection),
            "metrics": {"last_write_activity_time": connection.last_write.map(iso_fine)},
            "notifications_url": format!("/api/v3/connections/{id}/notifications"),
            "detail_url": format!("/api/v3/connections/{id}"),
            "tags": [],
            "user_info": login.map(|login| json!({
                "user_id": "0055g00000Canary",
                "organization_id": org,
                "username": &*login.username,
                "email": &*login.username,
                "display_name": SF_NAME,
            })),
            "odata": null,
            "sf_instance": null,
            "sf_region": null,
        });
        if let (true, Some(object)) = (deep, shown.as_object_mut()) {
            let mappings = connection.mappings.iter().filter(|mapping| mapping.shown(now));
            let mappings = mappings.map(|mapping| self.mapping_shown(connection, mapping));
            object.insert("mappings".to_owned(), Value::Array(mappings.collect()));
        }
        shown
    }

    pub(super) fn mapping_json(&self, at: usize, mapping: usize) -> Value {
        let connection = &self.connections[at];
        self.mapping_shown(connection, &connection.mappings[mapping])
    }

    fn mapping_shown(&self, connection: &Connection, mapping: &Mapping) -> Value {
        let id = uuid(Kind::Mapping, mapping.id);
        let writing = mapping.writes() && connection.read_job.is_some();
        let all = connection.log.new + connection.log.pending;
        let pending = if mapping.writes() { mapping.pending.unwrap_or(all) } else { 0 };
        let place = connection.mappings.iter().position(|one| one.id == mapping.id);
        let errors = if mapping.writes() { connection.errors_of(place, 0).count() } else { 0 };
        let written = mapping.written.map(spaced_fine);
        let polled = mapping.polled.map(spaced_fine);
        json!({
            "id": id,
            "_id": mapping.id,
            "object_name": mapping.spec.object,
            "state": mapping.state.word(),
            "state_description": if mapping.state == MappingState::DataSynced { "OK" } else { mapping.state.word() },
            "config": config(mapping),
            "access": mapping.spec.access,
            "sf_notify_enabled": mapping.spec.streaming,
            "sf_polling_seconds": mapping.spec.polling_seconds,
            "upsert_field": mapping.spec.upsert_field,
            "counts": {"db": mapping.db, "sf": mapping.sf, "pending": pending, "errors": errors},
            "times": {"sf_poll": polled, "sf_write": written, "db_poll": written, "db_write": polled},
            "actively_writing": writing,
            "is_polling": mapping.polling,
            "has_hc_columns": true,
            "db_count_date": polled,
            "salesforce_count_date": polled,
            "sync_flags": {},
            "detail_url": format!("/api/v3/mappings/{id}"),
            "errors_url": format!("/api/v3/mappings/{id}/errors"),
            "schema_url": format!(
                "{}/api/v3/connections/{}/schemas/{}",
                self.settings.base_url,
                uuid(Kind::Connection, connection.id),
                mapping.spec.object
            ),
            "connection": {"id": uuid(Kind::Connection, connection.id)},
            "created_at": iso_fine(MADE_AT),
            "updated_at": iso_fine(mapping.changed.unwrap_or(MADE_AT)),
        })
    }

    /// `GET /apps/{app}`: config vars that name a database.
    pub(super) fn db_keys(&self, app: &str) -> Reply {
        let app = self.app(app)?;
        let attached = self.attachments_of(&app.name).filter_map(|held| {
            let addon = self.addon(&held.addon).ok().filter(|addon| addon.database.is_some())?;
            Some(json!({"name": format!("{}_URL", held.name), "addon": {"plan": addon.full_plan()}}))
        });
        // A URL that somebody set by hand belongs to no add-on.
        let by_hand = app.own_vars.iter().filter(|(_, value)| {
            ["postgres://", "postgresql://"].iter().any(|scheme| value.starts_with(scheme))
        });
        let by_hand = by_hand.map(|(name, _)| json!({"name": &**name, "addon": null}));
        let keys: Vec<Value> = attached.chain(by_hand).collect();
        ok(json!({"db_keys": keys, "service": CONNECT}))
    }
}

/// Who logged into Salesforce: invented, and never to be seen in what the plugin writes.
const SF_NAME: &str = "Canary Integration";

/// Every feature that was seen in 2025; those that are set, and the others off.
const FEATURES: [&str; 21] = [
    "cdc_for_accelerated_polling",
    "disable_bulk_writes",
    "drift_max_batches_in_parallel_override",
    "early_sf_api_access",
    "force_picklist_255",
    "get_deleted_latest_date_check",
    "increased_query_cursor_limit",
    "log_memory_usage",
    "mtls_shield_connection",
    "poll_db_no_merge",
    "poll_external_ids",
    "rest_count_only",
    "retry_failed_create_soap_call",
    "retry_get_query_batch_result_ids",
    "set_odata_extra_float_digits_to_0",
    "sync_repair_unlimited_query_all",
    "temp_tables_in_transactions",
    "testing_flag_only",
    "ucs_basic_collation_index",
    "use_assignment_rules",
    "verbose_sfnotifier_logging",
];

fn features(connection: &Connection) -> Map<String, Value> {
    let off = FEATURES.iter().map(|name| ((*name).to_owned(), json!(false)));
    let set = connection.features.iter().map(|(name, on)| (name.clone(), json!(on)));
    off.chain(set).collect()
}

/// Indexes that were configured, and those that are always there.
pub(super) fn indexes(spec: &MappingSpec) -> Map<String, Value> {
    let mut indexes = Map::from_iter([
        ("Id".to_owned(), json!({"unique": true})),
        ("SystemModstamp".to_owned(), json!({"unique": false})),
    ]);
    indexes.extend(spec.upsert_field.iter().map(|field| (field.clone(), json!({"unique": true}))));
    indexes.extend(spec.indexes.iter().map(|(field, index)| (field.clone(), index.clone())));
    indexes
}

/// A mapping's configuration as export and detail show it.
pub(super) fn config(mapping: &Mapping) -> Value {
    let always = always_of(&mapping.spec.object).map(|(name, _)| (*name).to_owned());
    let listed = mapping.spec.fields.iter().map(|field| field.name.clone());
    let fields: Map<String, Value> = always.chain(listed).map(|name| (name, json!({}))).collect();
    let mut shown = json!({
        "access": mapping.spec.access,
        "sf_notify_enabled": mapping.spec.streaming,
        "sf_polling_seconds": mapping.spec.polling_seconds,
        "sf_max_daily_api_calls": mapping.spec.max_daily_api_calls,
        "fields": fields,
        "indexes": indexes(&mapping.spec),
        "revision": mapping.revision,
        "applied_at": iso_fine(
            mapping.changed.unwrap_or_else(|| MADE_AT + hash(&mapping.spec.object) % 1_000)
        ),
    });
    if let (Some(field), Some(object)) = (&mapping.spec.upsert_field, shown.as_object_mut()) {
        object.insert("upsert_field".to_owned(), json!(field));
    }
    shown
}
