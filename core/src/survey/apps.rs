//! The apps that are attached to the database.

use super::stop::Need;
use super::{config, Survey};
use crate::answer::Variables;
use crate::api::metrics::{self, Monitor};
use crate::api::platform::{self, Addon, Dyno, Feature, Release};
use crate::snapshot::{App, Attachment, Database, Follower, Process};

/// What was read about one app.
pub(super) struct Answers {
    app: platform::App,
    formation: Vec<platform::Process>,
    variables: Variables,
    dynos: Vec<Dyno>,
    releases: Vec<Release>,
    addons: Vec<Addon>,
    preboot: Option<Feature>,
    monitors: Option<Vec<Monitor>>,
}

impl Survey {
    /// Every attached app, the named one first; and the names of those that this login cannot read.
    pub(super) fn apps(
        &self,
        named: &str,
        database: &Database,
        attachments: &[Attachment],
        follower: Option<&Follower>,
    ) -> Need<(Vec<App>, Vec<String>)> {
        let mut names: Vec<&str> = vec![named];
        for one in attachments {
            if !names.contains(&one.app.as_str()) {
                names.push(&one.app);
            }
        }
        let all: Vec<_> = names.into_iter().map(|name| (name, self.app_answers(name))).collect();
        let (mut apps, mut out_of_reach) = (Vec::new(), Vec::new());
        for (name, answers) in all {
            match answers? {
                Some(answers) => apps.push(app(answers, database, attachments, follower)),
                None => out_of_reach.push(name.to_owned()),
            }
        }
        let given: Vec<_> = apps.iter().map(|app| self.given(app)).collect();
        for (app, given) in apps.iter_mut().zip(given) {
            config::given_by_others(&mut app.config, &given?, &database.addon);
        }
        Ok((apps, out_of_reach))
    }

    /// What add-ons give to an app; read only where something looks like a copy of the database's address.
    fn given(&self, app: &App) -> Need<Vec<platform::Attachment>> {
        if app.config.copies.is_empty() {
            return Ok(Vec::new());
        }
        self.attachments(&app.name)
    }

    /// `None` for an app that this login cannot read.
    pub(super) fn app_answers(&self, name: &str) -> Need<Option<Answers>> {
        let facts = &self.facts;
        let named = |what: &str| format!("{what} {name}");
        let app = facts.may(&named("app"), || platform::app(name));
        if let Ok(None) = app {
            return Ok(None);
        }
        let formation = facts.may(&named("formation"), || platform::formation(name));
        let variables = facts.may(&named("config"), || platform::variables(name));
        let dynos = facts.must(&named("dynos"), "the dynos", || platform::dynos(name));
        let releases = facts.must(&named("releases"), "the releases", || platform::releases(name));
        let addons = facts.must(&named("addons"), "the add-ons", || platform::addons(name));
        let preboot = facts.may(&named("preboot"), || platform::feature(name, "preboot"));
        let (Some(app), Some(formation), Some(variables)) = (app?, formation?, variables?) else {
            return Ok(None);
        };
        let monitors = if formation.iter().any(may_autoscale) {
            let id = app.id.as_deref().unwrap_or(name);
            facts.may(&named("monitors"), || metrics::monitors(id))
        } else {
            Ok(Some(Vec::new()))
        };
        Ok(Some(Answers {
            app,
            formation,
            variables,
            dynos: dynos?,
            releases: releases?,
            addons: addons?,
            preboot: preboot?,
            monitors: monitors?,
        }))
    }
}

/// Sizes of dynos that the native autoscaler does not scale: it is for performance, private and shield dynos.
const NEVER_AUTOSCALED: [&str; 4] = ["eco", "basic", "standard-1x", "standard-2x"];

/// True if a process type may have a native autoscaler.
fn may_autoscale(process: &platform::Process) -> bool {
    let size = process.size.as_deref().unwrap_or_default().to_ascii_lowercase();
    process.kind.as_deref() == Some("web") && !NEVER_AUTOSCALED.contains(&size.as_str())
}

fn app(
    answers: Answers,
    database: &Database,
    attachments: &[Attachment],
    follower: Option<&Follower>,
) -> App {
    let Answers { app, formation, variables, dynos, releases, addons, preboot, monitors } = answers;
    let name = app.name.unwrap_or_default();
    let mut formation: Vec<Process> = formation
        .into_iter()
        .filter_map(|one| Some(Process { kind: one.kind?, quantity: one.quantity?, size: one.size }))
        .collect();
    let one_offs = one_offs(&dynos, &formation);
    let release_phase = formation.iter().any(|process| process.kind == "release");
    formation.retain(|process| process.kind != "release");
    let current = releases.iter().find(|one| one.current == Some(true));
    App {
        id: app.id.unwrap_or_default(),
        maintenance: app.maintenance.unwrap_or(false),
        space: app.space,
        generation: app.generation_name.or(app.generation),
        release_phase,
        down: down(&dynos, &formation),
        formation,
        one_offs,
        release: current.and_then(|one| one.version).unwrap_or(0),
        release_status: releases
            .first()
            .and_then(|newest| newest.status.clone())
            .unwrap_or_else(|| "unknown".to_owned()),
        preboot: preboot.and_then(|one| one.enabled),
        autoscaler_unread: monitors.is_none(),
        autoscaler: monitors.and_then(autoscaler),
        services: services(addons, &name),
        config: config::of(&name, variables, attachments, database.url.as_ref(), follower),
        name,
    }
}

/// Dynos of the formation that are not up.
fn down(dynos: &[Dyno], formation: &[Process]) -> Vec<Process> {
    let up = |kind: &str| {
        let up = |dyno: &&Dyno| dyno.kind.as_deref() == Some(kind) && dyno.state.as_deref() == Some("up");
        dynos.iter().filter(up).count() as u64
    };
    let down = |process: &Process| {
        let quantity = process.quantity.saturating_sub(up(&process.kind));
        (quantity > 0).then(|| Process { kind: process.kind.clone(), quantity, size: None })
    };
    formation.iter().filter_map(down).collect()
}

/// Types of dynos that no formation holds.
fn one_offs(dynos: &[Dyno], formation: &[Process]) -> Vec<String> {
    let mut kinds: Vec<String> = dynos
        .iter()
        .filter_map(|dyno| dyno.kind.clone())
        .filter(|kind| !formation.iter().any(|process| process.kind == *kind))
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn autoscaler(monitors: Vec<Monitor>) -> Option<String> {
    let scales = |one: &Monitor| one.action_type.as_deref() == Some("scale") && one.is_active == Some(true);
    monitors.into_iter().find(scales).and_then(|one| one.id)
}

/// Third-party services of the app itself.
fn services(addons: Vec<Addon>, app: &str) -> Vec<String> {
    addons
        .into_iter()
        .filter(|one| one.app.as_deref() == Some(app))
        .filter_map(|one| one.service)
        .filter(|service| service != "heroku-postgresql" && !service.starts_with("herokuconnect"))
        .collect()
}
