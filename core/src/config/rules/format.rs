//! Whether it is a configuration at all.

use super::super::finding::{Place, Said};
use super::super::subject::Subject;

/// What is no JSON object never gets as far as to the rules: see [`super::super::check`].
pub(super) fn is_json(_: &Subject<'_>, _: &mut Said) {}

pub(super) fn version(subject: &Subject<'_>, said: &mut Said) {
    let help = "export it anew, or write `\"version\": 1` if it is of that format";
    match &subject.file.version {
        Some(version) if version.known => {}
        Some(version) => {
            let sentence = format!("`version` is {}; only 1 is known", version.said);
            said.block(Place::line(version.line), &sentence, help);
        }
        None => said.block(Place::file(), "`version` is missing; only 1 is known", help),
    }
}

pub(super) fn empty(subject: &Subject<'_>, said: &mut Said) {
    if subject.file.mappings.is_empty() && !subject.file.partial {
        let sentence = "the file lists no mapping: an import of nothing would look like success";
        said.block(Place::file(), sentence, "list what is to be mapped under `mappings`");
    }
}

pub(super) fn unknown_key(subject: &Subject<'_>, said: &mut Said) {
    for fault in &subject.file.unknown {
        let place = Place { line: Some(fault.line), object: fault.object.clone(), field: None };
        said.warn(place, &fault.sentence, "see whether it is spelled right, or leave it out");
    }
}

pub(super) fn shape(subject: &Subject<'_>, said: &mut Said) {
    for fault in &subject.file.misfits {
        let place = Place { line: Some(fault.line), object: fault.object.clone(), field: None };
        said.block(place, &fault.sentence, "write it as an export does");
    }
}
