use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Snapshot};

/// A database that is to be destroyed is not the one that an app uses: nothing is attached to it but its own names.
pub struct OldUnused;

impl Precheck for OldUnused {
    fn code(&self) -> Code {
        codes::DATABASE_STILL_ATTACHED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let spare = request.finishes().map(|finish| finish.attachment.as_str());
        let name = &snapshot.database.addon;
        match snapshot.attachments.iter().find(|one| uses(one, snapshot, spare)) {
            None => {
                Diagnostic::pass(self.code(), format!("no app uses `{name}` by a name of its own choice"))
            }
            Some(one) => Diagnostic::block(
                self.code(),
                format!("`{name}` is attached to `{}` as {}", one.app, one.name),
                format!(
                    "if it is not needed: `heroku addons:detach {} --app {}`",
                    shell_word(&one.name),
                    shell_word(&one.app)
                ),
            ),
        }
    }
}

/// A colour on the app that pays, and the spare name of the run, belong to the add-on itself.
fn uses(one: &Attachment, snapshot: &Snapshot, spare: Option<&str>) -> bool {
    !snapshot.stays(one) && Some(one.name.as_str()) != spare
}
