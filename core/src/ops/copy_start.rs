//! Copies a database into another one, whose content it erases (`POST /client/v11/databases/{id}/transfers`). Both URLs are put in by
//! the shell.

use super::{Landed, TransferCancel, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place, Transferred};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Starts a copy.
    pub struct CopyStart {
        /// Add-on id of the target.
        addon_id: Late<String>,
        /// Which copy it is.
        copy: Transferred,
        /// The source.
        from: Place,
        /// The target.
        to: Place,
    }
}

impl Verb for CopyStart {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (from_name, to_name) = (self.copy.from_name.get(known)?, self.copy.to_name.get(known)?);
        let (from, to) = (self.from.get(known)?, self.to.get(known)?);
        Ok(data::copy(&self.addon_id.get(known)?, (&from_name, &from), (&to_name, &to)))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let transfers = look.read(data::transfers(&self.copy.app), "the copies")?;
        Ok(Landed::from(Some(self.copy.among(known, &transfers)?.is_some()), "the copies"))
    }

    fn undo(&self) -> Undo {
        Undo::by(TransferCancel { copy: self.copy.clone() })
    }

    /// It erases a database: nobody may type it from a card at a later moment.
    fn on_card(&self) -> bool {
        false
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (from, to) = (self.copy.from_name.get(known)?, self.copy.to_name.get(known)?);
        let (from, to, app) = (shell_word(&from), shell_word(&to), shell_word(&self.copy.app));
        Ok(Some(format!("heroku pg:copy {from} {to} --app {app} --confirm {to}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("copy the {} into the {}", self.from.role.words(), self.to.role.words()))
    }
}
