use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Schema, Table};

arguments! {
    /// Connect's schema is on the new side as on the old one: same organization, same tables, no trigger lost or disabled, and
    /// what its triggers call resolves.
    pub struct ConnectObjects {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for ConnectObjects {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = |place: &Place| Ok::<_, Stop>(query::connect_schema(&place.get(known)?, &self.schema));
        let old = look.read(ask(&self.old)?, "the old Connect schema")?;
        let new = look.read(ask(&self.new)?, "the new Connect schema")?;
        if let Some(detail) = difference(&old, &new) {
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let mut value = format!("{} tables, triggers as on the old side", new.tables.len());
        if new.hstore == Some(true) {
            value.push_str(", hstore resolves");
        }
        Ok(Judgement::proven(
            format!("connect-objects/{}/{}", self.new.role.key(), self.schema),
            format!("Connect's objects in {}", self.schema),
            value,
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::connect_schema(&place.get(known)?, &self.schema).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// What the new side lacks that the old one has.
fn difference(old: &Schema, new: &Schema) -> Option<String> {
    if old.org != new.org {
        return Some("it belongs to another Salesforce org".to_owned());
    }
    let counterpart = |table: &Table| new.tables.iter().find(|one| one.name == table.name);
    let worse = |table: &&Table| {
        counterpart(table).is_none_or(|now| now.triggers < table.triggers || now.disabled > table.disabled)
    };
    let broken: Vec<&str> =
        old.tables.iter().filter(worse).map(|table| table.name.as_deref().unwrap_or("?")).collect();
    if !broken.is_empty() {
        return Some(format!(
            "a mapped table is missing, or a trigger of Connect on it: {}",
            listed(&broken)
        ));
    }
    let lost = |before: Option<bool>, now: Option<bool>| before == Some(true) && now != Some(true);
    if lost(old.hstore, new.hstore) || lost(old.helper, new.helper) {
        return Some("hstore or the helper function of Connect is missing".to_owned());
    }
    (new.overrides > old.overrides).then(|| "a setting overrides what Connect's triggers go by".to_owned())
}
