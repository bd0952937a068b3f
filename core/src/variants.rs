//! What else could be asked for. Each other choice is a whole request, so that whoever offers them needs no rule of its own.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::plan::{Method, Plan};
use crate::prechecks::offered_majors;
use crate::request::{
    ChangeMethod, ChangePlan, Copying, Major, Request, UpgradeDb, UpgradeMethod, Wanted, WayBack,
};
use crate::snapshot::{network, plan_name, Tier};

/// Downtimes that are offered, minutes.
const DOWNTIMES: [u64; 4] = [15, 30, 60, 120];
const MINUTE_MS: u64 = 60_000;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Choice {
    /// What is chosen.
    pub name: &'static str,
    /// What it can be, the one of this plan among them.
    pub options: Vec<Variant>,
}

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Variant {
    /// What it is.
    pub text: String,
    /// True if it is so in this plan.
    pub chosen: bool,
    /// What would be asked for.
    pub request: Request,
}

/// Everything that could be chosen otherwise. What leaves no choice is left out.
#[must_use]
pub fn choices(plan: &Plan) -> Vec<Choice> {
    let asked = &plan.request;
    let mut all = match &asked.procedure {
        Wanted::UpgradeDb(upgrade) => of_upgrade(plan, upgrade),
        Wanted::ChangePlan(change) => of_change(plan, change),
        Wanted::Quiesce(_)
        | Wanted::ResumeSync(_)
        | Wanted::ChangeField(_)
        | Wanted::Recreate(_)
        | Wanted::Resync(_)
        | Wanted::Finish(_)
        | Wanted::Look => Vec::new(),
    };
    if plan.marks.downtime_opens.is_some() || !plan.applyable() {
        all.push(downtime(asked));
    }
    all.retain(|choice| choice.options.len() > 1);
    all
}

fn of_upgrade(plan: &Plan, upgrade: &UpgradeDb) -> Vec<Choice> {
    let (asked, database) = (&plan.request, &plan.snapshot.database);
    let with = |upgrade: UpgradeDb| with(asked, Wanted::UpgradeDb(upgrade));
    let method = upgrade.method(database);
    let methods = UpgradeMethod::ALL.into_iter().filter(|one| possible(plan, one.name())).map(|one| {
        // What only one way knows is not taken along to another.
        let bare = UpgradeDb {
            version: upgrade.version,
            method: Some(one),
            follower: None,
            follower_plan: None,
            copy: Copying::default(),
            way_back: None,
            adopt: false,
            dryrun: false,
        };
        let request = if one == method { asked.clone() } else { with(bare) };
        Variant { text: one.name().to_owned(), chosen: one == method, request }
    });
    let majors = offered_majors().filter(|major| database.major.is_none_or(|now| *major > now));
    let majors: BTreeSet<u64> = majors.chain([upgrade.version.0]).collect();
    let versions = majors.into_iter().map(|major| Variant {
        text: format!("Postgres {major}"),
        chosen: major == upgrade.version.0,
        request: with(UpgradeDb { version: Major(major), ..upgrade.clone() }),
    });
    let mut all = vec![choice("Method", methods.collect()), choice("Version", versions.collect())];
    match method {
        UpgradeMethod::Follower if upgrade.follower.is_none() => {
            let plans = plans_like(plan).into_iter().map(|name| Variant {
                chosen: upgrade.follower_plan.as_ref() == Some(&name),
                request: with(UpgradeDb { follower_plan: Some(name.clone()), ..upgrade.clone() }),
                text: name,
            });
            let same = Variant {
                text: "as the database now".to_owned(),
                chosen: upgrade.follower_plan.is_none(),
                request: with(UpgradeDb { follower_plan: None, ..upgrade.clone() }),
            };
            all.push(choice("Plan of the new database", std::iter::once(same).chain(plans).collect()));
        }
        UpgradeMethod::Follower => {}
        UpgradeMethod::Direct => {
            let ways = WayBack::ALL.into_iter();
            let ways = ways.filter(|one| *one != WayBack::Backup || WayBack::can_be_backup(database));
            let ways = ways.map(|one| Variant {
                text: one.name().to_owned(),
                chosen: one == upgrade.leads_back(database),
                request: with(UpgradeDb { way_back: Some(one), ..upgrade.clone() }),
            });
            all.push(choice("Way back", ways.collect()));
        }
        UpgradeMethod::Copy => {
            all.push(trial(upgrade.copy, |copy| with(UpgradeDb { copy, ..upgrade.clone() })));
        }
    }
    all
}

fn of_change(plan: &Plan, change: &ChangePlan) -> Vec<Choice> {
    let (asked, database) = (&plan.request, &plan.snapshot.database);
    let with = |change: ChangePlan| with(asked, Wanted::ChangePlan(change));
    let method = change.method(database);
    // What a connection is made of is read for who asks for that method.
    let seen = plan.snapshot.connections.iter().all(|one| one.origin.is_some());
    let known = |one: &ChangeMethod| seen || *one != ChangeMethod::Recreate;
    let methods = ChangeMethod::ALL.into_iter().filter(|one| possible(plan, one.name()) && known(one));
    let methods = methods.map(|one| {
        let bare = ChangePlan {
            plan: change.plan.clone(),
            method: Some(one),
            follower: None,
            limits: change.limits,
            restart_hung: false,
            version: None,
            copy: Copying::default(),
        };
        let request = if one == method { asked.clone() } else { with(bare) };
        Variant { text: one.name().to_owned(), chosen: one == method, request }
    });
    let plans: BTreeSet<String> = plans_like(plan).into_iter().chain([change.plan.clone()]).collect();
    let plans = plans.into_iter().map(|name| Variant {
        chosen: name == change.plan,
        request: with(ChangePlan { plan: name.clone(), ..change.clone() }),
        text: name,
    });
    let mut all = vec![choice("Method", methods.collect()), choice("Plan", plans.collect())];
    if method.copies() {
        all.push(trial(change.copy, |copy| with(ChangePlan { copy, ..change.clone() })));
    }
    all
}

fn trial(copying: Copying, with: impl Fn(Copying) -> Request) -> Choice {
    let option = |text: &str, no_trial: bool| Variant {
        text: text.to_owned(),
        chosen: copying.no_trial == no_trial,
        request: with(Copying { no_trial, ..copying }),
    };
    choice("Trial copy before the downtime", vec![option("yes", false), option("no", true)])
}

fn downtime(asked: &Request) -> Choice {
    let minutes: BTreeSet<u64> = DOWNTIMES.into_iter().chain([asked.max_downtime_ms / MINUTE_MS]).collect();
    let options = minutes.into_iter().map(|minutes| Variant {
        text: format!("{minutes} min"),
        chosen: minutes == asked.max_downtime_ms / MINUTE_MS,
        request: Request { max_downtime_ms: minutes * MINUTE_MS, ..asked.clone() },
    });
    choice("Longest downtime", options.collect())
}

fn choice(name: &'static str, options: Vec<Variant>) -> Choice {
    Choice { name, options }
}

fn with(asked: &Request, procedure: Wanted) -> Request {
    Request { procedure, ..asked.clone() }
}

fn possible(plan: &Plan, name: &str) -> bool {
    let is = |one: &&Method| one.name == name;
    plan.methods.iter().find(is).is_some_and(|one| one.possible || one.chosen)
}

/// Names of the plans that were seen to be offered, of the tier and the network of the database.
fn plans_like(plan: &Plan) -> Vec<String> {
    let database = &plan.snapshot.database;
    let offered = plan.snapshot.plans.iter().flatten().map(|(name, _)| plan_name(name));
    let like = |name: &&str| network(name) == network(&database.plan) && Tier::of(name) == database.tier();
    offered.filter(like).map(str::to_owned).collect()
}
