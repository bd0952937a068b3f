use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, MomentSlots, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The time of a server is noted.
    pub struct MomentNoted {
        /// Gets it.
        bind: MomentSlots,
        /// Database.
        place: Place,
    }
}

impl Predicate for MomentNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the database")?;
        Ok(match &server.now {
            Some(now) => Judgement::holds().binding(&self.bind.at(), now),
            None => Judgement::unread("the server does not tell its time"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
