//! Rules of an upgrade that is prepared on the leader, and then starts by itself unless it is run or cancelled before.

use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::face::second;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Database, Snapshot, UpgradeState, Window};

const HOUR: u64 = 3_600_000;
/// Preparing takes up to a day, and a downtime some hours beyond it.
const FAR: u64 = 26 * HOUR;

/// Whoever prepared an upgrade chose its version, and no service tells it.
pub struct PreparedVersion;

impl Precheck for PreparedVersion {
    fn code(&self) -> Code {
        codes::UPGRADE_VERSION_UNREAD
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let addon = &snapshot.database.addon;
        if !request.upgrade().is_some_and(|upgrade| upgrade.adopt) {
            return Diagnostic::pass(
                self.code(),
                "the upgrade is prepared by this run, for the version that is asked for",
            );
        }
        let message = format!("for which version the upgrade of `{addon}` was prepared cannot be read");
        let help = format!("ask whoever prepared it, then `--accept {}`", self.code());
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// Once it is prepared it starts in the next maintenance window, which must not come before everything is ready.
pub struct WindowFar;

impl Precheck for WindowFar {
    fn code(&self) -> Code {
        codes::UPGRADE_WINDOW_NEAR
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let addon = shell_word(&database.addon);
        let later = format!(
            "the best hour to begin is right after a window; `heroku data:maintenances:schedule {addon} --weeks 1` moves one; to go on all \
             the same: `--accept {}`",
            self.code()
        );
        let near =
            |message: String| accepted(request, Diagnostic::block(self.code(), message, later.clone()));
        if let Some(UpgradeState::Ready { at: Some(at) }) = database.upgrade {
            return Diagnostic::note(
                self.code(),
                format!("the upgrade that is prepared starts by itself at {}", second(at)),
            );
        }
        let window = database.kept.as_ref().and_then(|kept| kept.window.as_ref());
        let Some(opens) = window.and_then(|window| next(window, snapshot.taken_at)) else {
            return near(format!(
                "when the next maintenance window of `{}` opens could not be read",
                database.addon
            ));
        };
        if opens < snapshot.taken_at + FAR {
            let opens = second(opens);
            return near(format!(
                "the next maintenance window of `{}` opens at {opens}: a prepared upgrade could start by itself before it is run",
                database.addon
            ));
        }
        Diagnostic::pass(self.code(), format!("the next maintenance window opens at {}", second(opens)))
    }
}

/// When a window opens next, in UTC. One that is open counts as opening now.
fn next(window: &Window, now: Millis) -> Option<Millis> {
    const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
    const WEEK: u64 = 7 * 24 * HOUR;
    // 1970 began on a Thursday.
    let day = DAYS.iter().position(|day| *day == window.day)? as u64;
    let (hour, minute) = window.time.split_once(':')?;
    let (hour, minute) = (hour.parse::<u64>().ok()?, minute.parse::<u64>().ok()?);
    let opens = day * 24 * HOUR + hour * HOUR + minute * 60_000;
    let since = (now % WEEK + WEEK - opens % WEEK) % WEEK;
    Some(if since < 4 * HOUR { now } else { now + WEEK - since })
}

/// The command that asks Heroku for a dry run. It is named and never sent: what comes of it is mailed to a person.
#[must_use]
pub fn dry_run_command(request: &Request, database: &Database) -> String {
    let version =
        request.upgrade().map_or(String::new(), |upgrade| format!(" --version {}", upgrade.version));
    format!(
        "heroku pg:upgrade:dryrun {} --app {}{version}",
        shell_word(&database.addon),
        shell_word(&database.app)
    )
}

/// A dry run tells most of what an upgrade would refuse, and tells it by mail only.
pub struct DryRunRead;

impl Precheck for DryRunRead {
    fn code(&self) -> Code {
        codes::UPGRADE_DRYRUN_UNREAD
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        if request.upgrade().is_some_and(|upgrade| upgrade.dryrun) {
            return Diagnostic::note(
                self.code(),
                "the run waits until you say what the mail of a dry run said, before anything else is made",
            );
        }
        let message = format!(
            "whether a dry run of the upgrade of `{}` went well cannot be seen: its result comes by mail",
            database.addon
        );
        let help = format!(
            "run `{}`, read the mail, then `--accept {}`; `--dryrun` waits for it",
            dry_run_command(request, database),
            self.code()
        );
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// Heroku makes the followers anew, which takes hours.
pub struct FollowersRebuilt;

impl Precheck for FollowersRebuilt {
    fn code(&self) -> Code {
        codes::DIRECT_FOLLOWERS_REBUILT
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let read: Vec<String> = snapshot
            .followers
            .iter()
            .filter_map(|one| Some(format!("{} ({})", one.addon, one.reach.as_ref()?.config_var())))
            .collect();
        match (snapshot.database.followers, read.is_empty()) {
            (0, _) => Diagnostic::pass(self.code(), "the database has no followers"),
            (n, true) => Diagnostic::warn(
                self.code(),
                format!("the database has {n} follower(s), which Heroku makes anew: whoever reads them waits for hours"),
                "they are waited for after the upgrade",
            ),
            (_, false) => {
                let message = format!(
                    "followers are attached to an app, and Heroku makes them anew: their readers wait for hours: {}",
                    read.join(", ")
                );
                let help = format!("let the readers read the leader meanwhile, then `--accept {}`", self.code());
                accepted(request, Diagnostic::block(self.code(), message, help))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_window_is_this_week_or_the_next_and_an_open_one_opens_now() {
        let window = |day: &str, time: &str| Window { day: day.into(), time: time.into() };
        // Thursday 26 November 2026, 20:00 UTC.
        let now = 1_795_723_200_000;
        assert_eq!(second(now), "26 Nov 20:00:00 UTC");
        for (day, time, opens) in [
            ("Thursday", "22:00", Some(now + 2 * HOUR)),
            ("Thursday", "18:00", Some(now)),
            ("Thursday", "15:30", Some(now + 7 * 24 * HOUR - 4 * HOUR - HOUR / 2)),
            ("Friday", "20:00", Some(now + 24 * HOUR)),
            ("Wednesday", "23:59", Some(now + 6 * 24 * HOUR + 239 * 60_000)),
            ("Someday", "20:00", None),
            ("Friday", "late", None),
        ] {
            assert_eq!(next(&window(day, time), now), opens, "{day} {time}");
        }
    }
}
