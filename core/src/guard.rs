//! What is said when somebody types a command of the Heroku CLI that goes past this plugin, on an app that Connect uses.
//!
//! A hook of the CLI runs before every command and may not cost anything, so it cannot ask the core: it reads this as JSON
//! (`plugin/hooks/guard.json`, a golden file). Placeholders in braces are filled by the hook: `{app}`, `{command}`, `{connections}`,
//! `{run}`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::api::{connect, platform};
use crate::effect::Effect;
use crate::ending::{Ending, ENDINGS};

/// Version of the format.
pub const FORMAT_VERSION: &str = "1.0";

/// Longest time for which a command may be held up, milliseconds; then it goes on as if nobody had looked.
const PATIENCE_MS: u64 = 2_000;

/// Longest time for one look at a service, milliseconds: it ends before the patience does, so that nothing is left behind.
const LOOK_MS: u64 = 1_500;

/// The service of the databases.
const POSTGRES: &str = "heroku-postgresql";

/// Services whose add-ons the sync stands on.
const BOTH: &[&str] = &[POSTGRES, "herokuconnect"];

/// All that the hooks know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Guard {
    /// `major.minor`.
    pub format_version: &'static str,
    /// Commands that are watched, by their canonical id.
    #[cfg_attr(feature = "types", ts(type = "Record<string, Watched>"))]
    pub commands: BTreeMap<&'static str, Watched>,
    /// What looks like a command and is none, as it is typed.
    #[cfg_attr(feature = "types", ts(type = "Record<string, Unheard>"))]
    pub topics: BTreeMap<&'static str, Unheard>,
    /// The one look at an app that uses the network.
    pub looks: Looks,
    /// Endings after which a run is still open.
    pub open_endings: Vec<Ending>,
    /// Longest time for which a command may be held up, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub patience_ms: u64,
    /// Exit code of a command that is not started.
    pub exit_code: u8,
    /// Sentences round the ones about the command.
    pub words: Phrases,
}

/// A command that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Watched {
    /// True if it is only dangerous while a run is open on the app.
    pub only_open: bool,
    /// Flags of which one must be there, if any is named.
    pub flags: &'static [&'static str],
    /// What one of its words must be like, as a regular expression.
    pub word: Option<&'static str>,
    /// Which of its words name an add-on.
    pub addons: Named,
    /// Services of which that add-on must be; one that is known to be of another service is not spoken of.
    pub services: &'static [&'static str],
    /// What happens to the sync, or to the run.
    pub what: &'static str,
    /// What does it safely.
    pub instead: &'static [&'static str],
}

/// Which words of a command name an add-on or an attachment of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Named {
    /// None.
    None,
    /// The first one.
    First,
    /// All of them.
    Every,
}

/// What looks like a command and does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Unheard {
    /// What it really does.
    pub what: &'static str,
    /// What to type.
    pub instead: &'static [&'static str],
}

/// Reads that tell whether Connect uses an app, sent at the same moment. `{app}` in a path is the app's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Looks {
    /// Its connections.
    pub connections: Effect,
    /// Its add-ons, for commands that name one.
    pub addons: Effect,
    /// The names under which they are attached, for the same.
    pub attachments: Effect,
}

/// Sentences round the ones about the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Phrases {
    /// Connect uses the app, as it was seen now.
    pub live: &'static str,
    /// Connect used the app when a run of this machine was made; it could not be asked now.
    pub remembered: &'static str,
    /// A run of this machine is open on the app.
    pub open: &'static str,
    /// Before what does it safely.
    pub instead: &'static str,
    /// The command goes on, and how not to be told.
    pub goes_on: &'static str,
    /// The command was not started, and how to start it all the same.
    pub stopped: &'static str,
    /// Nobody could tell in time, and a command that should be stopped goes on.
    pub unseen: &'static str,
    /// The variable of the mode is none of its words.
    pub no_mode: &'static str,
    /// The variable of the plan is no sum, or not that of a run of this machine that is open.
    pub no_plan: &'static str,
}

const UPGRADE: &str = "heroku connect:upgrade-db --app {app} --version VERSION";
const UPGRADE_COPY: &str = "heroku connect:upgrade-db --app {app} --version VERSION --method copy";
const DIRECT: &str = "heroku connect:upgrade-db --app {app} --version VERSION --method direct";
const CHANGE: &str = "heroku connect:change-plan PLAN --app {app}";
const CHANGEOVER: &str = "heroku connect:change-plan PLAN --app {app} --method changeover";
const CHANGE_COPY: &str = "heroku connect:change-plan PLAN --app {app} --method copy";
const RESYNC: &str = "heroku connect:resync --app {app} --rollback-to TIME";
const APPLY: &str = "heroku connect:apply FILE";
const DOCTOR: &str = "heroku connect:doctor --app {app}";
const FINISH: &str = "heroku connect:runs:finish RUN";
const RESUME: &str = "heroku connect:runs:resume {run}";
const ABORT: &str = "heroku connect:runs:abort {run}";

/// A command that is dangerous wherever Connect is.
const fn always(what: &'static str, instead: &'static [&'static str]) -> Watched {
    Watched { only_open: false, flags: &[], word: None, addons: Named::None, services: BOTH, what, instead }
}

/// A command that is dangerous while a run is open.
const fn open(what: &'static str, instead: &'static [&'static str]) -> Watched {
    Watched { only_open: true, ..always(what, instead) }
}

/// Flags that make a database of another one.
const MADE_OF: &[&str] = &["--rollback", "--fork", "--follow"];

/// Commands that are watched.
const COMMANDS: [(&str, Watched); 20] = [
    ("pg:promote", always(
        "The app moves to another database and Heroku Connect's capture stays behind: changes that are \
         not yet sent to Salesforce are left on the old one, and a connection whose config var is not \
         DATABASE_URL goes on with the old database. A follower that is promoted before it stopped \
         following refuses every write.", &[UPGRADE, CHANGEOVER])),
    ("pg:upgrade:run", always(
        "A follower stops following for good: what the app and Heroku Connect write from then on is \
         missing there. A leader is away from both until the upgrade is done, and Connect is not paused \
         by it.", &[UPGRADE])),
    ("pg:upgrade:prepare", always(
        "The upgrade starts by itself in the next maintenance window, while the app and Heroku Connect \
         write; nothing pauses Connect for it.",
        &[DIRECT])),
    ("pg:unfollow", always(
        "The follower becomes a database of its own: what the app and Heroku Connect write to the leader \
         from then on is missing there, and it cannot follow again.", &[UPGRADE, CHANGEOVER])),
    ("pg:copy", always(
        "Everything in the target is replaced, the schema and the trigger log of Heroku Connect with it. \
         A copy that is made while Connect works has rows and log of different moments, and only the \
         default credential.",
        &[UPGRADE_COPY, CHANGE_COPY])),
    ("pg:reset", always(
        "Everything in the database goes: Heroku Connect's tables, its trigger log and every change that \
         is not yet sent to Salesforce. Every mapping has to be reloaded.", &[DOCTOR])),
    ("pg:backups:restore", always(
        "The database goes back to an earlier moment and Heroku Connect's mark stays ahead of it: what \
         changed in between is never read again until every mapping is reloaded, and captured changes \
         that are not yet sent are gone.", &[DOCTOR])),
    ("pg:credentials:rotate", always(
        "Sessions of the credential end and its password changes, for the app and for Heroku Connect: \
         until both have the new one, nothing is synced, and a run that is open finds another address \
         than it was made for.", &[DOCTOR])),
    ("pg:credentials:destroy", always(
        "Whatever logs in with the credential is locked out: an app, or Heroku Connect where its config var \
         holds it. What it owns or was granted stays behind without it.", &[DOCTOR])),
    ("apps:destroy", always(
        "With the app go its databases, Heroku Connect's trigger log and every change that is not yet sent, \
         and the connection with its mappings. None of it comes back.", &[DOCTOR])),
    ("addons:destroy", Watched { addons: Named::Every, ..always(
        "With the database go its rows, Heroku Connect's trigger log and every change that is not yet \
         sent; with the Connect add-on go the connection and its mappings. Neither comes back.",
        &[FINISH, DOCTOR]) }),
    ("addons:detach", Watched { addons: Named::First, ..always(
        "A config var goes. If it is the one that Heroku Connect reads, Connect loses its database; if it \
         names the database for an app, that app does.", &[DOCTOR]) }),
    ("addons:upgrade", Watched { addons: Named::First, services: &[POSTGRES], ..always(
        "The database is moved to another server while everybody writes. Sessions of the app and of \
         Heroku Connect are cut when it changes over, and nobody proves afterwards that both came along.",
        &[CHANGE]) }),
    ("addons:attach", Watched { addons: Named::First, ..always(
        "A name that is in use moves to another database, and the app with it: changes that Heroku \
         Connect has captured and not yet sent stay on the old one, and a connection on another config \
         var stays there too.", &[UPGRADE, CHANGEOVER]) }),
    ("addons:create", Watched { flags: MADE_OF, word: Some("^heroku-postgresql(:|$)"), ..always(
        "The new database has the schema and the trigger log of Heroku Connect as they were at one \
         moment. If the app or Connect is pointed at it, what was written since is lost or is sent twice; \
         a follower refuses every write.", &[UPGRADE, CHANGEOVER, RESYNC]) }),
    ("data:pg:migrate", always(
        "The data move to an Advanced database. Heroku Connect is not paused by it: what it and the app \
         write to the old database meanwhile may be left behind.", &[DOCTOR])),
    ("maintenance:off", open(
        "The app is let in while the run keeps its writers away: the run then falls back to the old \
         database, or rows are lost.", &[RESUME, ABORT])),
    ("ps:scale", Watched { word: Some("^[\\w-]+[=+-]\\d"), ..open(
        "Dynos that start write while the run keeps writers away: the run then falls back to the old \
         database, or rows are lost. The run brings back the dynos that it found.", &[RESUME, ABORT]) }),
    ("connect:resume", open(
        "Heroku Connect writes while the run keeps it quiet, to a database that may be about to be left. \
         The run resumes Connect when the new database is proven.", &[RESUME, ABORT])),
    ("connect:import", open(
        "Mappings change under the run, which proves at its end that they are those that it found.",
        &[RESUME, ABORT])),
];

const PG_WITH_A_SPACE: &str =
    "This shows information on databases and does nothing else: between `pg` and its command stands a colon.";
const CONNECT_WITH_A_SPACE: &str =
    "This shows help and does nothing else, with exit code 0: between `connect` and its command \
         stands a colon.";

/// What looks like a command and is none.
const TOPICS: [(&str, Unheard); 9] = [
    ("pg:upgrade", Unheard { what:
        "`heroku pg:upgrade` is no command any more: it shows help, upgrades nothing and ends with exit \
         code 0, so a script goes on. The commands are pg:upgrade:prepare and pg:upgrade:run; with Heroku \
         Connect in use, none of them alone.",
        instead: &[UPGRADE] }),
    ("pg upgrade", Unheard { what: PG_WITH_A_SPACE, instead: &[UPGRADE] }),
    ("pg promote", Unheard { what: PG_WITH_A_SPACE, instead: &[UPGRADE, CHANGEOVER] }),
    ("pg unfollow", Unheard { what: PG_WITH_A_SPACE, instead: &[UPGRADE, CHANGEOVER] }),
    ("pg copy", Unheard { what: PG_WITH_A_SPACE, instead: &[CHANGE_COPY] }),
    ("pg reset", Unheard { what: PG_WITH_A_SPACE, instead: &[DOCTOR] }),
    ("connect upgrade-db", Unheard { what: CONNECT_WITH_A_SPACE, instead: &[UPGRADE] }),
    ("connect change-plan", Unheard { what: CONNECT_WITH_A_SPACE, instead: &[CHANGE] }),
    ("connect apply", Unheard { what: CONNECT_WITH_A_SPACE, instead: &[APPLY] }),
];

const WORDS: Phrases = Phrases {
    live: "Heroku Connect uses {app} ({connections}).",
    remembered: "Heroku Connect used {app} when run {run} was made; how it is now could not be seen in time.",
    open: "Run {run} is open on {app}: `heroku connect:runs:info {run}` says how it stands.",
    instead: "Safely:",
    goes_on: "`heroku {command}` goes on. HEROKU_CONNECT_GUARD=block stops it instead, \
         HEROKU_CONNECT_GUARD=off says nothing.",
    stopped:
        "`heroku {command}` was not started. To start it all the same: HEROKU_CONNECT_GUARD=warn, or off \
         to be told nothing.",
    unseen: "Whether Heroku Connect uses {app} could not be seen in time: `heroku {command}` goes on, in \
         spite of HEROKU_CONNECT_GUARD=block.",
    no_mode: "HEROKU_CONNECT_GUARD is block, warn or off; anything else is taken for warn.",
    no_plan: "HEROKU_CONNECT_GUARD_PLAN is not the SHA-256 of the plan of an open run: it is passed over.",
};

/// What stands for the app's name in a path.
const APP: &str = "{app}";

/// All that the hooks of this version know.
#[must_use]
pub fn guard() -> Guard {
    Guard {
        format_version: FORMAT_VERSION,
        commands: COMMANDS.into_iter().collect(),
        topics: TOPICS.into_iter().collect(),
        looks: Looks {
            connections: template(connect::discover(APP).effect),
            addons: template(platform::addons(APP).effect),
            attachments: template(platform::attachments_of_app(APP).effect),
        },
        open_endings: ENDINGS.into_iter().filter(|ending| ending.open()).collect(),
        patience_ms: PATIENCE_MS,
        exit_code: Ending::Blocked.exit_code(),
        words: WORDS,
    }
}

/// A read with a placeholder for the app, whose deadline is the hook's.
fn template(mut effect: Effect) -> Effect {
    if let Effect::Http(http) = &mut effect {
        // Encoding has made something else of the braces.
        http.request.path = http.request.path.replace("%7Bapp%7D", APP);
        http.timeout_ms = LOOK_MS;
    }
    effect
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_changes_nothing_names_the_app_once_and_ends_before_the_patience_does() {
        let Looks { connections, addons, attachments } = guard().looks;
        let https = [connections, addons, attachments].map(|look| match look {
            Effect::Http(http) => Some(http),
            Effect::Sql(_) | Effect::File(_) => None,
        });
        assert!(https.iter().all(Option::is_some), "a hook only sends requests");
        for http in https.into_iter().flatten() {
            assert!(!http.mutates && !http.reads.is_empty());
            assert_eq!(http.request.path.matches(APP).count(), 1, "{}", http.request.path);
            assert!(!http.request.path.contains('%'), "{}", http.request.path);
            assert!(http.timeout_ms < PATIENCE_MS);
        }
    }

    #[test]
    fn every_command_has_a_sentence_and_a_way_and_a_run_is_only_named_where_one_is_open() {
        let all = guard();
        assert_eq!(all.commands.len(), COMMANDS.len());
        assert_eq!(all.topics.len(), TOPICS.len());
        for (id, one) in &all.commands {
            assert!(one.what.ends_with('.') && !one.what.contains('{'), "{id}");
            assert!(!one.instead.is_empty(), "{id}");
            for way in one.instead {
                assert!(way.starts_with("heroku connect:"), "{id}: {way}");
                assert!(one.only_open || !way.contains("{run}"), "{id}: {way}");
            }
        }
        for (typed, one) in &all.topics {
            assert!(
                one.what.ends_with('.') && one.instead.iter().all(|way| !way.contains("{run}")),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_way_to_be_told_nothing_is_said_each_time() {
        for sentence in [WORDS.goes_on, WORDS.stopped] {
            assert!(sentence.contains("HEROKU_CONNECT_GUARD") && sentence.contains("off"), "{sentence}");
        }
    }
}
