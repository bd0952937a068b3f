//! From a scenario to a world.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::find::{CONNECT, POSTGRES};
use super::platform::CONNECT_PLAN;
use super::state::{
    Addon, AddonState, App, Attachment, Bastion, Connection, Database, DatabaseWork, Install, LogRows,
    Mapping, Monitor, Name, Orgs, Process, Settings, Upgrade,
};
use super::words::{MappingState, SyncState};
use super::{Budget, World};
use crate::field::{usual_definitions, FieldDefinition, Fields, STANDARD_OBJECTS};
use crate::scenario::{AddonSpec, AppSpec, ConnectionSpec, DatabaseSpec, MappingSpec, Scenario};

/// When everything of a scenario was made: 2026-01-05 08:00:00 UTC.
pub(super) const MADE_AT: u64 = 1_767_600_000_000;

pub(super) fn build(scenario: &Scenario, base_url: &str) -> World {
    let mut world = World {
        settings: Arc::new(Settings {
            base_url: base_url.trim_end_matches('/').to_owned(),
            email: scenario.email.clone(),
            switches: scenario.switches.clone(),
            org: org(scenario),
        }),
        tokens: Arc::new(scenario.tokens.clone()),
        apps: Vec::new(),
        addons: Vec::new(),
        attachments: Arc::default(),
        connections: Vec::new(),
        transfers: Vec::new(),
        jobs: Vec::new(),
        faults: Arc::default(),
        incidents: Arc::default(),
        redefined: Arc::default(),
        orgs: Arc::new(orgs(scenario)),
        connect_away: 0,
        authorized: Arc::default(),
        earlier: None,
        booted: false,
        struck: 0,
        counter: 100,
        budget: Budget { left: scenario.switches.rate_limit, refilled: 0 },
    };
    scenario.apps.iter().for_each(|spec| world.make_app(spec));
    scenario.databases.iter().for_each(|spec| world.make_database(spec));
    scenario.addons.iter().for_each(|spec| world.make_addon(spec));
    scenario.connections.iter().for_each(|spec| world.make_connection(spec));
    world.begin_databases();
    world.boot_if_ready(MADE_AT);
    world
}

impl World {
    fn make_app(&mut self, spec: &AppSpec) {
        let id = self.next();
        let mut formation: Vec<Process> = spec
            .formation
            .iter()
            .map(|process| Process {
                kind: name(&process.kind),
                quantity: process.quantity,
                size: name(&process.size),
                command: name(process.command.as_deref().unwrap_or(&process.kind)),
                crashes: process.crashes,
            })
            .collect();
        if spec.release_phase && !formation.iter().any(|process| &*process.kind == "release") {
            let size = formation.first().map_or_else(|| name("Standard-1X"), |process| process.size.clone());
            formation.push(Process {
                kind: name("release"),
                quantity: 0,
                size,
                command: name("release"),
                crashes: false,
            });
        }
        let monitors = spec.autoscaler.iter().map(|monitor| Monitor {
            id: id + 1_000_000,
            process: name(&monitor.process),
            min: monitor.min,
            max: monitor.max,
            p95: monitor.p95,
            active: monitor.active,
        });
        self.apps.push(Arc::new(App {
            id,
            name: name(&spec.name),
            region: name(&spec.region),
            space: spec.space.as_deref().map(name),
            maintenance: spec.maintenance,
            features: BTreeMap::from([(name("preboot"), spec.preboot)]),
            formation,
            dynos: Vec::new(),
            own_vars: Arc::new(spec.config_vars.clone()),
            releases: Vec::new(),
            release_phase: spec.release_phase,
            monitors: monitors.collect(),
        }));
    }

    fn make_database(&mut self, spec: &DatabaseSpec) {
        let id = self.next();
        let database = Database {
            following: spec.following.as_deref().map(name),
            credentials: spec.credentials.iter().map(|credential| name(credential)).collect(),
            holds: Arc::new(spec.holds.clone()),
            window: spec.window.as_deref().map(name),
            schedules: spec.schedules.clone(),
            settings: spec.settings.iter().map(|(key, value)| (name(key), value.clone())).collect(),
            ..empty_database(spec.version)
        };
        self.addons.push(Arc::new(Addon {
            id,
            name: name(&spec.addon),
            app: name(&spec.app),
            service: name(POSTGRES),
            plan: name(&spec.plan),
            state: AddonState::Provisioning,
            at: MADE_AT,
            vars: Arc::default(),
            database: Some(database),
            gone_at: None,
        }));
        for attachment in &spec.attachments {
            let id = self.next();
            let namespace = attachment.namespace.as_deref().map(name);
            self.push_attachment(id, &attachment.name, &attachment.app, &spec.addon, namespace, MADE_AT);
        }
    }

    fn make_addon(&mut self, spec: &AddonSpec) {
        let (service, plan) = spec.plan.split_once(':').unwrap_or((&spec.plan, "standard"));
        let id = self.next();
        self.addons.push(Arc::new(Addon {
            id,
            name: name(&spec.addon),
            app: name(&spec.app),
            service: name(service),
            plan: name(plan),
            state: AddonState::Provisioned,
            at: MADE_AT,
            vars: Arc::new(spec.config_vars.clone()),
            database: None,
            gone_at: None,
        }));
        let id = self.next();
        self.push_attachment(id, &spec.attachment, &spec.app, &spec.addon, None, MADE_AT);
    }

    fn make_connection(&mut self, spec: &ConnectionSpec) {
        let id = self.next();
        self.addons.push(Arc::new(Addon {
            id,
            name: name(&spec.addon),
            app: name(&spec.app),
            service: name(CONNECT),
            plan: name(CONNECT_PLAN),
            state: AddonState::Provisioned,
            at: MADE_AT,
            vars: Arc::default(),
            database: None,
            gone_at: None,
        }));
        let id = self.next();
        let taken = self.connections.iter().filter(|other| *other.app == *spec.app).count();
        let attachment =
            if taken == 0 { "HEROKUCONNECT".to_owned() } else { format!("HEROKUCONNECT_{}", taken + 1) };
        self.push_attachment(id, &attachment, &spec.app, &spec.addon, None, MADE_AT);
        let id = self.next();
        let mut connection = empty_connection(id, &spec.addon, &spec.app);
        connection.db_key = spec.db_key.as_deref().map(name);
        connection.schema = name(&spec.schema_name);
        connection.org = name(&spec.organization_id);
        connection.login = self.login_to(&spec.organization_id, MADE_AT);
        connection.deletable = !self.settings.switches.undeletable.contains(&spec.addon);
        connection.install = match spec.db_key {
            Some(_) => Install::Done,
            None => Install::Wanted { fresh: true },
        };
        connection.state = SyncState::read(&spec.state).unwrap_or(SyncState::SystemError);
        connection.accessible = spec.accessible;
        for mapping in &spec.mappings {
            let id = self.next();
            connection.mappings.push(new_mapping(id, mapping));
        }
        self.connections.push(Arc::new(connection));
    }

    pub(super) fn push_attachment(
        &mut self,
        id: u64,
        attachment: &str,
        app: &str,
        addon: &str,
        namespace: Option<Name>,
        at: u64,
    ) {
        let made =
            Attachment { id, name: name(attachment), namespace, app: name(app), addon: name(addon), at };
        Arc::make_mut(&mut self.attachments).push(made);
    }
}

/// The objects of the org: those that every org has, and those that are mapped.
fn org(scenario: &Scenario) -> BTreeMap<String, Fields> {
    let mut org: BTreeMap<String, Fields> =
        STANDARD_OBJECTS.iter().map(|object| ((*object).to_owned(), usual_definitions())).collect();
    for mapping in scenario.connections.iter().flat_map(|connection| &connection.mappings) {
        let fields = org.entry(mapping.object.clone()).or_insert_with(usual_definitions);
        for field in mapping.fields.iter() {
            let definition = FieldDefinition { kind: field.kind, length: field.length, required: false };
            fields.insert(field.name.clone(), definition);
        }
    }
    org
}

/// The orgs of a scenario.
fn orgs(scenario: &Scenario) -> Orgs {
    let mut orgs = Orgs::default();
    for connection in scenario.connections.iter().filter(|connection| !connection.organization_id.is_empty())
    {
        let org = name(&connection.organization_id);
        let sandbox = scenario.switches.sandbox_orgs.contains(&connection.organization_id);
        orgs.environments.insert(Arc::clone(&org), name(if sandbox { "sandbox" } else { "production" }));
        orgs.of_app.entry(name(&connection.app)).or_insert(org);
    }
    orgs
}

/// Shared text.
pub(super) fn name(text: &str) -> Name {
    Arc::from(text)
}

/// A database that does not exist yet.
pub(super) fn empty_database(version: u16) -> Database {
    Database {
        version,
        full: name(&format!("{version}.0")),
        url: None,
        following: None,
        forked_from: None,
        rolled_back_to: None,
        log_since: None,
        lag: 0,
        in_recovery: false,
        bytes: 0,
        sessions: 0,
        upgrade: Upgrade::None,
        work: DatabaseWork::None,
        credentials: Vec::new(),
        making: Vec::new(),
        holds: Arc::default(),
        window: None,
        schedules: Vec::new(),
        settings: BTreeMap::new(),
        bastion: Bastion::default(),
        begin_at: None,
        alone_until: None,
        unsaved_until: None,
        strayed: false,
        connect_schemas: Arc::default(),
    }
}

/// A connection that is not set up.
pub(super) fn empty_connection(id: u64, addon: &str, app: &str) -> Connection {
    let features =
        ["cdc_for_accelerated_polling", "disable_bulk_writes", "poll_db_no_merge", "poll_external_ids"];
    Connection {
        id,
        addon: name(addon),
        app: name(app),
        db_key: None,
        schema: name("salesforce"),
        org: name(""),
        login: None,
        tickets: Vec::new(),
        deletable: true,
        install: Install::Wanted { fresh: true },
        state: SyncState::New,
        pausing: false,
        accessible: false,
        resolved: None,
        mappings: Vec::new(),
        features: Arc::new(
            features.iter().map(|key| ((*key).to_owned(), *key == "poll_db_no_merge")).collect(),
        ),
        api_version: name("64.0"),
        next_read: 0,
        next_poll: 0,
        timer: None,
        reconnect_at: None,
        read_job: None,
        poll_job: None,
        reload_at_resume: false,
        rides: false,
        log: LogRows::default(),
        last_write: None,
        notifications: Vec::new(),
        errors: Vec::new(),
        validation: None,
    }
}

/// A mapping as the scenario says.
pub(super) fn new_mapping(id: u64, spec: &MappingSpec) -> Mapping {
    Mapping {
        id,
        spec: Arc::new(spec.clone()),
        state: MappingState::read(&spec.state).unwrap_or(MappingState::SystemError),
        revision: 1,
        load_job: None,
        polling: false,
        db: 0,
        sf: 0,
        pending: None,
        polled: None,
        written: None,
        columns: Arc::clone(&spec.fields),
        planned: None,
        unloaded: Vec::new(),
        again_at: 0,
        replan: false,
        changed: None,
        shown_from: None,
    }
}
