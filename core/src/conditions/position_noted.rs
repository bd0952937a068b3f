//! The position of a database is read. Arguments: `place`, `schemas`, `bind`, `title`. Binds `{bind}`: the row of query `position`.

use serde_json::Value;

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The position of a database is read.
pub struct PositionNoted;

impl Condition for PositionNoted {
    fn name(&self) -> &'static str {
        "position_noted@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(query(args, "place", "position", args.text("schemas")?, None)?)
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let row = match nth(answers, 0, "the position") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        if read::text(row, "/flushLsn").is_none()
            || read::text(row, "/xmax").is_none()
            || read::text(row, "/writes").is_none()
        {
            return Ok(Judgement::NotYet("the position is incomplete".to_owned()));
        }
        let words = describe(row);
        Ok(Judgement::proven(args.text("title")?, words).binding(args.text("bind")?.to_owned(), row.clone()))
    }
}

/// A position in words.
pub fn describe(row: &Value) -> String {
    let text = |pointer| read::text(row, pointer).unwrap_or("?");
    format!(
        "WAL {}, xmax {}, writes {}, log {}",
        text("/flushLsn"),
        text("/xmax"),
        text("/writes"),
        text("/heads")
    )
}
