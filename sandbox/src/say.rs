//! Words for whoever watches. Nobody may be watching: a closed pipe is no reason to stop.

use std::io::Write;

/// Writes one line to standard error.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "sandbox: {text}");
}
