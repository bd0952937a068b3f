use serde::{Deserialize, Serialize};

use super::{Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, TableColumns};
use crate::look::{Look, Stop};
use crate::query;

/// How many rows had a value in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HadValues {
    /// Column.
    pub column: String,
    /// Rows.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub rows: u64,
}

crate::late::uses_nothing!(HadValues);

arguments! {
    /// As many rows as before have a value. Salesforce may have blanked some itself when the type changed: fewer are told, and no more.
    pub struct ValuesKept {
        /// How many there were.
        before: Vec<HadValues>,
        /// Columns of a table.
        of: TableColumns,
    }
}

impl Predicate for ValuesKept {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (place, which) = self.of.get(known)?;
        let now = look.read(query::columns(&place, which), "the columns")?.columns;
        let mut told = Vec::new();
        let mut fewer = Vec::new();
        for one in &self.before {
            let found = now.iter().find(|seen| seen.name.as_ref() == Some(&one.column));
            let Some(rows) = found.and_then(|seen| seen.values) else {
                return Ok(Judgement::unread("the values could not be counted"));
            };
            let shown = format!("{}: {} before, {rows} now", one.column, one.rows);
            if rows < one.rows {
                fewer.push(shown);
            } else {
                told.push(shown);
            }
        }
        if !fewer.is_empty() {
            let detail = format!("fewer rows have a value: {}", fewer.join("; "));
            return Ok(Judgement::Never { code: codes::FIELD_FEWER_VALUES, detail });
        }
        let proves = format!("values/{}.{}", self.of.schema, self.of.table);
        Ok(Judgement::proven(proves, "rows with a value", told.join("; ")))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let (place, which) = self.of.get(known)?;
        Ok(vec![query::columns(&place, which).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
