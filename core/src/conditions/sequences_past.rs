//! Every sequence of a schema is at or past its column. Arguments: `place`, `schema`.

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Every sequence of a schema is at or past its column.
pub struct SequencesPast;

impl Condition for SequencesPast {
    fn name(&self) -> &'static str {
        "sequences_past@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(query(args, "place", "sequences", args.text("schema")?, None)?)
        } else {
            None
        })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let row = match nth(answers, 0, "the sequences") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        Ok(match (read::number(row, "/behind"), read::number(row, "/checked")) {
            (Some(0), Some(checked)) => {
                Judgement::proven("sequences", format!("{checked} checked, none behind its column"))
            }
            (Some(behind), _) => {
                let detail = format!("{behind} sequences are behind their columns");
                Judgement::Never { code: "target/not-a-copy", detail }
            }
            _ => Judgement::NotYet("the sequences could not be read".to_owned()),
        })
    }
}
