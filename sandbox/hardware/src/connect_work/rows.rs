//! Writing records of the org into a mapped table.

use postgres::types::ToSql;
use postgres::{Statement, Transaction};

use crate::error::WorkError;
use crate::mapping::Mapping;
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

/// A column of a mapped table and the field that it is of.
pub(super) struct TableColumn {
    field: String,
    column: String,
    /// The type that it has, whatever the mapping says.
    sql_type: String,
}

impl TableColumn {
    /// The record's value as text that the column can take. What it could not take, the org has blanked.
    fn value(&self, record: &Record) -> Option<String> {
        super::value::text(record.fields.get(&self.field)?, &self.sql_type)
    }

    /// The parameter of this number as the column takes it: text is not cast, so that what is too long is refused.
    fn parameter(&self, number: usize) -> String {
        if super::value::is_text(&self.sql_type) {
            format!("${number}::text")
        } else {
            format!("${number}::text::{}", self.sql_type)
        }
    }
}

/// Those fields of a mapping whose columns are there.
pub(super) fn columns(
    transaction: &mut Transaction<'_>,
    schema: &str,
    mapping: &Mapping,
) -> Result<Vec<TableColumn>, WorkError> {
    let text = "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
         WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    let rows = transaction.query(text, &[&full_name(schema, mapping)])?;
    let column = |row: &postgres::Row| {
        let column: String = row.get(0);
        let field = mapping.field_of_column(&column)?.name.clone();
        Some(TableColumn { field, column, sql_type: row.get(1) })
    };
    Ok(rows.iter().filter_map(column).collect())
}

/// A mapped table's prepared statements. All take the `sfid` first; `stamp`, `update` and `insert` the stamp in
/// seconds second; `update` and `insert` the business fields after that.
pub(super) struct Table {
    columns: Vec<TableColumn>,
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
        let columns = columns(transaction, schema, mapping)?;
        let names: String = columns.iter().map(|one| format!("{}, ", ident(&one.column))).collect();
        let parameters = || columns.iter().enumerate().map(|(at, one)| (one, one.parameter(at + 3)));
        let values: String = parameters().map(|(_, parameter)| format!("{parameter}, ")).collect();
        let sets: String =
            parameters().map(|(one, parameter)| format!("{} = {parameter}, ", ident(&one.column))).collect();
        let mut prepare = |text: String| transaction.prepare(&text);
        let marked = mapping.is_marked_deleted();
        let (alive, mark, unmarked) =
            if marked { (", isdeleted = false", ", isdeleted", ", false") } else { ("", "", "") };
        Ok(Table {
            delete: prepare(format!("DELETE FROM {table} WHERE sfid = $1"))?,
            stamp: prepare(format!(
                "UPDATE {table} SET systemmodstamp = greatest(systemmodstamp, {MOMENT}){alive}
                 WHERE sfid = $1"
            ))?,
            update: prepare(format!(
                "UPDATE {table} SET systemmodstamp = {MOMENT}{alive}, {sets}
                     _hc_lastop = 'SYNCED', _hc_err = NULL
                 WHERE sfid = $1"
            ))?,
            // A row with the same external id that has no sfid yet is this record on its way out.
            insert: prepare(format!(
                "INSERT INTO {table} (sfid, systemmodstamp{mark}, {names}_hc_lastop)
                 VALUES ($1, {MOMENT}{unmarked}, {values}'SYNCED') ON CONFLICT DO NOTHING"
            ))?,
            columns,
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
            Source::Org => write(transaction, &self.update, &self.columns, record)?,
        };
        if found > 0 {
            return Ok(Applied::Updated);
        }
        let made = write(transaction, &self.insert, &self.columns, record)?;
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

/// Fills these columns of the rows that records have.
pub(super) struct Filling {
    columns: Vec<TableColumn>,
    update: Statement,
}

impl Filling {
    /// Nothing where none of the fields has a column.
    pub(super) fn prepare(
        transaction: &mut Transaction<'_>,
        schema: &str,
        mapping: &Mapping,
        fields: &[String],
    ) -> Result<Option<Filling>, WorkError> {
        let mut columns = columns(transaction, schema, mapping)?;
        columns.retain(|one| fields.iter().any(|field| field.eq_ignore_ascii_case(&one.field)));
        if columns.is_empty() {
            return Ok(None);
        }
        let sets: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(at, one)| format!("{} = {}", ident(&one.column), one.parameter(at + 2)))
            .collect();
        let table = full_name(schema, mapping);
        let update =
            transaction.prepare(&format!("UPDATE {table} SET {} WHERE sfid = $1", sets.join(", ")))?;
        Ok(Some(Filling { columns, update }))
    }

    /// Tells how many rows the record has.
    pub(super) fn fill(&self, transaction: &mut Transaction<'_>, record: &Record) -> Result<u64, WorkError> {
        let values: Vec<Option<String>> = self.columns.iter().map(|one| one.value(record)).collect();
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&record.id];
        parameters.extend(values.iter().map(|value| value as &(dyn ToSql + Sync)));
        Ok(transaction.execute(&self.update, &parameters)?)
    }
}

fn write(
    transaction: &mut Transaction<'_>,
    statement: &Statement,
    columns: &[TableColumn],
    record: &Record,
) -> Result<u64, WorkError> {
    let stamp = seconds(record.stamp);
    let values: Vec<Option<String>> = columns.iter().map(|one| one.value(record)).collect();
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&record.id, &stamp];
    parameters.extend(values.iter().map(|value| value as &(dyn ToSql + Sync)));
    Ok(transaction.execute(statement, &parameters)?)
}

// A double holds milliseconds of this century exactly enough: 2^53 µs are 285 years.
#[allow(clippy::cast_precision_loss)]
fn seconds(stamp: Stamp) -> f64 {
    stamp.0 as f64 / 1000.0
}
