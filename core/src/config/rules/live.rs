//! What an import changes of the connection as it is, and what it does not.

use std::collections::BTreeSet;

use super::super::file::{Connection, File, Spot};
use super::super::finding::{Place, Said};
use super::super::names::{always, key, listed, quoted};
use super::super::subject::Subject;
use crate::prechecks::OLDEST_API;

/// Feature by which the write algorithm is told [exports]: on is Ordered Writes, off is Merged Writes.
const ALGORITHM: &str = "poll_db_no_merge";

fn connection(file: &File) -> Option<&Connection> {
    file.connection.as_ref()
}

/// If an import replaces the fields of a mapping, which no source says, the column goes with all that hangs on it.
pub(super) fn removes_field(subject: &Subject<'_>, said: &mut Said) {
    let live = match &subject.live {
        Ok(live) => live,
        Err(missing) => return said.missing(missing.clone()),
    };
    for one in &subject.file.mappings {
        let Some(now) = live.mapping(&one.object) else { continue };
        for field in
            now.fields.iter().filter(|field| one.field(&field.name).is_none() && !always(&field.name))
        {
            let table = subject.sources.postgres.as_ref().map(|postgres| postgres.table(&one.object));
            let hangs = match table {
                None => "; what hangs on the column was not read".to_owned(),
                Some(table) => {
                    let all = table.map(|table| table.dependants.as_slice()).unwrap_or_default();
                    let of: Vec<&str> = all
                        .iter()
                        .filter(|one| key(&one.column) == key(&field.name))
                        .map(|one| one.what.as_str())
                        .collect();
                    let views = of.iter().any(|what| key(what).contains("view "));
                    match of.is_empty() {
                        true => String::new(),
                        false if views => {
                            format!(", with {}; a view keeps the column from going", listed(of))
                        }
                        false => format!(", with {}", listed(of)),
                    }
                }
            };
            let place = Place { field: Some(field.name.clone()), ..Place::of(one) };
            said.accept(place, &format!("mapped now and not in the file: its column may go{hangs}"));
        }
    }
}

pub(super) fn access_change(subject: &Subject<'_>, said: &mut Said) {
    let live = match &subject.live {
        Ok(live) => live,
        Err(missing) => return said.missing(missing.clone()),
    };
    for one in &subject.file.mappings {
        let now = live.mapping(&one.object).and_then(|now| now.access.value());
        let (Some(now), Some(access)) = (now, one.access.given()) else { continue };
        let sentence = match (now.as_str(), access.value.as_str()) {
            ("read_write", "read_only") => {
                "read_write now and read_only in the file: what is captured already is still sent"
            }
            ("read_only", "read_write") => {
                "read_only now and read_write in the file: only later changes are sent"
            }
            _ => continue,
        };
        said.accept(Place::on(one, access.line), sentence);
    }
}

pub(super) fn only_live(subject: &Subject<'_>, said: &mut Said) {
    let live = match &subject.live {
        Ok(live) => live,
        Err(missing) => return said.missing(missing.clone()),
    };
    let only: Vec<&str> = live
        .mappings
        .iter()
        .map(|one| one.object.as_str())
        .filter(|object| subject.file.mapping(object).is_none())
        .collect();
    if !only.is_empty() {
        said.note(
            Place::file(),
            &format!("mapped now and not in the file: {}; an import leaves them alone", listed(only)),
        );
    }
}

pub(super) fn api_version(subject: &Subject<'_>, said: &mut Said) {
    let Some(spot) = connection(subject.file).and_then(|one| one.api_version.as_ref()) else { return };
    let place = || Place::line(spot.line);
    let help = "an import does not set it: `heroku connect:manage-sf-api-version` does";
    match major(&spot.value) {
        None => {
            said.warn(place(), &format!("{} is no version of Salesforce's API", quoted(&spot.value)), help)
        }
        Some(major) if major < OLDEST_API => {
            let sentence = format!(
                "API version {} is older than 39, from which on Connect reads in bulk",
                quoted(&spot.value)
            );
            said.warn(place(), &sentence, help);
        }
        Some(_) => {}
    }
    match &subject.live {
        Err(missing) => said.missing(missing.clone()),
        Ok(live) => {
            let now = connection(live).and_then(|one| one.api_version.as_ref());
            match now {
                Some(now) if now.value != spot.value => {
                    let sentence = format!(
                        "the file is of API version {}, and the connection of {}",
                        quoted(&spot.value),
                        quoted(&now.value)
                    );
                    said.warn(place(), &sentence, help);
                }
                Some(_) => {}
                None => said.missing("the live configuration does not say its API version"),
            }
        }
    }
}

fn major(version: &str) -> Option<u32> {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (digits(major) && digits(minor)).then(|| major.parse().ok())?
}

pub(super) fn features(subject: &Subject<'_>, said: &mut Said) {
    for (name, spot, now) in differing(subject, said).into_iter().filter(|(name, ..)| name != ALGORITHM) {
        let sentence = format!(
            "feature {} is {} in the file and {now} now: an import does not set it, a person must",
            quoted(&name),
            spot.value
        );
        said.accept(Place::line(spot.line), &sentence);
    }
}

pub(super) fn algorithm(subject: &Subject<'_>, said: &mut Said) {
    for (_, spot, now) in differing(subject, said).into_iter().filter(|(name, ..)| name == ALGORITHM) {
        let word = |ordered: bool| if ordered { "Ordered Writes" } else { "Merged Writes" };
        let sentence = format!(
            "the write algorithm is {} in the file and {} now: an import does not set it, a person must",
            word(spot.value),
            word(now)
        );
        said.accept(Place::line(spot.line), &sentence);
    }
}

/// Features of the file that are not so now. One that is left out is off.
fn differing(subject: &Subject<'_>, said: &mut Said) -> Vec<(String, Spot<bool>, bool)> {
    let Some(features) = connection(subject.file).and_then(|one| one.features.as_ref()) else {
        return Vec::new();
    };
    let now = match &subject.live {
        Err(missing) => {
            said.missing(missing.clone());
            return Vec::new();
        }
        Ok(live) => connection(live).and_then(|one| one.features.as_ref()),
    };
    let Some(now) = now else {
        said.missing("the live configuration does not say its features");
        return Vec::new();
    };
    let line = features.values().next().map_or(1, |spot| spot.line);
    let names: BTreeSet<&String> = features.keys().chain(now.keys()).collect();
    let of = |name: &String| {
        let spot = features.get(name).cloned().unwrap_or(Spot { value: false, line });
        let now = now.get(name).is_some_and(|spot| spot.value);
        (spot.value != now).then(|| (name.clone(), spot, now))
    };
    names.into_iter().filter_map(of).collect()
}

pub(super) fn other_org(subject: &Subject<'_>, said: &mut Said) {
    let must = subject.sources.same_org;
    let Some(org) = connection(subject.file).and_then(|one| one.org.as_ref()) else {
        if must {
            said.missing("the file does not say from which org it was exported");
        }
        return;
    };
    let live = match &subject.live {
        Err(missing) => return said.missing(missing.clone()),
        Ok(live) => connection(live).and_then(|one| one.org.as_ref()),
    };
    let Some(live) = live else { return said.missing("the live configuration does not say its org") };
    match org.same(live) {
        None => {
            said.missing("the org of the file and the connection's are known in ways that cannot be compared")
        }
        Some(true) => {}
        Some(false) if must => {
            let sentence =
                "exported from another Salesforce org than the connection's, and it must be the same";
            said.block(Place::file(), sentence, "take the export of this org");
        }
        Some(false) => said.note(Place::file(), "exported from another Salesforce org than the connection's"),
    }
}
