//! The configuration of a mapping with some of its fields left out.

use serde_json::Value;

/// The same without these fields, the indexes on them, and the unique identifier if it is one of them.
pub fn without(config: &Value, fields: &[String]) -> Value {
    let mut config = config.clone();
    let Some(parts) = config.as_object_mut() else { return config };
    for part in ["fields", "indexes"] {
        if let Some(map) = parts.get_mut(part).and_then(Value::as_object_mut) {
            map.retain(|name, _| !fields.contains(name));
        }
    }
    let identifier = parts.get("upsert_field").and_then(Value::as_str);
    if identifier.is_some_and(|name| fields.iter().any(|one| one == name)) {
        parts.remove("upsert_field");
    }
    config
}

/// Names of the fields, in order.
pub fn fields_of(config: &Value) -> Vec<&str> {
    let fields = config.get("fields").and_then(Value::as_object);
    fields.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_goes_with_its_index_and_as_unique_identifier() {
        let config = json!({
            "access": "read_write",
            "fields": {"Id": {}, "Name": {}, "Key__c": {}},
            "indexes": {"Id": {"unique": true}, "Key__c": {"unique": true}},
            "upsert_field": "Key__c",
        });
        let left = without(&config, &["Key__c".to_owned()]);
        assert_eq!(
            left,
            json!({"access": "read_write", "fields": {"Id": {}, "Name": {}}, "indexes": {"Id": {"unique": true}}})
        );
        assert_eq!(without(&config, &["Name".to_owned()]).get("upsert_field"), config.get("upsert_field"));
        assert_eq!(fields_of(&left), ["Id", "Name"]);
        assert_eq!(without(&config, &[]), config);
    }
}
