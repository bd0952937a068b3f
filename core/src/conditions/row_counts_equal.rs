//! Both sides of a cut-over have the same row counts in small tables. Arguments: `old`, `new` (places), `schema`.

use serde_json::Value;

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// Both sides of a cut-over have the same row counts in small tables.
pub struct RowCountsEqual;

impl Condition for RowCountsEqual {
    fn name(&self) -> &'static str {
        "row_counts_equal@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match answers {
            [] => Some(query(args, "old", "row_counts", args.text("schema")?, None)?),
            [_] => Some(query(args, "new", "row_counts", args.text("schema")?, None)?),
            _ => None,
        })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let old = match nth(answers, 0, "the old rows") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let new = match nth(answers, 1, "the new rows") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let (old, new) =
            (old.get("counts").unwrap_or(&Value::Null), new.get("counts").unwrap_or(&Value::Null));
        if old != new {
            let detail = format!("row counts differ: old {old}, new {new}");
            return Ok(Judgement::Never { code: "target/not-a-copy", detail });
        }
        let rows: u64 = old.as_object().map_or(0, |map| map.values().filter_map(Value::as_u64).sum());
        let tables = old.as_object().map_or(0, serde_json::Map::len);
        Ok(Judgement::proven("row counts", format!("{rows} rows in {tables} tables on both sides")))
    }
}
