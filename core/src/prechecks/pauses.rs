//! Pausing Connect for a stated time, and resuming it.

use super::{accepted, Precheck};
use crate::api::connect::{standing, BROKEN};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::face::second;
use crate::figures::{size_shown, total};
use crate::line::about;
use crate::maintenances::LENGTH;
use crate::query::Continuity;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Connection, Snapshot};

/// The state in which only Support can help.
const ON_ICE: &str = "SYSTEM_ON_ICE";
/// From here on a pause is long, milliseconds.
const LONG_MS: u64 = 24 * 3_600_000;
/// From here on deleted records may have left Salesforce's recycle bin, which keeps them for 15 days, milliseconds.
const TOO_LONG_MS: u64 = 14 * LONG_MS;

/// Connect is in a state from which it can be paused: a broken connection cannot, and a broken mapping never comes to rest.
pub struct ConnectPausable;

impl Precheck for ConnectPausable {
    fn code(&self) -> Code {
        codes::CONNECT_NOT_HEALTHY
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for one in &snapshot.connections {
            let app = shell_word(&one.app);
            if standing(&one.state) == "broken" {
                return Diagnostic::block(
                    self.code(),
                    format!("`{}` is {}, from which it cannot be paused", one.resource, one.state),
                    format!("see `heroku connect:diagnose --app {app}`"),
                );
            }
            if let Some(mapping) = one.mappings.iter().find(|one| BROKEN.contains(&one.state.as_str())) {
                return Diagnostic::block(
                    codes::CONNECT_MAPPING_BROKEN,
                    format!("mapping `{}` of `{}` is {}", mapping.object, one.resource, mapping.state),
                    format!(
                        "see `heroku connect:mapping:diagnose {} --app {app}`",
                        shell_word(&mapping.object)
                    ),
                );
            }
        }
        Diagnostic::pass(self.code(), "Connect can be paused, and no mapping is broken")
    }
}

/// Somebody else has paused Connect already.
pub struct PausedAlready;

impl Precheck for PausedAlready {
    fn code(&self) -> Code {
        codes::CONNECT_PAUSED_ALREADY
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let strange = |one: &&Connection| standing(&one.state) == "paused" && snapshot.held_of(one).is_none();
        let Some(one) = snapshot.connections.iter().find(strange) else {
            return Diagnostic::pass(self.code(), "nobody else has paused Connect");
        };
        let message = format!(
            "`{}` is paused, and no run of this plugin did it: nobody knows since when",
            one.resource
        );
        let help =
            "to prove that it is quiet and to keep it so; it is not resumed at the end unless you name it: \
                    `--accept connect/paused-already`";
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// What Salesforce pushes while Connect is paused is not kept.
pub struct Streaming;

impl Precheck for Streaming {
    fn code(&self) -> Code {
        codes::CONNECT_STREAMING
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let mappings = snapshot.connections.iter().flat_map(|one| &one.mappings);
        let names: Vec<&str> = mappings.filter(|one| one.streaming).map(|one| one.object.as_str()).collect();
        if names.is_empty() {
            return Diagnostic::pass(self.code(), "no mapping is told of changes by Salesforce");
        }
        let message = format!(
            "what Salesforce pushes meanwhile is not kept; polling catches up once Connect runs again: {}",
            names.join(", ")
        );
        Diagnostic::note(self.code(), message)
    }
}

/// The lock is free, or held for the very purpose that is to end: resuming inside the downtime of somebody else is the worst act of all.
pub struct HeldForThis;

impl Precheck for HeldForThis {
    fn code(&self) -> Code {
        codes::RUN_ANOTHER_OPEN
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        super::LockFree.judged(snapshot)
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let wanted = request.resumes_sync().and_then(|resume| resume.run.as_ref());
        let app = shell_word(&snapshot.app);
        match (&snapshot.lock, snapshot.held()) {
            (Some(lock), Some(_)) if wanted.is_some_and(|run| *run != lock.run_id) => Diagnostic::block(
                self.code(),
                format!("Connect is paused by run `{}` of {}, not by that one", lock.run_id, lock.holder),
                format!(
                    "to resume it: `heroku connect:resume-sync {} --app {app}`",
                    shell_word(&lock.run_id)
                ),
            ),
            (Some(lock), Some(held)) => Diagnostic::pass(
                self.code(),
                format!(
                    "run `{}` of {} has paused Connect since {}, due {}",
                    lock.run_id,
                    lock.holder,
                    second(held.since),
                    second(held.due)
                ),
            ),
            (None, _) if wanted.is_some() && self.judged(snapshot) => Diagnostic::block(
                self.code(),
                "no run holds Connect paused on this database",
                format!("to resume what somebody else paused: `heroku connect:resume-sync --app {app}`"),
            ),
            _ => super::LockFree.judge(snapshot, request),
        }
    }
}

/// The add-on behind the connections is the one that was noted.
pub struct SameDatabase;

impl Precheck for SameDatabase {
    fn code(&self) -> Code {
        codes::CONNECT_WRONG_DATABASE
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        match snapshot.held() {
            Some(held) if held.database != snapshot.database.id => Diagnostic::block(
                self.code(),
                format!("`{}` is another add-on than the one that was paused", snapshot.database.addon),
                format!(
                    "look what moved it: `heroku addons --app {}`; a database that was rolled back is recovered, never simply resumed",
                    shell_word(&snapshot.app)
                ),
            ),
            _ => super::ConnectDatabase.judge(snapshot, request),
        }
    }
}

/// The database did not go back in time while Connect was paused: what was sent already would be sent again.
pub struct NotRolledBack;

impl Precheck for NotRolledBack {
    fn code(&self) -> Code {
        codes::CONNECT_ROLLED_BACK
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        let known = |one: &Connection| match snapshot.held() {
            Some(_) => one.continuity.is_some(),
            None => standing(&one.state) != "paused",
        };
        snapshot.connections.iter().all(known)
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let back = |one: &&Connection| one.continuity == Some(Continuity::No);
        if let Some(one) = snapshot.connections.iter().find(back) {
            return Diagnostic::block(
                self.code(),
                format!(
                    "the log of `{}` lacks what it held when it was paused: the database went back in time, or is another one",
                    one.resource
                ),
                format!(
                    "leave Connect paused: what is in the log may be sent to Salesforce a second time; \
                     `heroku connect:resync --already-rolled-back --at TIME --app {}` brings both together",
                    shell_word(&snapshot.app)
                ),
            );
        }
        if snapshot.held().is_none() && self.judged(snapshot) {
            return Diagnostic::pass(self.code(), "Connect is not paused");
        }
        if snapshot.held().is_none() {
            return Diagnostic::note(
                self.code(),
                "not judged: nobody noted where the log stood when Connect was paused",
            );
        }
        if !self.judged(snapshot) {
            return Diagnostic::block(
                self.code(),
                "where the log stands could not be read",
                "run the command again when the database answers",
            );
        }
        Diagnostic::pass(self.code(), "the log went on from where it was paused")
    }
}

/// Who paused it may have had a reason.
pub struct PausedByOthers;

impl Precheck for PausedByOthers {
    fn code(&self) -> Code {
        codes::CONNECT_PAUSED_BY_OTHERS
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let ours = |one: &Connection| snapshot.held_of(one).is_some_and(|held| held.ours);
        let strange = |one: &&Connection| standing(&one.state) == "paused" && !ours(one);
        let names: Vec<String> =
            snapshot.connections.iter().filter(strange).map(|one| format!("`{}`", one.resource)).collect();
        if names.is_empty() {
            return Diagnostic::pass(self.code(), "nothing is resumed that somebody else paused");
        }
        let message =
            format!("{} paused by somebody else, and nobody knows why or since when", names.join(", "));
        let help = "ask who did it; a database that was rolled back must not be resumed; to resume it all the same: \
                    `--accept connect/paused-by-others`; after a rollback: `heroku connect:resync --already-rolled-back`";
        accepted(request, Diagnostic::block(self.code(), message, help))
    }

    fn of_target(&self) -> bool {
        true
    }
}

/// What was deleted in Salesforce meanwhile is told for a time only.
pub struct PausedTooLong;

impl Precheck for PausedTooLong {
    fn code(&self) -> Code {
        codes::CONNECT_PAUSED_TOO_LONG
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let since = snapshot.held().map(|held| held.since);
        let paused = since.map(|since| snapshot.taken_at.saturating_sub(since));
        let Some(paused) = paused.filter(|paused| *paused >= LONG_MS) else {
            return Diagnostic::pass(self.code(), "it was not paused for long");
        };
        let message = format!("Connect has been paused for {}", about(paused));
        let help = "records deleted in Salesforce leave its recycle bin after 15 days: reload the mappings afterwards, \
                    `heroku connect:mapping:reload`";
        if paused < TOO_LONG_MS {
            return Diagnostic::warn(self.code(), message, help);
        }
        let help = format!("{help}; to go on: `--accept connect/paused-too-long`");
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// What is captured while Connect is paused fits into what the plan holds.
pub struct LogGrowth;

impl Precheck for LogGrowth {
    fn code(&self) -> Code {
        codes::CONNECT_LOG_GROWTH
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.connections.iter().all(|one| one.captured.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let chosen = snapshot.of_connection(request.resource());
        if !self.judged(&chosen) {
            return Diagnostic::note(self.code(), "not judged: how fast changes are captured");
        }
        // Without a pause: as long as a maintenance of Connect takes.
        let ms = request.quiesces().map_or(LENGTH, |quiesce| quiesce.lasts(snapshot.taken_at));
        let captured = || chosen.connections.iter().filter_map(|one| one.captured.as_ref());
        let rows = total(captured().map(|one| one.rows_in(ms)));
        let bytes = total(captured().map(|one| one.bytes_in(ms)));
        let message = format!(
            "about {rows} changes ({}) will wait for Connect after {}, by the newest that were captured",
            size_shown(bytes),
            about(ms)
        );
        let (limit, used) = (snapshot.database.limit, snapshot.database.bytes);
        let Some(free) = limit.zip(used).map(|(limit, used)| limit.saturating_sub(used)) else {
            return Diagnostic::note(self.code(), format!("{message}; how much room there is was not told"));
        };
        let help = "pause for a shorter time, at an hour with fewer writes, or on a larger plan: `heroku connect:change-plan`";
        if bytes > free {
            let message = format!("{message}: the database has room for {}", size_shown(free));
            return Diagnostic::block(self.code(), message, help);
        }
        if bytes > free / TENTH {
            let message = format!("{message}, of {} that are free", size_shown(free));
            return Diagnostic::warn(self.code(), message, help);
        }
        Diagnostic::pass(self.code(), message)
    }
}

/// A log that takes a tenth of what is free is worth a thought.
const TENTH: u64 = 10;

/// Connect is in a state from which it can be resumed.
pub struct ConnectResumable;

impl Precheck for ConnectResumable {
    fn code(&self) -> Code {
        codes::CONNECT_ON_ICE
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let broken =
            |state: &str| standing(state) == "broken" && !["SYSTEM_ERROR", "DB_UNAVAILABLE"].contains(&state);
        let Some(one) = snapshot.connections.iter().find(|one| broken(&one.state)) else {
            return Diagnostic::pass(self.code(), "Connect is in no state that resuming does not end");
        };
        let (code, help) = if one.state == ON_ICE {
            (self.code(), "only Heroku's support can end that: https://help.heroku.com".to_owned())
        } else {
            let help = format!("see `heroku connect:diagnose --app {}`", shell_word(&one.app));
            (codes::CONNECT_NOT_HEALTHY, help)
        };
        Diagnostic::block(
            code,
            format!("`{}` is {}, which resuming does not end", one.resource, one.state),
            help,
        )
    }
}
