use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// It is counted what the database as it was had captured after the moment, and what became of it.
    pub struct GapCounted {
        /// The moment.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: Millis,
        /// The database as it was.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for GapCounted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let gap = look.read(query::gap(&self.place.get(known)?, &self.schema, self.at), "the trigger log")?;
        let (Some(sent), Some(refused), Some(unsent)) = (gap.sent, gap.refused, gap.unsent) else {
            return Ok(Judgement::unread("what was captured since could not be counted"));
        };
        Ok(Judgement::proven(
            format!("gap/{}", self.schema),
            "Captured after the moment",
            format!(
                "{sent} sent, which a reload brings; {refused} refused and {unsent} never sent, which only the old database has"
            ),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::gap(&self.place.get(known)?, &self.schema, self.at).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
