//! The thread that makes the org change all the time.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Org, OrgError, Shared};

/// A running generator thread.
pub(super) struct Pace {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: JoinHandle<()>,
    per_second: u32,
}

impl Org {
    /// Starts the org's own changes, `per_second` of them (at least one). If they run already, the pace changes.
    pub fn start(&self, per_second: u32) -> Result<(), OrgError> {
        self.stop();
        let every = Duration::from_secs(1) / per_second.max(1);
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (signal, org) = (Arc::clone(&stop), Arc::downgrade(&self.shared));
        let thread =
            thread::Builder::new().name("org".to_owned()).spawn(move || run(&org, &signal, every))?;
        *self.shared.pace.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Pace { stop, thread, per_second });
        Ok(())
    }

    /// How many changes it makes in a second by itself; `None` while it makes none.
    pub fn pace(&self) -> Option<u32> {
        let pace = self.shared.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.as_ref().map(|pace| pace.per_second)
    }

    /// Stops the org's own changes; none comes after this returns.
    pub fn stop(&self) {
        let pace = self.shared.pace.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Pace { stop, thread, .. }) = pace {
            *stop.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
            stop.1.notify_all();
            // A thread that panicked has stopped as well.
            drop(thread.join());
        }
    }
}

/// Steps until told to stop, until the org is gone or its history cannot be written. Holds no strong reference, so
/// that an org that everyone has forgotten ends its thread.
fn run(org: &Weak<Shared>, stop: &(Mutex<bool>, Condvar), every: Duration) {
    let mut stopped = stop.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        stopped = stop.1.wait_timeout(stopped, every).unwrap_or_else(PoisonError::into_inner).0;
        let Some(org) = org.upgrade().filter(|_| !*stopped) else { return };
        let outcome = org.lock().step();
        if matches!(outcome, Err(OrgError::Storage(_))) {
            return;
        }
    }
}
