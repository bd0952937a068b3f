//! Fields of mappings as a survey saw them: what their columns are, what Salesforce says of them, and what hangs on the columns.

use std::sync::Arc;

use connect_core::snapshot::{Connection, Defined, Shape, Snapshot};
use connect_simulator::{field, Act, FieldDefinition, FieldType, MappedField, Paper};

/// The fields of a mapping, with the definitions that fit their columns; the usual ones where nobody looked.
pub fn mapped(connection: &Connection, object: &str) -> Arc<Vec<MappedField>> {
    let Some(shape) = connection.shapes.iter().find(|one| one.object == object) else {
        return field::usual();
    };
    let own = |name: &&str| field::ALWAYS.iter().any(|(always, _)| always == name);
    let fields = shape.mapped().filter(|name| !own(name)).map(|name| {
        let now = shape.field(name).and_then(|seen| seen.now.as_deref());
        let (kind, length) = now.map_or((FieldType::String, Some(255)), made_by);
        MappedField { name: name.to_owned(), kind, length }
    });
    Arc::new(fields.collect())
}

/// What somebody has changed in Salesforce since the columns were made.
pub fn changed(snapshot: &Snapshot) -> Vec<Act> {
    let shapes = snapshot.connections.iter().flat_map(|one| &one.shapes);
    shapes.flat_map(of_shape).collect()
}

fn of_shape(shape: &Shape) -> Vec<Act> {
    let act = |field: &str, definition| Act::FieldChange {
        object: shape.object.clone(),
        field: field.to_owned(),
        definition,
    };
    let of = |seen: &connect_core::snapshot::SeenField| match &seen.defined {
        Defined::As { definition } => {
            let kind = serde_json::from_value(definition.kind.clone().into()).ok()?;
            let length = definition.length.and_then(|length| u32::try_from(length).ok());
            Some(act(&seen.field, Some(FieldDefinition { kind, length, required: false })))
        }
        Defined::Gone => Some(act(&seen.field, None)),
        Defined::There | Defined::Unread => None,
    };
    shape.fields.iter().filter_map(of).collect()
}

/// Hangs on each column that was looked at what stands in its way.
pub fn hang(snapshot: &Snapshot, paper: &mut Paper) {
    for connection in &snapshot.connections {
        for shape in &connection.shapes {
            for seen in &shape.fields {
                for one in seen.dependants.iter().flatten().filter(|one| one.refuses) {
                    let (addon, schema) = (&snapshot.database.addon, &connection.schema);
                    paper.dependant(addon, schema, &shape.table, &seen.column, &one.name, true);
                }
            }
        }
    }
}

/// The same of what hangs on whole tables: on paper everything hangs on a column.
pub fn hang_on_tables(snapshot: &Snapshot, paper: &mut Paper) {
    let built =
        |one: &Connection| one.origin.as_ref().map(|origin| origin.tables.clone()).unwrap_or_default();
    for connection in &snapshot.connections {
        for table in built(connection) {
            let known = paper.columns(&snapshot.database.addon, &connection.schema, &table.table);
            let Some((column, _)) = known.unwrap_or_default().into_iter().next() else { continue };
            for one in table.dependants.iter().flatten().filter(|one| one.refuses) {
                let (addon, schema) = (&snapshot.database.addon, &connection.schema);
                paper.dependant(addon, schema, &table.table, &column, &one.name, true);
            }
        }
    }
}

/// A definition of which Connect would make a column of this type.
fn made_by(kind: &str) -> (FieldType, Option<u32>) {
    let length =
        kind.strip_prefix("character varying(").and_then(|rest| rest.strip_suffix(')')?.parse().ok());
    match kind {
        "double precision" => (FieldType::Double, None),
        "integer" => (FieldType::Int, None),
        "boolean" => (FieldType::Boolean, None),
        "date" => (FieldType::Date, None),
        "timestamp without time zone" => (FieldType::Datetime, None),
        "time without time zone" => (FieldType::Time, None),
        _ if length.is_some() => (FieldType::String, length),
        _ => (FieldType::Textarea, Some(32_768)),
    }
}
