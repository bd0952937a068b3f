use std::collections::BTreeMap;

use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::figures::total;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Digests};

arguments! {
    /// A copy has in every table as many rows as its source, in Connect's tables and in all that are not very large the same rows, and
    /// every sequence stands where it stood.
    pub struct RowsEqualAll {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for RowsEqualAll {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let old = look.read(query::digests(&self.old.get(known)?, &self.schemas), "the old rows")?;
        let new = look.read(query::digests(&self.new.get(known)?, &self.schemas), "the new rows")?;
        let whole = |one: Digests| Some((one.tables?, one.sequences?, one.unread?));
        let (Some((tables, sequences, unread)), Some((copied, reached, unread_there))) =
            (whole(old), whole(new))
        else {
            return Ok(Judgement::unread("the rows could not be read"));
        };
        let mut differing = differing(&tables, &copied);
        differing.extend(self::differing(&sequences, &reached));
        // What one side shows and the other does not was not compared.
        let unread: Vec<&str> = unread.iter().chain(&unread_there).map(String::as_str).collect();
        differing.retain(|name| !unread.iter().any(|one| name.starts_with(one)));
        if !differing.is_empty() {
            let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
            let detail = format!("rows or sequences differ, old and new: {}", listed(&differing));
            return Ok(Judgement::Never { code: codes::TARGET_UNPROVEN, detail });
        }
        let rows = total(tables.values().filter_map(|one| one.split(' ').next()?.parse().ok()));
        let summed = tables.values().filter(|one| !one.ends_with(' ')).count();
        let mut value = format!(
            "{rows} rows in {} tables on both sides, {summed} of them compared row by row; {} sequences where they were",
            tables.len(),
            sequences.len()
        );
        if !unread.is_empty() {
            value.push_str(&format!("; closed to this role, not compared: {}", listed(&unread)));
        }
        Ok(Judgement::proven("rows", "rows and sequences", value))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::digests(&place.get(known)?, &self.schemas).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// Names of what differs, with what is there; of rows only their number is said.
fn differing(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    let shown = |value: Option<&String>| match value.and_then(|value| value.split(' ').next()) {
        Some(count) => count.to_owned(),
        None => "nothing".to_owned(),
    };
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let differs = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    differs.map(|name| format!("{name}: {} and {}", shown(old.get(name)), shown(new.get(name)))).collect()
}
