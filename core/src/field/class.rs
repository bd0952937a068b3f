//! What it takes to make a column follow its field.

use serde::{Deserialize, Serialize};

use super::definition::{Definition, SYSTEM};
use crate::snapshot::{Defined, SeenField, Shape};

/// A kind of change (manual, "Changing Field Definitions in Salesforce").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "FieldClass"))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// The column is as the definition wants it.
    Same,
    /// Its length grows: Connect alters the column when the mapping is saved.
    Longer,
    /// Its length shrinks: the same, if everything in it fits.
    Shorter,
    /// Anything else: the field is taken out of the mapping and put back, and its column is dropped, made and loaded anew.
    Remap,
    /// Salesforce has no such field, or the user of the connection may not read it: it is taken out of the mapping.
    Remove,
    /// Nobody could say what it is now.
    NotJudged,
}

impl Class {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Longer => "longer",
            Self::Shorter => "shorter",
            Self::Remap => "other type",
            Self::Remove => "gone",
            Self::NotJudged => "not judged",
        }
    }

    /// True if saving the mapping as it is is all that it takes.
    #[must_use]
    pub fn simple(self) -> bool {
        matches!(self, Self::Longer | Self::Shorter)
    }

    /// True if there is something to do.
    #[must_use]
    pub fn changes(self) -> bool {
        self.simple() || matches!(self, Self::Remap | Self::Remove)
    }
}

/// A field and what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "FieldChange"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// Salesforce object.
    pub object: String,
    /// Field.
    pub field: String,
    /// What it takes.
    pub class: Class,
    /// Type of its column now; `null` if there is none.
    pub now: Option<String>,
    /// Type that the definition asks for; `null` if that is not known, or there is to be none.
    pub wanted: Option<String>,
    /// Who said so.
    pub source: String,
}

/// What a field takes: by what Salesforce says, else by what was typed.
#[must_use]
pub fn classify(object: &str, seen: &SeenField, typed: Option<&Definition>, remap: bool) -> Change {
    let (wanted, source) = match (&seen.defined, typed) {
        (Defined::As { definition }, _) => (definition.column_type(), format!("Salesforce: {definition}")),
        (Defined::There, Some(typed)) => (typed.column_type(), format!("you: {typed}")),
        (Defined::There, None) => (None, "Connect names the field and not its type".to_owned()),
        (Defined::Gone, _) => (None, "Salesforce shows no such field".to_owned()),
        (Defined::Unread, Some(typed)) => (typed.column_type(), format!("you: {typed}")),
        (Defined::Unread, None) => (None, "the definition could not be read".to_owned()),
    };
    let class = match (&seen.defined, &wanted, &seen.now) {
        (Defined::Gone, ..) => Class::Remove,
        (_, Some(_), _) if remap => Class::Remap,
        (_, Some(wanted), Some(now)) => between(now, wanted),
        // Mapped, and without a column: what lets a mapping be saved makes it.
        (_, Some(_), None) => Class::Longer,
        (_, None, _) => Class::NotJudged,
    };
    let (object, field, now) = (object.to_owned(), seen.field.clone(), seen.now.clone());
    Change { object, field, class, now, wanted, source }
}

/// What every field of a mapping takes that was looked at; Connect's own columns never change. Of a table that could not be read no column
/// is known: then only a field that is gone is judged.
#[must_use]
pub fn changes(shape: &Shape, typed: Option<&Definition>, remap: bool) -> Vec<Change> {
    let own = |seen: &&SeenField| !SYSTEM.iter().any(|name| name.eq_ignore_ascii_case(&seen.field));
    let unread = shape.rows.is_none() && shape.fields.iter().all(|one| one.now.is_none());
    let judged = |seen: &SeenField| {
        let change = classify(&shape.object, seen, typed, remap);
        let class = if unread && change.class != Class::Remove { Class::NotJudged } else { change.class };
        Change { class, ..change }
    };
    shape.fields.iter().filter(own).map(judged).collect()
}

fn between(now: &str, wanted: &str) -> Class {
    match (varchar(now), varchar(wanted)) {
        _ if now == wanted => Class::Same,
        (Some(before), Some(after)) if after > before => Class::Longer,
        (Some(_), Some(_)) => Class::Shorter,
        _ => Class::Remap,
    }
}

fn varchar(kind: &str) -> Option<u64> {
    kind.strip_prefix("character varying(")?.strip_suffix(')')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_string_is_simple_and_another_type_is_not() {
        assert_eq!(between("character varying(80)", "character varying(120)"), Class::Longer);
        assert_eq!(between("character varying(80)", "character varying(40)"), Class::Shorter);
        assert_eq!(between("character varying(80)", "character varying(80)"), Class::Same);
        assert_eq!(between("character varying(255)", "text"), Class::Remap);
        assert_eq!(between("text", "character varying(255)"), Class::Remap);
        assert_eq!(between("double precision", "boolean"), Class::Remap);
        assert_eq!(between("double precision", "double precision"), Class::Same);
    }
}
