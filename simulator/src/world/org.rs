//! What Salesforce says of its objects and their fields.

use std::sync::Arc;

use super::World;
use crate::field::{FieldDefinition, ALWAYS};

impl World {
    /// The object as the org spells it; `None` if it has none.
    pub(super) fn object(&self, object: &str) -> Option<&str> {
        self.settings.org.keys().find(|known| known.eq_ignore_ascii_case(object)).map(String::as_str)
    }

    /// The fields of an object besides those that every mapping has.
    pub(super) fn fields_of(&self, object: &str) -> Vec<(&str, FieldDefinition)> {
        let Some(object) = self.object(object) else { return Vec::new() };
        let known = self.settings.org.get(object).into_iter().flatten();
        let mut fields: Vec<(&str, FieldDefinition)> =
            known.map(|(name, definition)| (name.as_str(), *definition)).collect();
        for ((_, name), definition) in self.redefined.iter().filter(|((of, _), _)| of == object) {
            fields.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            fields.extend(definition.map(|definition| (name.as_str(), definition)));
        }
        fields
    }

    /// One of them.
    pub(super) fn definition(&self, object: &str, field: &str) -> Option<(&str, FieldDefinition)> {
        self.fields_of(object).into_iter().find(|(name, _)| name.eq_ignore_ascii_case(field))
    }

    /// Somebody changes a field in Salesforce. What every object has cannot be changed.
    pub(super) fn redefine(&mut self, object: &str, field: &str, definition: Option<FieldDefinition>) {
        if ALWAYS.iter().any(|(name, _)| name.eq_ignore_ascii_case(field)) {
            return;
        }
        let Some(object) = self.object(object).map(str::to_owned) else { return };
        let field = self.definition(&object, field).map_or(field, |(name, _)| name).to_owned();
        Arc::make_mut(&mut self.redefined).insert((object, field), definition);
    }
}
