use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Both sides of a cut-over have the same row counts in small tables.
    pub struct RowCountsEqual {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for RowCountsEqual {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let old = look.read(query::row_counts(&self.old.get(known)?, &self.schema), "the old rows")?.counts;
        let new = look.read(query::row_counts(&self.new.get(known)?, &self.schema), "the new rows")?.counts;
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(Judgement::not_yet("the rows could not be counted"));
        };
        if old != new {
            let differ = |(table, n): (&String, &u64)| {
                (new.get(table) != Some(n)).then(|| format!("{table}: {n} and {:?}", new.get(table)))
            };
            let differing: Vec<String> = old.iter().filter_map(differ).collect();
            let detail = format!("row counts differ, old and new: {}", differing.join(", "));
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let (rows, tables) = (old.values().sum::<u64>(), old.len());
        Ok(Judgement::proven(
            format!("row-counts/{}", self.schema),
            "row counts",
            format!("{rows} rows in {tables} tables on both sides"),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
