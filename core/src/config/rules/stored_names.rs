//! Names that Connect makes in Postgres of those in the file, and what is left of them after 63 bytes.

use std::collections::BTreeMap;

use super::super::file::Mapping;
use super::super::finding::{Place, Said};
use super::super::names::{key, listed, quoted};
use super::super::subject::Subject;

/// Bytes of a name that Postgres keeps [PostgreSQL, NAMEDATALEN].
const KEPT: usize = 63;

/// A name that Connect makes, and within what it must differ from others.
struct Made {
    within: String,
    name: String,
    place: Place,
}

/// Two names are one after they were cut; so are those of a table's own two triggers, if it is long enough [tried on PostgreSQL
/// 17.11].
pub(super) fn too_long(subject: &Subject<'_>, said: &mut Said) {
    let mut kept: BTreeMap<(String, String), String> = BTreeMap::new();
    for one in &subject.file.mappings {
        let mut cut = Vec::new();
        for Made { within, name, place } in made(one) {
            let short = name.get(..KEPT.min(name.len())).unwrap_or(&name).to_owned();
            let is_cut = short != name;
            match kept.insert((within, short), name.clone()) {
                Some(other) if other != name => {
                    let (other, name) = (quoted(&other), quoted(&name));
                    let sentence =
                        format!("{other} and {name} are one name after Postgres cuts them at 63 bytes");
                    said.block(place, &sentence, "one of the two cannot be mapped or indexed as it is named");
                }
                _ if is_cut => cut.push(name),
                _ => {}
            }
        }
        if !cut.is_empty() {
            let sentence = format!("Postgres cuts at 63 bytes: {}", listed(cut.iter().map(String::as_str)));
            said.warn(Place::of(one), &sentence, "do not look for them by their whole names");
        }
    }
}

fn made(one: &Mapping) -> Vec<Made> {
    let table = key(&one.object);
    let triggers = format!("trigger {table}");
    let mut made = Vec::new();
    let mut add =
        |within: &str, name: String, place: Place| made.push(Made { within: within.to_owned(), name, place });
    for function in ["logger", "status"] {
        add("function", format!("hc_{table}_{function}"), Place::of(one));
    }
    for trigger in ["logtrigger", "status_trigger"] {
        add(&triggers, format!("hc_{table}_{trigger}"), Place::of(one));
    }
    for index in one.indexes.iter() {
        let column = key(&index.name.name);
        let column = if column == "id" { "sfid" } else { &column };
        let kind = if index.unique { "hcu_idx" } else { "hc_idx" };
        add("relation", format!("{kind}_{table}_{column}"), Place::field(one, &index.name));
    }
    made
}
