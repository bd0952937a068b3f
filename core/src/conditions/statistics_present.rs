//! Every table with rows has planner statistics. Arguments: `place`.

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Every table with rows has planner statistics.
pub struct StatisticsPresent;

impl Condition for StatisticsPresent {
    fn name(&self) -> &'static str {
        "statistics_present@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(query(args, "place", "statistics", "", None)?) } else { None })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let row = match nth(answers, 0, "the statistics") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        Ok(match (read::number(row, "/without"), read::number(row, "/tables")) {
            (Some(0), Some(tables)) => {
                Judgement::proven("planner statistics", format!("present for {tables} tables"))
            }
            (Some(without), _) => Judgement::NotYet(format!("{without} tables have none yet")),
            _ => Judgement::NotYet("the statistics could not be read".to_owned()),
        })
    }
}
