use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Head};

arguments! {
    /// It is noted where a trigger log stands.
    pub struct HeadNoted {
        /// Gets it.
        bind: Slot<Head>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for HeadNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = query::log_head(&self.place.get(known)?, &self.schema, None);
        Ok(match look.read(ask, "the trigger log")?.head() {
            Some(head) => Judgement::holds().binding(&self.bind, &head),
            None => Judgement::unread("it was not told where the trigger log stands"),
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::log_head(&self.place.get(known)?, &self.schema, None).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
