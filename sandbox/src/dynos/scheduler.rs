//! The Scheduler add-on: starts a one-off job every few seconds, whatever the app's maintenance mode says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Time between two jobs of one app (Heroku: ten minutes).
const PERIOD: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// Starts jobs for every app of `apps` until `stop`.
pub fn run_scheduler(apps: &[String], start: &dyn Fn(&str), stop: &AtomicBool) {
    let mut next = Instant::now() + PERIOD;
    while !stop.load(Ordering::Relaxed) {
        if Instant::now() >= next {
            for app in apps {
                start(app);
            }
            next += PERIOD;
        }
        std::thread::sleep(LOOK);
    }
}
