//! Fields of mappings: what they are in Salesforce, in the configuration and in the table.

use super::stop::Need;
use super::{Fields, Survey};
use crate::api::connect::{self, Described, MappingDetail};
use crate::field::{classify, column_of, Class, Definition};
use crate::query::{self, Place, Which};
use crate::snapshot::{Connection, Defined, Dependant, SeenField, Shape};

/// A mapping that is looked at.
struct Wanted<'a> {
    connection: &'a Connection,
    id: String,
    object: String,
}

impl Survey {
    /// The shape of each mapping that was asked for. One whose configuration cannot be read as a whole has none.
    pub(super) fn shapes(&self, connections: &mut [Connection], fields: &Fields, place: &Place) -> Need<()> {
        let meant = |one: &&Connection| fields.resource.as_ref().is_none_or(|name| *name == one.resource);
        let listed: Vec<_> = connections.iter().filter(meant).map(|one| (one, self.listed(one))).collect();
        let mut wanted = Vec::new();
        for (connection, ids) in listed {
            let ids = ids?.into_iter();
            let ids = ids.filter(|(_, object)| fields.means(object));
            wanted.extend(ids.map(|(id, object)| Wanted { connection, id, object }));
        }
        let seen: Vec<_> = wanted.iter().map(|one| (one, self.shape(one, fields, place))).collect();
        let mut shapes = Vec::new();
        for (one, shape) in seen {
            shapes.extend(shape?.map(|shape| (one.connection.resource.clone(), shape)));
        }
        for (resource, shape) in shapes {
            let of = connections.iter_mut().find(|one| one.resource == resource);
            of.into_iter().for_each(|one| one.shapes.push(shape.clone()));
        }
        Ok(())
    }

    /// Mappings of a connection, by id, with their objects.
    pub(super) fn listed(&self, one: &Connection) -> Need<Vec<(String, String)>> {
        let (region, id) = (&one.region, &one.id);
        let ask = || connect::mapped(region, id);
        let mapped = self.facts.may(&format!("mappings {id}"), ask)?;
        let mappings = mapped.map(|mapped| mapped.mappings).unwrap_or_default();
        Ok(mappings.into_iter().filter_map(|one| Some((one.id?, one.object?))).collect())
    }

    fn shape(&self, wanted: &Wanted<'_>, fields: &Fields, place: &Place) -> Need<Option<Shape>> {
        let Wanted { connection, id, object } = wanted;
        let (region, of) = (&connection.region, &connection.id);
        let ask = || connect::mapping(region, id);
        let detail = self.facts.may(&format!("mapping {id}"), ask);
        let ask = || connect::described(region, of, object);
        let described = self.facts.may(&format!("described {of} {object}"), ask);
        let Some(detail) = detail? else { return Ok(None) };
        let Some(config) = detail.config.clone() else { return Ok(None) };
        let mapped = mapped(&detail);
        let (found, unknown) = fields.chosen(&mapped);
        let table = object.to_lowercase();
        let columns: Vec<String> = found.iter().map(|name| column_of(name)).collect();
        let (schema, counted) = (&connection.schema, fields.whole);
        let which = Which { schema, table: &table, columns: &columns, counted, whole: false, keys: false };
        let name = format!("{} {table}", connection.schema);
        let read = self.facts.may(&format!("sql columns {name}"), || query::columns(place, which));
        let (described, read) = (described?, read?);
        let seen = |field: &String| {
            let column = column_of(field);
            let table = read.as_ref().map(|read| read.columns.as_slice()).unwrap_or_default();
            let held = table.iter().find(|one| one.name.as_ref() == Some(&column));
            let longest = held.and_then(|one| Some(one.longest?.max(one.queued_longest.unwrap_or_default())));
            SeenField {
                field: field.clone(),
                now: held.and_then(|one| one.kind.clone()),
                defined: defined(described.as_ref(), field),
                values: held.and_then(|one| one.values),
                local: held.and_then(|one| one.local),
                queued: held.and_then(|one| one.queued),
                dependants: None,
                longest,
                column,
            }
        };
        let mut seen: Vec<SeenField> = found.iter().map(seen).collect();
        if fields.whole {
            self.dependants(&mut seen, wanted, fields, place)?;
        }
        let rows = read.and_then(|read| read.rows);
        let (mapping, object) = (id.clone(), object.clone());
        Ok(Some(Shape { mapping, object, table, config, rows, fields: seen, unknown }))
    }
}

impl Survey {
    /// What hangs on each column that differs, by column: a view on another one is nobody's business.
    fn dependants(
        &self,
        seen: &mut [SeenField],
        wanted: &Wanted<'_>,
        fields: &Fields,
        place: &Place,
    ) -> Need<()> {
        let Wanted { connection, object, .. } = wanted;
        let (schema, table) = (&connection.schema, object.to_lowercase());
        let differs =
            |one: &SeenField| classify(object, one, fields.to.as_ref(), fields.remap).class != Class::Same;
        let ask = |one: &SeenField| {
            let columns = std::slice::from_ref(&one.column);
            let which = Which { schema, table: &table, columns, counted: false, whole: false, keys: false };
            let name = format!("sql dependants {schema} {table} {}", one.column);
            self.facts.may(&name, || query::dependants(place, which))
        };
        let asked: Vec<_> = seen.iter().map(|one| differs(one).then(|| ask(one))).collect();
        for (one, hangs) in seen.iter_mut().zip(asked) {
            let Some(hangs) = hangs.transpose()?.flatten() else { continue };
            let dependant = |one: query::Dependant| {
                Some(Dependant { kind: one.kind?, name: one.name?, refuses: one.refuses? })
            };
            one.dependants = hangs.found.into_iter().map(dependant).collect();
        }
        Ok(())
    }
}

impl Fields {
    fn means(&self, object: &str) -> bool {
        self.object.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(object))
    }

    /// Fields that are looked at, as the configuration writes them; and those that it does not have, as they were typed.
    fn chosen(&self, mapped: &[String]) -> (Vec<String>, Vec<String>) {
        if self.names.is_empty() {
            return (mapped.to_vec(), Vec::new());
        }
        let (mut found, mut unknown): (Vec<String>, Vec<String>) = Default::default();
        for name in &self.names {
            match mapped.iter().find(|one| one.eq_ignore_ascii_case(name)) {
                Some(one) if !found.contains(one) => found.push(one.clone()),
                Some(_) => {}
                None => unknown.push(name.clone()),
            }
        }
        (found, unknown)
    }
}

fn mapped(detail: &MappingDetail) -> Vec<String> {
    let fields = detail.config.as_ref().and_then(|config| config.get("fields")?.as_object());
    fields.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// What Salesforce says of a field. A list that is empty says nothing.
fn defined(described: Option<&Described>, field: &str) -> Defined {
    let Some(described) = described.filter(|one| !one.fields.is_empty()) else { return Defined::Unread };
    let found = described.fields.iter().find(|one| one.name.as_deref() == Some(field));
    match found {
        None => Defined::Gone,
        Some(one) => match &one.kind {
            Some(kind) => {
                Defined::As { definition: Definition { kind: kind.to_lowercase(), length: one.length } }
            }
            None => Defined::There,
        },
    }
}
