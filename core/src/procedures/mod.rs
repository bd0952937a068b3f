//! Procedures: pure functions from a snapshot and a request to a plan. One folder each and one line here.

pub(crate) mod blocks;
mod change_field;
mod change_plan;
mod copying;
mod finish;
mod procedure;
mod quiesce;
mod recreate;
mod resume_sync;
mod resync;
mod succession;
mod upgrade_db;

pub use procedure::{Outline, Procedure, Rules};

use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::plan::{unbound, unmirrored, Budget, Plan, FORMAT_VERSION};
use crate::prechecks::Precheck;
use crate::request::Request;
use crate::seeded;
use crate::snapshot::Snapshot;

/// The registry: one line per procedure.
pub const ALL: &[&dyn Procedure] = &[
    // In the order in which they are listed.
    &upgrade_db::UpgradeDb,
    &change_plan::ChangePlan,
    &quiesce::Quiesce,
    &resume_sync::ResumeSync,
    &change_field::ChangeField,
    &resync::Resync,
    &recreate::Recreate,
    &finish::Finish,
];

/// A procedure by its id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Procedure> {
    ALL.iter().copied().find(|procedure| procedure.id() == id)
}

/// Every rule of a procedure, whatever its methods are: each code once.
#[must_use]
pub fn rules_of(procedure: &dyn Procedure) -> Vec<&'static dyn Precheck> {
    let mut rules: Vec<&'static dyn Precheck> = Vec::new();
    for rule in procedure.rules().iter().copied().flatten().copied().flatten() {
        if rules.iter().all(|known| known.code() != rule.code()) {
            rules.push(*rule);
        }
    }
    rules
}

/// Why there is nothing to do, if everything asked for is there already.
#[must_use]
pub fn already(snapshot: &Snapshot, request: &Request) -> Option<String> {
    find(request.procedure.id())?.already(snapshot, request)
}

/// Makes the plan. Always succeeds: what stands against it is in its prechecks, and then it has no steps.
#[must_use]
pub fn plan(snapshot: &Snapshot, request: &Request) -> Plan {
    let Some(procedure) = find(request.procedure.id()) else { return nothing(snapshot, request) };
    let part = procedure.part(snapshot, request);
    let part = part.as_ref().unwrap_or(snapshot);
    let mut prechecks: Vec<Diagnostic> =
        procedure.prechecks(part, request).concat().iter().map(|rule| rule.judge(part, request)).collect();
    let mut outline = if request.space_web_zero {
        procedure.outline(&part.without_spaces(), request)
    } else {
        procedure.outline(part, request)
    };
    prechecks.extend(broken(&outline));
    prechecks.retain(|one| one.severity == Severity::Pass || !seeded::forgets(&one.code));
    #[cfg(feature = "seeded-bugs")]
    {
        seeded::spoil(&mut outline.steps);
        seeded::forget(&mut outline.steps);
    }
    if prechecks.iter().any(|one| one.severity == Severity::Block) {
        outline.steps.clear();
        outline.marks = crate::plan::Marks::default();
    }
    Plan {
        procedure: procedure.id().to_owned(),
        manual: procedure.manual().to_owned(),
        prechecks,
        methods: procedure.methods(snapshot, request),
        apps: outline.apps,
        confirmation: outline.confirmation,
        budget: Budget::of(snapshot, &outline.steps, &outline.names),
        steps: outline.steps,
        marks: outline.marks,
        not_covered: outline.not_covered.iter().copied().flatten().map(|one| (*one).to_owned()).collect(),
        names: outline.names,
        words: outline.words,
        ..nothing(snapshot, request)
    }
}

fn nothing(snapshot: &Snapshot, request: &Request) -> Plan {
    Plan {
        format_version: FORMAT_VERSION.to_owned(),
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        procedure: request.procedure.id().to_owned(),
        manual: String::new(),
        request: request.clone(),
        snapshot: snapshot.clone(),
        prechecks: Vec::new(),
        methods: Vec::new(),
        apps: Vec::new(),
        confirmation: String::new(),
        steps: Vec::new(),
        marks: crate::plan::Marks::default(),
        budget: Budget::default(),
        not_covered: Vec::new(),
        names: crate::plan::Names::default(),
        words: crate::plan::Words::default(),
    }
}

/// A plan that could not be carried out, or not taken back, is not made.
fn broken(outline: &Outline) -> Option<Diagnostic> {
    let early = unbound(&outline.steps, &outline.names)
        .map(|one| format!("step `{}` reads `{}` before it is known", one.step, one.slot));
    let lost = unmirrored(&outline.steps, &outline.marks)
        .map(|one| format!("step `{}` does not take back `{}`", one.step, one.op));
    let seen = early.or(lost)?;
    let help = "nothing was changed; please report it";
    Some(Diagnostic::block(
        codes::PLAN_BROKEN,
        format!("this is a bug in heroku-connect-maintenance: {seen}"),
        help,
    ))
}
