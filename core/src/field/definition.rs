//! What a field is in Salesforce, and the column that Connect makes of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Fields that every mapping has: their columns are Connect's own.
pub const SYSTEM: [&str; 3] = ["Id", "SystemModstamp", "IsDeleted"];

/// Strings up to this many characters have a column of that length; longer ones are `text` (Dev Center, mapped columns).
const LONGEST_VARCHAR: u64 = 4_099;

/// The column of a field: its name in lower case.
#[must_use]
pub fn column_of(field: &str) -> String {
    match field {
        "Id" => "sfid".to_owned(),
        other => other.to_lowercase(),
    }
}

/// A field as Salesforce describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "FieldDefinition"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Definition {
    /// Type, in Salesforce's word: `string`, `double`, `picklist`.
    pub kind: String,
    /// Length in characters, of a type that has one.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub length: Option<u64>,
}

impl Definition {
    /// A definition as it is typed: `string(120)`, `double`.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (kind, length) = match typed.split_once('(') {
            Some((kind, rest)) => (kind.trim(), Some(rest.trim().strip_suffix(')')?.trim().parse().ok()?)),
            None => (typed, None),
        };
        let defined = Self { kind: kind.to_lowercase(), length };
        defined.column_type().is_some().then_some(defined)
    }

    /// The type of the column that Connect makes of it, as `format_type` writes it; `None` for a type that cannot be mapped or is not
    /// known (Dev Center, "Mapping data types"; dumps of databases in the field).
    #[must_use]
    pub fn column_type(&self) -> Option<String> {
        let varchar = |length: u64| {
            if length > LONGEST_VARCHAR {
                "text".to_owned()
            } else {
                format!("character varying({length})")
            }
        };
        Some(match self.kind.as_str() {
            "string" | "encryptedstring" | "textarea" => varchar(self.length.filter(|length| *length > 0)?),
            "id" | "reference" => varchar(18),
            "picklist" | "combobox" | "url" => {
                varchar(self.length.filter(|length| *length > 0).unwrap_or(255))
            }
            "multipicklist" => varchar(4_099),
            "email" => varchar(self.length.filter(|length| *length > 0).unwrap_or(80)),
            "phone" => varchar(self.length.filter(|length| *length > 0).unwrap_or(40)),
            "boolean" => "boolean".to_owned(),
            "int" => "integer".to_owned(),
            "double" | "currency" | "percent" => "double precision".to_owned(),
            "date" => "date".to_owned(),
            "datetime" => "timestamp without time zone".to_owned(),
            "time" => "time without time zone".to_owned(),
            "anytype" | "longtextarea" => "text".to_owned(),
            _ => return None,
        })
    }
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "{}({length})", self.kind),
            None => f.write_str(&self.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(typed: &str) -> Option<String> {
        Definition::parse(typed)?.column_type()
    }

    #[test]
    fn a_column_follows_from_a_definition() {
        assert_eq!(column("string(120)").as_deref(), Some("character varying(120)"));
        assert_eq!(column("textarea(32000)").as_deref(), Some("text"));
        assert_eq!(column("picklist").as_deref(), Some("character varying(255)"));
        assert_eq!(column("DateTime").as_deref(), Some("timestamp without time zone"));
        assert_eq!(column("percent"), column("currency"));
    }

    #[test]
    fn what_has_no_column_is_no_definition() {
        for typed in ["", "string", "string(0)", "string(x)", "string(12", "address", "varchar(3); drop"] {
            assert_eq!(Definition::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_definition_is_written_as_it_is_typed() {
        for typed in ["string(120)", "double"] {
            assert_eq!(Definition::parse(typed).map(|one| one.to_string()).as_deref(), Some(typed));
        }
    }

    #[test]
    fn the_column_of_a_field_is_its_name_in_lower_case() {
        assert_eq!(column_of("Name"), "name");
        assert_eq!(column_of("Id"), "sfid");
    }
}
