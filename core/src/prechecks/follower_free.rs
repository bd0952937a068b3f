use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Follower, Snapshot};

/// Names that an existing follower has already would name the lead afterwards, and those who read there would read it.
pub struct FollowerFree;

impl Precheck for FollowerFree {
    fn code(&self) -> Code {
        codes::TARGET_ATTACHED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(follower) = &snapshot.follower else {
            return Diagnostic::pass(self.code(), "the names of the new database are its own");
        };
        let copies = snapshot.apps.iter().flat_map(|app| {
            app.config
                .follower_copies
                .iter()
                .map(move |name| (name.as_str(), app.name.as_str(), "config:unset"))
        });
        let names: Vec<_> = chosen(follower)
            .map(|one| (one.name.as_str(), one.app.as_str(), "addons:detach"))
            .chain(copies)
            .collect();
        let Some((first, app, command)) = names.first() else {
            let message = format!("`{}` has no name but its own", follower.addon);
            return Diagnostic::pass(self.code(), message);
        };
        let all: Vec<String> = names.iter().map(|(name, app, _)| format!("{name} of `{app}`")).collect();
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "`{}` is in use under names of its own, which would name the lead and no replica any more: {}",
                    follower.addon,
                    all.join(", ")
                ),
                format!(
                    "leave `--follower` out, or take them away first: `heroku {command} {} --app {}`; or go on with \
                     `--accept target/attached`",
                    shell_word(first),
                    shell_word(app)
                ),
            ),
        )
    }
}

/// All but the colour names on the app that pays for it.
fn chosen(follower: &Follower) -> impl Iterator<Item = &Attachment> {
    follower
        .attachments
        .iter()
        .filter(|one| !(one.name.starts_with("HEROKU_POSTGRESQL_") && one.app == follower.app))
}
