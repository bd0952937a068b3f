//! The Scheduler add-on: starts one-off jobs, whatever the app's maintenance mode says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// When the first job is due: early enough to be seen in a short run.
const FIRST: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(50);

/// Starts jobs for every app of `apps`, one each `period`, until `stop`.
pub fn run_scheduler(apps: &[String], period: Duration, start: &dyn Fn(&str), stop: &AtomicBool) {
    let mut next = Instant::now() + FIRST;
    while !stop.load(Ordering::Relaxed) {
        if Instant::now() >= next {
            for app in apps {
                start(app);
            }
            next += period;
        }
        std::thread::sleep(LOOK);
    }
}
