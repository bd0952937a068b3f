//! Asking for hardware work.

use std::sync::Arc;

use super::derived::derived_from;
use super::ids::{uuid, Kind};
use super::state::{AddonState, App, Connection, Dyno, Mapping, Release, Resolved};
use super::World;
use crate::job::{DynoStart, Job, JobKind, SyncTarget};

impl World {
    /// Opens a job and tells its number.
    pub(super) fn ask(&mut self, kind: JobKind) -> u64 {
        let id = self.next();
        self.jobs.push(Arc::new(Job { id, kind }));
        id
    }

    /// Jobs for the databases of the scenario that can be made now: leaders, and followers of ready leaders.
    pub(super) fn begin_databases(&mut self) {
        let mut wanted = Vec::new();
        for addon in self.addons.iter().filter(|addon| addon.state == AddonState::Provisioning) {
            let Some(database) = &addon.database else { continue };
            if database.begin_at.is_some() || self.making(&addon.name) {
                continue;
            }
            match &database.following {
                None => wanted.push(JobKind::MakeDatabase {
                    addon: addon.name.to_string(),
                    version: database.version,
                    connections: self.connections_for(&addon.name),
                    credentials: database.credentials.iter().map(ToString::to_string).collect(),
                    holds: (*database.holds).clone(),
                }),
                Some(leader) if self.database(leader).is_some_and(|leader| leader.url.is_some()) => {
                    wanted.push(JobKind::MakeReplica {
                        leader: leader.to_string(),
                        follower: addon.name.to_string(),
                    });
                }
                Some(_) => {}
            }
        }
        for kind in wanted {
            self.ask(kind);
        }
    }

    /// A job that makes this database is open.
    pub(super) fn making(&self, name: &str) -> bool {
        self.jobs.iter().any(|job| match &job.kind {
            JobKind::MakeDatabase { addon, .. } | JobKind::MakeFork { addon, .. } => addon == name,
            JobKind::MakeReplica { follower, .. } => follower == name,
            _ => false,
        })
    }

    /// Connections whose `db_key` names an attachment of this database, or a variable that a scenario derives from one.
    fn connections_for(&self, addon: &str) -> Vec<SyncTarget> {
        self.connections
            .iter()
            .filter(|connection| {
                let key = connection.db_key.as_deref().unwrap_or_default();
                let own = self.app(&connection.app).ok().and_then(|app| app.own_vars.get(key));
                let key = own.and_then(|value| derived_from(value)).unwrap_or(key);
                let held = self.attachment(&connection.app, key.strip_suffix("_URL").unwrap_or_default());
                held.is_some_and(|attachment| &*attachment.addon == addon)
            })
            .map(|connection| {
                let mut target = target(connection);
                target.addon = Some(addon.to_owned());
                target
            })
            .collect()
    }

    /// What `db_key` names, by the current release of the connection's app.
    pub(super) fn resolve_key(&self, connection: &Connection) -> Option<Resolved> {
        let key = connection.db_key.as_deref()?;
        let app = self.app(&connection.app).ok()?;
        let url = app.current()?.vars.get(key)?;
        Some(Resolved { addon: self.serving(url).cloned(), url: url.as_str().into() })
    }
}

/// Where Connect works, as a job says it.
pub(super) fn target(connection: &Connection) -> SyncTarget {
    let resolved = connection.resolved.as_ref();
    SyncTarget {
        connection: uuid(Kind::Connection, connection.id),
        connect_addon: connection.addon.to_string(),
        addon: resolved.and_then(|resolved| resolved.addon.as_ref()).map(ToString::to_string),
        url: resolved.map(|resolved| resolved.url.to_string()).unwrap_or_default(),
        schema: connection.schema.to_string(),
        organization_id: connection.org.to_string(),
        mappings: connection.mappings.iter().map(Mapping::working).collect(),
        held: connection
            .mappings
            .iter()
            .filter(|mapping| mapping.held())
            .map(|mapping| mapping.spec.object.clone())
            .collect(),
    }
}

/// A dyno to start with a release.
pub(super) fn start(app: &App, dyno: &Dyno, release: &Release) -> JobKind {
    JobKind::StartDyno(DynoStart {
        app: app.name.to_string(),
        dyno: dyno.label(),
        instance: dyno.instance,
        kind: dyno.kind.to_string(),
        command: dyno.command.to_string(),
        release: release.version,
        env: (*release.vars).clone(),
    })
}

impl Dyno {
    /// `web.1`.
    pub(super) fn label(&self) -> String {
        format!("{}.{}", self.kind, self.number)
    }
}
