use serde::{Deserialize, Serialize};

use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, TableColumns};
use crate::look::{Look, Stop};
use crate::query;

/// How what was hung on columns must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "DependantsStand"))]
#[serde(rename_all = "camelCase")]
pub enum Stand {
    /// Every definition is kept.
    Kept,
    /// Each is there as it was kept.
    Back,
}

crate::late::uses_nothing!(Stand);

arguments! {
    /// What people hung on columns of a table stands as it must.
    pub struct DependantsAre {
        /// Columns of a table.
        of: TableColumns,
        /// How.
        stand: Stand,
    }
}

impl Predicate for DependantsAre {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (place, which) = self.of.get(known)?;
        let seen = look.read(query::dependants_kept(&place, which), "what was kept")?;
        let table = &self.of.table;
        if self.stand == Stand::Kept {
            let new: Vec<&str> = seen.new.iter().map(String::as_str).collect();
            return Ok(if new.is_empty() {
                Judgement::holds()
            } else {
                Judgement::NotYet(format!("not kept: {}", listed(&new)))
            });
        }
        let name = |one: &query::KeptOne| {
            let said = one.state.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
            let (kind, name) = (one.kind.as_deref().unwrap_or("?"), one.name.as_deref().unwrap_or("?"));
            format!("{kind} {name}{said}")
        };
        let missing: Vec<String> = seen.kept.iter().filter(|one| one.same != Some(true)).map(name).collect();
        if !missing.is_empty() {
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            let detail = format!(
                "not as before: {}; the definitions are in the table heroku_connect_maintenance.kept",
                listed(&missing)
            );
            return Ok(Judgement::Never { code: codes::DEPENDANTS_LEFT_OVER, detail });
        }
        let value = format!("{} of them as before", seen.kept.len());
        Ok(Judgement::proven(format!("dependants/{table}"), format!("what hangs on {table}"), value))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
