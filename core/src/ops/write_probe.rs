//! Proves with a transaction that changes nothing that a database accepts writes of any client.

use super::{psql, Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Tries a write transaction.
    pub struct WriteProbe {
        /// Database.
        place: Place,
    }
}

impl Verb for WriteProbe {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::write_probe(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        look.read(query::server(&self.place.get(known)?), "the database")?;
        // Nothing of it stays, so it can always be tried again.
        Ok(Landed::No(None))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        psql(&self.place, known, "CREATE TEMPORARY TABLE write_probe (one int)")
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("try a write transaction on the {} that changes nothing", self.place.role.words()))
    }
}
