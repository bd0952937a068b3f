//! What ends a sandbox from outside: a signal, or the end of standard input.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// Sets `stop` on SIGINT, SIGTERM, SIGHUP, and, if asked, when standard input ends.
pub(super) fn watch(stop: &Arc<AtomicBool>, stdin: bool) -> std::io::Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    if stdin {
        let stop = Arc::clone(stop);
        std::thread::spawn(move || {
            let mut sink = [0; 256];
            while matches!(std::io::stdin().read(&mut sink), Ok(count) if count > 0) {}
            stop.store(true, Ordering::Relaxed);
        });
    }
    Ok(())
}
