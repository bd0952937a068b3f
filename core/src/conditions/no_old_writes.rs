use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// No transaction is open that began before a moment and holds a table of a schema for writing.
    pub struct NoOldWrites {
        /// Moment on the clock of the server.
        before: Late<String>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for NoOldWrites {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (place, before) = (self.place.get(known)?, self.before.get(known)?);
        let open = look.read(query::open_writes(&place, &self.schema, &before), "the open transactions")?;
        Ok(match open.open {
            Some(0) => Judgement::proven(
                format!("old-writes/{}", self.schema),
                "no write is open from before the pause",
                format!("none on the tables of {}", self.schema),
            ),
            Some(number) => Judgement::NotYet(format!(
                "{number} transactions from before the pause hold tables for writing: {}",
                open.names.join(", ")
            )),
            None => Judgement::unread("the open transactions could not be counted"),
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let (place, before) = (self.place.get(known)?, self.before.get(known)?);
        Ok(vec![query::open_writes(&place, &self.schema, &before).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
