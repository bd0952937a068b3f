//! Lets the whole come to rest, so that it can be judged.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::{connect, Engine};
use crate::lock::lock;

const LOOK: Duration = Duration::from_millis(100);
/// A connection that neither reads nor polls for this long will not begin to.
const AT_REST: Duration = Duration::from_secs(6);
/// Polls of the org that must have begun after its own changes ended: what Connect itself wrote last comes back with
/// the first, and a second one proves that nothing is left.
const POLLS: u64 = 2;

/// How the wait ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Nothing is left.
    pub quiet: bool,
    /// What is left, one sentence each.
    pub left: Vec<String>,
}

impl Engine {
    /// Stops the clients, the Scheduler, the router and the org's own changes, then waits until Connect has written
    /// every captured change and read every change of the org, or until `limit` is over. There is no way back.
    pub fn quiet(&self, limit: Duration) -> Quiet {
        self.quiet.store(true, Ordering::Relaxed);
        self.machines.iter().for_each(|machines| machines.come_to_rest());
        let begun = Instant::now();
        for progress in lock(&self.progress).values_mut() {
            progress.quiet_polls = 0;
            progress.quiet_reads = 0;
        }
        let (mut seen, mut moved) = (Vec::new(), begun);
        loop {
            let left = self.left();
            // A long log is read for longer than that, and its rows grow fewer meanwhile.
            if left != seen {
                (seen, moved) = (left.clone(), Instant::now());
            }
            if left.is_empty() {
                return Quiet { quiet: true, left };
            }
            let resting = moved.elapsed() >= AT_REST && self.nothing_moves();
            if begun.elapsed() >= limit || resting || self.stopping() {
                return Quiet { quiet: false, left };
            }
            std::thread::sleep(LOOK);
        }
    }

    fn nothing_moves(&self) -> bool {
        lock(&self.progress).values().all(|progress| progress.quiet_polls == 0 && progress.quiet_reads == 0)
    }

    fn left(&self) -> Vec<String> {
        let mut left = Vec::new();
        let progress = lock(&self.progress).clone();
        // One that was destroyed does nothing any more.
        let there: Vec<String> =
            lock(&self.world).sync_targets().into_iter().map(|target| target.connection).collect();
        for (connection, progress) in progress.into_iter().filter(|(id, _)| there.contains(id)) {
            let name = &progress.addon;
            if progress.quiet_reads == 0 {
                left.push(format!("{name} has not read the trigger log since the clients stopped"));
            }
            if progress.quiet_polls < POLLS {
                left.push(format!("{name} has not polled the org {POLLS} times since it stopped changing"));
            }
            match connect::waiting_rows(&progress) {
                Some(0) => {}
                Some(rows) => left.push(format!("{rows} rows of the trigger log of {name} are not written")),
                None => left.push(format!("the trigger log of {name} ({connection}) cannot be read")),
            }
        }
        left
    }
}
