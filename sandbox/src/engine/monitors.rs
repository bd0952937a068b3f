//! Clients outside Heroku: each holds a session on every database of the scenario, and connects again as soon as it is ended.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use super::{Engine, Machines};

const LOOK: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(1);

/// Watches until the end, or until everything is to come to rest.
pub(super) fn watch(engine: &Arc<Engine>, machines: &Arc<Machines>) {
    let names = &engine.scenario.switches.monitors;
    let mut sessions: BTreeMap<(&str, &str), Client> = BTreeMap::new();
    while !names.is_empty() && !engine.stopping() && !engine.quiet.load(Ordering::Relaxed) {
        for (name, database) in
            names.iter().flat_map(|name| databases(engine).map(move |one| (name.as_str(), one)))
        {
            let session = sessions.get_mut(&(name, database));
            if session.is_some_and(|session| session.simple_query("SELECT 1").is_ok()) {
                continue;
            }
            sessions.remove(&(name, database));
            if let Some(session) = connect(machines, name, database) {
                sessions.insert((name, database), session);
            }
        }
        std::thread::sleep(LOOK);
    }
}

fn databases(engine: &Engine) -> impl Iterator<Item = &str> {
    engine.scenario.databases.iter().map(|database| database.addon.as_str())
}

fn connect(machines: &Machines, name: &str, database: &str) -> Option<Client> {
    let endpoint = machines.fleet.endpoint(database).ok()?;
    let mut config: Config = endpoint.url().parse().ok()?;
    config.application_name(name).connect_timeout(PATIENCE).connect(NoTls).ok()
}
