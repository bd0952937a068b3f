//! Nobody wrote since a position was read. Arguments: `place`, `schemas`, `position`, `own` (transactions of ours since), `title`.
//!
//! Tuple counters and the log head stand still, and xmax moved only by our own transactions and by statistics runs; the WAL
//! position may move by itself.

use serde_json::Value;

use super::position_noted::describe;
use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Nobody wrote since a position was read.
pub struct PositionUnmoved;

impl Condition for PositionUnmoved {
    fn name(&self) -> &'static str {
        "position_unmoved@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(query(args, "place", "position", args.text("schemas")?, None)?)
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let now = match nth(answers, 0, "the position") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let before = args.value("position");
        for pointer in ["/writes", "/heads"] {
            let (old, new) = (read::text(before, pointer), read::text(now, pointer));
            if new.is_none() {
                return Ok(Judgement::NotYet("the position is incomplete".to_owned()));
            }
            if old != new {
                return Ok(moved(before, now));
            }
        }
        let grown = |pointer| read::number(now, pointer)?.checked_sub(read::number(before, pointer)?);
        let (Some(xids), Some(analyzes)) = (grown("/xmax"), grown("/analyzes")) else {
            return Ok(Judgement::NotYet("the position is incomplete".to_owned()));
        };
        if xids > args.number("own")? + analyzes {
            // A statistics run takes its transaction before it counts itself.
            if read::number(now, "/vacuums").is_some_and(|running| running > 0) {
                return Ok(Judgement::NotYet("a statistics run is under way".to_owned()));
            }
            return Ok(moved(before, now));
        }
        Ok(Judgement::proven(args.text("title")?, describe(now)))
    }
}

fn moved(before: &Value, now: &Value) -> Judgement {
    let detail = format!("was: {}; is: {}", describe(before), describe(now));
    Judgement::Never { code: "window/written-after-position", detail }
}
