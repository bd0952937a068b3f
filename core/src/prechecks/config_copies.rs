use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::total;
use crate::request::{Request, UpgradeDb};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// A config var that holds a copy of the URL, or a part of it, does not move with an attachment.
pub struct ConfigCopies;

impl Precheck for ConfigCopies {
    fn code(&self) -> Code {
        codes::APP_COPIED_URL
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((first, variable)) = snapshot.copies().next() else {
            let others = total(snapshot.apps.iter().map(|app| app.config.others));
            return Diagnostic::pass(
                self.code(),
                format!(
                    "{others} config var(s) of {} app(s) hold no part of the database's address; encoded values were not \
                     looked into",
                    snapshot.apps.len()
                ),
            );
        };
        let all: Vec<String> =
            snapshot.copies().map(|(app, name)| format!("{name} of `{}`", app.name)).collect();
        let (variable, app) = (shell_word(variable), shell_word(&first.name));
        if request.changes_plan().is_some() || request.upgrade().is_some_and(UpgradeDb::direct) {
            let message = format!(
                "the database's address, or a part of it, was copied into {}: it may change, and these do not change with it",
                all.join(", ")
            );
            let help = format!("change it by hand afterwards: `heroku config:edit {variable} --app {app}`, with `--accept app/copied-url` now");
            return accepted(request, Diagnostic::block(self.code(), message, help));
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "the database's address, or a part of it, was copied into {}: each keeps naming the old database, and \
                     whoever uses it cannot write afterwards",
                    all.join(", ")
                ),
                format!(
                    "replace it by an attachment: `heroku config:unset {variable} --app {app}`, then `heroku addons:attach {} \
                     --app {app} --as NAME`; or change it by hand afterwards, with `--accept app/copied-url` now",
                    shell_word(&snapshot.database.addon)
                ),
            ),
        )
    }
}
