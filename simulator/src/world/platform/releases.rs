//! Releases: every change of config makes one; a release phase decides whether dynos get it.

use std::sync::Arc;

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::world::call::Call;
use crate::world::ids::{digest, iso, number, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{App, Release, ReleaseStatus};
use crate::world::World;
use crate::FaultKind;

/// Releases that are kept. Older ones cannot be asked for any more.
const KEPT: usize = 40;

impl World {
    /// Makes a release of what the app is configured with now, and restarts dynos unless a release phase comes first.
    pub(in crate::world) fn release(&mut self, app: &str, description: &str, now: u64) {
        self.releases(app, &[description], now);
    }

    /// Makes several releases of the same config at once. Dynos restart once, on the last good one.
    pub(in crate::world) fn releases(&mut self, app: &str, descriptions: &[&str], now: u64) {
        for description in descriptions {
            self.add_release(app, description, None, now);
        }
        self.restart_on_current(app, now);
    }

    /// Adds one release without restarting anything. `without` is a config var that it does not have.
    pub(in crate::world) fn add_release(
        &mut self,
        app: &str,
        description: &str,
        without: Option<&str>,
        now: u64,
    ) {
        let Ok(known) = self.app(app) else { return };
        let mut vars = self.vars_of(known);
        if let Some(key) = without {
            vars.remove(key);
        }
        self.push_release(app, description, Arc::new(vars), now);
    }

    fn push_release(
        &mut self,
        app: &str,
        description: &str,
        vars: Arc<std::collections::BTreeMap<String, String>>,
        now: u64,
    ) {
        let id = self.next();
        let fails = self.booted && self.strikes_in(&FaultKind::ReleaseFails, app, description);
        let Ok(known) = self.app_mut(app) else { return };
        let version = known.releases.last().map_or(1, |release| release.version + 1);
        let phase = known.release_phase && version > 1;
        let status = match (phase, fails) {
            (_, true) => ReleaseStatus::Failed,
            (true, false) => ReleaseStatus::Pending,
            (false, false) => ReleaseStatus::Succeeded,
        };
        let release = Release {
            id,
            version,
            description: name(description),
            status,
            digest: digest(&vars),
            vars: vars.clone(),
            at: now,
        };
        known.releases.push(Arc::new(release));
        if known.releases.len() > KEPT {
            known.releases.remove(0);
        }
        if status == ReleaseStatus::Pending {
            let app = app.to_owned();
            self.ask(JobKind::ReleasePhase { app, release: version, env: (*vars).clone() });
        }
    }

    /// A release phase ended.
    pub(in crate::world) fn release_ended(&mut self, app: &str, version: u64, ok: bool, now: u64) {
        let Ok(known) = self.app_mut(app) else { return };
        if let Some(release) = known.releases.iter_mut().find(|release| release.version == version) {
            let status = if ok { ReleaseStatus::Succeeded } else { ReleaseStatus::Failed };
            Arc::make_mut(release).status = status;
        }
        self.restart_on_current(app, now);
    }

    pub(super) fn list_releases(&self, app: &str) -> Reply {
        let app = self.app(app)?;
        ok(Value::Array(app.releases.iter().map(|release| self.release_json(app, release)).collect()))
    }

    pub(super) fn show_release(&self, app: &str, reference: &str) -> Reply {
        let app = self.app(app)?;
        ok(self.release_json(app, find_release(app, reference)?))
    }

    pub(super) fn release_vars(&self, app: &str, reference: &str) -> Reply {
        ok(json!(*find_release(self.app(app)?, reference)?.vars))
    }

    /// `POST /apps/{app}/releases`: a roll-back brings back code and the config vars that people set, not add-ons.
    pub(super) fn roll_back(&mut self, call: &Call<'_>, app: &str) -> Reply {
        let reference = call.reference("release").ok_or_else(|| Refusal::invalid("A release is needed."))?;
        let version = find_release(self.app(app)?, reference)?.version;
        self.release(app, &format!("Rollback to v{version}"), call.now);
        let app = self.app(app)?;
        let latest = app.releases.last().ok_or_else(|| Refusal::not_found("release"))?;
        with(201, self.release_json(app, latest))
    }

    fn release_json(&self, app: &App, release: &Release) -> Value {
        let status = match release.status {
            ReleaseStatus::Pending => "pending",
            ReleaseStatus::Succeeded => "succeeded",
            ReleaseStatus::Failed => "failed",
        };
        json!({
            "id": uuid(Kind::Release, release.id),
            "version": release.version,
            "description": &*release.description,
            "status": status,
            "current": app.current().is_some_and(|current| current.version == release.version),
            "app": {"id": uuid(Kind::App, app.id), "name": &*app.name},
            "user": {"id": uuid(Kind::User, 1), "email": self.settings.email},
            "slug": {"id": uuid(Kind::Other, 500)},
            "output_stream_url": null,
            "addon_plan_names": [],
            "created_at": iso(release.at),
            "updated_at": iso(release.at),
        })
    }
}

fn find_release<'a>(app: &'a App, reference: &str) -> Result<&'a Arc<Release>, Refusal> {
    let id = number(Kind::Release, reference);
    let version = reference.trim_start_matches('v').parse::<u64>().ok();
    app.releases
        .iter()
        .find(|release| Some(release.id) == id || Some(release.version) == version)
        .ok_or_else(|| Refusal::not_found("release"))
}
