//! A world like the one that a survey saw.

use std::collections::{BTreeMap, BTreeSet};

use connect_core::query::Head;
use connect_core::snapshot::{App, Attachment, Connection, Following, Mapping, Process, Schedule, Snapshot};
use connect_simulator::scenario::{
    Access, AppSpec, AttachmentSpec, ConnectionSpec, DatabaseSpec, Holds, MappingSpec, MonitorSpec,
    ProcessSpec, ScheduleSpec, Switches,
};
use connect_simulator::{LoginOrg, Scenario};
use serde_json::json;

use crate::fields;

/// The organization of every connection.
const ORG: &str = "00D000000000000EAA";

/// A scenario in which the same names stand in the same places. What a snapshot does not tell is as in any new world; the
/// Salesforce organization is nobody's.
#[must_use]
pub fn like(snapshot: &Snapshot) -> Scenario {
    let database = &snapshot.database;
    let kept = database.kept.clone().unwrap_or_default();
    let version = database.major.and_then(|major| u16::try_from(major).ok());
    Scenario {
        name: "rehearsal".to_owned(),
        description: format!("what was seen of {}", database.addon),
        tokens: vec!["sandbox-token".to_owned()],
        email: "operator@example.com".to_owned(),
        apps: snapshot.apps.iter().map(app).chain(readers(snapshot)).collect(),
        databases: std::iter::once(DatabaseSpec {
            addon: database.addon.clone(),
            plan: database.plan.rsplit(':').next().unwrap_or_default().to_owned(),
            version: version.unwrap_or(15),
            app: database.app.clone(),
            following: None,
            attachments: snapshot.attachments.iter().map(attachment).collect(),
            credentials: credentials(snapshot),
            holds: Holds::default(),
            schedules: kept.schedules.iter().flatten().map(schedule).collect(),
            window: None,
            settings: kept
                .settings
                .iter()
                .flatten()
                .map(|(key, value)| (key.clone(), json!(value)))
                .collect(),
        })
        .chain(snapshot.followers.iter().map(|one| follower(one, snapshot)))
        .collect(),
        connections: snapshot.connections.iter().map(connection).collect(),
        addons: Vec::new(),
        // A person who is asked to log in does.
        switches: Switches {
            login: Some(LoginOrg::Right),
            sandbox_orgs: sandboxes(snapshot),
            keeps_past: snapshot.past.is_some(),
            ..Switches::default()
        },
    }
}

/// The organization, if it is a sandbox.
fn sandboxes(snapshot: &Snapshot) -> Vec<String> {
    let origins = snapshot.connections.iter().filter_map(|one| one.origin.as_ref());
    let mut environments = origins.filter_map(|origin| origin.environment.as_deref());
    environments.any(|one| one != "production").then(|| ORG.to_owned()).into_iter().collect()
}

/// A pause that is held there, as the row of its lock: the add-on that it is in, and the row. Where logs stood is that of a new world.
#[must_use]
pub fn held(snapshot: &Snapshot) -> Option<(String, String)> {
    let (lock, held) = (snapshot.lock.as_ref()?, snapshot.held()?);
    let mut held = held.clone();
    held.connections.iter_mut().for_each(|one| one.head = Head::default());
    let row = json!({"runId": lock.run_id, "holder": lock.holder, "zone": lock.zone, "since": lock.since, "held": held});
    Some((snapshot.database.addon.clone(), row.to_string()))
}

/// Apps that only read a follower: of them no more is known than their names.
fn readers(snapshot: &Snapshot) -> impl Iterator<Item = AppSpec> + '_ {
    let known = |name: &str| snapshot.apps.iter().any(|app| app.name == name);
    let attachments = snapshot.followers.iter().flat_map(|one| &one.attachments);
    let names: BTreeSet<&String> = attachments.map(|one| &one.app).filter(|name| !known(name)).collect();
    let space = snapshot.apps.first().and_then(|app| app.space.clone());
    names.into_iter().map(move |name| AppSpec {
        name: name.clone(),
        region: "us".to_owned(),
        space: space.clone(),
        formation: Vec::new(),
        maintenance: false,
        preboot: false,
        release_phase: false,
        autoscaler: None,
        config_vars: BTreeMap::new(),
    })
}

fn follower(one: &Following, snapshot: &Snapshot) -> DatabaseSpec {
    let version = snapshot.database.major.and_then(|major| u16::try_from(major).ok());
    DatabaseSpec {
        addon: one.addon.clone(),
        plan: one.plan.rsplit(':').next().unwrap_or_default().to_owned(),
        version: version.unwrap_or(15),
        app: one.app.clone(),
        following: Some(snapshot.database.addon.clone()),
        attachments: one.attachments.iter().map(attachment).collect(),
        credentials: Vec::new(),
        holds: Holds::default(),
        schedules: Vec::new(),
        window: None,
        settings: BTreeMap::new(),
    }
}

fn schedule(one: &Schedule) -> ScheduleSpec {
    ScheduleSpec {
        name: one.name.clone(),
        hour: u32::try_from(one.hour).unwrap_or(0),
        timezone: one.timezone.clone(),
    }
}

fn app(app: &App) -> AppSpec {
    AppSpec {
        name: app.name.clone(),
        region: "us".to_owned(),
        space: app.space.clone(),
        formation: app.formation.iter().map(process).collect(),
        maintenance: app.maintenance,
        preboot: app.preboot.unwrap_or(false),
        release_phase: app.release_phase,
        autoscaler: app.autoscaler.as_ref().map(|_| MonitorSpec {
            process: "web".to_owned(),
            min: 1,
            max: 2,
            p95: 500,
            active: true,
        }),
        config_vars: BTreeMap::new(),
    }
}

fn process(process: &Process) -> ProcessSpec {
    ProcessSpec {
        kind: process.kind.clone(),
        quantity: u32::try_from(process.quantity).unwrap_or(u32::MAX),
        size: process.size.clone().unwrap_or_else(|| "Standard-1X".to_owned()),
        // In the simulator a command says who writes.
        command: Some(format!("client {}", process.kind)),
        crashes: false,
    }
}

fn attachment(one: &Attachment) -> AttachmentSpec {
    AttachmentSpec { app: one.app.clone(), name: one.name.clone(), namespace: one.namespace.clone() }
}

/// Those that apps are attached with, and those that nobody is.
fn credentials(snapshot: &Snapshot) -> Vec<String> {
    let attached = snapshot.attachments.iter().filter_map(|one| one.namespace.as_deref());
    let attached = attached.filter_map(|namespace| namespace.strip_prefix("credential:").map(str::to_owned));
    let names: BTreeSet<String> =
        attached.chain(snapshot.database.credentials().unwrap_or_default().iter().cloned()).collect();
    names.into_iter().collect()
}

fn connection(one: &Connection) -> ConnectionSpec {
    ConnectionSpec {
        addon: one.resource.clone(),
        app: one.app.clone(),
        db_key: Some(one.db_key.clone()),
        schema_name: one.schema.clone(),
        organization_id: ORG.to_owned(),
        state: one.state.clone(),
        accessible: true,
        mappings: one.mappings.iter().map(|of| mapping(of, one)).collect(),
    }
}

fn mapping(one: &Mapping, of: &Connection) -> MappingSpec {
    MappingSpec {
        object: one.object.clone(),
        access: if one.access == "read_write" { Access::ReadWrite } else { Access::ReadOnly },
        streaming: one.streaming,
        upsert_field: one.upsert_field.clone(),
        polling_seconds: 600,
        state: one.state.clone(),
        fields: fields::mapped(of, &one.object),
        indexes: BTreeMap::new(),
        max_daily_api_calls: 30_000,
    }
}
