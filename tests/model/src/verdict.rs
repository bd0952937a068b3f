//! What must be true whatever happens. Each invariant has a name; docs/invariants.md has a sentence for each.

use connect_core::ending::Ending;
use connect_core::late::Late;
use connect_core::ops::{AttachmentCreate, Op};
use connect_core::plan::{Plan, Step};
use connect_core::report::Report;
use connect_core::request::{Recreate, WayBack};
use connect_core::run::Run;
use serde_json::Value;

use crate::desk::Desk;

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its name.
    pub invariant: &'static str,
    /// What was seen.
    pub seen: String,
}

impl Broken {
    /// An invariant that does not hold, and what was seen.
    pub(crate) fn new(invariant: &'static str, seen: impl Into<String>) -> Self {
        Self { invariant, seen: seen.into() }
    }
}

fn broken(invariant: &'static str, seen: impl Into<String>) -> Result<(), Broken> {
    Err(Broken::new(invariant, seen))
}

/// Holds at every moment.
///
/// # Errors
/// The invariant that does not hold.
pub fn always(desk: &Desk) -> Result<(), Broken> {
    if desk.paper.two_leads_written() && !desk.paper.may_lose() {
        return broken("never-two-leads", "two databases hold acknowledged writes that the other lacks");
    }
    Ok(())
}

/// Holds when a process has ended on purpose.
///
/// # Errors
/// The invariant that does not hold.
pub fn at_end(
    desk: &Desk,
    plan: &Plan,
    before: &Value,
    ending: Ending,
    said_open: bool,
) -> Result<(), Broken> {
    always(desk)?;
    let lead = lead(desk, plan);
    let lost = match went_back(desk, plan, &lead) {
        // What was never sent is in the old database only, and that is what was accepted.
        Some(old) => desk.paper.lost_beside(&lead, &old),
        None => desk.paper.lost(&lead),
    };
    let unsent = plan.request.resyncs().is_some() && ending != Ending::Done;
    if lost > 0 && !desk.paper.may_lose() && !unsent {
        return broken(
            "no-acknowledged-write-lost",
            format!("{lost} writes are not in {lead} after {ending:?}"),
        );
    }
    if matches!(ending, Ending::Done | Ending::Undone) && !desk.paper.takes_writes(&lead) {
        return broken("the-lead-takes-writes", format!("{lead} is read-only by default after {ending:?}"));
    }
    right_organization(desk, plan, &lead)?;
    let sends = plan.request.recreates().is_some_and(Recreate::same_org);
    if sends && ending == Ending::Done && desk.paper.stranded(&lead) > 0 {
        let left = desk.paper.stranded(&lead);
        return broken(
            "what-was-captured-is-not-left-aside",
            format!("{left} changes stay in a schema that nobody sends"),
        );
    }
    sent_once(desk, plan)?;
    let after = desk.view();
    match ending {
        Ending::Done => {
            if plan.marks.cut_over.is_some() && lead == plan.snapshot.database.addon {
                return broken("done-means-moved", "DATABASE is still the old database");
            }
            restored(before, &after)?;
            if plan.marks.sync_pauses.is_some() && plan.marks.sync_resumes.is_none() {
                return held(desk, plan, &after, &lead);
            }
            if desk.paper.held(&lead).is_some() {
                return broken("a-run-that-is-done-leaves-no-lock", format!("{lead} has one"));
            }
            connect_runs(&after, &lead)
        }
        Ending::Undone => {
            let mut differences = differences(before, &after);
            // What a follower does by itself nobody can take back.
            let strayed = strayed(&after);
            // Of a database that went back Connect stays paused.
            if plan.request.resyncs().is_some_and(|resync| !resync.makes()) {
                differences.retain(|one| !one.starts_with("/connections/"));
            }
            differences
                .retain(|one| !strayed.iter().any(|name| one.starts_with(&format!("/databases/{name}/"))));
            if !differences.is_empty() {
                return broken("undone-means-as-before", differences.join("; "));
            }
            Ok(())
        }
        Ending::Paused | Ending::Operator => {
            let stopped = restored(before, &after).is_err();
            if stopped && !said_open {
                return broken(
                    "stopped-writers-are-said",
                    "writers are stopped and the report does not say so",
                );
            }
            Ok(())
        }
        other => broken("every-run-ends-in-a-named-ending", format!("{other:?}")),
    }
}

/// Holds for a run that asks the service for what it does by itself, when a process has ended on purpose.
///
/// # Errors
/// The invariant that does not hold.
pub fn by_the_service(desk: &Desk, plan: &Plan, run: &Run, report: &Report) -> Result<(), Broken> {
    if run.announced() > 1 {
        return broken("what-is-sent-once-is-announced-once", format!("announced {} times", run.announced()));
    }
    let lead = lead(desk, plan);
    let lost = match went_back(desk, plan, &lead) {
        Some(old) => desk.paper.lost_beside(&lead, &old),
        None => desk.paper.lost(&lead),
    };
    let said = report.unproven.iter().any(|one| one.contains("database/span-unproven"));
    if report.ending == Ending::Done && (desk.paper.beats_lost() || lost > 0 && !said) {
        let beats = if desk.paper.beats_lost() { ", test writes among them," } else { "" };
        return broken(
            "what-the-service-lost-is-said",
            format!("{lost} writes{beats} are lost, and the run is done"),
        );
    }
    Ok(())
}

/// Holds for what a report says of the database that leads since, of its tables, and of those that read it.
///
/// # Errors
/// The invariant that does not hold.
pub fn as_said(desk: &Desk, plan: &Plan, before: &Value, report: &Report) -> Result<(), Broken> {
    let (lead, view) = (lead(desk, plan), desk.view());
    let database = &view["databases"][&lead];
    let called_safe = report.evidence.iter().any(|one| one.proves == "safeguards");
    if called_safe && (database["unsaved"] == true || database["alone"] == true) {
        return broken("what-is-called-safe-is-safe", format!("{lead} is {database}"));
    }
    if report.ending != Ending::Done {
        return Ok(());
    }
    leads_back(&view, plan, report)?;
    hangs_again(desk, plan, before, report)?;
    follow(desk, plan, report)?;
    // What falls back by attaching again moves readers; where it was left for good, the report says so.
    for op in plan.steps.iter().filter(|step| !left(report, step)).flat_map(|step| &step.fallback) {
        let Op::AttachmentCreate(AttachmentCreate { app, attachment: Late::Now(name), .. }) = op else {
            continue;
        };
        let read = desk.world.in_use(app, &format!("{name}_URL")).unwrap_or_default();
        let follows = &view["databases"][&read];
        if follows["following"] != lead.as_str() && follows["strayed"] != true {
            return broken("moved-readers-read-the-lead", format!("{name} of {app} reads {read}"));
        }
    }
    Ok(())
}

/// True if the report says that this step was left as it was.
fn left(report: &Report, step: &Step) -> bool {
    report.unproven.iter().any(|one| one.starts_with(&format!("{}: ", step.title)))
}

/// What people built on mapped tables is there, on the database that leads since, or the report says that it is not.
fn hangs_again(desk: &Desk, plan: &Plan, before: &Value, report: &Report) -> Result<(), Broken> {
    let lead = lead(desk, plan);
    let hung = |view: &Value, addon: &str| view["databases"][addon]["hung"].clone();
    let (had, has) = (hung(before, &plan.snapshot.database.addon), hung(&desk.view(), &lead));
    let makes = |step: &&Step| step.id.starts_with("restore-");
    let said = plan.steps.iter().filter(makes).any(|step| left(report, step));
    if had == has || said {
        return Ok(());
    }
    broken("what-hung-hangs-again", format!("{lead} has {has}, and there was {had}"))
}

/// The columns of fields that were to follow do, or the report says that they do not.
fn follow(desk: &Desk, plan: &Plan, report: &Report) -> Result<(), Broken> {
    let Some(asked) = plan.request.changes_fields() else { return Ok(()) };
    if plan.steps.iter().any(|step| left(report, step)) {
        return Ok(());
    }
    let lead = lead(desk, plan);
    for work in asked.mappings(&plan.snapshot) {
        let columns =
            desk.paper.columns(&lead, &work.connection.schema, &work.shape.table).unwrap_or_default();
        for one in asked.planned(work.shape) {
            let column = one.field.to_lowercase();
            let now = columns.iter().find(|(name, _)| *name == column).map(|(_, kind)| kind);
            if now != one.wanted.as_ref() {
                let seen = format!("{column} is {now:?}, and was to be {:?}", one.wanted);
                return broken("columns-that-were-to-follow-do", seen);
            }
        }
    }
    Ok(())
}

/// A copy that was made to lead back does, or the report says that it does not.
fn leads_back(view: &Value, plan: &Plan, report: &Report) -> Result<(), Broken> {
    let database = &plan.snapshot.database;
    let direct = plan.request.upgrade().filter(|upgrade| upgrade.direct());
    if direct.is_none_or(|upgrade| upgrade.leads_back(database) != WayBack::Copy) {
        return Ok(());
    }
    let copy = &view["databases"][format!("postgresql-connect-{}", report.run)];
    let there = copy["following"].is_null() && copy["version"].as_u64() == database.major;
    let said = report.unproven.iter().any(|one| one.contains("direct/way-back-gone"));
    if there || said {
        return Ok(());
    }
    broken("what-leads-back-is-there", format!("the copy is {copy}"))
}

/// The add-on behind `DATABASE_URL` of the first app.
#[must_use]
pub fn lead(desk: &Desk, plan: &Plan) -> String {
    let app = plan.apps.first().map_or("", String::as_str);
    desk.world.behind(app, "DATABASE_URL").map_or_else(String::new, |(addon, _)| addon)
}

/// The database as it was before the one that leads went back in time, if it did.
fn went_back(desk: &Desk, plan: &Plan, lead: &str) -> Option<String> {
    let resync = plan.request.resyncs()?;
    if resync.makes() {
        return (lead != plan.snapshot.database.addon).then(|| plan.snapshot.database.addon.clone());
    }
    let old = plan.snapshot.past.as_ref()?.old.as_ref()?;
    desk.world.behind(&old.app, &old.config_var).map(|(addon, _)| addon)
}

/// Nothing is sent twice because a database went back; what was before the plan was made cannot be helped.
fn sent_once(desk: &Desk, plan: &Plan) -> Result<(), Broken> {
    if plan.request.resyncs().is_none() {
        return Ok(());
    }
    let logs = plan.snapshot.past.iter().flat_map(|past| &past.logs);
    let before: u64 = logs.filter_map(|log| log.sent_again).sum();
    match (desk.paper.sent_twice() as u64).saturating_sub(before) {
        0 => Ok(()),
        more => {
            broken("nothing-that-came-back-is-sent-twice", format!("{more} changes reached Salesforce again"))
        }
    }
}

/// Tables are filled from the organization that those of before were filled from, unless that one is gone.
fn right_organization(desk: &Desk, plan: &Plan, lead: &str) -> Result<(), Broken> {
    let asked = plan.request.recreates().filter(|recreate| recreate.same_org());
    let Some((one, _)) = asked.and_then(|recreate| recreate.of(&plan.snapshot)) else { return Ok(()) };
    let schemas = desk.paper.connect_schemas(lead);
    let aside =
        schemas.iter().find(|(_, closed)| *closed).and_then(|(name, _)| desk.paper.org_of(lead, name));
    let filled = one
        .mappings
        .iter()
        .any(|mapping| desk.paper.columns(lead, &one.schema, &mapping.object.to_lowercase()).is_some());
    let now = desk.paper.org_of(lead, &one.schema).filter(|_| filled);
    match aside.zip(now) {
        Some((before, now)) if before != now => {
            broken("another-organization-gets-nothing", format!("{} is filled from {now}", one.schema))
        }
        _ => Ok(()),
    }
}

/// Maintenance mode and formation are as they were.
fn restored(before: &Value, after: &Value) -> Result<(), Broken> {
    let apps = |view: &Value| view.get("apps").cloned().unwrap_or(Value::Null);
    for (name, old) in apps(before).as_object().into_iter().flatten() {
        let new = apps(after).get(name).cloned().unwrap_or(Value::Null);
        for key in ["maintenance", "formation"] {
            if old.get(key) != new.get(key) {
                return broken(
                    "maintenance-and-formation-restored",
                    format!("{key} of {name} is {}", new.get(key).unwrap_or(&Value::Null)),
                );
            }
        }
    }
    Ok(())
}

/// Followers that stopped following by themselves.
fn strayed(view: &Value) -> Vec<&String> {
    let all = view.get("databases").and_then(Value::as_object).into_iter().flatten();
    all.filter(|(_, one)| one["strayed"] == true).map(|(name, _)| name).collect()
}

/// A pause that outlives its run is one, and is noted.
fn held(desk: &Desk, plan: &Plan, after: &Value, lead: &str) -> Result<(), Broken> {
    let invariant = "a-pause-that-is-held-is-quiet-and-noted";
    for one in &plan.snapshot.connections {
        let state = after["connections"][&one.resource]["state"].as_str().unwrap_or("?");
        if state != "PAUSED" {
            return broken(invariant, format!("{} is {state}", one.resource));
        }
    }
    let in_flight = desk.paper.in_flight(lead);
    if in_flight > 0 {
        return broken(invariant, format!("{in_flight} changes are in flight"));
    }
    if desk.paper.held(lead) != Some(true) {
        return broken(invariant, "the database does not say that it is held");
    }
    Ok(())
}

fn connect_runs(after: &Value, lead: &str) -> Result<(), Broken> {
    for (name, one) in after.get("connections").and_then(Value::as_object).into_iter().flatten() {
        let state = one.get("state").and_then(Value::as_str).unwrap_or("?");
        if state == "PAUSED" {
            return broken("connect-runs-when-done", format!("{name} is {state}"));
        }
        let database = one.get("database").and_then(Value::as_str);
        if database.is_some_and(|database| database != lead) {
            return broken("connect-never-writes-to-another-database", format!("{name} is on {database:?}"));
        }
    }
    Ok(())
}

/// Paths at which two views differ.
#[must_use]
pub fn differences(one: &Value, other: &Value) -> Vec<String> {
    fn walk(path: &str, one: &Value, other: &Value, out: &mut Vec<String>) {
        match (one, other) {
            (Value::Object(a), Value::Object(b)) => {
                for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                    let null = Value::Null;
                    walk(
                        &format!("{path}/{key}"),
                        a.get(key).unwrap_or(&null),
                        b.get(key).unwrap_or(&null),
                        out,
                    );
                }
            }
            (a, b) if a != b => out.push(format!("{path}: {a} -> {b}")),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", one, other, &mut out);
    out
}
