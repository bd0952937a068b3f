//! What it changes (`METHOD /path`).

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// What it changes.
    pub struct __Pascal__ {
        /// App.
        app: String,
    }
}

impl Verb for __Pascal__ {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Err(LateError::Unknown("__snake__@1: its request is not written".to_owned()))
    }

    fn landed(&self, _: &Known<'_>, _: &Look<'_>) -> Result<Landed, Stop> {
        Ok(Landed::Unclear("not written".to_owned()))
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("change something of {}", self.app))
    }
}
