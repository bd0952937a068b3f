//! Fields, as the organization has them.

use super::super::file::{Mapping, Name};
use super::super::finding::{Place, Said};
use super::super::names::{always, field_name, key, listed, quoted, same};
use super::super::sources::{OrgAnswer, OrgField, OrgObject};
use super::super::subject::Subject;
use crate::nearest::nearest;

/// Texts up to here are `varchar`; where beyond it they become `text` is not known exactly [schema dumps].
const LONGEST_VARCHAR: u32 = 4_099;

/// Unknown fields for which the nearest name is looked for.
const OFFERED: usize = 20;

/// True for a long or rich text area; `None` if that cannot be told.
pub(super) fn long_text(field: &OrgField) -> Option<bool> {
    match field.kind.as_deref().map(key)?.as_str() {
        "textarea" => field.length.map(|length| length > LONGEST_VARCHAR),
        _ => Some(false),
    }
}

/// True for a place, which has two columns.
pub(super) fn place_of(field: &OrgField) -> bool {
    field.kind.as_deref().is_some_and(|kind| same(kind, "location"))
}

/// What the org was not asked for, or did not answer; said by every rule that would have judged it.
pub(super) fn unread(subject: &Subject<'_>, said: &mut Said) {
    if let Err(missing) = subject.org() {
        return said.missing(missing);
    }
    let unread: Vec<&str> = subject
        .file
        .mappings
        .iter()
        .map(|one| one.object.as_str())
        .filter(|object| subject.answer(object).is_none())
        .collect();
    if !unread.is_empty() {
        said.missing(format!("the schema of {} was not read", listed(unread)));
    }
}

/// Fields that the org does not have, and how many of the file's were looked for.
fn strangers<'a>(subject: &Subject<'a>) -> (Vec<(&'a Mapping, &'a Name, &'a OrgObject)>, usize) {
    let (mut strangers, mut asked) = (Vec::new(), 0);
    for (one, schema) in subject.described() {
        for field in one.fields.iter().filter(|field| field_name(&field.name)) {
            asked += 1;
            let always = ["Id", "SystemModstamp"].iter().any(|id| same(id, &field.name));
            let known = always || schema.field(&field.name).is_some();
            if !known && subject.related(&one.object, &field.name).is_none() {
                strangers.push((one, field, schema));
            }
        }
    }
    (strangers, asked)
}

/// A name that no field can have needs no org to be judged.
pub(super) fn unknown(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        // `_hc_err` and its like are judged as what they are.
        for field in one
            .fields
            .iter()
            .filter(|field| !field_name(&field.name) && !key(&field.name).starts_with("_hc_"))
        {
            let sentence = "no field can be named so: an API name has letters, digits and `_`";
            said.block(
                Place::field(one, field),
                sentence,
                "see the field's API name in Salesforce's Object Manager",
            );
        }
    }
    for (at, (one, field, schema)) in strangers(subject).0.into_iter().enumerate() {
        // For as many as are shown.
        let names = schema.fields.iter().filter(|_| at < OFFERED).map(|one| one.name.as_str());
        let help = match nearest(&field.name, names) {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => "take it out, or give the authorized user the right to read it".to_owned(),
        };
        let sentence = "the org has no such field, or the authorized user may not read it";
        said.block(Place::field(one, field), sentence, &help);
    }
    unread(subject, said);
}

/// Many unknown fields at once are missing rights.
pub(super) fn access_user(subject: &Subject<'_>, said: &mut Said) {
    let (strangers, known) = strangers(subject);
    // An object that is not there for this user has no field that is.
    let closed =
        subject.file.mappings.iter().filter(|one| {
            subject.answer(&one.object).is_some_and(|object| object.answer == OrgAnswer::Missing)
        });
    let closed: usize = closed.map(|one| one.fields.len()).sum();
    let (unknown, asked) = (strangers.len() + closed, known + closed);
    if unknown * 3 > asked {
        let sentence = format!(
            "{unknown} of {asked} fields are unknown at once: that looks like missing rights of the authorized user, not like typing errors"
        );
        said.warn(Place::file(), &sentence, "see what the user's profile and permission sets let it read");
    }
    unread(subject, said);
}

/// Types that have no column [Dev Center; exports].
pub(super) fn kind(subject: &Subject<'_>, said: &mut Said) {
    let mut untold = Vec::new();
    for (one, name, field) in subject.known_fields() {
        let Some(kind) = field.kind.as_deref().map(key) else {
            if !always(&name.name) {
                untold.push(name.name.as_str());
            }
            continue;
        };
        let help = match kind.as_str() {
            "base64" => "take it out",
            "address" | "location" => "map its parts instead",
            _ => continue,
        };
        said.block(
            Place::field(one, name),
            &format!("of type {}, which cannot be mapped", quoted(&kind)),
            help,
        );
    }
    if !untold.is_empty() {
        said.missing(format!("the type of {} is not given", listed(untold)));
    }
    unread(subject, said);
}

pub(super) fn required_unmapped(subject: &Subject<'_>, said: &mut Said) {
    if !subject.file.mappings.iter().any(|one| one.writes()) {
        return;
    }
    for (one, schema) in subject.described().filter(|(one, _)| one.writes()) {
        let required = schema.fields.iter().filter(|field| {
            field.required == Some(true)
                && field.createable != Some(false)
                && field.auto_number != Some(true)
                && !always(&field.name)
        });
        let unmapped: Vec<&str> = required
            .filter(|field| one.field(&field.name).is_none())
            .map(|field| field.name.as_str())
            .collect();
        if !unmapped.is_empty() {
            let sentence = format!(
                "read_write, and required in Salesforce but not mapped: {}; every insert would be refused",
                listed(unmapped)
            );
            said.warn(Place::of(one), &sentence, "map them, or insert nothing");
        }
    }
    unread(subject, said);
}
