//! The three methods, compared. Ranges are Heroku's own words where it has any (version article, 2025-10-22).

use crate::command::Aftercare;
use crate::plan::Method;
use crate::procedures::succession;
use crate::request::{UpgradeDb, UpgradeMethod, WayBack};
use crate::snapshot::{Snapshot, Tier};

/// Every method, the one asked for first.
pub fn considered(snapshot: &Snapshot, request: Option<&UpgradeDb>, asked: Aftercare) -> Vec<Method> {
    let wanted = request.map_or(UpgradeMethod::Follower, |request| request.method(&snapshot.database));
    let mut methods = vec![follower(snapshot, request, asked), direct(snapshot, request), copy(snapshot)];
    for method in &mut methods {
        method.chosen = method.name == wanted.name();
    }
    methods.sort_by_key(|method| !method.chosen);
    methods
}

fn dollars(cents: Option<u64>) -> String {
    let month = |cents| format!("+${}.{:02}/month", cents / 100, cents % 100);
    cents.map_or("a second database, whose price is not shown".to_owned(), month)
}

fn follower(snapshot: &Snapshot, request: Option<&UpgradeDb>, asked: Aftercare) -> Method {
    let leader = &snapshot.database;
    let price = match request.map(|request| request.plan(leader)).filter(|plan| *plan != leader.plan) {
        Some(other) => snapshot.plans.as_ref().and_then(|plans| plans.get(&other).copied().flatten()),
        None => leader.price_cents,
    };
    let possible = snapshot.database.tier() == Tier::Classic;
    Method {
        name: UpgradeMethod::Follower.name().to_owned(),
        chosen: false,
        possible,
        why: if possible {
            "a new follower is upgraded, then takes over".to_owned()
        } else {
            "this plan cannot have followers".to_owned()
        },
        minutes: (30, 600),
        downtime_minutes: (5, 30),
        reversible: "until Connect is resumed on the new database".to_owned(),
        cost: format!(
            "{}, until you run `heroku connect:runs:finish`{}",
            dollars(price),
            succession::followers_cost(snapshot, request.and_then(|one| one.follower.as_deref()), asked)
        ),
    }
}

fn direct(snapshot: &Snapshot, request: Option<&UpgradeDb>) -> Method {
    let copied = request.is_some_and(|request| request.way_back == Some(WayBack::Copy));
    Method {
        name: UpgradeMethod::Direct.name().to_owned(),
        chosen: false,
        possible: snapshot.database.tier() == Tier::Classic,
        why: format!(
            "in place and shorter, {}, and preparing it arms an upgrade that starts by itself in the next maintenance window",
            if copied {
                "with a follower that stays behind on the old version as the way back"
            } else {
                "no second database; there is no way back but a backup"
            }
        ),
        minutes: (30, 1440),
        downtime_minutes: (10, 15),
        reversible: if copied {
            "until the upgrade is run; after that by hand to the copy, without what was written since".to_owned()
        } else {
            "until the upgrade is run; after that only by restoring a backup".to_owned()
        },
        cost: if copied {
            format!("{}, until you run `heroku connect:runs:finish`", dollars(snapshot.database.price_cents))
        } else {
            "none".to_owned()
        },
    }
}

fn copy(snapshot: &Snapshot) -> Method {
    let gigabytes = snapshot.database.bytes.map_or(1, |bytes| bytes / 1_000_000_000 + 1);
    let minutes = u32::try_from(gigabytes.saturating_mul(3)).unwrap_or(u32::MAX);
    Method {
        name: UpgradeMethod::Copy.name().to_owned(),
        chosen: false,
        possible: gigabytes <= 10 && !snapshot.database.plan.contains("shield"),
        why: "the data is copied with the app stopped, about 3 minutes a gigabyte, under 10 GB; the only way to a second database where a \
              plan has no followers"
            .to_owned(),
        minutes: (minutes.saturating_add(15), minutes.saturating_add(45)),
        downtime_minutes: (minutes.saturating_add(5), minutes.saturating_add(20)),
        reversible: "until Connect is resumed on the new database".to_owned(),
        cost: "a second database until the old one is destroyed".to_owned(),
    }
}
