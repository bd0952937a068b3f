use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// It is counted what Connect sent once more from the database that went back, before it was paused.
    pub struct SentAgain {
        /// The moment to which it went back.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: Millis,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for SentAgain {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = query::sent_again(&self.place.get(known)?, &self.schema, self.at);
        let sent = look.read(ask, "the trigger log")?;
        let (Some(inserts), Some(updates), Some(deletes)) = (sent.inserts, sent.updates, sent.deletes) else {
            return Ok(Judgement::unread("what was sent from it could not be counted"));
        };
        let value = if inserts + updates + deletes == 0 {
            "nothing".to_owned()
        } else {
            format!(
                "{inserts} new records (look for duplicates), {updates} changes (they may have replaced newer ones), {deletes} deletes; \
                 their rows are in {}._trigger_log_archive, processed after the moment and created before it",
                self.schema
            )
        };
        Ok(Judgement::proven(
            format!("sentAgain/{}", self.schema),
            "Sent from the rolled-back log before this run",
            value,
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::sent_again(&self.place.get(known)?, &self.schema, self.at).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
