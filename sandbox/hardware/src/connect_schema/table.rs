//! A mapped table.

use crate::mapping::{Field, Mapping};
use crate::sql::ident;

/// Makes the table.
pub(super) fn create(schema: &str, mapping: &Mapping) -> String {
    let full = format!("{}.{}", ident(schema), ident(&mapping.table()));
    let business: String = mapping.fields.iter().map(|field| format!("{}, ", definition(field))).collect();
    // Byte order for ids, as newer connections have it: its index survives any change of the system's collations.
    let marked = if mapping.is_marked_deleted() { "isdeleted boolean, " } else { "" };
    format!(
        "CREATE TABLE IF NOT EXISTS {full} (id serial PRIMARY KEY, sfid varchar(18) COLLATE \"ucs_basic\", \
         systemmodstamp timestamp, {marked}{business}_hc_lastop varchar(32), _hc_err text)"
    )
}

/// Makes its indexes, where the columns are there.
pub(super) fn indexes(schema: &str, mapping: &Mapping) -> Vec<String> {
    let table = mapping.table();
    let full = format!("{}.{}", ident(schema), ident(&table));
    let own = [("sfid".to_owned(), true), ("systemmodstamp".to_owned(), false)];
    own.into_iter()
        .chain(mapping.indexed())
        .map(|(column, unique)| index(unique, &full, &table, &column))
        .collect()
}

fn definition(field: &Field) -> String {
    format!("{} {}", ident(&field.column()), field.sql_type)
}

/// Plain indexes are called `hc_idx_…`, unique ones `hcu_idx_…`.
fn index(unique: bool, full: &str, table: &str, column: &str) -> String {
    let (kind, prefix) = if unique { ("UNIQUE INDEX", "hcu_idx") } else { ("INDEX", "hc_idx") };
    let name = ident(&format!("{prefix}_{table}_{column}"));
    format!("CREATE {kind} IF NOT EXISTS {name} ON {full} ({})", ident(column))
}
