use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Every table with rows has planner statistics.
    pub struct StatisticsPresent {
        /// Database.
        place: Place,
    }
}

impl Predicate for StatisticsPresent {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let row = look.read(query::statistics(&self.place.get(known)?), "the statistics")?;
        Ok(match (row.without, row.tables) {
            (Some(0), Some(tables)) => {
                let proves = format!("statistics/{}", self.place.role.key());
                Judgement::proven(proves, "planner statistics", format!("present for {tables} tables"))
            }
            (Some(without), _) => Judgement::not_yet(&format!("{without} tables have none yet")),
            _ => Judgement::not_yet("the statistics could not be read"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
