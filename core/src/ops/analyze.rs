//! Collects planner statistics; none survive an upgrade before Postgres 18.

use super::{psql, Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Collects planner statistics.
    pub struct Analyze {
        /// Database.
        place: Place,
    }
}

impl Verb for Analyze {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::analyze(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let statistics = look.read(query::statistics(&self.place.get(known)?), "the statistics")?;
        Ok(Landed::from(statistics.without.map(|without| without == 0), "the statistics"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        psql(&self.place, known, "ANALYZE")
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("collect planner statistics on the {}", self.place.role.words()))
    }
}
