use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// Nothing reads a follower of the database that is to be destroyed: it would be cut off, and its readers with it.
pub struct FollowersUnused;

impl Precheck for FollowersUnused {
    fn code(&self) -> Code {
        codes::DATABASE_FOLLOWER_IN_USE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let name = &snapshot.database.addon;
        let mut read = snapshot.followers.iter().flat_map(|one| one.readers().map(move |held| (one, held)));
        if let Some((one, held)) = read.next() {
            return Diagnostic::block(
                self.code(),
                format!("`{}` of `{}` reads `{}`, which follows `{name}`", held.name, held.app, one.addon),
                format!(
                    "attach a follower of the new database in its place, or detach it: `heroku addons:detach {} --app {}`",
                    shell_word(&held.name),
                    shell_word(&held.app)
                ),
            );
        }
        let names: Vec<&str> = snapshot.followers.iter().map(|one| one.addon.as_str()).collect();
        let unseen = snapshot.database.followers.saturating_sub(snapshot.followers.len() as u64);
        match (names.first(), unseen) {
            (None, 0) => Diagnostic::pass(self.code(), format!("nothing follows `{name}`")),
            (_, 1..) => Diagnostic::block(
                self.code(),
                format!("{unseen} follower(s) of `{name}` were not found in the apps that were looked at"),
                "see `heroku pg:info` for them, and destroy or unfollow them first",
            ),
            (Some(first), 0) => Diagnostic::warn(
                self.code(),
                format!("{} will follow nobody, and go on costing what they cost", names.join(", ")),
                format!("if they are not needed: `heroku addons:destroy {}`", shell_word(first)),
            ),
        }
    }
}
