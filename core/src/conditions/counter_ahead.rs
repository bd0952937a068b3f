use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The counter of transactions is ahead of every one that a trigger log names: Connect tells by it which changes are new.
    pub struct CounterAhead {
        /// Database.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for CounterAhead {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look
            .read(query::holdings(&self.place.get(known)?, &self.schemas), "the counter of transactions")?;
        let Some((now, ahead)) = now.0.and_then(|now| now.counter_is_ahead().map(|ahead| (now, ahead)))
        else {
            return Ok(Judgement::unread("the counter of transactions could not be read"));
        };
        let words = format!("the next one is {}, the newest in a trigger log {}", now.xmax, now.logged_tx);
        Ok(if ahead {
            Judgement::proven("counter", "counter of transactions", words)
        } else {
            let detail = format!("{words}: Connect would take new changes for old ones");
            Judgement::Never { code: codes::DATABASE_DIFFERS, detail }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
