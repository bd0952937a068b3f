//! Collects planner statistics; none survive an upgrade before Postgres 18.

use super::{psql, Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, uses_nothing, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Stage};

uses_nothing!(Stage);

arguments! {
    /// Collects planner statistics.
    pub struct Analyze {
        /// Database.
        place: Place,
        /// How much.
        stage: Stage,
    }
}

impl Verb for Analyze {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::analyze(&self.place.get(known)?, self.stage))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let statistics = look.read(query::statistics(&self.place.get(known)?), "the statistics")?;
        let complete = statistics.without.map(|without| without.is_empty());
        Ok(match self.stage {
            Stage::First => Landed::from(complete, "the statistics"),
            // How much was collected cannot be seen, and collecting it twice is the same.
            Stage::Rest => Landed::No(None),
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let command = match self.stage {
            Stage::First => "SET default_statistics_target = 1; ANALYZE",
            Stage::Rest => "ANALYZE",
        };
        psql(&self.place, known, command)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        let what = match self.stage {
            Stage::First => "the first planner statistics",
            Stage::Rest => "the rest of the planner statistics",
        };
        Ok(format!("collect {what} on the {}", self.place.role.words()))
    }
}
