//! What is said by a process that stays while Connect is paused.

use crate::ending::Millis;
use crate::line::{clock, Line, Style};
use crate::shell::shell_word;

/// How long it is still.
#[must_use]
pub fn left(ms: Millis) -> Line {
    Line::plain(&format!("Connect stays paused for {}, then it is resumed", clock(ms)))
}

/// What is asked at Ctrl-C.
#[must_use]
pub fn asked() -> Line {
    Line::plain(
        "Connect is paused. Type `resume` to resume it now, `leave` to leave it paused, or Enter to wait on",
    )
}

/// What is to be typed where it is left paused.
#[must_use]
pub fn paused(run: &str, app: &str) -> Line {
    let command = format!("heroku connect:resume-sync {} --app {}", shell_word(run), shell_word(app));
    Line::plain("Connect stays paused: ").add(Style::Command, &command)
}
