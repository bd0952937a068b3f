use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Followers of the old database stay with it.
pub struct OldFollowers;

impl Precheck for OldFollowers {
    fn code(&self) -> Code {
        codes::DATABASE_FOLLOWERS
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let adopted = u64::from(snapshot.follower.is_some());
        match snapshot.database.followers.saturating_sub(adopted) {
            0 if adopted > 0 => {
                Diagnostic::pass(self.code(), "the database has no followers but the one that takes over")
            }
            0 => Diagnostic::pass(self.code(), "the database has no followers"),
            n => Diagnostic::warn(
                self.code(),
                format!("the database has {n} follower(s): they go on following the old one"),
                "make new ones after the run: `heroku addons:create … -- --follow`",
            ),
        }
    }
}
