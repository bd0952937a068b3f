use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::face::second;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Held, LockRow, Snapshot};
use crate::summary;

/// No other run is open on this database, on this machine or another.
pub struct LockFree;

impl Precheck for LockFree {
    fn code(&self) -> Code {
        codes::RUN_ANOTHER_OPEN
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.lock.is_some() || snapshot.database.server.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match &snapshot.lock {
            None if !self.judged(snapshot) => {
                Diagnostic::note(self.code(), "not judged: whether another run is open on this database")
            }
            None => Diagnostic::pass(self.code(), "no other run is open on this database"),
            Some(LockRow { run_id, holder, held: Some(held), .. }) => Diagnostic::block(
                self.code(),
                format!("run `{run_id}` of {holder} holds Connect paused on this database: {}", pause(held, snapshot)),
                format!("resume it first: `{}`", snapshot.ends_pause().unwrap_or_default()),
            ),
            Some(lock) => Diagnostic::block(
                self.code(),
                format!(
                    "run `{}` of {} is open on this database, in phase {}",
                    lock.run_id, lock.holder, lock.zone
                ),
                format!(
                    "on that machine: `heroku connect:runs:resume {0}` or `heroku connect:runs:abort {0}`; if it is gone: \
                     `heroku connect:runs:take-over --app {1}`",
                    shell_word(&lock.run_id),
                    shell_word(&snapshot.app)
                ),
            ),
        }
    }
}

/// How a pause stands, in words.
fn pause(held: &Held, snapshot: &Snapshot) -> String {
    let reason = held.reason.as_ref().map_or(String::new(), |reason| format!(", for: {reason}"));
    let late = snapshot.taken_at.checked_sub(held.due).filter(|late| *late > 0);
    format!("{}{reason}", summary::sync_paused(&second(held.since), &second(held.due), late))
}
