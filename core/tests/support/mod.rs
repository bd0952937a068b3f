//! What the suites share: fixtures, and comparing with a file that `UPDATE=1` writes.
#![allow(dead_code, reason = "every suite uses its own part")]

pub mod every;
pub mod judged;
pub mod odd;
pub mod recorded;
pub mod toy;

use std::path::{Path, PathBuf};

use connect_core::course::Course;
use connect_core::journal::Entry;
use connect_core::late::Bindings;
use connect_core::line::Line;
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_core::run::card;
use connect_core::snapshot::Snapshot;
use serde::de::DeserializeOwned;

/// A path below `tests/fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(path)
}

/// A JSON fixture.
pub fn json<T: DeserializeOwned>(path: &str) -> T {
    let path = fixture(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a plan of a fixture is made from.
pub fn given(name: &str) -> (Snapshot, Request) {
    (json(&format!("upgrade-db/{name}/snapshot.json")), json(&format!("upgrade-db/{name}/request.json")))
}

/// The card of a run of which everything before the point of no return was begun.
pub fn begun_card(plan: &Plan, bindings: &Bindings) -> Vec<Line> {
    let mut course = Course::new(plan);
    let end = plan.position(plan.marks.point_of_no_return.as_ref()).unwrap_or(plan.steps.len());
    for step in plan.steps.iter().take(end) {
        course.apply(plan, &Entry::Entered { step: step.id.clone(), zone: step.zone }, 0);
        for call in 0..step.calls.len() {
            course.apply(plan, &Entry::Issued { step: step.id.clone(), call, undo: false }, 0);
        }
    }
    card(plan, "rabc1234", bindings, &course, None)
}

/// Names of the fixtures of `upgrade-db`.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(fixture("upgrade-db"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Compares with a file; `UPDATE=1` writes it.
pub fn golden(path: &str, fresh: &str) {
    // Another test may be reading it: the file is replaced as a whole.
    let new = fixture(&format!(".{}.new", path.replace(['/', '.'], "-")));
    let path = fixture(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&new, fresh).unwrap();
        std::fs::rename(&new, &path).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, fresh, "{}: run with UPDATE=1 and read the difference", path.display());
}

/// Puts a value where it is, or where it is left out because it says nothing; a name that nobody knows is refused by who reads it.
pub fn put(into: &mut serde_json::Value, pointer: &str, value: &serde_json::Value) {
    if let Some(there) = into.pointer_mut(pointer) {
        *there = value.clone();
        return;
    }
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = into.pointer_mut(parent).and_then(serde_json::Value::as_object_mut);
    parent.unwrap_or_else(|| panic!("nothing at {pointer}")).insert(name.to_owned(), value.clone());
}
