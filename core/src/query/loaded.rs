//! Whether a mapped table was cleared and loaded anew: by its file, by the ids of its rows and by how many were written, because the state of a
//! small mapping is at rest again before anybody looks.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ident, literal, Place, Query, SHORT, WAITS};
use crate::answer::{answer, Ask};
use crate::late::{uses_nothing, Bound};

answer! {
    /// A mapped table, and what waits to be sent of it.
    pub struct LoadedTable {
        rows: Option<u64> = "/rows",
        alone: Option<u64> = "/alone",
        first: Option<u64> = "/first",
        last: Option<u64> = "/last",
        inserted: Option<u64> = "/inserted",
        file: Option<String> = "/file",
        waits: Option<u64> = "/waits",
        deletes: Option<u64> = "/deletes",
        /// Constraints by which rows of other tables point at it.
        keys: Option<u64> = "/keys",
    }
}

/// A mapped table before it is loaded anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableBefore {
    /// Rows, counted or estimated.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub rows: u64,
    /// Highest id of a row.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub last: u64,
    /// Rows that were ever written to it, by the server's statistics.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub inserted: u64,
    /// Its file, by number.
    pub file: String,
}

uses_nothing!(TableBefore);

impl Bound for TableBefore {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

impl LoadedTable {
    /// What there is to note; `None` if it was not told.
    #[must_use]
    pub fn held(&self) -> Option<TableBefore> {
        Some(TableBefore {
            rows: self.rows?,
            last: self.last.unwrap_or_default(),
            inserted: self.inserted?,
            file: self.file.clone()?,
        })
    }

    /// True if it was loaded since; `None` if too little was told.
    #[must_use]
    pub fn anew(&self, before: &TableBefore) -> Option<bool> {
        let rows = self.rows?;
        let cleared = self.file.as_ref()? != &before.file;
        let ids = self.first.is_some_and(|first| first > before.last);
        let written = rows > 0 && self.inserted?.saturating_sub(before.inserted) >= rows;
        // Where there was nothing and is nothing, nothing has to be loaded.
        Some(cleared || ids || written || rows == 0 && before.rows == 0)
    }
}

/// A larger table is not counted, bytes.
const SMALL: u32 = 33_554_432;
/// More rows without a Salesforce id are not counted.
const MOST: u32 = 10_000;

pub(super) const LOADED: Query = Query::read("loaded", |schema| vec![loaded_text(schema)]).within(2 * SHORT);

/// How a mapped table stands.
#[must_use]
pub fn loaded(place: &Place, schema: &str, table: &str) -> Ask<LoadedTable> {
    LOADED.ask(place, schema, Some(&json!({ "table": table }).to_string()))
}

fn loaded_text(schema: &str) -> String {
    let s = ident(schema);
    let waits = |what: &str| {
        format!(
            "((select count(*) from {s}._trigger_log where state in {WAITS} and table_name = relname{what}) \
             + (select count(*) from {s}._trigger_log_archive where state = 'REQUEUE' and table_name = relname{what}))::text"
        )
    };
    format!(
        r#"with held as (
  select c.oid, c.relname, pg_relation_size(c.oid) < {SMALL} as small, greatest(c.reltuples, 0)::bigint::text as guessed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = {l} and c.relname = ($1::text::jsonb)->>'table' and c.relkind = 'r'
), told as (
  select held.*, query_to_xml(format('select (select min(id) from %1$I.%2$I) as f, (select max(id) from %1$I.%2$I) as l, '
         '(select count(*) from (select from %1$I.%2$I where sfid is null limit {limit}) few) as a, %3$s as n',
         {l}, relname, case when small then format('(select count(*) from %I.%I)', {l}, relname) else 'null' end), false, true, '') as x from held
)
select coalesce((xpath('/row/n/text()', x))[1]::text, guessed) as "rows", (xpath('/row/a/text()', x))[1]::text as "alone",
       (xpath('/row/f/text()', x))[1]::text as "first", (xpath('/row/l/text()', x))[1]::text as "last",
       pg_stat_get_tuples_inserted(oid)::text as "inserted", pg_relation_filenode(oid)::text as "file",
       {all} as "waits", {deletes} as "deletes",
       (select count(*)::text from pg_constraint k where k.contype = 'f' and k.confrelid = told.oid and k.conrelid <> told.oid) as "keys" from told"#,
        l = literal(schema),
        limit = MOST + 1,
        all = waits(""),
        deletes = waits(" and action = 'DELETE'"),
    )
}
