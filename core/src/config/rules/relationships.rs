//! Fields that stand for a related record by its external id.

use super::super::file::{Mapping, Name};
use super::super::finding::{Place, Said};
use super::super::names::{listed, quoted};
use super::super::sources::OrgAnswer;
use super::super::subject::{Related, Subject};
use super::schema::unread;

fn related<'a>(subject: &'a Subject<'a>) -> impl Iterator<Item = (&'a Mapping, &'a Name, Related<'a>)> {
    subject.file.mappings.iter().flat_map(move |one| {
        one.fields
            .iter()
            .filter_map(move |field| Some((one, field, subject.related(&one.object, &field.name)?)))
    })
}

/// Without the index of its lookup the field is left out and nobody says so [django-heroku-connect#83].
pub(super) fn index(subject: &Subject<'_>, said: &mut Said) {
    let old = subject.file.of_before_indexes();
    for (one, field, Related { lookup, .. }) in related(subject) {
        if one.index(&lookup).is_some() {
            continue;
        }
        let sentence = format!(
            "there is no index on its lookup {}: the service leaves the field out without a word",
            quoted(&lookup)
        );
        if old {
            let sentence = format!(
                "needs an index on its lookup {}, and the file says nothing of indexes",
                quoted(&lookup)
            );
            said.note(Place::field(one, field), &sentence);
        } else {
            said.block(
                Place::field(one, field),
                &sentence,
                &format!("add {} under `indexes`", quoted(&lookup)),
            );
        }
    }
}

pub(super) fn target(subject: &Subject<'_>, said: &mut Said) {
    let mut fields = related(subject).peekable();
    if fields.peek().is_none() {
        return;
    }
    unread(subject, said);
    let mut unasked = Vec::new();
    for (one, field, Related { lookup, external_id }) in fields {
        let place = Place::field(one, field);
        let Some(schema) = subject.schema(&one.object) else { continue };
        let Some(lookup_field) = schema.field(&lookup) else {
            let sentence = format!("the org has no lookup {}", quoted(&lookup));
            said.block(place, &sentence, "correct the name, or take the field out");
            continue;
        };
        let targets = &lookup_field.reference_to;
        let answers: Vec<_> = targets.iter().filter_map(|target| subject.answer(target)).collect();
        // A lookup may point to several objects: one that has the external id will do.
        let found = answers
            .iter()
            .filter_map(|one| one.field(external_id))
            .any(|field| field.external_id != Some(false));
        if !found && answers.len() == targets.len() && !targets.is_empty() {
            let sentence = if answers.iter().all(|one| one.answer == OrgAnswer::Missing) {
                format!(
                    "the org has no object {} to which it points",
                    listed(targets.iter().map(String::as_str))
                )
            } else {
                format!(
                    "{} has no external id {}",
                    listed(targets.iter().map(String::as_str)),
                    quoted(external_id)
                )
            };
            said.block(place, &sentence, "correct the name, or take the field out");
            continue;
        }
        if !found {
            unasked.push(field.name.clone());
        }
        let live = subject.live.as_ref().ok();
        let mapped = |target: &String| {
            subject.file.mapping(target).is_some() || live.is_some_and(|live| live.mapping(target).is_some())
        };
        if !targets.is_empty() && !targets.iter().any(mapped) {
            let sentence =
                format!("{}, to which it points, is not mapped", listed(targets.iter().map(String::as_str)));
            said.warn(place, &sentence, "map it too, if the related rows are wanted");
        }
    }
    if !unasked.is_empty() {
        let names = listed(unasked.iter().map(String::as_str));
        said.missing(format!("the objects to which {names} points were not read"));
    }
}
