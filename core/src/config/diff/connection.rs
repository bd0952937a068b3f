//! The connection: what an import does not set.

use super::super::file::{Connection, File};
use super::super::names::shown;
use super::{Class, Diff};

pub(super) fn compare(left: &File, right: &File, diff: &mut Diff) {
    let nothing = Connection::default();
    let (left, right) =
        (left.connection.as_ref().unwrap_or(&nothing), right.connection.as_ref().unwrap_or(&nothing));
    if let Some((left, right)) = known("API version", &left.api_version, &right.api_version, diff) {
        if left.value != right.value {
            diff.changed(Class::NotApplied, "connection api_version", &left.value, &right.value);
        }
    }
    if let Some((left, right)) = known("features", &left.features, &right.features, diff) {
        // A feature that is left out is off.
        let names: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let [left, right] = [left, right].map(|one| one.get(name).is_some_and(|spot| spot.value));
            if left != right {
                let what = format!("connection feature {}", shown(name));
                diff.changed(Class::NotApplied, &what, &left.to_string(), &right.to_string());
            }
        }
    }
    if let (Some(left), Some(right)) = (left.logs, right.logs) {
        if left != right {
            diff.note(format!("logging to drains is {left} on the left and {right} on the right; whether an import sets it is not known"));
        }
    }
    if let (Some(left), Some(right)) = (&left.org, &right.org) {
        diff.note(match left.same(right) {
            Some(true) => "both sides are of the same Salesforce org".to_owned(),
            Some(false) => "both sides are of two Salesforce orgs".to_owned(),
            None => "whether both sides are of the same Salesforce org could not be judged".to_owned(),
        });
    }
}

/// What both sides say; that one says nothing is worth a note.
fn known<'a, T>(
    what: &str,
    left: &'a Option<T>,
    right: &'a Option<T>,
    diff: &mut Diff,
) -> Option<(&'a T, &'a T)> {
    let silent = match (left, right) {
        (Some(left), Some(right)) => return Some((left, right)),
        (None, None) => return None,
        (None, Some(_)) => "left",
        (Some(_), None) => "right",
    };
    diff.note(format!("the {silent} side does not say the {what}: not compared"));
    None
}
