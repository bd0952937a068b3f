//! What connections are made of, and what people built on their tables.

use serde_json::Value;

use super::assemble;
use super::stop::Need;
use super::Survey;
use crate::api::{platform, recreation};
use crate::field::{column_of, fields_of};
use crate::query::{self, Place, Which};
use crate::snapshot::{BuiltTable, Connection, Dependant, Origin};

/// Columns that Connect makes in every mapped table, besides those of the fields.
const MADE: [&str; 4] = ["id", "sfid", "_hc_lastop", "_hc_err"];

/// Columns of fields that every mapped table has, whatever was mapped when.
const EVERYWHERE: [&str; 2] = ["isdeleted", "systemmodstamp"];

impl Survey {
    /// What each connection that is meant is made of. What cannot be read of it is left out.
    pub(super) fn origins(
        &self,
        connections: &mut [Connection],
        resource: Option<&str>,
        place: &Place,
    ) -> Need<()> {
        let meant = |one: &Connection| resource.is_none_or(|name| name == one.resource);
        let seen: Vec<_> =
            connections.iter().map(|one| meant(one).then(|| self.origin(one, place))).collect();
        for (connection, origin) in connections.iter_mut().zip(seen) {
            connection.origin = origin.transpose()?.map(Box::new);
        }
        Ok(())
    }

    fn origin(&self, one: &Connection, place: &Place) -> Need<Origin> {
        let (region, id) = (&one.region, &one.id);
        let ask = || platform::addon(&one.app, &one.resource);
        let addon = self.facts.may(&format!("addon {}", one.resource), ask);
        let about = self.facts.may(&format!("origin {id}"), || recreation::origin(region, id));
        let features = self.facts.may(&format!("features {id}"), || recreation::features(region, id));
        let config = self.facts.may(&format!("config {id}"), || recreation::mappings(region, id));
        let listed = self.needs.past.is_some().then(|| self.listed(one)).transpose();
        let (addon, about, features) = (addon?, about?, features?);
        // Where nothing is made anew nothing is ordered.
        let service = addon.as_ref().and_then(|addon| addon.service.as_deref());
        let service = service.filter(|_| self.needs.past.is_none());
        let offered = service
            .map(|service| self.facts.may(&format!("plans of {service}"), || platform::plans(service)));
        let listed = listed?.unwrap_or_default();
        let config = config?.and_then(|config| config.0);
        let mappings = config.as_ref().and_then(|config| config.get("mappings")?.as_array());
        let mappings: Vec<(&str, &Value)> = mappings
            .into_iter()
            .flatten()
            .filter_map(|one| Some((one.get("object_name")?.as_str()?, one.get("config")?)))
            .collect();
        let built: Vec<_> = mappings.iter().map(|(object, _)| self.columns(one, object, place)).collect();
        let mut tables = Vec::new();
        for ((object, config), read) in mappings.iter().zip(built) {
            let (table, read) = (object.to_lowercase(), read?);
            let makes: Vec<String> = fields_of(config).into_iter().map(column_of).collect();
            let is_made = |name: &String| MADE.contains(&name.as_str()) || makes.contains(name);
            let all = read.as_ref().map(|read| read.columns.as_slice()).unwrap_or_default();
            let all = all.iter().filter_map(|column| column.name.clone());
            let (columns, own) = all.partition(is_made);
            let rows = read.and_then(|read| read.rows);
            let columns: Vec<String> = columns;
            let missing = match (&self.needs.past, rows) {
                (Some(_), Some(_)) => {
                    let lacks =
                        |name: &String| !columns.contains(name) && !EVERYWHERE.contains(&name.as_str());
                    makes.into_iter().filter(lacks).collect()
                }
                _ => Vec::new(),
            };
            let mapping = listed.iter().find(|(_, known)| known == object).map(|(id, _)| id.clone());
            tables.push(BuiltTable {
                object: (*object).to_owned(),
                table,
                columns,
                missing,
                mapping,
                own,
                rows,
                dependants: None,
            });
        }
        let hung: Vec<_> = tables.iter().map(|table| self.hung(one, table, place)).collect();
        for (table, hung) in tables.iter_mut().zip(hung) {
            table.dependants = hung?;
        }
        let offered = offered.transpose()?.flatten().map(assemble::sold);
        Ok(Origin {
            offered,
            plan: addon.and_then(|addon| addon.plan),
            deletable: about.as_ref().and_then(|about| about.deletable),
            environment: about.as_ref().and_then(|about| about.environment.clone()),
            api_version: about.and_then(|about| about.version),
            features: features.map(|features| features.0),
            config,
            tables,
        })
    }

    fn columns(&self, one: &Connection, object: &str, place: &Place) -> Need<Option<query::Columns>> {
        let (schema, table) = (&one.schema, object.to_lowercase());
        let which = Which { schema, table: &table, columns: &[], counted: false, whole: false, keys: false };
        self.facts.may(&format!("sql all columns {schema} {table}"), || query::columns(place, which))
    }

    /// What hangs on a table, as far as Connect makes it anew.
    fn hung(&self, one: &Connection, table: &BuiltTable, place: &Place) -> Need<Option<Vec<Dependant>>> {
        let (schema, table, columns) = (&one.schema, &table.table, &table.columns);
        let which = Which { schema, table, columns, counted: false, whole: true, keys: false };
        let name = format!("sql all dependants {schema} {table}");
        let found = self.facts.may(&name, || query::dependants(place, which))?;
        let dependant = |one: query::Dependant| {
            Some(Dependant { kind: one.kind?, name: one.name?, refuses: one.refuses? })
        };
        Ok(found.and_then(|hangs| hangs.found.into_iter().map(dependant).collect()))
    }
}
