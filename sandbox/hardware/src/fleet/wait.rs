//! Polling a real process, always with a deadline.

use std::thread;
use std::time::{Duration, Instant};

/// Asks `probe` every `every` until it answers or `within` is over; the last error is not kept.
pub(super) fn until<T>(within: Duration, every: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + within;
    loop {
        if let Some(found) = probe() {
            return Some(found);
        }
        if Instant::now() >= end {
            return None;
        }
        thread::sleep(every);
    }
}
