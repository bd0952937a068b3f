use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Says what was left in a schema that was put aside: it never gets to Salesforce by itself.
    pub struct LeftAside {
        /// What the schema is called.
        aside: Late<String>,
        /// Database.
        place: Place,
    }
}

impl Predicate for LeftAside {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let aside = self.aside.get(known)?;
        let log = look.read(query::log_states(&self.place.get(known)?, &aside), "the trigger log")?;
        let (Some(new), Some(pending), Some(failed)) = (log.new, log.pending, log.failed) else {
            return Ok(Judgement::unread("what was left could not be counted"));
        };
        let waits = new.saturating_add(pending);
        Ok(Judgement::proven(
            "leftAside".to_owned(),
            "Left unsent, and kept",
            format!("{waits} changes, {failed} refused ones, in schema {aside}"),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::log_states(&self.place.get(known)?, &self.aside.get(known)?).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
