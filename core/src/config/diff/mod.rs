//! How two configurations differ, whatever the order, spelling and dates in which they say the same.

mod connection;
mod mapping;

use serde::{Deserialize, Serialize};

use super::file::File;
use super::finding::{Finding, Level};
use super::names::{key, s, shown};
use super::sources::Sources;
use super::subject::Subject;
use super::{reading, refusal, RULES};
use crate::codes;

/// What differs, with the left side as it is and the right side as it is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Diff {
    /// The differences: mappings by object, then the connection.
    pub differences: Vec<Difference>,
    /// What is no difference and worth knowing: spelling, what is left out, whether both are of one org.
    pub notes: Vec<String>,
}

impl Diff {
    /// True if there is no difference.
    #[must_use]
    pub fn equal(&self) -> bool {
        self.differences.is_empty()
    }
}

/// One difference. Names and values in it are safe for a terminal and of bounded length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Difference {
    /// On which side it is.
    pub change: Change,
    /// What an import of the right side does about it.
    pub class: Class,
    /// As in `~ Account access read_only → read_write`.
    pub line: String,
}

/// On which side something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// On the right alone.
    Added,
    /// On the left alone.
    Removed,
    /// On both, with other values.
    Changed,
}

/// What an import of the right side does about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// To make both equal takes data or a guarantee away.
    Destructive,
    /// It applies it.
    Applied,
    /// It does not: a person must.
    NotApplied,
}

/// A configuration that is compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its text.
    pub text: &'a str,
    /// Keyed fingerprint of its organization, where its text does not name it or the other side is known by one.
    pub org: Option<&'a str>,
}

/// Compares a configuration as it is with one as it is to be.
///
/// # Errors
/// Why one of them cannot be compared.
pub fn diff(left: &str, right: &str) -> Result<Diff, Vec<Finding>> {
    diff_of(Side { text: left, org: None }, Side { text: right, org: None })
}

/// The same where an organization may be known by its fingerprint.
///
/// # Errors
/// Why one of them cannot be compared.
pub fn diff_of(left: Side<'_>, right: Side<'_>) -> Result<Diff, Vec<Finding>> {
    let (left, right) = (side(left, "left"), side(right, "right"));
    let (left, right) = match (left, right) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => return Err([left.err(), right.err()].into_iter().flatten().flatten().collect()),
    };
    let mut diff = Diff::default();
    for (file, side) in [(&left, "left"), (&right, "right")] {
        if let Some(first) = file.unknown.iter().map(|one| one.line).min() {
            let count = file.unknown.len();
            diff.note(format!(
                "not compared on the {side} side: {count} key{} not of the format, the first on line {first}",
                s(count)
            ));
        }
    }
    mapping::compare(&left, &right, &mut diff);
    connection::compare(&left, &right, &mut diff);
    Ok(diff)
}

/// One side, if it says what it says once and in the form that is known.
fn side(Side { text, org }: Side<'_>, name: &str) -> Result<File, Vec<Finding>> {
    let named = |mut finding: Finding| {
        finding.message = format!("{name} side: {}", finding.message);
        finding
    };
    let file = reading::file(text)
        .map_err(|why| refusal(&why).findings.into_iter().map(named).collect::<Vec<Finding>>())?;
    let alone = Sources::default();
    let subject = Subject::new(&file, &alone);
    let clear =
        [codes::CONFIG_VERSION, codes::CONFIG_SHAPE, codes::CONFIG_OBJECT_TWICE, codes::CONFIG_FIELD_CASE];
    let found =
        RULES.iter().filter(|rule| clear.contains(&rule.code)).flat_map(|rule| rule.judge(&subject).findings);
    let unclear: Vec<Finding> = found.filter(|one| one.level == Level::Block).map(named).take(20).collect();
    if unclear.is_empty() {
        Ok(file.keyed(org))
    } else {
        Err(unclear)
    }
}

impl Diff {
    fn added(&mut self, what: &str) {
        self.push(Change::Added, Class::Applied, &format!("+ {what}"));
    }

    fn removed(&mut self, class: Class, what: &str) {
        self.push(Change::Removed, class, &format!("- {what}"));
    }

    fn changed(&mut self, class: Class, what: &str, left: &str, right: &str) {
        self.push(Change::Changed, class, &format!("~ {what} {} → {}", shown(left), shown(right)));
    }

    fn push(&mut self, change: Change, class: Class, line: &str) {
        self.differences.push(Difference { change, class, line: line.to_owned() });
    }

    fn note(&mut self, note: String) {
        self.notes.push(note);
    }
}

/// Every name of both lists once, in order, with what each side has under it.
fn pairs<'a, T>(left: &'a [T], right: &'a [T], name: fn(&T) -> &str) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut all = std::collections::BTreeMap::<String, (Option<&T>, Option<&T>)>::new();
    left.iter().for_each(|one| all.entry(key(name(one))).or_default().0 = Some(one));
    right.iter().for_each(|one| all.entry(key(name(one))).or_default().1 = Some(one));
    all.into_values().collect()
}
