use std::collections::BTreeMap;

use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, RowCounts};

arguments! {
    /// Both sides of a cut-over have the same tables, and the same row counts where they can be counted.
///
/// A table that the role may not read as a whole, or that is large on one of the sides, is named and not proven.
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
        let old = look.read(query::row_counts(&self.old.get(known)?, &self.schema), "the old rows")?;
        let new = look.read(query::row_counts(&self.new.get(known)?, &self.schema), "the new rows")?;
        let (Some(old), Some(new)) = (Counted::of(old), Counted::of(new)) else {
            return Ok(Judgement::not_yet("the rows could not be counted"));
        };
        let mut names: Vec<&String> = old.0.keys().chain(new.0.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let (mut differing, mut unproven, mut rows, mut tables) = (Vec::new(), Vec::new(), 0_u64, 0_usize);
        for name in names {
            match (old.0.get(name), new.0.get(name)) {
                (Some(Some(before)), Some(Some(now))) if before == now => {
                    rows = rows.saturating_add(*now);
                    tables += 1;
                }
                (Some(Some(before)), Some(Some(now))) => {
                    differing.push(format!("{name}: {before} and {now}"))
                }
                (Some(_), Some(_)) => unproven.push(name.as_str()),
                (Some(_), None) => differing.push(format!("{name}: only on the old side")),
                (None, _) => differing.push(format!("{name}: only on the new side")),
            }
        }
        if !differing.is_empty() {
            let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
            let detail = format!("row counts differ, old and new: {}", listed(&differing));
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let mut value = format!("{rows} rows in {tables} tables on both sides");
        if !unproven.is_empty() {
            value.push_str(&format!("; large or closed to this role, not counted: {}", listed(&unproven)));
        }
        Ok(Judgement::proven(format!("row-counts/{}", self.schema), "row counts", value))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::row_counts(&place.get(known)?, &self.schema).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// Every table, with its rows where they were counted.
struct Counted(BTreeMap<String, Option<u64>>);

impl Counted {
    fn of(row: RowCounts) -> Option<Self> {
        let uncounted = row.large?.into_iter().chain(row.unread?).map(|name| (name, None));
        let counted = row.counts?.into_iter().map(|(name, rows)| (name, Some(rows)));
        Some(Self(uncounted.chain(counted).collect()))
    }
}
