use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Position};

arguments! {
    /// The trigger log on the new side is where it was.
    pub struct LogCarriedOver {
        /// New database.
        place: Place,
        /// Position of the old one.
        position: Late<Position>,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for LogCarriedOver {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(query::position(&self.place.get(known)?, &self.schemas), "the trigger log")?;
        let Some(now) = now.0 else { return Ok(Judgement::unread("the log could not be read")) };
        let before = self.position.get(known)?;
        Ok(if before.heads == now.heads {
            Judgement::proven("log-carried-over", "trigger log carried over", now.heads)
        } else {
            let detail = format!("its head was {}, is {}", before.heads, now.heads);
            Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
