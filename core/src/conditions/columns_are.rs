use serde::{Deserialize, Serialize};

use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, TableColumns};
use crate::look::{Look, Stop};
use crate::query;

/// A column as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnIs {
    /// Column.
    pub column: String,
    /// Its type, as `format_type` writes it; `null` if there must be no such column.
    pub kind: Option<String>,
}

crate::late::uses_nothing!(ColumnIs);

arguments! {
    /// The catalog shows the columns of a table as they must be.
    pub struct ColumnsAre {
        /// Columns of a table.
        of: TableColumns,
        /// How each must be.
        wanted: Vec<ColumnIs>,
    }
}

impl Predicate for ColumnsAre {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (place, which) = self.of.get(known)?;
        let now = look.read(query::columns(&place, which), "the columns")?;
        if now.rows.is_none() {
            return Ok(Judgement::unread("the table could not be read"));
        }
        let is = |column: &str| {
            let found = now.columns.iter().find(|one| one.name.as_deref() == Some(column));
            found.and_then(|one| one.kind.as_deref())
        };
        let other = self.wanted.iter().find(|one| is(&one.column) != one.kind.as_deref());
        if let Some(other) = other {
            let shown = |kind: Option<&str>| kind.unwrap_or("not there").to_owned();
            let (column, now, wanted) =
                (&other.column, shown(is(&other.column)), shown(other.kind.as_deref()));
            return Ok(Judgement::NotYet(format!("{column} is {now}, must be {wanted}")));
        }
        let shown = |one: &ColumnIs| format!("{} {}", one.column, one.kind.as_deref().unwrap_or("gone"));
        let value: Vec<String> = self.wanted.iter().map(shown).collect();
        let proves = format!("columns/{}.{}", self.of.schema, self.of.table);
        let title = format!("columns of {} in the catalog", self.of.table);
        Ok(Judgement::proven(proves, title, value.join(", ")))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let (place, which) = self.of.get(known)?;
        Ok(vec![query::columns(&place, which).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
