//! The ways to change a plan, compared. Ranges are Heroku's own words where it has any.

use crate::command::Aftercare;
use crate::plan::Method;
use crate::procedures::succession;
use crate::request::{ChangeMethod, ChangePlan};
use crate::snapshot::{network, Snapshot, Tier};

/// Every method, the one asked for first.
pub fn considered(snapshot: &Snapshot, request: &ChangePlan, asked: Aftercare) -> Vec<Method> {
    let wanted = request.method(&snapshot.database);
    let mut methods =
        vec![in_place(snapshot, request), changeover(snapshot, request, asked), copy(snapshot, request)];
    if !same_tier(snapshot, request) || wanted == ChangeMethod::Recreate {
        methods.push(recreate(snapshot, request));
    }
    for method in &mut methods {
        method.chosen = method.name == wanted.name();
    }
    methods.sort_by_key(|method| !method.chosen);
    methods
}

fn dollars(cents: Option<u64>) -> String {
    let month = |cents| format!("${}.{:02}", cents / 100, cents % 100);
    cents.map_or("not shown".to_owned(), month)
}

/// What a month of the wanted plan costs.
fn price(snapshot: &Snapshot, request: &ChangePlan) -> Option<u64> {
    snapshot.plans.as_ref()?.get(&request.full()).copied().flatten()
}

fn same_tier(snapshot: &Snapshot, request: &ChangePlan) -> bool {
    Tier::of(&request.plan) == snapshot.database.tier()
}

fn in_place(snapshot: &Snapshot, request: &ChangePlan) -> Method {
    let database = &snapshot.database;
    Method {
        name: ChangeMethod::InPlace.name().to_owned(),
        chosen: false,
        possible: same_tier(snapshot, request) && network(&request.plan) == network(&database.plan),
        why: "Heroku replaces the server behind it; no app is stopped, every connection breaks once, at a moment that Heroku chooses"
            .to_owned(),
        minutes: (5, 600),
        downtime_minutes: (0, 0),
        reversible: "until Heroku is asked; after that another change of plan is a new run".to_owned(),
        cost: format!(
            "{} a month now, {} a month then",
            dollars(database.price_cents),
            dollars(price(snapshot, request))
        ),
    }
}

fn changeover(snapshot: &Snapshot, request: &ChangePlan, asked: Aftercare) -> Method {
    Method {
        name: ChangeMethod::Changeover.name().to_owned(),
        chosen: false,
        possible: same_tier(snapshot, request) && snapshot.database.tier() == Tier::Classic,
        why: "a follower on the wanted plan takes over, at an hour that you choose and with a way back; not recommended by the manual, \
              because followers must be made anew and the app is stopped for minutes"
            .to_owned(),
        minutes: (30, 600),
        downtime_minutes: (3, 15),
        reversible: "until Connect is resumed on the new database".to_owned(),
        cost: format!(
            "a second database, {} a month, until the old one is destroyed{}",
            dollars(price(snapshot, request)),
            succession::followers_cost(snapshot, request.follower.as_deref(), asked)
        ),
    }
}

fn copy(snapshot: &Snapshot, request: &ChangePlan) -> Method {
    let gigabytes = snapshot.database.bytes.map_or(1, |bytes| bytes / 1_000_000_000 + 1);
    let minutes = u32::try_from(gigabytes.saturating_mul(3)).unwrap_or(u32::MAX);
    Method {
        name: ChangeMethod::Copy.name().to_owned(),
        chosen: false,
        possible: gigabytes <= 10 && network(&request.plan) != "shield",
        why: "the data is copied with the app stopped, about 3 minutes a gigabyte; Connect keeps its connection: the only way between \
              Essential and other plans"
            .to_owned(),
        minutes: (minutes.saturating_add(15), minutes.saturating_add(45)),
        downtime_minutes: (minutes.saturating_add(5), minutes.saturating_add(20)),
        reversible: "until Connect is resumed on the new database".to_owned(),
        cost: format!("a second database, {} a month, until the old one is destroyed", dollars(price(snapshot, request))),
    }
}

/// The manual's other way to another tier (section "Recreating a Connection").
fn recreate(snapshot: &Snapshot, request: &ChangePlan) -> Method {
    Method {
        name: ChangeMethod::Recreate.name().to_owned(),
        possible: copy(snapshot, request).possible,
        chosen: false,
        why: "the manual's other way: the same copy, then the connection is destroyed and made anew on it: somebody logs into Salesforce \
              while the app is stopped, and every mapped table is loaded again, which may take a day; for whom Heroku's support asks for \
              it, or whose connection cannot be pointed at the copy"
            .to_owned(),
        minutes: (60, 1_440),
        downtime_minutes: (60, 1_440),
        reversible: "until the old connection is destroyed".to_owned(),
        cost: format!(
            "a second database, {} a month, until the old one is destroyed, and a call of the Salesforce API for every batch of rows",
            dollars(price(snapshot, request))
        ),
    }
}
