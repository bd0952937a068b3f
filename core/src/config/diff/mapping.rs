//! Mappings: what is synced, which way, and how.

use super::super::file::{File, Index, Mapping, Name};
use super::super::names::{always, listed, quoted, s, same, shown};
use super::{pairs, Class, Diff};

pub(super) fn compare(left: &File, right: &File, diff: &mut Diff) {
    for pair in pairs(&left.mappings, &right.mappings, |one| &one.object) {
        match pair {
            (Some(left), Some(right)) => both(left, right, diff),
            (None, Some(right)) => {
                let count = right.fields.len();
                diff.added(&format!("{} with {count} field{}", shown(&right.object), s(count)));
            }
            // An import leaves it alone: whoever deletes the mapping drops its table.
            (Some(left), None) => diff.removed(Class::Destructive, &shown(&left.object)),
            (None, None) => {}
        }
    }
}

fn both(left: &Mapping, right: &Mapping, diff: &mut Diff) {
    let object = shown(&right.object);
    spelling(&left.object, &right.object, &object, diff);
    let text = |value: Option<&String>| value.cloned();
    let number = |value: i64| Some(value.to_string());
    for (what, left, right) in [
        ("access", text(left.access.value()), text(right.access.value())),
        (
            "sf_notify_enabled",
            left.streaming.value().map(bool::to_string),
            right.streaming.value().map(bool::to_string),
        ),
        (
            "sf_polling_seconds",
            left.polling.value().map(i64::to_string),
            right.polling.value().map(i64::to_string),
        ),
        ("sf_max_daily_api_calls", number(left.calls_a_day()), number(right.calls_a_day())),
    ] {
        if left != right {
            let of = |value: Option<String>| value.unwrap_or_else(|| "left out".to_owned());
            diff.changed(Class::Applied, &format!("{object} {what}"), &of(left), &of(right));
        }
    }
    upsert(left, right, &object, diff);
    fields(left, right, &object, diff);
    indexes(left, right, &object, diff);
}

fn upsert(left: &Mapping, right: &Mapping, object: &str, diff: &mut Diff) {
    match (left.upsert.value(), right.upsert.value()) {
        (Some(left), Some(right)) if same(left, right) => {
            spelling(left, right, &format!("{object} upsert_field"), diff)
        }
        (None, None) => {}
        (left, right) => {
            let of = |value: Option<&String>| value.map_or("none", String::as_str).to_owned();
            diff.changed(Class::Applied, &format!("{object} upsert_field"), &of(left), &of(right));
        }
    }
}

fn fields(left: &Mapping, right: &Mapping, object: &str, diff: &mut Diff) {
    let mut system = Vec::new();
    for pair in pairs(&left.fields, &right.fields, |one: &Name| &one.name) {
        match pair {
            (Some(left), Some(right)) => spelling(&left.name, &right.name, object, diff),
            (Some(one), None) | (None, Some(one)) if always(&one.name) => system.push(one.name.as_str()),
            (None, Some(right)) => diff.added(&format!("{object}.{}", shown(&right.name))),
            (Some(left), None) => {
                diff.removed(Class::Destructive, &format!("{object}.{}", shown(&left.name)))
            }
            (None, None) => {}
        }
    }
    if !system.is_empty() {
        diff.note(format!("`{object}`: {} on one side only; the service maps them anyhow", listed(system)));
    }
}

fn indexes(left: &Mapping, right: &Mapping, object: &str, diff: &mut Diff) {
    let mut system = Vec::new();
    let line = |index: &Index| {
        let unique = if index.unique { " unique" } else { "" };
        format!("index {object}.{}{unique}", shown(&index.name.name))
    };
    for pair in pairs(&left.indexes, &right.indexes, |one: &Index| &one.name.name) {
        match pair {
            (Some(left), Some(right)) if left.unique == right.unique => {
                spelling(&left.name.name, &right.name.name, &format!("{object} indexes"), diff);
            }
            (Some(left), Some(right)) => {
                let word = |unique: bool| if unique { "unique" } else { "not unique" };
                let what = format!("index {object}.{}", shown(&right.name.name));
                diff.changed(dropping(left.unique), &what, word(left.unique), word(right.unique));
            }
            (Some(one), None) | (None, Some(one)) if made_anyhow(one) => system.push(one.name.name.as_str()),
            (None, Some(right)) => diff.added(&line(right)),
            (Some(left), None) => diff.removed(dropping(left.unique), &line(left)),
            (None, None) => {}
        }
    }
    if !system.is_empty() {
        diff.note(format!(
            "`{object}`: index on {} on one side only; the service makes it anyhow",
            listed(system)
        ));
    }
}

/// A unique index that goes takes a guarantee with it.
fn dropping(unique: bool) -> Class {
    if unique {
        Class::Destructive
    } else {
        Class::Applied
    }
}

/// The two indexes that every mapping has [exports].
fn made_anyhow(index: &Index) -> bool {
    let name = &index.name.name;
    (same(name, "Id") && index.unique) || (same(name, "SystemModstamp") && !index.unique)
}

fn spelling(left: &str, right: &str, within: &str, diff: &mut Diff) {
    if left != right {
        diff.note(format!(
            "`{within}`: {} on the left is spelled {} on the right",
            quoted(left),
            quoted(right)
        ));
    }
}
