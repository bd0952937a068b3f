//! The unique identifier.

use super::super::file::{Mapping, Name, Spot};
use super::super::finding::{Place, Said};
use super::super::names::{listed, same};
use super::super::subject::Subject;
use super::schema::unread;

/// Mappings that have one.
fn identified<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Mapping, &'a Spot<String>)> {
    subject.file.mappings.iter().filter_map(|one| Some((one, one.upsert.given()?)))
}

fn place(mapping: &Mapping, upsert: &Spot<String>) -> Place {
    Place::field(mapping, &Name { name: upsert.value.clone(), line: upsert.line })
}

pub(super) fn unmapped(subject: &Subject<'_>, said: &mut Said) {
    for (one, upsert) in identified(subject) {
        if one.field(&upsert.value).is_none() {
            said.block(place(one, upsert), "the unique identifier is not mapped", "list it under `fields`");
        }
    }
}

/// Exports of before 2018 say nothing of indexes, and are none the worse.
pub(super) fn not_unique(subject: &Subject<'_>, said: &mut Said) {
    let old = subject.file.of_before_indexes();
    for (one, upsert) in identified(subject) {
        let indexed = one.index(&upsert.value).is_some_and(|index| index.unique);
        if indexed {
            continue;
        }
        if old {
            said.note(
                place(one, upsert),
                "the unique identifier needs a unique index, and the file says nothing of indexes",
            );
        } else {
            let sentence = "the unique identifier lacks an index with `unique: true`";
            said.block(place(one, upsert), sentence, "add it under `indexes`");
        }
    }
}

pub(super) fn not_external(subject: &Subject<'_>, said: &mut Said) {
    if identified(subject).next().is_none() {
        return;
    }
    let mut untold = Vec::new();
    for (one, upsert) in identified(subject) {
        let Some(field) = subject.schema(&one.object).and_then(|schema| schema.field(&upsert.value)) else {
            continue;
        };
        let place = place(one, upsert);
        if field.external_id == Some(false) {
            let sentence = "the unique identifier is not an External ID in Salesforce";
            said.block(place, sentence, "mark it as External ID, or choose another field");
        } else if field.auto_number == Some(true) {
            let sentence = "the unique identifier is numbered by Salesforce, so that no write can carry it";
            said.block(place, sentence, "choose a field that the app fills in");
        } else {
            if field.unique == Some(false) {
                let sentence = "the unique identifier is not unique in Salesforce";
                said.warn(place, sentence, "make it unique there");
            }
            if field.external_id.is_none() || field.unique.is_none() {
                untold.push(field.name.as_str());
            }
        }
    }
    if !untold.is_empty() {
        said.missing(format!("whether {} is an External ID and unique is not given", listed(untold)));
    }
    unread(subject, said);
}

pub(super) fn data(subject: &Subject<'_>, said: &mut Said) {
    if identified(subject).next().is_none() {
        return;
    }
    let postgres = match subject.postgres() {
        Ok(postgres) => postgres,
        Err(missing) => return said.missing(missing),
    };
    let mut unread = Vec::new();
    for (one, upsert) in identified(subject) {
        // A table that is not there holds nothing.
        let Some(table) = postgres.table(&one.object) else { continue };
        let Some(data) = table.unique_identifier.as_ref().filter(|data| same(&data.column, &upsert.value))
        else {
            unread.push(one.object.as_str());
            continue;
        };
        if data.duplicates > 0 {
            let sentence =
                format!("{} values of the unique identifier stand in more than one row", data.duplicates);
            said.block(
                place(one, upsert),
                &sentence,
                "make them unique first: a unique index cannot be built",
            );
        } else if data.nulls > 0 {
            let sentence = format!("{} rows have no unique identifier", data.nulls);
            said.warn(
                place(one, upsert),
                &sentence,
                "fill it in: a repeated insert of such a row makes a duplicate",
            );
        }
    }
    if !unread.is_empty() {
        said.missing(format!("what the tables of {} hold in it was not read", listed(unread)));
    }
}

/// Without one, a write that is sent twice makes two records.
pub(super) fn none(subject: &Subject<'_>, said: &mut Said) {
    for one in subject.file.mappings.iter().filter(|one| one.writes() && one.upsert.given().is_none()) {
        let sentence = "read_write without a unique identifier: a repeated insert would make a duplicate";
        said.warn(Place::of(one), sentence, "choose an External ID as `upsert_field`");
    }
}
