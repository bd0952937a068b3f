//! Indexes.

use super::super::finding::{Place, Said};
use super::super::names::{always, key, listed};
use super::super::subject::Subject;
use super::schema::{long_text, unread};

/// Accepted by the service, then silently incomplete [heroku-connect-plugin#97].
pub(super) fn unmapped(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        for index in one.indexes.iter() {
            if one.field(&index.name.name).is_none() && !always(&index.name.name) {
                let sentence = "an index on a field that is not mapped: it is taken, and the mapping stays incomplete without a word";
                said.block(Place::field(one, &index.name), sentence, "map the field, or take the index out");
            }
        }
    }
}

pub(super) fn kind(subject: &Subject<'_>, said: &mut Said) {
    let asked = |one: &super::super::file::Index| !always(&one.name.name);
    if !subject.file.mappings.iter().any(|one| one.indexes.iter().any(asked)) {
        return;
    }
    let mut untold = Vec::new();
    for (one, schema) in subject.described() {
        for index in one.indexes.iter().filter(|index| asked(index)) {
            let Some(field) = schema.field(&index.name.name) else { continue };
            let place = Place::field(one, &index.name);
            let long = long_text(field);
            if long.is_none() {
                untold.push(field.name.as_str());
            }
            if long == Some(true) {
                said.block(place, "an index on a long text area", "take the index out");
            } else if index.unique && field.kind.as_deref().is_some_and(|kind| key(kind) == "multipicklist") {
                said.block(place, "unique on a field that holds many values", "take `unique` out");
            } else if index.unique && field.unique == Some(false) {
                let sentence = "unique is asked for, and the field is not unique in Salesforce: two equal values stop the load";
                said.warn(place, sentence, "make it unique in Salesforce first");
            } else if index.unique && field.unique.is_none() {
                untold.push(field.name.as_str());
            }
        }
    }
    if !untold.is_empty() {
        said.missing(format!("type, length or uniqueness of {} is not given", listed(untold)));
    }
    unread(subject, said);
}

/// The two indexes that every mapping has [exports].
pub(super) fn system(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        let other: Vec<&str> = [("Id", true), ("SystemModstamp", false)]
            .into_iter()
            .filter(|(name, unique)| one.index(name).is_none_or(|index| index.unique != *unique))
            .map(|(name, _)| name)
            .collect();
        if !other.is_empty() {
            let sentence = format!(
                "every mapping has an index on `Id`, unique, and on `SystemModstamp`, not unique; the service sees to {}",
                listed(other)
            );
            said.note(Place::of(one), &sentence);
        }
    }
}
