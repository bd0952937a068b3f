//! What is mapped, and which way.

use std::collections::BTreeMap;

use super::super::file::Key;
use super::super::finding::{Place, Said};
use super::super::names::{always, api_name, key, listed, quoted, same};
use super::super::sources::{OrgAnswer, OrgField};
use super::super::subject::Subject;

pub(super) fn name(subject: &Subject<'_>, said: &mut Said) {
    for one in subject.file.mappings.iter().filter(|one| !api_name(&one.object)) {
        let sentence = "not the API name of an object: letters, digits and `_`, and `__` only behind a namespace and before a suffix";
        said.block(Place::of(one), sentence, "see the object's API name in Salesforce's Object Manager");
    }
}

pub(super) fn twice(subject: &Subject<'_>, said: &mut Said) {
    let mut seen = BTreeMap::new();
    for one in &subject.file.mappings {
        if let Some(first) = seen.insert(key(&one.object), one.line) {
            let sentence = format!("listed on line {first} already; both would be one table");
            said.block(Place::of(one), &sentence, "keep one of them");
        }
    }
}

pub(super) fn unknown(subject: &Subject<'_>, said: &mut Said) {
    if let Err(missing) = subject.org() {
        return said.missing(missing);
    }
    let mut unread = Vec::new();
    for one in &subject.file.mappings {
        match subject.answer(&one.object) {
            None => unread.push(one.object.as_str()),
            Some(object) if object.answer == OrgAnswer::Missing => said.block(
                Place::of(one),
                "the org has no such object, or the authorized user may not see it",
                "correct the name, or give the user the right to see it",
            ),
            Some(_) => {}
        }
    }
    if !unread.is_empty() {
        said.missing(format!("the schema of {} was not read", listed(unread)));
    }
}

/// Objects that Connect does not map, and those that cannot use the Bulk API [Dev Center, mapping options].
pub(super) fn unsupported(subject: &Subject<'_>, said: &mut Said) {
    for one in &subject.file.mappings {
        let name = key(&one.object);
        if name == "knowledgearticleversion" || name.ends_with("__kav") {
            said.block(Place::of(one), "Connect does not map this object", "take it out of the file");
        } else if name == "leadhistory" || name == "attachment" {
            let sentence =
                "this object has no bulk interface: more than 20,000 changed rows at once are not read";
            said.warn(Place::of(one), sentence, "map it only if it changes little at a time");
        }
    }
}

pub(super) fn access(subject: &Subject<'_>, said: &mut Said) {
    let help = "write `\"access\": \"read_only\"` or `\"access\": \"read_write\"`";
    for one in &subject.file.mappings {
        match &one.access {
            Key::Given(spot) if spot.value == "read_only" || spot.value == "read_write" => {}
            Key::Given(spot) => {
                let sentence = format!("`access` is read_only or read_write, not {}", quoted(&spot.value));
                said.block(Place::on(one, spot.line), &sentence, help);
            }
            Key::Absent => {
                said.block(Place::of(one), "`access` is missing: it is read_only or read_write", help)
            }
            Key::Misfit => {}
        }
    }
}

/// What nobody may write: an object or a unique identifier stops every write, another field only writes of its own.
pub(super) fn read_only(subject: &Subject<'_>, said: &mut Said) {
    let mut writing = subject.file.mappings.iter().filter(|one| one.writes()).peekable();
    if writing.peek().is_none() {
        return;
    }
    if let Err(missing) = subject.org() {
        return said.missing(missing);
    }
    let mut unknown = Vec::new();
    for one in writing {
        let Some(schema) = subject.schema(&one.object) else {
            unknown.push(one.object.as_str());
            continue;
        };
        let rights = [("create", schema.createable), ("change", schema.updateable)];
        let refused: Vec<&str> =
            rights.iter().filter(|(_, may)| *may == Some(false)).map(|(word, _)| *word).collect();
        if !refused.is_empty() {
            let sentence =
                format!("read_write, and the authorized user may not {} records", refused.join(" or "));
            said.block(Place::of(one), &sentence, "map it read_only, or give the user the right");
        } else if rights.iter().any(|(_, may)| may.is_none()) {
            unknown.push(one.object.as_str());
        }
        let closed = one.fields.iter().filter(|name| schema.field(&name.name).is_some_and(closed));
        let (identifier, others): (Vec<_>, Vec<_>) =
            closed.partition(|name| one.upsert.value().is_some_and(|upsert| same(upsert, &name.name)));
        for name in identifier {
            let sentence =
                "the unique identifier of a read_write mapping, and the authorized user may not write it";
            said.block(Place::field(one, name), sentence, "give the user the right, or choose another field");
        }
        if !others.is_empty() {
            let sentence = format!(
                "read_write, and the authorized user may not write {}: changes of them would be refused",
                listed(others.iter().map(|name| name.name.as_str()))
            );
            said.warn(Place::of(one), &sentence, "see that nobody writes these columns");
        }
    }
    if !unknown.is_empty() {
        said.missing(format!("what the authorized user may write of {} was not read", listed(unknown)));
    }
}

/// True for a field that is closed to this user, and not by its nature to everybody.
fn closed(field: &OrgField) -> bool {
    /// What Salesforce writes itself in every record.
    const AUDIT: [&str; 4] = ["createddate", "createdbyid", "lastmodifieddate", "lastmodifiedbyid"];
    let by_nature = always(&field.name)
        || AUDIT.contains(&key(&field.name).as_str())
        || field.calculated == Some(true)
        || field.auto_number == Some(true);
    !by_nature && field.createable == Some(false) && field.updateable == Some(false)
}
