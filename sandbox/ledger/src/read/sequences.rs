//! Sequences and the columns they feed.

use postgres::Transaction;

use super::sql::quote;
use crate::facts::Sequence;

/// Every sequence that belongs to a column and that this login may read.
pub(super) fn read(snapshot: &mut Transaction<'_>, schema: &str) -> Result<Vec<Sequence>, postgres::Error> {
    let owned = snapshot.query(
        "SELECT sn.nspname::text, s.relname::text, tn.nspname::text, t.relname::text, a.attname::text, q.seqincrement, \
         a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) \
         FROM pg_depend d JOIN pg_class s ON s.oid = d.objid JOIN pg_sequence q ON q.seqrelid = s.oid \
         JOIN pg_namespace sn ON sn.oid = s.relnamespace JOIN pg_class t ON t.oid = d.refobjid \
         JOIN pg_namespace tn ON tn.oid = t.relnamespace \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid \
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') \
           AND has_schema_privilege(sn.oid, 'USAGE') AND has_schema_privilege(tn.oid, 'USAGE') \
           AND has_table_privilege(t.oid, 'SELECT') \
           AND CASE WHEN s.relkind = 'S' THEN has_sequence_privilege(s.oid, 'SELECT') END \
         ORDER BY 1, 2",
        &[],
    )?;
    let mut sequences = Vec::new();
    for row in owned {
        let [own_schema, name, table_schema, table, column]: [String; 5] =
            [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?];
        let (increment, whole): (i64, bool) = (row.try_get(5)?, row.try_get(6)?);
        let mut fed = vec![table.clone()];
        // Entries move to the archive with their ids.
        if table_schema == schema && table == "_trigger_log" {
            fed.push("_trigger_log_archive".into());
        }
        let highest: Vec<String> = fed
            .iter()
            .map(|table| {
                let (schema, table, column) = (quote(&table_schema), quote(table), quote(&column));
                match whole {
                    true => format!("(SELECT max({column})::bigint FROM {schema}.{table})"),
                    false => "NULL::bigint".to_owned(),
                }
            })
            .collect();
        let state = snapshot.query_one(
            &format!(
                "SELECT last_value, is_called, greatest({}) FROM {}.{}",
                highest.join(", "),
                quote(&own_schema),
                quote(&name)
            ),
            &[],
        )?;
        let last: i64 = state.try_get(0)?;
        let called: bool = state.try_get(1)?;
        sequences.push(Sequence {
            name: format!("{own_schema}.{name}"),
            column: format!("{table_schema}.{table}.{column}"),
            next: if called { last.saturating_add(increment) } else { last },
            highest: state.try_get(2)?,
        });
    }
    Ok(sequences)
}
