//! Names of Salesforce and how they are compared, and how any name stands in a sentence.

use crate::line::printable;

/// Most characters of a name that are shown: names that Connect makes of an object and a field have room.
const SHOWN: usize = 140;
/// Most names that a sentence lists.
const LISTED: usize = 5;

/// Fields that are part of every mapping [terraform provider; Dev Center].
pub(super) const ALWAYS: [&str; 3] = ["Id", "SystemModstamp", "IsDeleted"];
/// Objects without `IsDeleted` [terraform provider; django-heroku-connect].
const NEVER_DELETED: [&str; 3] = ["user", "recordtype", "emailtemplate"];

/// What two spellings of one name have in common: Connect makes lower-case tables and columns of them.
pub(super) fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// True if two spellings are of one name.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// True for a field that the service maps whether it is asked to or not.
pub(super) fn always(field: &str) -> bool {
    ALWAYS.iter().any(|one| same(one, field))
}

/// The fields that are part of every mapping of this object.
pub(super) fn always_of(object: &str) -> impl Iterator<Item = &'static str> {
    let bare = NEVER_DELETED.contains(&key(object).as_str());
    ALWAYS.into_iter().filter(move |one| !(bare && *one == "IsDeleted"))
}

/// A name that is harmless in any sentence: of bounded length, without control characters and without the quote around names.
pub(super) fn shown(name: &str) -> String {
    let mut kept: String = name.chars().take(SHOWN).collect();
    if name.chars().nth(SHOWN).is_some() {
        kept.push('…');
    }
    printable(&kept).replace('`', "\\u{60}")
}

/// A name in a sentence.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", shown(name))
}

/// Names in a sentence, the first few and how many more.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let first: Vec<String> = names.iter().take(LISTED).map(|name| quoted(name)).collect();
    let more = names.len() - first.len();
    match (first.join(", "), more) {
        (first, 0) => first,
        (first, more) => format!("{first} and {more} more"),
    }
}

/// `s` behind a word of which there are many.
pub(super) fn s(count: usize) -> &'static str {
    if count == 1 {
        ""
    } else {
        "s"
    }
}

/// True for what Salesforce accepts as API name: words of letters, digits and `_`, at most a namespace before and a suffix behind,
/// each set off by `__` [Salesforce].
pub(super) fn api_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split("__").collect();
    match parts.as_slice() {
        [word] => is_word(word),
        [word, suffix] => is_word(word) && is_suffix(suffix),
        [namespace, word, suffix] => is_word(namespace) && is_word(word) && is_suffix(suffix),
        _ => false,
    }
}

/// Longest name of a field, with room for a namespace and another object's external id [Salesforce: 40 characters without them].
const LONGEST_FIELD: usize = 200;

/// The same of a field, which may also be a part of a place (`Where__Latitude__s`) or stand for another object's external id.
pub(super) fn field_name(name: &str) -> bool {
    (1..=LONGEST_FIELD).contains(&name.len())
        && name.split("__").count() <= 6
        && name.split("__").all(is_word)
}

fn is_word(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    letters && word.starts_with(|c: char| c.is_ascii_alphabetic()) && !word.ends_with('_')
}

fn is_suffix(suffix: &str) -> bool {
    !suffix.is_empty() && suffix.chars().all(|c| c.is_ascii_alphabetic())
}

/// Lookup and external id of a field that stands for a related record: `Owner__c` and `Key__c` of `Owner__r__Key__c`
/// [django-heroku-connect#83].
pub(super) fn related(field: &str) -> Option<(String, &str)> {
    let at = key(field).find("__r__")?;
    let (before, behind) = (field.get(..at)?, field.get(at + "__r__".len()..)?);
    (!before.is_empty() && !behind.is_empty()).then(|| (format!("{before}__c"), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_names_have_at_most_a_namespace_and_a_suffix() {
        for name in ["Account", "My_Object__c", "ns__My_Object__c", "Faq__kav", "A1__mdt"] {
            assert!(api_name(name), "{name}");
        }
        for name in [
            "",
            "1st",
            "My Object",
            "a__b__c__d",
            "Two____c",
            "End_",
            "x-y",
            "'; DROP",
            "__proto__",
            "Ünï__c",
        ] {
            assert!(!api_name(name), "{name}");
        }
        for name in ["Email", "Owner__r__Key__c", "ns__Place__Latitude__s", "ns__A__r__ns__B__c"] {
            assert!(field_name(name), "{name}");
        }
        for name in ["", "a b", "__proto__", "x;y"] {
            assert!(!field_name(name), "{name}");
        }
    }

    #[test]
    fn a_related_field_names_its_lookup_and_the_others_external_id() {
        assert_eq!(related("Owner__r__Key__c"), Some(("Owner__c".to_owned(), "Key__c")));
        assert_eq!(related("ns__Owner__R__Key__c"), Some(("ns__Owner__c".to_owned(), "Key__c")));
        for other in ["Owner__c", "Owner__r", "Owner__r__", "__r__Key"] {
            assert_eq!(related(other), None, "{other}");
        }
    }

    #[test]
    fn a_name_cannot_leave_its_place_in_a_sentence() {
        assert_eq!(quoted("a`b\u{1b}[0m"), "`a\\u{60}b\\u{1b}[0m`");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), SHOWN + 1);
        assert_eq!(listed(["a", "b"]), "`a`, `b`");
        assert_eq!(listed(["a"; 7]), "`a`, `a`, `a`, `a`, `a` and 2 more");
    }
}
