//! How fast followers replay what their leaders commit.

use std::sync::Arc;

use super::database::Sheet;
use super::Paper;
use crate::scenario::Switches;

/// Speeds of replication.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Commits by which a new follower is behind.
    pub behind: u64,
    replays: u64,
    commits: u64,
    /// When it was looked at last.
    since: u64,
}

impl Pace {
    pub fn of(switches: &Switches) -> Self {
        let Switches { follower_behind, replays_per_second, commits_per_second, .. } = switches;
        Self {
            behind: *follower_behind,
            replays: *replays_per_second,
            commits: *commits_per_second,
            since: 0,
        }
    }
}

impl Paper {
    /// Age of what a follower has replayed last; nothing on a leader.
    pub(super) fn behind_seconds(&self, sheet: &Sheet, now: u64) -> Option<u64> {
        sheet.following.as_ref()?;
        let age = now.saturating_sub(sheet.committed_at) / 1_000;
        // Commits that are only counted are replayed in the order in which they were made.
        Some(sheet.backlog.checked_div(self.pace.commits).unwrap_or(age))
    }

    /// Time passes: leaders commit while somebody writes, followers replay.
    pub(super) fn catch_up(&mut self, written: bool) {
        let seconds = |rate: u64, ms: u64| rate.saturating_mul(ms) / 1_000;
        let ms = self.clock.saturating_sub(self.pace.since);
        if ms < 1_000 {
            return;
        }
        let first = std::mem::replace(&mut self.pace.since, self.clock) == 0;
        if first {
            return;
        }
        let (made, replayed) =
            (seconds(self.pace.commits, if written { ms } else { 0 }), seconds(self.pace.replays, ms));
        // What was committed in the newest fifth of a second is on its way.
        let on_its_way = if written { self.pace.commits / 5 } else { 0 };
        for sheet in self.sheets.values_mut().filter(|sheet| sheet.following.is_some()) {
            let backlog = (sheet.backlog + made).saturating_sub(replayed).max(on_its_way);
            if sheet.backlog != backlog {
                Arc::make_mut(sheet).backlog = backlog;
            }
        }
    }
}
