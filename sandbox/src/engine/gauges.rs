//! Measured facts of every database, fed to the simulated services.

use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};

use connect_hardware::{connect_schema, Fleet, Watch};
use connect_simulator::scenario::SchemaInUse;
use connect_simulator::Gauge;

use super::{Engine, Machines};
use crate::clock;
use crate::lock::lock;

/// Period while somebody asks the services, and while nobody does.
const BUSY: Duration = Duration::from_millis(200);
const IDLE: Duration = Duration::from_secs(2);
/// Somebody asks, if the last question is not older than this, ms.
const RECENT: u64 = 15_000;
const LOOK: Duration = Duration::from_millis(50);

/// Measures until the engine stops.
pub(super) fn feed(engine: &Arc<Engine>, machines: &Arc<Machines>) {
    let mut last: Option<Instant> = None;
    let mut watch = Watch::default();
    while !engine.stopping() {
        let recent = clock::now().saturating_sub(engine.asked.load(Ordering::Relaxed)) < RECENT;
        let period = if recent { BUSY } else { IDLE };
        if last.is_none_or(|last| last.elapsed() >= period) {
            last = Some(Instant::now());
            for addon in machines.fleet.addons() {
                measure(engine, &machines.fleet, &mut watch, &addon);
            }
        }
        std::thread::sleep(LOOK);
    }
}

/// In which schemas there are Connect's tables, where it makes a difference and before it does.
pub(super) fn schemas(engine: &Engine) {
    let Some(machines) = &engine.machines else { return };
    if engine.scenario.switches.schema_in_use != SchemaInUse::Refuse {
        return;
    }
    for addon in machines.fleet.addons() {
        let Ok(endpoint) = machines.fleet.endpoint(&addon) else { continue };
        let Ok(schemas) = connect_schema::schemas(&endpoint.url()) else { continue };
        lock(&engine.world).gauge(Gauge::Schemas { addon, schemas }, clock::now());
    }
}

fn measure(engine: &Engine, fleet: &Fleet, watch: &mut Watch, addon: &str) {
    // A server that is down or being upgraded has no facts; the old ones stand, as on Heroku's own pages.
    let Ok(gauges) = fleet.gauges_in(watch, addon) else { return };
    let addon = || addon.to_owned();
    let mut world = lock(&engine.world);
    world.gauge(
        Gauge::Server { addon: addon(), version: gauges.version, in_recovery: gauges.in_recovery },
        clock::now(),
    );
    world.gauge(Gauge::Sessions { addon: addon(), open: gauges.sessions }, clock::now());
    world.gauge(Gauge::Size { addon: addon(), bytes: gauges.bytes }, clock::now());
    if let Some(commits) = gauges.lag_commits {
        world.gauge(Gauge::Lag { addon: addon(), commits }, clock::now());
    }
}
