//! Fields, as far as the file alone tells.

use std::collections::{BTreeMap, BTreeSet};

use super::super::file::{Mapping, Name};
use super::super::finding::{Place, Said};
use super::super::names::{always_of, key, listed, quoted, same, ALWAYS};
use super::super::subject::Subject;
use super::schema::{long_text, place_of, unread};

/// More fields than this are slow [Dev Center; the service's own check].
const MANY_FIELDS: usize = 250;
/// More long texts than this are slow [Dev Center; the service's own check].
const MANY_TEXTS: usize = 10;
/// Columns that a table can have, dropped ones counted [PostgreSQL].
const MOST_COLUMNS: usize = 1_600;
/// Columns of Connect's own that no field makes: `id`, `_hc_lastop`, `_hc_err`.
const OWN_COLUMNS: usize = 3;

pub(super) fn system(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        let missing: Vec<&str> = always_of(&one.object).filter(|name| one.field(name).is_none()).collect();
        if !missing.is_empty() {
            said.note(Place::of(one), &format!("{} not listed: the service adds them", listed(missing)));
        }
    }
}

/// One field has one spelling.
pub(super) fn case(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        twice(one, one.fields.iter(), said);
        twice(one, one.indexes.iter().map(|index| &index.name), said);
        let schema = subject.schema(&one.object);
        let spelled = |name: &str| -> Option<&str> {
            let by_org = schema.and_then(|schema| schema.field(name)).map(|field| field.name.as_str());
            // `Id` in another spelling is another rule's.
            by_org.or_else(|| ALWAYS.into_iter().find(|always| same(always, name) && *always != "Id"))
        };
        for field in one.fields.iter() {
            if let Some(right) =
                spelled(&field.name).filter(|right| *right != field.name && !same(right, "Id"))
            {
                said.warn(
                    Place::field(one, field),
                    &format!("Salesforce spells it {}", quoted(right)),
                    "spell it so",
                );
            }
        }
        for index in one.indexes.iter() {
            let mapped = one
                .field(&index.name.name)
                .filter(|field| field.name != index.name.name && !same(&field.name, "Id"));
            if let Some(field) = mapped {
                let sentence = format!(
                    "the index spells it otherwise than `fields` does, which has {}",
                    quoted(&field.name)
                );
                said.warn(
                    Place::field(one, &index.name),
                    &sentence,
                    "spell it as Salesforce does in both places",
                );
            }
        }
    }
    unread(subject, said);
}

fn twice<'a>(mapping: &Mapping, names: impl Iterator<Item = &'a Name>, said: &mut Said) {
    let mut seen: BTreeMap<String, &Name> = BTreeMap::new();
    for name in names {
        if let Some(first) = seen.insert(key(&name.name), name) {
            let sentence = format!(
                "another spelling of {} on line {}; both would be one column",
                quoted(&first.name),
                first.line
            );
            said.block(Place::field(mapping, name), &sentence, "keep the one that Salesforce has");
        }
    }
}

/// Columns that Connect owns. The field `Id` becomes `sfid`; in another spelling it may be taken for the table's own `id`.
pub(super) fn reserved(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        for field in one.fields.iter() {
            let column = key(&field.name);
            let owned = ["sfid", "_hc_lastop", "_hc_err"].contains(&column.as_str());
            if owned || (column == "id" && field.name != "Id") {
                let sentence = format!("becomes the column `{column}`, which Connect owns");
                let help = if owned { "take it out" } else { "the record's id is spelled `Id`" };
                said.block(Place::field(one, field), &sentence, help);
            }
        }
    }
}

pub(super) fn columns(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        let schema = subject.schema(&one.object);
        let kinds = || one.fields.iter().filter_map(|name| schema?.field(&name.name));
        let fields: BTreeSet<String> =
            one.fields.iter().map(|name| key(&name.name)).chain(always_of(&one.object).map(key)).collect();
        // A place has a column for its latitude and one for its longitude.
        let places = kinds().filter(|field| place_of(field)).count();
        let table = subject.sources.postgres.as_ref().and_then(|postgres| postgres.table(&one.object));
        let dropped = table.and_then(|table| table.dropped_columns).unwrap_or_default();
        let columns =
            fields.len() + places + OWN_COLUMNS + usize::try_from(dropped).unwrap_or(usize::MAX / 2);
        if columns > MOST_COLUMNS {
            let sentence = format!("{columns} columns, with Connect's own and {dropped} dropped ones; Postgres has at most 1,600");
            said.block(Place::of(one), &sentence, "map fewer fields");
            continue;
        }
        if one.fields.len() > MANY_FIELDS {
            let sentence = format!("{} fields; more than 250 are slow", one.fields.len());
            said.warn(Place::of(one), &sentence, "map what is used; `heroku connect:diagnose` judges it");
        }
        let texts = kinds().filter(|field| long_text(field) == Some(true)).count();
        if texts > MANY_TEXTS {
            let sentence = format!("{texts} long text areas; more than 10 are slow");
            said.warn(Place::of(one), &sentence, "map what is used; `heroku connect:diagnose` judges it");
        }
    }
}
