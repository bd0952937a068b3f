use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Snapshot};

/// A colour name belongs to its add-on and stays with the old database; whether code reads it cannot be seen.
pub struct ColourVariable;

impl Precheck for ColourVariable {
    fn code(&self) -> Code {
        codes::APP_COLOUR_VARIABLE
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let app = &snapshot.database.app;
        let staying = snapshot.attachments.iter().filter(|one| snapshot.stays(one));
        let names: Vec<String> = staying.map(Attachment::config_var).collect();
        if names.is_empty() {
            return Diagnostic::pass(self.code(), "no attachment stays on the old database");
        }
        let what = format!(
            "{} of `{app}` keeps pointing at the old database: code that reads it cannot write afterwards",
            names.join(", ")
        );
        let payer = snapshot.apps.iter().find(|one| one.name == *app);
        // An app that has another name for the database, or copies of its address, is judged by these.
        if payer.is_none_or(|payer| snapshot.moves(payer) || !payer.config.copies.is_empty()) {
            return Diagnostic::note(self.code(), what);
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("{what}, and the app has no other name for it"),
                format!(
                    "give it one that moves and let the code read that: `heroku addons:attach {} --app {} --as DATABASE`; if no \
                     code reads it: `--accept app/colour-variable`",
                    shell_word(&snapshot.database.addon),
                    shell_word(app)
                ),
            ),
        )
    }
}
