//! The canonical picture of a world, for before/after comparison.

use std::collections::BTreeMap;

use serde_json::{json, Map, Value};

use super::data::has_standby;
use super::state::{AddonState, App, DynoState, Upgrade};
use super::words::SyncState;
use super::World;

impl World {
    /// Canonical picture for before/after comparison: no times, ids or releases, no values of config vars. A running
    /// connection is `IDLE` whether or not it polls right now.
    #[must_use]
    pub fn view(&self) -> Value {
        let apps: Map<String, Value> =
            self.apps.iter().map(|app| (app.name.to_string(), self.app_view(app))).collect();
        let addons: BTreeMap<String, Value> = self
            .addons
            .iter()
            .map(|addon| {
                let state = match addon.state {
                    AddonState::Provisioning => "provisioning",
                    AddonState::Provisioned => "provisioned",
                    AddonState::Deprovisioning => "deprovisioning",
                    AddonState::Deprovisioned => "deprovisioned",
                };
                (
                    addon.name.to_string(),
                    json!({"app": &*addon.app, "plan": addon.full_plan(), "state": state}),
                )
            })
            .collect();
        let attachments: BTreeMap<String, String> = self
            .attachments
            .iter()
            .map(|held| (format!("{}::{}", held.app, held.name), held.addon.to_string()))
            .collect();
        let databases: BTreeMap<String, Value> = self
            .addons
            .iter()
            .filter_map(|addon| {
                let database = addon.database.as_ref()?;
                let mut shown =
                    json!({"version": database.version, "following": database.following.as_deref()});
                if matches!(database.upgrade, Upgrade::Preparing { .. } | Upgrade::Ready { .. }) {
                    shown["upgrade"] = json!("prepared");
                }
                if !database.schedules.is_empty() {
                    shown["schedules"] = json!(database.schedules);
                }
                if let Some(window) = &database.window {
                    shown["window"] = json!(window);
                }
                if !database.settings.is_empty() {
                    shown["settings"] = json!(database.settings);
                }
                if database.strayed {
                    shown["strayed"] = json!(true);
                }
                if database.unsaved_until.is_some() {
                    shown["unsaved"] = json!(true);
                }
                if database.alone_until.is_some() && has_standby(&addon.plan) {
                    shown["alone"] = json!(true);
                }
                Some((addon.name.to_string(), shown))
            })
            .collect();
        let connections: BTreeMap<String, Value> = self
            .connections
            .iter()
            .map(|connection| {
                let state =
                    if connection.state == SyncState::PollingDb { SyncState::Idle } else { connection.state };
                let access: BTreeMap<&str, Value> = connection
                    .mappings
                    .iter()
                    .map(|mapping| (mapping.spec.object.as_str(), json!(mapping.spec.access)))
                    .collect();
                let shown = json!({
                    "app": &*connection.app,
                    "org": &*connection.org,
                    "state": state.word(),
                    "dbKey": connection.db_key.as_deref(),
                    "schema": &*connection.schema,
                    "database": connection.resolved.as_ref().and_then(|resolved| resolved.addon.as_deref()),
                    "mappings": access,
                });
                (connection.addon.to_string(), shown)
            })
            .collect();
        json!({
            "apps": apps,
            "addons": addons,
            "attachments": attachments,
            "databases": databases,
            "connections": connections,
        })
    }

    fn app_view(&self, app: &App) -> Value {
        let formation: BTreeMap<&str, Value> = app
            .formation
            .iter()
            .map(|process| (&*process.kind, json!({"quantity": process.quantity, "size": &*process.size})))
            .collect();
        let features: BTreeMap<&str, bool> =
            app.features.iter().map(|(feature, on)| (&**feature, *on)).collect();
        let autoscaler: BTreeMap<&str, Value> = app
            .monitors
            .iter()
            .map(|monitor| {
                let shown = json!({"active": monitor.active, "min": monitor.min, "max": monitor.max, "p95": monitor.p95});
                (&*monitor.process, shown)
            })
            .collect();
        let vars: BTreeMap<String, Option<String>> = self
            .vars_of(app)
            .iter()
            .map(|(key, value)| (key.clone(), self.serving(value).map(ToString::to_string)))
            .collect();
        let mut up: BTreeMap<&str, usize> = BTreeMap::new();
        for dyno in app.dynos.iter().filter(|dyno| dyno.state == DynoState::Up && dyno.listed) {
            if app.formation.iter().any(|process| process.kind == dyno.kind) {
                *up.entry(&*dyno.kind).or_default() += 1;
            }
        }
        json!({
            "maintenance": app.maintenance,
            "formation": formation,
            "features": features,
            "autoscaler": autoscaler,
            "configVars": vars,
            "up": up,
        })
    }
}
