//! Extensions: whether the new version has them, and whose objects stay at an older version.

use super::{accepted, with_trial, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::plan::Next;
use crate::query;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Extension, Snapshot};

/// Of Postgres' own, those of every version from 15 to 18.
const CARRIED: [&str; 55] = [
    "amcheck",
    "autoinc",
    "bloom",
    "bool_plperl",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dblink",
    "dict_int",
    "dict_xsyn",
    "earthdistance",
    "file_fdw",
    "fuzzystrmatch",
    "hstore",
    "hstore_plperl",
    "hstore_plpython3u",
    "insert_username",
    "intagg",
    "intarray",
    "isn",
    "jsonb_plperl",
    "jsonb_plpython3u",
    "lo",
    "ltree",
    "ltree_plpython3u",
    "moddatetime",
    "pageinspect",
    "pg_buffercache",
    "pg_freespacemap",
    "pg_prewarm",
    "pg_stat_statements",
    "pg_surgery",
    "pg_trgm",
    "pg_visibility",
    "pg_walinspect",
    "pgcrypto",
    "pgrowlocks",
    "pgstattuple",
    "plperl",
    "plpgsql",
    "plpython3u",
    "pltcl",
    "postgres_fdw",
    "refint",
    "seg",
    "sslinfo",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid-ossp",
    "xml2",
    "plperlu",
];

/// Of Postgres' own, those that were removed, and when.
const REMOVED: [(&str, u64); 10] = [
    ("adminpack", 17),
    ("hstore_plpython2u", 15),
    ("hstore_plpythonu", 15),
    ("jsonb_plpython2u", 15),
    ("jsonb_plpythonu", 15),
    ("ltree_plpython2u", 15),
    ("ltree_plpythonu", 15),
    ("old_snapshot", 17),
    ("plpython2u", 15),
    ("plpythonu", 15),
];

/// Of Postgres' own, those whose objects got a newer version, and when.
const RENEWED: [(&str, u64); 21] = [
    ("amcheck", 17),
    ("amcheck", 18),
    ("btree_gist", 18),
    ("citext", 18),
    ("earthdistance", 16),
    ("fuzzystrmatch", 16),
    ("isn", 18),
    ("lo", 18),
    ("ltree", 17),
    ("pageinspect", 16),
    ("pageinspect", 18),
    ("pg_buffercache", 16),
    ("pg_buffercache", 17),
    ("pg_buffercache", 18),
    ("pg_freespacemap", 18),
    ("pg_stat_statements", 17),
    ("pg_stat_statements", 18),
    ("pg_walinspect", 16),
    ("pgcrypto", 18),
    ("postgres_fdw", 18),
    ("xml2", 18),
];

/// Extensions that were removed.
pub struct ExtensionsGone;

impl Precheck for ExtensionsGone {
    fn code(&self) -> Code {
        codes::VERSION_EXTENSION_GONE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(installed) = installed(snapshot) else {
            return Diagnostic::note(self.code(), "not judged: whether the new version has every extension");
        };
        let gone = listed(installed, |one| across(&REMOVED, one, snapshot, request));
        if gone.is_empty() {
            return Diagnostic::pass(self.code(), "no extension is installed that was removed from Postgres");
        }
        Diagnostic::block(
            self.code(),
            format!("the new version does not have: {gone}"),
            with_trial("drop each one: `DROP EXTENSION …`", snapshot, request),
        )
    }
}

/// Extensions of which it is not known whether the service offers them in the new version.
pub struct ExtensionsKnown;

impl Precheck for ExtensionsKnown {
    fn code(&self) -> Code {
        codes::VERSION_EXTENSION_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(installed) = installed(snapshot) else {
            return Diagnostic::note(
                self.code(),
                "not judged: whether every extension is one of Postgres' own",
            );
        };
        let own = |name: &str| CARRIED.contains(&name) || REMOVED.iter().any(|(removed, _)| *removed == name);
        let unknown = listed(installed, |one| !own(&one.name));
        if unknown.is_empty() {
            return Diagnostic::pass(self.code(), "every extension is one of Postgres' own");
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("whether the new version has these cannot be seen from here: {unknown}"),
                with_trial(
                    format!(
                        "see Heroku's list of extensions by version; if it has them: `--accept {}`",
                        self.code()
                    ),
                    snapshot,
                    request,
                ),
            ),
        )
    }
}

/// An upgrade leaves an extension's objects as they are.
pub struct ExtensionVersions;

impl Precheck for ExtensionVersions {
    fn code(&self) -> Code {
        codes::DATABASE_EXTENSION_VERSIONS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(installed) = installed(snapshot) else {
            return Diagnostic::note(self.code(), "not judged: which extensions stay at an older version");
        };
        let behind = listed(installed, |one| behind(one, snapshot, request));
        if behind.is_empty() {
            return Diagnostic::pass(self.code(), "no extension is known to stay at an older version");
        }
        Diagnostic::note(
            self.code(),
            format!("stay at an older version until somebody updates them: {behind}; the commands stand at the end of the run"),
        )
    }
}

/// Jobs and replication that a database runs by itself.
pub struct DatabaseJobs;

impl Precheck for DatabaseJobs {
    fn code(&self) -> Code {
        codes::DATABASE_JOBS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let Some(installed) = installed(snapshot) else {
            return Diagnostic::note(self.code(), "not judged: whether the database runs jobs by itself");
        };
        let jobs = listed(installed, |one| {
            ["bdr", "pg_cron", "pg_partman", "pgactive", "pgagent", "pglogical", "timescaledb"]
                .contains(&one.name.as_str())
        });
        if jobs.is_empty() {
            return Diagnostic::pass(
                self.code(),
                "no extension is known to run jobs or replication inside the database",
            );
        }
        Diagnostic::warn(
            self.code(),
            format!("can run jobs or replication inside the database, during the downtime too: {jobs}"),
            "switch them off before the run; what writes then makes the run reopen on the old database",
        )
    }
}

/// What to type after an upgrade, so that no extension stays at an older version.
#[must_use]
pub fn extension_updates(snapshot: &Snapshot, request: &Request) -> Vec<Next> {
    let installed = installed(snapshot).unwrap_or_default();
    let Some(reach) = snapshot.reach() else { return Vec::new() };
    let update = |one: &Extension| Next {
        command: format!(
            "heroku pg:psql {} --app {} --command {}",
            shell_word(&reach.name),
            shell_word(&reach.app),
            shell_word(&query::extension_update(&one.name))
        ),
        why: format!(
            "{} stays at version {} until then; if the server wants its owner, ask Heroku to do it",
            one.name, one.version
        ),
    };
    installed.iter().filter(|one| behind(one, snapshot, request)).map(update).collect()
}

fn installed(snapshot: &Snapshot) -> Option<&[Extension]> {
    snapshot.database.inventory.as_ref().map(|inventory| inventory.extensions.as_slice())
}

fn listed(installed: &[Extension], which: impl Fn(&Extension) -> bool) -> String {
    let names: Vec<&str> = installed.iter().filter(|one| which(one)).map(|one| one.name.as_str()).collect();
    names.join(", ")
}

/// True if the way to the new version leads across a major at which the table names this extension.
fn across(table: &[(&str, u64)], one: &Extension, snapshot: &Snapshot, request: &Request) -> bool {
    let from = snapshot.database.major.unwrap_or(0);
    let to = request.upgrade().map_or(from, |upgrade| upgrade.version.0);
    table.iter().any(|(name, since)| *name == one.name && from < *since && *since <= to)
}

fn behind(one: &Extension, snapshot: &Snapshot, request: &Request) -> bool {
    let here = one.newest.as_ref().is_some_and(|newest| *newest != one.version);
    here || across(&RENEWED, one, snapshot, request)
}
