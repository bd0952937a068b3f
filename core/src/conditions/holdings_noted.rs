use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Holdings};

arguments! {
    /// What a database holds is known, to compare it once its server was made anew.
    pub struct HoldingsNoted {
        /// Gets it.
        bind: Slot<Holdings>,
        /// Database.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for HoldingsNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let holdings = look.read(query::holdings(&self.place.get(known)?, &self.schemas), "what it holds")?;
        Ok(match holdings.0 {
            None => Judgement::unread("what the database holds could not be read"),
            Some(holdings) => Judgement::holds().binding(&self.bind, &holdings),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
