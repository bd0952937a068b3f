//! The schema of a connection: when it is made, and what becomes of it with its add-on.

use std::sync::Arc;

use crate::job::{ColumnChanges, JobKind, Outcome};
use crate::scenario::{DestroyDropsSchema, SchemaInUse};
use crate::world::connect::columns::Follow;
use crate::world::jobs::target;
use crate::world::reply::Refusal;
use crate::world::state::{AddonState, Install, Name, Planned};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// A connection that is authorized and knows its database has its schema made. True while that is not done.
    pub(super) fn install_schema(&mut self, at: usize) -> bool {
        let connection = &self.connections[at];
        let Install::Wanted { fresh } = connection.install else {
            return connection.install != Install::Done;
        };
        let paused = connection.state == SyncState::Paused;
        let works = connection.state.runs()
            || matches!(connection.state, SyncState::Importing | SyncState::Recovery)
            || paused && self.resolve_key(connection) == connection.resolved;
        let reaches = connection.resolved.as_ref().is_some_and(|resolved| !resolved.url.is_empty());
        if !works || !reaches || connection.org.is_empty() {
            return true;
        }
        let minds_others = fresh && self.settings.switches.schema_in_use == SchemaInUse::Error;
        let job = self.ask(JobKind::InstallSchema { target: target(&self.connections[at]), minds_others });
        self.at_mut(at).install = Install::Working(job);
        true
    }

    /// The schema is there, or not: then the connection stands still until it is resumed or restarted.
    pub(in crate::world) fn schema_installed(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let known = self.connections.iter().position(|one| one.install == Install::Working(job));
        let Some(at) = known else { return };
        let notice = self.next();
        let connection = self.at_mut(at);
        match outcome {
            Outcome::Done(_) => connection.install = Install::Done,
            Outcome::Failed(reason) => {
                connection.install = Install::Wanted { fresh: true };
                super::settle::fail(connection, reason, notice, now);
                return;
            }
        }
        connection.next_read = now;
        connection.next_poll = now;
        self.reopen_loads(at, now);
        self.cycle(at, now);
    }

    /// Another schema is named: it is made, with a table for each mapping.
    pub(super) fn move_schema(&mut self, at: usize, schema: Name, now: u64) {
        let connection = self.at_mut(at);
        connection.schema = schema;
        connection.install = Install::Wanted { fresh: true };
        for place in 0..self.connections[at].mappings.len() {
            let mapping = &mut self.at_mut(at).mappings[place];
            mapping.state = MappingState::Initial;
            mapping.columns = Arc::default();
            mapping.polling = false;
            mapping.planned = Some(Arc::new(first_plan()));
            self.follow_config(at, place, Follow::Installs, now);
        }
    }

    /// Whether a connection may be told to use this schema of the database that its key will name.
    pub(super) fn must_be_free(&self, at: usize, key: Option<&str>, schema: &str) -> Result<(), Refusal> {
        if self.settings.switches.schema_in_use != SchemaInUse::Refuse {
            return Ok(());
        }
        let mut wanted = (*self.connections[at]).clone();
        wanted.db_key = key.map(Name::from).or(wanted.db_key);
        let addon = self.resolve_key(&wanted).and_then(|resolved| resolved.addon);
        let known = addon.as_deref().and_then(|addon| self.database(addon));
        if known.is_some_and(|known| known.connect_schemas.iter().any(|one| **one == *schema)) {
            let text = format!("Schema {schema} is in use by Heroku Connect.");
            return Err(Refusal::new(409, "conflict", text));
        }
        Ok(())
    }

    /// Why the add-on of a connection cannot be destroyed.
    pub(in crate::world) fn must_be_deletable(&mut self, addon: &str) -> Result<(), Refusal> {
        let known = self.connections.iter().find(|connection| *connection.addon == *addon);
        if known.is_some_and(|connection| !connection.deletable) {
            return Err(Refusal::unprocessable("This connection cannot be deleted. Contact support."));
        }
        if self.strikes(&FaultKind::DestroyRefused, Some(addon)) {
            return Err(Refusal::unprocessable("The add-on could not be destroyed."));
        }
        Ok(())
    }

    /// The connection of an add-on that is destroyed is gone at once, with its work; the add-on itself somewhat later.
    pub(in crate::world) fn end_connection(&mut self, addon: &str, now: u64) {
        let stuck = self.strikes(&FaultKind::DeprovisionStuck, Some(addon));
        let gone_at = (!stuck).then_some(now + self.settings.switches.deprovision_ms);
        if let Ok(known) = self.addon_mut(addon) {
            known.gone_at = gone_at;
        }
        let Some(at) = self.connections.iter().position(|connection| *connection.addon == *addon) else {
            return;
        };
        self.remember_org(at);
        let last = target(&self.connections[at]);
        let own = |kind: &JobKind| kind.target().is_some_and(|target| target.connection == last.connection);
        self.jobs.retain(|job| !own(&job.kind));
        self.connections.remove(at);
        let drops = self.settings.switches.destroy_drops_schema;
        if drops != DestroyDropsSchema::No && !last.url.is_empty() {
            let cascade = drops == DestroyDropsSchema::Cascade;
            self.ask(JobKind::DropSchema { target: last, cascade });
        }
    }

    /// Connect add-ons whose time is over, and whose schemas nobody is about to drop, are gone.
    pub(in crate::world) fn addons_go(&mut self, now: u64) {
        if self.addons.iter().all(|addon| addon.gone_at.is_none()) {
            return;
        }
        let dropping = |name: &str| {
            let mut jobs = self.jobs.iter();
            jobs.any(
                |job| matches!(&job.kind, JobKind::DropSchema { target, .. } if target.connect_addon == name),
            )
        };
        let due = self.addons.iter().filter(|addon| addon.gone_at.is_some_and(|due| due <= now));
        let gone: Vec<Name> =
            due.filter(|addon| !dropping(&addon.name)).map(|addon| addon.name.clone()).collect();
        self.addons.retain(|addon| !gone.contains(&addon.name));
    }

    /// Those that stayed in `deprovisioning` go.
    pub(in crate::world) fn addons_go_on(&mut self, now: u64) {
        for addon in &mut self.addons {
            let stays = addon.state == AddonState::Deprovisioning && addon.database.is_none();
            if stays && addon.gone_at.is_none() {
                Arc::make_mut(addon).gone_at = Some(now);
            }
        }
    }
}

/// A table that is to be made.
pub(super) fn first_plan() -> Planned {
    Planned {
        changes: ColumnChanges::default(),
        after: Arc::default(),
        added: Vec::new(),
        first: true,
        installs: true,
    }
}
