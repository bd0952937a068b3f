//! A snapshot that was written by `connect:snapshot`.

use super::{read, strict, GivenFile, Kind};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::face::LocalTime;
use crate::procedures;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Snapshot, FORMAT_VERSION};
use crate::survey::names;

/// What is older than this may be wrong by now.
const OLD_MS: Millis = 24 * 60 * 60_000;

const KIND: Kind = Kind {
    noun: "snapshot",
    version: FORMAT_VERSION,
    mark: MARK,
    unreadable: codes::SNAPSHOT_UNREADABLE,
    unknown: codes::SNAPSHOT_UNKNOWN_PART,
    help: "take one: `heroku connect:snapshot FILE --app APP`",
};

/// What only a snapshot has.
const MARK: &str = "takenAt";

/// The snapshot in a file, for whatever it is to be used; `None` if the file is none.
///
/// # Errors
/// It is a snapshot that cannot be read.
pub fn taken(file: &GivenFile) -> Result<Option<Snapshot>, Diagnostic> {
    let value = strict(&file.text).unwrap_or_default();
    value.get(MARK).map(|_| read(file, &KIND)).transpose()
}

/// Reads a snapshot, if a plan of what is asked for can be made from it.
///
/// # Errors
/// Why not: the file is none, another version wrote it, or it was taken of something else.
pub fn snapshot(file: &GivenFile, request: &Request) -> Result<Snapshot, Diagnostic> {
    let mut snapshot: Snapshot = read(file, &KIND)?;
    let other = |what: String, help: String| Diagnostic::block(codes::SNAPSHOT_OTHER, what, help);
    if !names(&snapshot, &request.app, &request.database) {
        return Err(other(
            format!(
                "the snapshot is of {} as {} has it, and shows no {} of {}",
                shell_word(&snapshot.database.addon),
                shell_word(&snapshot.app),
                shell_word(&request.database.0),
                shell_word(&request.app),
            ),
            format!("take one of it: `heroku connect:snapshot FILE --app {}`", shell_word(&request.app)),
        ));
    }
    let needs = procedures::find(request.procedure.id()).map(|one| one.needs(request)).unwrap_or_default();
    needs.keep_of(&mut snapshot);
    match needs.follower.filter(|name| snapshot.follower.as_ref().is_none_or(|one| one.addon != *name)) {
        None => Ok(snapshot),
        Some(name) => Err(other(
            format!("the snapshot does not show the follower {}", shell_word(&name)),
            format!("take one with `--follower {}`", shell_word(&name)),
        )),
    }
}

/// What is to be said of a snapshot's age.
#[must_use]
pub fn old(snapshot: &Snapshot, now: Millis, local: &LocalTime) -> Option<Diagnostic> {
    (now.saturating_sub(snapshot.taken_at) > OLD_MS).then(|| {
        Diagnostic::warn(
            codes::SNAPSHOT_OLD,
            format!("the snapshot is older than a day: {}", local.moment(snapshot.taken_at)),
            format!("take a new one: `heroku connect:snapshot FILE --app {}`", shell_word(&snapshot.app)),
        )
    })
}
