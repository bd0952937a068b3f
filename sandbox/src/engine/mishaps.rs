//! Faults of the hardware: some wait for the next follower, some happen at once.

use std::sync::Arc;
use std::time::Duration;

use super::{Engine, Machines};
use crate::faults::HardwareFault;
use crate::lock::lock;

/// How long a crashed server stays down.
const DOWN: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(50);
/// How long a follower that begins behind gets nothing: longer than what still counts as nearly caught up.
const BEHIND: Duration = Duration::from_secs(75);

/// Only machines can fail like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hardware on paper has no faults of its own")]
pub struct OnPaper;

/// Faults that wait for the next follower.
#[derive(Debug, Default)]
pub(super) struct Mishaps {
    lag: Option<Duration>,
    crashes: Vec<(Duration, Option<String>)>,
    cuts: Vec<Duration>,
}

impl Mishaps {
    /// What waits, in words.
    pub(super) fn list(&self) -> Vec<String> {
        let lag = self.lag.map(|hold| format!("follower-lag:{}", hold.as_secs()));
        let crashes = self.crashes.iter().map(|(after, addon)| match addon {
            Some(addon) => format!("postgres-crash:{}@{addon}", after.as_secs()),
            None => format!("postgres-crash:{}", after.as_secs()),
        });
        let cuts = self.cuts.iter().map(|after| format!("bastion-cut:{}", after.as_secs()));
        lag.into_iter().chain(crashes).chain(cuts).collect()
    }
}

impl Engine {
    /// Hardware faults that have not happened yet.
    #[must_use]
    pub fn armed_hardware(&self) -> Vec<String> {
        lock(&self.mishaps).list()
    }
}

pub(super) fn arm(engine: &Arc<Engine>, machines: &Arc<Machines>, fault: HardwareFault) {
    match fault {
        HardwareFault::FollowerLag(hold) => lock(&engine.mishaps).lag = Some(hold),
        HardwareFault::BastionCut(after) if after.is_zero() => cut(engine, machines, after),
        HardwareFault::BastionCut(after) => lock(&engine.mishaps).cuts.push(after),
        HardwareFault::PostgresCrash { after, addon } if after.is_zero() => {
            let addon =
                addon.or_else(|| engine.scenario.databases.first().map(|database| database.addon.clone()));
            if let Some(addon) = addon {
                crash(engine, machines, Duration::ZERO, addon);
            }
        }
        HardwareFault::PostgresCrash { after, addon } => lock(&engine.mishaps).crashes.push((after, addon)),
    }
}

/// Lets happen what waited for this follower. Returns when replication is held, if it is to be.
pub(super) fn follower_made(engine: &Arc<Engine>, machines: &Arc<Machines>, leader: &str, follower: &str) {
    let waiting = std::mem::take(&mut *lock(&engine.mishaps));
    let behind = engine.scenario.switches.follower_behind;
    if let Some(hold) = waiting.lag.or_else(|| (behind > 0).then_some(BEHIND)) {
        match machines.fleet.hold_replication(follower, true) {
            Ok(()) => release_later(engine, machines, follower.to_owned(), hold),
            Err(error) => engine.trouble(format!("holding replication to {follower} failed: {error}")),
        }
    }
    if behind > 0 {
        commit(engine, machines, leader.to_owned(), behind);
    }
    for after in waiting.cuts {
        cut(engine, machines, after);
    }
    for (after, addon) in waiting.crashes {
        crash(engine, machines, after, addon.unwrap_or_else(|| leader.to_owned()));
    }
}

/// Lets a leader get ahead by so many transactions.
fn commit(engine: &Arc<Engine>, machines: &Arc<Machines>, leader: String, transactions: u64) {
    let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
    std::thread::spawn(move || {
        if let Err(error) = machines.fleet.commit(&leader, transactions) {
            engine.trouble(format!("committing on {leader} failed: {error}"));
        }
    });
}

fn release_later(engine: &Arc<Engine>, machines: &Arc<Machines>, follower: String, hold: Duration) {
    let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
    std::thread::spawn(move || {
        wait(&engine, hold);
        // A follower that was promoted or destroyed meanwhile has nothing to release.
        if machines.fleet.following(&follower).is_ok_and(|leader| leader.is_some()) {
            if let Err(error) = machines.fleet.hold_replication(&follower, false) {
                engine.trouble(format!("releasing replication to {follower} failed: {error}"));
            }
        }
    });
}

/// Ends every tunnel.
fn cut(engine: &Arc<Engine>, machines: &Arc<Machines>, after: Duration) {
    let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
    std::thread::spawn(move || {
        wait(&engine, after);
        let cut = machines.bastion.as_ref().map(crate::bastion::Bastion::cut);
        if let Some(Err(error)) = cut.filter(|_| !engine.stopping()) {
            engine.trouble(format!("cutting tunnels failed: {error}"));
        }
    });
}

fn crash(engine: &Arc<Engine>, machines: &Arc<Machines>, after: Duration, addon: String) {
    let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
    std::thread::spawn(move || {
        wait(&engine, after);
        if engine.stopping() || machines.fleet.crash(&addon).is_err() {
            return;
        }
        wait(&engine, DOWN);
        if !engine.stopping() {
            if let Err(error) = machines.fleet.start(&addon) {
                engine.trouble(format!("starting {addon} again failed: {error}"));
            }
        }
    });
}

fn wait(engine: &Engine, time: Duration) {
    let end = std::time::Instant::now() + time;
    while !engine.stopping() && std::time::Instant::now() < end {
        std::thread::sleep(LOOK.min(end.saturating_duration_since(std::time::Instant::now())));
    }
}
