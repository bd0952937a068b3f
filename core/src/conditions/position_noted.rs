use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Position};

arguments! {
    /// The position of a leader is noted: whatever it acknowledged before is behind it.
    pub struct PositionNoted {
        /// Gets it.
        bind: Slot<Position>,
        /// Database.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// What it is called.
        title: String,
    }
}

impl Predicate for PositionNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(query::position_note(&self.place.get(known)?, &self.schemas), "the position")?;
        Ok(match now.0 {
            None => Judgement::unread("the position is incomplete"),
            Some(now) => {
                let proves = format!("position/{}", self.bind.name());
                Judgement::proven(proves, &self.title, now.describe()).binding(&self.bind, &now)
            }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
