//! Connect's cycle: what time alone moves.

use crate::job::JobKind;
use crate::world::jobs::target;
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// Moves one connection as far as time and open jobs allow.
    pub(in crate::world) fn cycle(&mut self, at: usize, now: u64) {
        if !self.booted || now < self.connect_away {
            return;
        }
        if self.connections[at].reconnect_at.is_some_and(|due| due <= now) {
            self.connect_now(at);
        }
        if self.connections[at].resolved.is_none() && self.connections[at].state.runs() {
            self.connect_now(at);
        }
        let lost = self.org_is_lost(at, now);
        let waits = self.install_schema(at) || lost;
        let works = self.connections[at].state.runs() || self.connections[at].state == SyncState::Importing;
        if works && !waits {
            self.work_on_columns(at, now);
        }
        match self.connections[at].state {
            SyncState::Recovery | SyncState::Importing | SyncState::DbUnavailable => self.timed_out(at, now),
            SyncState::Idle if self.connections[at].pausing => self.settle_pause(at, now),
            SyncState::Idle | SyncState::PollingDb | SyncState::Paused if waits => {}
            SyncState::Idle => {
                self.poll_org(at, now);
                self.read_log(at, now);
            }
            SyncState::PollingDb if !self.connections[at].pausing => self.poll_org(at, now),
            SyncState::Paused if self.settings.switches.paused_connect_writes => self.poll_org(at, now),
            _ => {}
        }
    }

    fn connect_now(&mut self, at: usize) {
        let resolved = self.resolve_key(&self.connections[at]);
        let connection = self.at_mut(at);
        connection.resolved = resolved;
        connection.reconnect_at = None;
    }

    fn timed_out(&mut self, at: usize, now: u64) {
        let connection = self.at_mut(at);
        if connection.timer.is_some_and(|due| due <= now) {
            connection.timer = None;
            connection.state = SyncState::Idle;
            connection.next_read = now;
            connection.next_poll = now;
        }
    }

    /// `PAUSED` once nothing is pending: no set of changes, and no poll unless a switch leaves polls behind.
    fn settle_pause(&mut self, at: usize, now: u64) {
        let leaves = self.settings.switches.pause_leaves_polls;
        let wait = self.settings.switches.pause_ms;
        let connection = self.at_mut(at);
        if connection.read_job.is_some() || (connection.poll_job.is_some() && !leaves) {
            return;
        }
        let due = *connection.timer.get_or_insert(now + wait);
        if due <= now {
            connection.timer = None;
            connection.pausing = false;
            connection.state = SyncState::Paused;
        }
    }

    fn read_log(&mut self, at: usize, now: u64) {
        let connection = &self.connections[at];
        if connection.next_read > now || connection.read_job.is_some() {
            return;
        }
        let addon = connection.addon.clone();
        let target = target(connection);
        // A set of changes that never ends is asked of nobody.
        let stuck = self.strikes(&FaultKind::PollStuck, Some(&addon));
        let job = if stuck { self.next() } else { self.ask(JobKind::ReadLog(target)) };
        let connection = self.at_mut(at);
        connection.read_job = Some(job);
        connection.state = SyncState::PollingDb;
    }

    fn poll_org(&mut self, at: usize, now: u64) {
        let connection = &self.connections[at];
        if connection.next_poll > now || connection.poll_job.is_some() {
            return;
        }
        self.find_deleted(at, now);
        let connection = &self.connections[at];
        let mut target = target(connection);
        let stopped = |object: &str| {
            let mut mappings = connection.mappings.iter();
            mappings.any(|one| one.state == MappingState::BadConfig && one.spec.object == object)
        };
        target.mappings.retain(|spec| !target.held.contains(&spec.object) && !stopped(&spec.object));
        let job = self.ask(JobKind::PollOrg(target));
        let connection = self.at_mut(at);
        connection.poll_job = Some(job);
        let shown = connection.state != SyncState::Paused;
        for mapping in connection.mappings.iter_mut().filter(|_| shown) {
            if mapping.state == MappingState::DataSynced || mapping.state == MappingState::DbUnavailable {
                mapping.state = MappingState::PollingSf;
                mapping.polling = true;
            }
        }
    }
}
