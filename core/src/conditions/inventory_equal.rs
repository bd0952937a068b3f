use std::collections::BTreeMap;

use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// A copy has every object that its source has, defined alike, and no other but extensions and schemas of the service.
    pub struct InventoryEqual {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
    }
}

impl Predicate for InventoryEqual {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (old, new) = match both(&self.old, &self.new, known, look)? {
            Some(both) => both,
            None => return Ok(Judgement::unread("the definitions could not be read")),
        };
        let missing =
            old.keys().filter(|name| !new.contains_key(*name)).map(|name| format!("{name} is missing"));
        let other = old.iter().filter(|(name, was)| new.get(*name).is_some_and(|is| is != *was));
        let other = other.map(|(name, _)| format!("{name} is another"));
        let added = new.keys().filter(|name| !old.contains_key(*name) && !of_service(name));
        let added = added.map(|name| format!("{name} is not in the old one"));
        let differing: Vec<String> = missing.chain(other).chain(added).collect();
        if !differing.is_empty() {
            let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
            let detail = format!("definitions differ: {}", listed(&differing));
            return Ok(Judgement::Never { code: codes::TARGET_UNPROVEN, detail });
        }
        let value = format!("{} objects on both sides", old.len());
        Ok(Judgement::proven(
            "inventory",
            "definitions of tables, columns, indexes, triggers, functions",
            value,
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::definitions(&place.get(known)?).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// Definitions by name.
pub(super) type Objects = BTreeMap<String, String>;

/// Those of both sides, the old one first; `None` if they could not be read.
pub(super) fn both(
    old: &Place,
    new: &Place,
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Option<(Objects, Objects)>, Stop> {
    let old = look.read(query::definitions(&old.get(known)?), "the old definitions")?;
    let new = look.read(query::definitions(&new.get(known)?), "the new definitions")?;
    Ok(old.objects.zip(new.objects))
}

/// What the service puts into every database.
pub(super) fn of_service(name: &str) -> bool {
    ["extension ", "schema "].iter().any(|kind| name.starts_with(kind))
}
