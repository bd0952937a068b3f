use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The Connect schema is a true copy: same organization, same tables, triggers enabled, helpers present.
    pub struct ConnectObjects {
        /// Fingerprint of the organization, if it was known.
        org: Option<String>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// Tables that must be there.
        tables: Option<Vec<String>>,
    }
}

impl Predicate for ConnectObjects {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let schema =
            look.read(query::connect_schema(&self.place.get(known)?, &self.schema), "the Connect schema")?;
        let never =
            |detail: &str| Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail: detail.to_owned() });
        if self.org.is_some() && self.org != schema.org {
            return never("it belongs to another Salesforce org");
        }
        let is_there =
            |wanted: &String| schema.tables.iter().any(|table| table.name.as_ref() == Some(wanted));
        if !self.tables.iter().flatten().all(is_there) {
            return never("a mapped table is missing");
        }
        if schema.tables.iter().any(|table| table.disabled != Some(0)) {
            return never("a trigger of Connect is disabled");
        }
        if schema.hstore != Some(true) || schema.helper != Some(true) {
            return never("hstore or the helper function of Connect is missing");
        }
        Ok(Judgement::proven(
            format!("connect-objects/{}/{}", self.place.role.key(), self.schema),
            format!("Connect's objects in {}", self.schema),
            format!("{} tables, triggers enabled, hstore resolves", schema.tables.len()),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
