//! Begins to beat: a table of one row beside the lock, in which every beat is a number.

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Makes the table of beats.
    pub struct Beat {
        /// Lead database.
        place: Place,
    }
}

impl Verb for Beat {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::beat_begin(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let observation = look.observation(query::beat_kept(&self.place.get(known)?).effect)?;
        Ok(match observation {
            none if query::no_lock(none) => Landed::No(None),
            crate::effect::Observation::Sql { .. } => Landed::Yes,
            other => return Err(Look::unread(other, "the table of test writes")),
        })
    }

    /// It goes with the schema of the lock.
    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make a table for test writes beside the lock in the {}", self.place.role.words()))
    }
}
