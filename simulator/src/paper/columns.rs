//! Columns of mapped tables on paper, and what depends on them.

use std::sync::Arc;

use super::database::{Owner, Shape};
use super::work::{failed, nothing, unavailable};
use super::Paper;
use crate::job::{ColumnChanges, Outcome, SyncTarget};

impl Paper {
    /// Something that depends on a column is made, or dropped: a view for example, in whose way Connect cannot alter the column.
    pub fn dependant(
        &mut self,
        addon: &str,
        schema: &str,
        table: &str,
        column: &str,
        name: &str,
        there: bool,
    ) {
        let Some(sheet) = self.sheet_mut(addon) else { return };
        let Some(known) = sheet.schema_mut(schema) else { return };
        let one = (table.to_owned(), column.to_owned(), name.to_owned());
        let shape = Arc::make_mut(&mut known.shape);
        let changed = if there { shape.dependants.insert(one) } else { shape.dependants.remove(&one) };
        if changed {
            shape.sum_up();
            sheet.commit();
        }
    }

    /// What depends on columns of mapped tables that are open, as `schema.table.column: name`.
    #[must_use]
    pub fn dependants(&self, addon: &str) -> Vec<String> {
        let schemas = self.sheet(addon).into_iter().flat_map(|sheet| sheet.schemas.iter());
        let open = schemas.filter(|(_, schema)| !schema.closed);
        open.flat_map(|(name, schema)| {
            let all = schema.shape.dependants.iter();
            all.map(move |(table, column, one)| format!("{name}.{table}.{column}: {one}"))
        })
        .collect()
    }

    /// The columns of a mapped table with their types, without those that every mapped table has; `None` if there is no such table.
    #[must_use]
    pub fn columns(&self, addon: &str, schema: &str, table: &str) -> Option<Vec<(String, String)>> {
        self.sheet(addon)?.schemas.get(schema)?.shape.columns.get(table).cloned()
    }

    /// Connect alters a table, or makes it.
    pub(super) fn alter(&mut self, target: &SyncTarget, object: &str, changes: &ColumnChanges) -> Outcome {
        let clock = self.clock;
        let Some(addon) = target.addon.as_deref() else { return unavailable() };
        let Some(sheet) = self.sheet_mut(addon) else { return unavailable() };
        if let Err(refused) = sheet.writable(&Owner::Connect(target.connection.as_str().into()), clock) {
            return failed(refused);
        }
        let Some(known) = sheet.schema_mut(&target.schema) else {
            return Outcome::Failed("schema".to_owned());
        };
        let table = object.to_lowercase();
        if let Some(reason) = in_the_way(&known.shape, &table, changes) {
            return Outcome::Failed(reason);
        }
        let shape = Arc::make_mut(&mut known.shape);
        target
            .mappings
            .iter()
            .filter(|mapping| mapping.object == object)
            .for_each(|mapping| shape.map(mapping));
        let columns = shape.columns.entry(table).or_default();
        columns.retain(|(column, _)| !changes.drop.contains(column));
        for added in &changes.add {
            if !columns.iter().any(|(column, _)| *column == added.column) {
                columns.push((added.column.clone(), added.sql_type.clone()));
            }
        }
        for altered in &changes.alter {
            for (_, sql_type) in columns.iter_mut().filter(|(column, _)| *column == altered.column) {
                sql_type.clone_from(&altered.sql_type);
            }
        }
        shape.sum_up();
        sheet.mapped = true;
        sheet.commit();
        nothing()
    }

    /// Connect leaves the table of a mapping that was deleted, and drops it unless something depends on it. On paper no trigger is known.
    pub(super) fn leave_mapping(&mut self, target: &SyncTarget, object: &str, drops: bool) -> Outcome {
        let addon = target.addon.as_deref();
        if let Some(sheet) = addon.and_then(|addon| self.sheet_mut(addon)).filter(|_| drops) {
            let table = object.to_lowercase();
            let free = |shape: &Shape| !shape.dependants.iter().any(|(of, _, _)| *of == table);
            let closed = sheet.following.is_some() || sheet.fenced();
            let known = sheet.schema_mut(&target.schema).filter(|known| !closed && free(&known.shape));
            if let Some(known) = known {
                let shape = Arc::make_mut(&mut known.shape);
                shape.tables.retain(|(name, _)| *name != table);
                shape.columns.remove(&table);
                shape.sum_up();
                sheet.commit();
            }
        }
        nothing()
    }
}

/// What a server would refuse the change with.
fn in_the_way(shape: &Shape, table: &str, changes: &ColumnChanges) -> Option<String> {
    let on = |column: &str| {
        let mut all = shape.dependants.iter();
        all.find(|(of, name, _)| of == table && name == column).map(|(_, _, name)| name)
    };
    let dropped = changes.drop.iter().find_map(|column| {
        let name = on(column)?;
        Some(format!("cannot drop column {column} because {name} depends on it (SQLSTATE 2BP01)"))
    });
    let altered = || {
        changes.alter.iter().find_map(|alter| {
            let name = on(&alter.column)?;
            Some(format!("cannot alter type of column {}: {name} uses it (SQLSTATE 0A000)", alter.column))
        })
    };
    dropped.or_else(altered)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::job::ColumnAlter;

    #[test]
    fn the_reason_is_a_servers() {
        let one = ("contact".to_owned(), "name".to_owned(), "public.contacts".to_owned());
        let (columns, dependants) = (BTreeMap::new(), BTreeSet::from([one]));
        let shape = Shape { org: "o".into(), tables: Vec::new(), columns, dependants, sum: 0 };
        let drop = ColumnChanges { drop: vec!["name".to_owned()], ..ColumnChanges::default() };
        let longer = ColumnAlter { column: "name".to_owned(), sql_type: "text".to_owned(), cuts: false };
        let alter = ColumnChanges { alter: vec![longer], ..ColumnChanges::default() };
        let reason = |table: &str, changes| in_the_way(&shape, table, changes);
        assert!(reason("contact", &drop).unwrap_or_default().contains("2BP01"));
        assert!(reason("contact", &alter).unwrap_or_default().contains("0A000"));
        assert_eq!(reason("account", &drop), None);
        assert_eq!(reason("contact", &ColumnChanges::default()), None);
    }
}
