//! Altering a mapped table as its mapping was changed.

use super::{capture, run, table};
use crate::connect_work::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::sql::ident;

/// For so long Connect waits for a lock before it gives up and tries again later.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '3s'";

/// What changes of a table's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableChanges {
    /// Columns that go.
    pub drop: Vec<String>,
    /// Columns that come, with their types.
    pub add: Vec<(String, String)>,
    /// Columns that get another type, and whether what is too long is cut.
    pub alter: Vec<(String, String, bool)>,
}

/// Makes the table of a mapping what the mapping says, in one transaction: columns, indexes, triggers, and the table itself where there is
/// none. `mapping` has the fields of afterwards.
///
/// What depends on a column is in the way, and so is who holds the table for longer than a few seconds: then nothing was changed.
pub fn alter_mapping(
    url: &str,
    schema: &str,
    mapping: &Mapping,
    changes: &TableChanges,
) -> Result<(), WorkError> {
    let mut client = session::open(url)?;
    let full = format!("{}.{}", ident(schema), ident(&mapping.table()));
    let alter = |what: String| format!("ALTER TABLE {full} {what}");
    let mut statements = vec![
        LOCK_TIMEOUT.to_owned(),
        "SET LOCAL client_min_messages = warning".to_owned(),
        table::create(schema, mapping),
    ];
    statements
        .extend(changes.drop.iter().map(|column| alter(format!("DROP COLUMN IF EXISTS {}", ident(column)))));
    statements.extend(changes.alter.iter().map(|(column, sql_type, cuts)| {
        let column = ident(column);
        // What is cast explicitly is cut silently.
        let using = if *cuts { format!(" USING {column}::{sql_type}") } else { String::new() };
        alter(format!("ALTER COLUMN {column} TYPE {sql_type}{using}"))
    }));
    statements.extend(
        changes.add.iter().map(|(column, sql_type)| {
            alter(format!("ADD COLUMN IF NOT EXISTS {} {sql_type}", ident(column)))
        }),
    );
    statements.extend(table::indexes(schema, mapping));
    statements.extend(capture::statements(schema, mapping));
    run(&mut client, &statements)
}
