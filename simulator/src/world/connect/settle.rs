//! What Connect makes of finished work.

use std::sync::Arc;

use crate::job::{JobResult, Outcome};
use crate::world::connect::columns::Follow;
use crate::world::setup::name;
use crate::world::state::{Connection, Notification};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// The log was read, or not.
    pub(in crate::world) fn log_read(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let Some(at) = self.connections.iter().position(|connection| connection.read_job == Some(job)) else {
            return;
        };
        let again = now + self.settings.switches.connect_cycle_ms;
        let notice = self.next();
        let connection = self.at_mut(at);
        connection.read_job = None;
        connection.next_read = again;
        match outcome {
            Outcome::Done(result) => {
                if connection.state == SyncState::PollingDb {
                    connection.state = SyncState::Idle;
                }
                if let JobResult::Counts(counts) = result {
                    if counts.written > 0 {
                        connection.last_write = Some(now);
                        connection
                            .mappings
                            .iter_mut()
                            .filter(|mapping| mapping.writes())
                            .for_each(|mapping| mapping.written = Some(now));
                    }
                    connection.log.failed += counts.refused.len() as u64;
                    connection.errors.extend(counts.refused.iter().map(|one| (now, one.clone())));
                }
            }
            Outcome::Failed(reason) => fail(connection, reason, notice, now),
        }
        self.cycle(at, now);
    }

    /// Salesforce was polled, or not.
    pub(in crate::world) fn org_polled(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let Some(at) = self.connections.iter().position(|connection| connection.poll_job == Some(job)) else {
            return;
        };
        let addon = self.connections[at].addon.clone();
        let stuck = self.armed(&FaultKind::MappingStuck, Some(&addon));
        let again = now + self.settings.switches.poll_org_ms;
        let notice = self.next();
        let connection = self.at_mut(at);
        connection.poll_job = None;
        connection.next_poll = again;
        match outcome {
            Outcome::Done(_) => {
                // Paused meanwhile: the mapping keeps its working state until the connection is resumed.
                if connection.state == SyncState::Paused {
                    return;
                }
                let polled =
                    connection.mappings.iter_mut().filter(|mapping| mapping.state == MappingState::PollingSf);
                for (place, mapping) in polled.enumerate() {
                    if stuck && place == 0 {
                        continue;
                    }
                    mapping.state = MappingState::DataSynced;
                    mapping.polling = false;
                    mapping.polled = Some(now);
                }
            }
            // It had no right to write, and a refusal is not what it expects.
            Outcome::Failed(reason) if connection.state == SyncState::Paused && !unavailable(reason) => {
                connection.state = SyncState::SystemError;
            }
            Outcome::Failed(reason) => {
                for mapping in
                    connection.mappings.iter_mut().filter(|mapping| mapping.state == MappingState::PollingSf)
                {
                    mapping.polling = false;
                    mapping.state = if unavailable(reason) {
                        MappingState::DbUnavailable
                    } else {
                        MappingState::SystemError
                    };
                }
                fail(connection, reason, notice, now);
            }
        }
        self.cycle(at, now);
    }

    /// A mapping was loaded, or not.
    pub(in crate::world) fn mapping_loaded(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let Some((at, place)) = self.working_on(job) else { return };
        let addon = self.connections[at].addon.clone();
        let fails = self.strikes(&FaultKind::LoadFails, Some(&addon));
        let paused = self.connections[at].state == SyncState::Paused;
        let mapping = &mut self.at_mut(at).mappings[place];
        mapping.load_job = None;
        if paused {
            return;
        }
        match outcome {
            Outcome::Done(_) if fails => mapping.state = MappingState::BulkError,
            Outcome::Done(_) => {
                mapping.state = MappingState::DataSynced;
                mapping.polled = Some(now);
                mapping.unloaded.clear();
            }
            Outcome::Failed(reason) if unavailable(reason) => mapping.state = MappingState::DbUnavailable,
            Outcome::Failed(_) => mapping.state = MappingState::SystemError,
        }
        self.plan_again(at, place, now);
    }

    /// A table was altered, or not: then the mapping stays as it is, and it is tried again in the next cycle.
    pub(in crate::world) fn mapping_altered(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let Some((at, place)) = self.working_on(job) else { return };
        let again = now + self.settings.switches.connect_cycle_ms;
        let mapping = &mut self.at_mut(at).mappings[place];
        mapping.load_job = None;
        match outcome {
            Outcome::Done(_) => self.altered(at, place, now),
            Outcome::Failed(_) => mapping.again_at = again,
        }
        self.plan_again(at, place, now);
    }

    /// New columns were loaded, or not.
    pub(in crate::world) fn columns_loaded(&mut self, job: u64, outcome: &Outcome, now: u64) {
        let Some((at, place)) = self.working_on(job) else { return };
        let again = now + self.settings.switches.connect_cycle_ms;
        let mapping = &mut self.at_mut(at).mappings[place];
        mapping.load_job = None;
        match outcome {
            Outcome::Done(_) => {
                mapping.unloaded.clear();
                if mapping.state == MappingState::Resync {
                    mapping.state = MappingState::DataSynced;
                }
            }
            Outcome::Failed(reason) if unavailable(reason) => mapping.again_at = again,
            Outcome::Failed(_) => mapping.state = MappingState::BulkError,
        }
        self.plan_again(at, place, now);
    }

    /// The mapping whose job this is.
    fn working_on(&self, job: u64) -> Option<(usize, usize)> {
        let has = |connection: &Arc<Connection>| {
            connection.mappings.iter().position(|mapping| mapping.load_job == Some(job))
        };
        self.connections.iter().enumerate().find_map(|(at, connection)| Some((at, has(connection)?)))
    }

    /// Goes on with a mapping on which nobody works any more.
    fn plan_again(&mut self, at: usize, place: usize, now: u64) {
        if std::mem::take(&mut self.at_mut(at).mappings[place].replan) {
            self.follow_config(at, place, Follow::Installs, now);
        } else if self.connections[at].mappings[place].load_job.is_none() {
            self.reopen_loads(at, now);
        }
    }
}

fn unavailable(reason: &str) -> bool {
    reason == "unavailable"
}

/// A running connection that failed stands still until it is resumed or restarted.
pub(super) fn fail(connection: &mut Connection, reason: &str, notice: u64, now: u64) {
    if !connection.state.runs() {
        return;
    }
    connection.pausing = false;
    connection.timer = None;
    let (state, message) = if unavailable(reason) {
        (SyncState::DbUnavailable, "The database cannot be reached.")
    } else {
        (SyncState::SystemError, "An unexpected error interrupted the sync.")
    };
    connection.state = state;
    connection.notifications.push(Notification {
        id: notice,
        at: now,
        kind: name("postgres-connection"),
        message: name(message),
    });
}
