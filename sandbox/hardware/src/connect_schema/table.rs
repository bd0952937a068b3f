//! A mapped table.

use crate::mapping::{Mapping, FIELDS};
use crate::sql::ident;

pub(super) fn statements(schema: &str, mapping: &Mapping) -> Vec<String> {
    let table = mapping.table();
    let full = format!("{}.{}", ident(schema), ident(&table));
    let business: Vec<String> =
        FIELDS.iter().map(|field| format!("{} {}", ident(field.column), field.sql_type)).collect();
    let mut statements = vec![
        // Byte order for ids, as newer connections have it: its index survives any change of the system's collations.
        format!(
            "CREATE TABLE IF NOT EXISTS {full} (id serial PRIMARY KEY, sfid varchar(18) COLLATE \"ucs_basic\", \
             systemmodstamp timestamp, isdeleted boolean, {}, _hc_lastop varchar(32), _hc_err text)",
            business.join(", ")
        ),
        index(true, &full, &table, "sfid"),
        index(false, &full, &table, "systemmodstamp"),
    ];
    if let Some(field) = &mapping.upsert_field {
        statements.push(index(true, &full, &table, &field.to_lowercase()));
    }
    statements
}

/// Plain indexes are called `hc_idx_…`, unique ones `hcu_idx_…`.
fn index(unique: bool, full: &str, table: &str, column: &str) -> String {
    let (kind, prefix) = if unique { ("UNIQUE INDEX", "hcu_idx") } else { ("INDEX", "hc_idx") };
    let name = ident(&format!("{prefix}_{table}_{column}"));
    format!("CREATE {kind} IF NOT EXISTS {name} ON {full} ({})", ident(column))
}
