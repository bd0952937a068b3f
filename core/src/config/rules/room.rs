//! Whether there is room for it.

use super::super::finding::{Place, Said};
use super::super::names::{key, listed};
use super::super::sources::LivePlan;
use super::super::subject::Subject;
use crate::figures::{size_shown, total};

/// Rows over all mappings of a demo plan [Dev Center 2020].
const DEMO_ROWS: u64 = 10_000;

pub(super) fn rows_over_plan(subject: &Subject<'_>, said: &mut Said) {
    match subject.sources.live.as_ref().and_then(|live| live.plan) {
        None => return said.missing("the plan of Connect was not read"),
        Some(LivePlan::Contract) => return said.missing("how many rows the contract allows cannot be read"),
        Some(LivePlan::Demo) => {}
    }
    // What only the connection has stays and counts.
    let live = subject.live.as_ref().map(|live| live.mappings.as_slice()).unwrap_or_default();
    let stays = live.iter().filter(|one| subject.file.mapping(&one.object).is_none());
    let objects: Vec<&str> =
        subject.file.mappings.iter().chain(stays).map(|one| one.object.as_str()).collect();
    let rows = total(objects.iter().filter_map(|object| subject.rows(object)));
    if rows > DEMO_ROWS {
        let sentence = format!("the objects hold {rows} rows, and a demo plan takes 10,000");
        return said.block(Place::file(), &sentence, "map fewer objects, or order a plan by contract");
    }
    let unknown: Vec<&str> = objects.into_iter().filter(|object| subject.rows(object).is_none()).collect();
    if !unknown.is_empty() {
        said.missing(format!("how many rows {} has was not read", listed(unknown)));
    }
    if let Err(missing) = &subject.live {
        said.missing(missing.clone());
    }
}

/// Rows by the width that they have today, and a third more for indexes.
pub(super) fn no_room(subject: &Subject<'_>, said: &mut Said) {
    let (postgres, free) = match subject.postgres().map(|postgres| (postgres, postgres.free_bytes)) {
        Err(missing) => return said.missing(missing),
        Ok((_, None)) => return said.missing("how much the database plan still holds was not read"),
        Ok((postgres, Some(free))) => (postgres, free),
    };
    let (mut needed, mut unknown) = (0_u64, Vec::new());
    for one in &subject.file.mappings {
        // A table that is there already takes no more than it does.
        if postgres.table(&one.object).is_some_and(|table| table.of_connection != Some(false)) {
            continue;
        }
        let measured = postgres.tables.iter().filter(|table| key(&table.name) == key(&one.object));
        let width =
            measured.filter_map(|table| Some((table.bytes?, table.rows.filter(|rows| *rows > 0)?))).next();
        match (subject.rows(&one.object), width) {
            (Some(0), _) => {}
            (Some(rows), Some((bytes, of))) => {
                let estimate = u128::from(rows) * u128::from(bytes) * 13 / (u128::from(of) * 10);
                needed = needed.saturating_add(u64::try_from(estimate).unwrap_or(u64::MAX));
            }
            _ => unknown.push(one.object.as_str()),
        }
    }
    if needed > free {
        let sentence = format!(
            "about {} would be loaded, and the database plan holds {} more",
            size_shown(needed),
            size_shown(free)
        );
        said.block(Place::file(), &sentence, "order a larger plan first: `heroku connect:change-plan`");
    } else if !unknown.is_empty() {
        said.missing(format!("rows of {}, or how wide they are, were not read", listed(unknown)));
    }
}

/// The service does not replace a table that it did not make [Dev Center 2024].
pub(super) fn table_in_the_way(subject: &Subject<'_>, said: &mut Said) {
    let postgres = match subject.postgres() {
        Ok(postgres) => postgres,
        Err(missing) => return said.missing(missing),
    };
    let mut unknown = Vec::new();
    for one in &subject.file.mappings {
        let Some(table) = postgres.table(&one.object) else { continue };
        let made = table
            .of_connection
            .or_else(|| subject.live.as_ref().ok().map(|live| live.mapping(&one.object).is_some()));
        match made {
            Some(true) => {}
            Some(false) => said.block(
                Place::of(one),
                "the schema has a table of that name which this connection did not make, and the service does not replace it",
                "rename it, or drop it",
            ),
            None => unknown.push(one.object.as_str()),
        }
    }
    if !unknown.is_empty() {
        said.missing(format!("whether this connection made the tables of {} is not known", listed(unknown)));
    }
}
