//! Cancels a copy (`POST /client/v11/apps/{app}/transfers/{uuid}/actions/cancel`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Transferred};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Cancels a copy.
    pub struct TransferCancel {
        /// Which one.
        copy: Transferred,
    }
}

impl Verb for TransferCancel {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::cancel_transfer(&self.copy.app, known.found()?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let transfers = look.read(data::transfers(&self.copy.app), "the copies")?;
        Ok(match self.copy.among(known, &transfers)? {
            None => Landed::Yes,
            Some(one) if one.finished_at.is_some() || one.canceled_at.is_some() => Landed::Yes,
            Some(one) => match &one.uuid {
                Some(id) => Landed::No(Some(id.clone())),
                None => Landed::Unclear("the copy has no id".to_owned()),
            },
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn wants_gone(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:backups:cancel --app {}", shell_word(&self.copy.app))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok("cancel the copy".to_owned())
    }
}
