//! Everything that must be there before a sandbox can start.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use connect_hardware::{Fleet, HardwareError};
use connect_simulator::Scenario;

use super::RunError;
use crate::bastion::Bastion;
use crate::cli::Settings;
use crate::dynos::{DynoSettings, Dynos};
use crate::engine::{Machines, Orgs, Parts};
use crate::record::Records;

/// Where the sandbox keeps what.
#[derive(Debug)]
pub(super) struct Folders {
    /// Acknowledgements of all dynos.
    pub(super) acks: PathBuf,
    logs: PathBuf,
    orgs: PathBuf,
    postgres: PathBuf,
}

/// Reads the scenario and looks whether the programs are there that its hardware needs.
pub(super) fn scenario(settings: &Settings) -> Result<Scenario, RunError> {
    let path = &settings.scenario;
    let text = fs::read_to_string(path).map_err(file("read", path))?;
    let scenario: Scenario =
        serde_json::from_str(&text).map_err(|source| RunError::Scenario { path: path.clone(), source })?;
    if settings.paper {
        return Ok(scenario);
    }
    for database in &scenario.databases {
        let server = settings.postgres.join(database.version.to_string()).join("bin/postgres");
        if !server.is_file() {
            let error = HardwareError::Binaries { major: u32::from(database.version), path: server };
            return Err(RunError::Hardware(error));
        }
    }
    if !settings.client.is_file() {
        return Err(RunError::NoClient(settings.client.clone()));
    }
    Ok(scenario)
}

/// Makes the folders. What an earlier run left there, acknowledgements above all, is removed.
pub(super) fn folders(settings: &Settings) -> Result<Folders, RunError> {
    let made = |name: &str| {
        let path = settings.state.join(name);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(file("empty", &path))?;
        }
        fs::create_dir_all(&path).map_err(file("make", &path))?;
        path.canonicalize().map_err(file("find", &path))
    };
    let (acks, logs, orgs) = (made("acks")?, made("logs")?, made("org")?);
    Ok(Folders { acks, logs, orgs, postgres: settings.state.join("postgres") })
}

/// Begins the list of requests.
pub(super) fn records(settings: &Settings) -> Result<Records, RunError> {
    let path = settings.state.join("requests.jsonl");
    Records::create(&path).map_err(file("make", &path))
}

/// What an engine is made of.
pub(super) fn parts(
    settings: &Settings,
    scenario: Scenario,
    base: &str,
    folders: &Folders,
) -> Result<Parts, RunError> {
    let machines = match settings.paper {
        true => None,
        false => Some(machines(settings, &scenario, folders)?),
    };
    Ok(Parts { scenario, base: base.to_owned(), machines })
}

fn machines(settings: &Settings, scenario: &Scenario, folders: &Folders) -> Result<Machines, RunError> {
    let fleet =
        Fleet::open(&folders.postgres, &settings.postgres).map_err(|error| match error.disk_full() {
            true => RunError::DiskFull(settings.state.clone()),
            false => RunError::Hardware(error),
        })?;
    let orgs = orgs(settings, scenario, &folders.orgs)?;
    let dynos = Dynos::new(DynoSettings {
        client: settings.client.canonicalize().map_err(file("find", &settings.client))?,
        acks: folders.acks.clone(),
        logs: folders.logs.clone(),
        seed: settings.seed,
    });
    Ok(Machines { fleet, orgs, dynos, bastion: bastion(settings, scenario)? })
}

/// What leads to private databases, if there are any.
fn bastion(settings: &Settings, scenario: &Scenario) -> Result<Option<Bastion>, RunError> {
    let private = |plan: &str| plan.starts_with("private-") || plan.starts_with("shield-");
    if !scenario.databases.iter().any(|database| private(&database.plan)) {
        return Ok(None);
    }
    let program = settings.bastion.as_ref().ok_or(RunError::NoBastion)?;
    Ok(Some(Bastion::start(program, scenario.switches.bastion)?))
}

/// One org for each organization id, with the objects of all its connections.
fn orgs(settings: &Settings, scenario: &Scenario, folder: &Path) -> Result<Orgs, RunError> {
    let mut objects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for connection in &scenario.connections {
        let known = objects.entry(connection.organization_id.clone()).or_default();
        for mapping in &connection.mappings {
            if !known.contains(&mapping.object) {
                known.push(mapping.object.clone());
            }
        }
    }
    let orgs = Orgs::new(folder.to_owned(), settings.seed);
    for (id, objects) in objects {
        orgs.open(&id, &objects)?;
    }
    Ok(orgs)
}

fn file<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> RunError + 'a {
    move |source| match source.kind() {
        std::io::ErrorKind::StorageFull => RunError::DiskFull(path.to_owned()),
        _ => RunError::File { action, path: path.to_owned(), source },
    }
}
