//! Writing records of the org into a mapped table.

use postgres::{Statement, Transaction};

use crate::error::WorkError;
use crate::mapping::{Mapping, FIELDS};
use crate::org::{Record, Source, Stamp};
use crate::sql::ident;

/// The parameter `$2` in seconds as the table's UTC timestamp.
const MOMENT: &str = "(to_timestamp($2::double precision) AT TIME ZONE 'UTC')";

/// What became of a record in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Applied {
    Inserted,
    Updated,
    Deleted,
    /// The table had it already, or never had it.
    Same,
}

/// A mapped table's prepared statements. All take the `sfid` first; `stamp`, `update` and `insert` the stamp in
/// seconds second; `update` and `insert` the business fields after that.
pub(super) struct Table {
    delete: Statement,
    stamp: Statement,
    update: Statement,
    insert: Statement,
}

impl Table {
    pub(super) fn prepare(
        transaction: &mut Transaction<'_>,
        schema: &str,
        mapping: &Mapping,
    ) -> Result<Table, WorkError> {
        let table = full_name(schema, mapping);
        let columns: Vec<String> = FIELDS.iter().map(|field| ident(field.column)).collect();
        let values: Vec<String> = (0..FIELDS.len()).map(|n| format!("${}", n + 3)).collect();
        let (columns, values) = (columns.join(", "), values.join(", "));
        let mut prepare = |text: String| transaction.prepare(&text);
        Ok(Table {
            delete: prepare(format!("DELETE FROM {table} WHERE sfid = $1"))?,
            stamp: prepare(format!(
                "UPDATE {table} SET systemmodstamp = greatest(systemmodstamp, {MOMENT}), isdeleted = false
                 WHERE sfid = $1"
            ))?,
            update: prepare(format!(
                "UPDATE {table} SET systemmodstamp = {MOMENT}, isdeleted = false, ({columns}) = ROW ({values}),
                     _hc_lastop = 'SYNCED', _hc_err = NULL
                 WHERE sfid = $1"
            ))?,
            // A row with the same external id that has no sfid yet is this record on its way out.
            insert: prepare(format!(
                "INSERT INTO {table} (sfid, systemmodstamp, isdeleted, {columns}, _hc_lastop)
                 VALUES ($1, {MOMENT}, false, {values}, 'SYNCED') ON CONFLICT DO NOTHING"
            ))?,
        })
    }

    /// Brings one record's state into the table, by `sfid`. What Connect itself wrote to the org last came from this
    /// side, where the row may be newer by now: of that only the stamp is taken.
    pub(super) fn apply(
        &self,
        transaction: &mut Transaction<'_>,
        record: &Record,
    ) -> Result<Applied, WorkError> {
        if record.deleted {
            let gone = transaction.execute(&self.delete, &[&record.id])?;
            return Ok(if gone > 0 { Applied::Deleted } else { Applied::Same });
        }
        let found = match record.by {
            Source::Connect => transaction.execute(&self.stamp, &[&record.id, &seconds(record.stamp)])?,
            Source::Org => write(transaction, &self.update, record)?,
        };
        if found > 0 {
            return Ok(Applied::Updated);
        }
        let made = write(transaction, &self.insert, record)?;
        Ok(if made > 0 { Applied::Inserted } else { Applied::Same })
    }
}

/// Empties the table, as a reload does. Rows that never reached the org go as well.
pub(super) fn clear(
    transaction: &mut Transaction<'_>,
    schema: &str,
    mapping: &Mapping,
) -> Result<(), WorkError> {
    transaction.execute(&format!("DELETE FROM {}", full_name(schema, mapping)), &[])?;
    Ok(())
}

fn full_name(schema: &str, mapping: &Mapping) -> String {
    format!("{}.{}", ident(schema), ident(&mapping.table()))
}

fn write(
    transaction: &mut Transaction<'_>,
    statement: &Statement,
    record: &Record,
) -> Result<u64, WorkError> {
    let stamp = seconds(record.stamp);
    let (name, key) = (record.text("Name"), record.text("External_Id__c"));
    let (version, writer) = (record.number("Version__c"), record.text("Writer"));
    Ok(transaction.execute(statement, &[&record.id, &stamp, &name, &key, &version, &writer])?)
}

// A double holds milliseconds of this century exactly enough: 2^53 µs are 285 years.
#[allow(clippy::cast_precision_loss)]
fn seconds(stamp: Stamp) -> f64 {
    stamp.0 as f64 / 1000.0
}
