use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Majors that this version knows: tried on real servers, and offered by Heroku when it was made.
const KNOWN: std::ops::RangeInclusive<u64> = 15..=18;

/// Majors that are known to be offered, the oldest first.
pub fn offered_majors() -> impl Iterator<Item = u64> {
    KNOWN
}

/// Heroku tells which versions it offers only when an upgrade is run, with writers stopped and a follower paid for.
pub struct VersionKnown;

impl Precheck for VersionKnown {
    fn code(&self) -> Code {
        codes::VERSION_NOT_OFFERED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, _: &Snapshot, request: &Request) -> Diagnostic {
        let (first, last) = (KNOWN.start(), KNOWN.end());
        match request.version() {
            Some(version) if !KNOWN.contains(&version.0) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!(
                        "Postgres {version} is not one of the versions that are known to be offered: {first} to {last}"
                    ),
                    "see `heroku help pg:upgrade:run` and the version article of Heroku Postgres; if Heroku offers it by now: \
                     `--accept version/not-offered`",
                ),
            ),
            Some(version) => Diagnostic::pass(
                self.code(),
                format!("Postgres {version} is one of the versions that are known to be offered: {first} to {last}"),
            ),
            None => Diagnostic::pass(self.code(), "no other version is asked for"),
        }
    }
}
