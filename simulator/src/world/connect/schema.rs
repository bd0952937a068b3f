//! The org's definitions, and how they differ from what tables were made by.

use serde_json::{json, Value};

use crate::field::{always_of, column_limit, FieldDefinition, MappedField};
use crate::scenario::SchemaFields;
use crate::world::ids::{uuid, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::state::Mapping;
use crate::world::words::MappingState;
use crate::world::World;

/// Versions of Salesforce's API that there are.
const API_VERSIONS: std::ops::RangeInclusive<u32> = 31..=66;

/// What is said of a mapping that was never in step.
const UNDETERMINED: &str = "unable to determine: there is no stored definition of this mapping";

/// What became of the fields of a mapping since its columns were made.
#[derive(Default)]
struct Drift<'a> {
    longer: Vec<&'a str>,
    other: Vec<&'a str>,
    gone: Vec<&'a str>,
}

impl Drift<'_> {
    fn message(&self) -> String {
        let families = [
            ("length increased for field(s)", &self.longer),
            ("definitions changed for field(s)", &self.other),
            ("fields removed", &self.gone),
        ];
        let lines: Vec<String> = families
            .iter()
            .filter(|(_, fields)| !fields.is_empty())
            .map(|(what, fields)| format!("{what}: {}", fields.join(", ")))
            .collect();
        if lines.is_empty() {
            return "no change".to_owned();
        }
        lines.join("\n")
    }

    fn is_unsafe(&self) -> bool {
        !self.other.is_empty() || !self.gone.is_empty()
    }
}

/// True if the field is the same but for a longer text.
pub(super) fn is_longer(column: &MappedField, org: FieldDefinition) -> bool {
    let limits = (column_limit(column.kind, column.length), column_limit(org.kind, org.length));
    column.kind == org.kind && matches!(limits, (Some(column), Some(org)) if column < org)
}

impl World {
    fn drift<'a>(&self, mapping: &'a Mapping) -> Drift<'a> {
        let mut drift = Drift::default();
        for column in mapping.columns.iter() {
            let list = match self.definition(&mapping.spec.object, &column.name) {
                None => &mut drift.gone,
                Some((_, org)) if is_longer(column, org) => &mut drift.longer,
                Some((_, org)) if (column.kind, column.length) != (org.kind, org.length) => &mut drift.other,
                Some(_) => continue,
            };
            list.push(column.name.as_str());
        }
        drift
    }

    pub(super) fn schema_diff(&self, at: usize, target: Option<&str>) -> Reply {
        ok(self.diff(at, target)?)
    }

    /// What another version of Salesforce's API changes of each mapping. The org has one definition of each field, so what differs is
    /// what was changed since the columns were made.
    pub(super) fn diff(&self, at: usize, target: Option<&str>) -> Result<Value, Refusal> {
        let newest = format!("{}.0", API_VERSIONS.end());
        let target = target.unwrap_or(&newest);
        let major = target.strip_suffix(".0").and_then(|major| major.parse::<u32>().ok());
        if !major.is_some_and(|major| API_VERSIONS.contains(&major)) {
            return Err(Refusal::bad_request(format!("There is no API version {target}.")));
        }
        let connection = &self.connections[at];
        let looks = self.settings.switches.schema_diff_sees_drift || target != &*connection.api_version;
        let mappings = connection.mappings.iter().map(|mapping| {
            // Of a mapping whose table was never made there is nothing to compare with.
            let unknown = mapping.state == MappingState::Initial;
            let drift = if looks && !unknown { self.drift(mapping) } else { Drift::default() };
            let message = if unknown { UNDETERMINED.to_owned() } else { drift.message() };
            json!({
                "name": mapping.spec.object,
                "fields_have_changed": drift.is_unsafe() || !drift.longer.is_empty(),
                "has_unsafe_changes": drift.is_unsafe(),
                "action_undetermined": unknown,
                "result_message": message,
            })
        });
        Ok(json!({
            "guid": uuid(Kind::Other, connection.id),
            "current_api_version": &*connection.api_version,
            "target_api_version": target,
            "mappings": mappings.collect::<Vec<_>>(),
        }))
    }

    /// What the org says of an object.
    pub(super) fn schema(&self, at: usize, object: &str) -> Reply {
        let mapped = |object: &str| {
            let mappings = &self.connections[at].mappings;
            mappings.iter().any(|mapping| mapping.spec.object.eq_ignore_ascii_case(object))
        };
        let object = self
            .object(object)
            .filter(|object| mapped(object))
            .ok_or_else(|| Refusal::not_found("schema"))?;
        let typed = self.settings.switches.schema_fields == SchemaFields::Typed;
        let always = always_of(object)
            .map(|(name, kind)| (*name, FieldDefinition { kind: *kind, length: None, required: true }));
        let fields: Vec<Value> = always
            .chain(self.fields_of(object))
            .map(|(name, definition)| {
                let mut field = json!({"name": name, "required": definition.required});
                if typed {
                    field["type"] = json!(definition.kind);
                    field["length"] = json!(definition.length);
                }
                field
            })
            .collect();
        ok(json!({"name": object, "fields": fields}))
    }
}
