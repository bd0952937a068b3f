//! What a judge needs to find everything by himself.

use std::path::Path;

use serde_json::{json, Map, Value};

use connect_simulator::scenario::ConnectionSpec;

use crate::engine::{DatabaseEntry, Engine};

/// `{databases: [{addon, url, madeFrom, destroyed}], connections: [{addon, app, dbKey, schema, original, now, org}],
/// apps: {app: {ATTACHMENT: add-on}}, orgs: [{id, url}], acks}`.
///
/// A connection that was destroyed is named by the one that was made in its place. `original` is the database a connection had in the scenario, `now` the one that its `db_key` names at this moment.
/// URLs are those of the default credential, which is no superuser.
pub(super) fn manifest(engine: &Engine, acks: &Path, base: &str) -> Value {
    let view = engine.view();
    let apps = attachments(&view);
    let databases: Vec<Value> = engine.register().list().iter().map(database).collect();
    let connections: Vec<Value> = engine
        .scenario()
        .connections
        .iter()
        .map(|connection| {
            let (addon, shown) = successor(engine, &view, connection);
            let key = shown["dbKey"].as_str().map(str::to_owned).or_else(|| connection.db_key.clone());
            let original =
                connection.db_key.as_deref().and_then(|key| original(engine, &connection.app, key));
            let now = key.as_deref().and_then(|key| {
                let name = key.strip_suffix("_URL").unwrap_or(key);
                apps.get(&connection.app)?.get(name)?.as_str().map(str::to_owned)
            });
            let org = shown["org"].as_str().filter(|org| !org.is_empty());
            json!({
                "addon": addon,
                "app": connection.app,
                "dbKey": key,
                "schema": connection.schema_name,
                "original": original,
                "now": now,
                "org": org_url(base, org.unwrap_or(&connection.organization_id)),
            })
        })
        .collect();
    let orgs: Vec<Value> = engine
        .orgs()
        .iter()
        .map(|(id, _)| json!({"id": id, "url": format!("{base}/_sandbox/org?id={id}")}))
        .collect();
    json!({"databases": databases, "connections": connections, "apps": apps, "orgs": orgs, "acks": acks})
}

fn org_url(base: &str, id: &str) -> String {
    format!("{base}/_sandbox/org?id={id}")
}

fn database(entry: &DatabaseEntry) -> Value {
    json!({
        "addon": entry.endpoint.addon,
        "url": entry.endpoint.url(),
        "madeFrom": entry.made_from,
        "destroyed": entry.destroyed,
    })
}

/// The database that a config var of an app named in the scenario, also one whose value was put together from another's by hand.
fn original(engine: &Engine, app: &str, key: &str) -> Option<String> {
    let name = key.strip_suffix("_URL").unwrap_or(key);
    let has = |attachments: &[connect_simulator::scenario::AttachmentSpec]| {
        attachments.iter().any(|attachment| attachment.app == app && attachment.name == name)
    };
    let databases = &engine.scenario().databases;
    let attached = databases.iter().find(|database| has(&database.attachments));
    attached.map(|database| database.addon.clone()).or_else(|| {
        let by_hand = engine.scenario().apps.iter().find(|one| one.name == app)?.config_vars.get(key)?;
        let (inner, _) = by_hand.split_once("{{")?.1.split_once("}}")?;
        (inner != key).then(|| original(engine, app, inner))?
    })
}

/// A connection of the scenario as it is now, with the name of its add-on: itself, or the one that was made in its place, which is of the
/// same app and works in the same schema.
fn successor<'a>(engine: &Engine, view: &'a Value, connection: &ConnectionSpec) -> (String, &'a Value) {
    let all = &view["connections"];
    let itself = &all[&connection.addon];
    let known = |addon: &str| engine.scenario().connections.iter().any(|one| one.addon == addon);
    let takes_over = |(addon, shown): &(&String, &Value)| {
        !known(addon) && shown["app"] == *connection.app && shown["schema"] == *connection.schema_name
    };
    let found = all.as_object().into_iter().flatten().filter(|_| itself.is_null()).find(takes_over);
    found.map_or_else(|| (connection.addon.clone(), itself), |(addon, shown)| (addon.clone(), shown))
}

/// Which add-on each attachment of each app names now; the picture has them as `app::NAME`.
fn attachments(view: &Value) -> Map<String, Value> {
    let mut apps: Map<String, Value> = Map::new();
    for (full_name, addon) in view["attachments"].as_object().into_iter().flatten() {
        let Some((app, name)) = full_name.split_once("::") else { continue };
        if let Some(names) = apps.entry(app).or_insert_with(|| json!({})).as_object_mut() {
            names.insert(name.to_owned(), addon.clone());
        }
    }
    apps
}
