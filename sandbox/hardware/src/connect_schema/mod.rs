//! Connect's database side: the schema, its logs, the mapped tables and the triggers that capture changes.
//!
//! Names of tables, columns, functions, triggers and indexes, and what each trigger does, are those of databases in the
//! field; the text is our own.

mod alter;
mod capture;
mod drop;
mod log;
mod notify;
mod table;

use postgres::Client;

use crate::connect_work::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::sql::{ident, literal};

pub use alter::{alter_mapping, TableChanges};
pub use drop::{drop_schema, leave_mapping, schemas};

/// Version of Connect's own objects, as `_hcmeta.hcver` shows it.
const VERSION: u32 = 7;

/// Installs or completes Connect's schema in the database at `url`, as its user and owned by it.
///
/// `org_id` goes into `_hcmeta` unless it is the newest there. Existing tables keep their rows; a mapping whose access changed gets the trigger
/// of its new access. Running it twice changes nothing.
pub fn install(url: &str, schema: &str, mappings: &[Mapping], org_id: &str) -> Result<(), WorkError> {
    let mut client = session::open(url)?;
    let mut statements = vec![
        "SET client_min_messages = warning".to_owned(),
        "CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public".to_owned(),
        capture::xmlbinary_helper(),
        format!("CREATE SCHEMA IF NOT EXISTS {}", ident(schema)),
    ];
    statements.extend(log::statements(schema));
    statements.extend(notify::statements(schema));
    statements.push(meta(schema, org_id));
    statements.extend(capture::helpers(schema));
    for mapping in mappings {
        statements.push(table::create(schema, mapping));
        statements.extend(table::indexes(schema, mapping));
        statements.extend(capture::statements(schema, mapping));
    }
    run(&mut client, &statements)
}

/// The organization id noted in the schema, `None` where there is no such schema.
pub fn org_id(url: &str, schema: &str) -> Result<Option<String>, WorkError> {
    let mut client = session::open(url)?;
    let meta = format!("{}.\"_hcmeta\"", ident(schema));
    let there: bool = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&meta])?.get(0);
    if !there {
        return Ok(None);
    }
    let row = client.query_opt(&format!("SELECT org_id FROM {meta} ORDER BY id DESC LIMIT 1"), &[])?;
    Ok(row.and_then(|row| row.get(0)))
}

/// One transaction: a schema is there in whole or not at all.
fn run(client: &mut Client, statements: &[String]) -> Result<(), WorkError> {
    let mut transaction = client.transaction()?;
    for statement in statements {
        transaction.batch_execute(statement)?;
    }
    Ok(transaction.commit()?)
}

fn meta(schema: &str, org_id: &str) -> String {
    let meta = format!("{}.\"_hcmeta\"", ident(schema));
    let org = literal(org_id);
    format!(
        "CREATE TABLE IF NOT EXISTS {meta} (id serial PRIMARY KEY, hcver integer, org_id varchar(50), details text);
         INSERT INTO {meta} (hcver, org_id, details)
         SELECT {VERSION}, {org}, '{{}}'
         WHERE {org} IS DISTINCT FROM (SELECT org_id FROM {meta} ORDER BY id DESC LIMIT 1)"
    )
}
