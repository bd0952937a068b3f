//! A plan for people: the answer first, in one screen; everything else for those who ask for it.

use super::plan_steps::details;
use super::{app, apps, row, said};
use crate::diagnostic::{Diagnostic, Severity};
use crate::face::{Face, LocalTime};
use crate::line::{Line, Style};
use crate::plan::Plan;
use crate::run::Hold;
use crate::summary::{self, counted};

/// More apps than this are named and not described.
const APPS: usize = 4;

/// The plan as lines. `hold`: when the downtime begins.
#[must_use]
pub fn plan_text(plan: &Plan, hold: Hold, face: &Face) -> Vec<Line> {
    let mut lines = vec![Line::heading(&plan.words.title)];
    lines.extend(found(plan));
    if plan.applyable() {
        lines.extend(answers(plan, hold, &face.local));
    }
    let more = if face.verbose { "" } else { " (--verbose shows all)" };
    lines.push(row("Checks").add(Style::Plain, &tally(plan)).add(Style::Faint, more));
    let warned = plan.prechecks.iter().filter(|one| one.severity == Severity::Warn);
    lines.extend(warned.flat_map(Diagnostic::lines));
    if face.verbose {
        lines.extend(details(plan));
    }
    lines
}

/// What stands against it, all at once, and last: it is what is seen.
#[must_use]
pub fn blockers(plan: &Plan) -> Vec<Line> {
    let Some(blocked) = summary::blocked(plan) else { return Vec::new() };
    let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block);
    let mut lines: Vec<Line> = blocks.flat_map(Diagnostic::lines).collect();
    lines.push(Line::new().add(Style::Failure, &blocked));
    lines
}

/// What ties an approval to a plan.
#[must_use]
pub fn sum(sha256: &str) -> Line {
    row("SHA-256").add(Style::Plain, sha256)
}

/// What carrying it out does to people.
#[must_use]
pub fn warning(plan: &Plan) -> String {
    let destroyed = plan.destroys();
    if !destroyed.is_empty() {
        return format!("this destroys {} and all its data, for good", destroyed.join(", "));
    }
    let verb = if plan.marks.downtime_opens.is_some() { "stops" } else { "touches" };
    format!("this {verb} {}", apps(&plan.apps))
}

/// The last question before anything is changed.
#[must_use]
pub fn confirmation(plan: &Plan, hold: Hold, face: &Face) -> Vec<Line> {
    let when = match hold {
        _ if plan.marks.downtime_opens.is_none() => String::new(),
        Hold::Ask => ". You are asked again before it does".to_owned(),
        Hold::No => " as soon as everything is prepared, without asking again".to_owned(),
        Hold::At(at) => format!(" at {}, without asking again", face.local.moment(at)),
    };
    let lines = [
        Line::new()
            .add(Style::Warning, " ›  Warning: ")
            .add(Style::Plain, &format!("{}{when}.", warning(plan))),
        Line::plain("To proceed, type ")
            .add(Style::Addon, &plan.confirmation)
            .add(Style::Plain, " or re-run with ")
            .add(Style::Command, &format!("--confirm {}", plan.confirmation)),
    ];
    super::wrapped(&lines, face.columns)
}

fn found(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    let all = &plan.snapshot.apps;
    for (index, one) in all.iter().take(APPS).enumerate() {
        let formation = said::dynos(one);
        let name = if index == 0 { "App" } else { "" };
        lines.push(row(name).add(Style::App, &app(&one.name)).add(Style::Plain, &format!("   {formation}")));
    }
    let more: Vec<&str> = all.iter().skip(APPS).map(|one| one.name.as_str()).collect();
    if !more.is_empty() {
        lines.push(row("").add(Style::Plain, &format!("and {} more: {}", more.len(), more.join(", "))));
    }
    for (index, one) in plan.snapshot.connections.iter().enumerate() {
        let name = if index == 0 { "Connect" } else { "" };
        let mappings = counted(one.mappings.len(), "mapping");
        lines.push(row(name).add(Style::Addon, &one.resource).add(Style::Plain, &format!(", {mappings}")));
    }
    lines
}

fn answers(plan: &Plan, hold: Hold, local: &LocalTime) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |name: &str, text: &str| lines.push(row(name).add(Style::Plain, text));
    let chosen = plan.methods.iter().find(|method| method.chosen);
    if let Some(method) = chosen {
        say("Method", &format!("{}: {}", method.name, method.why));
    }
    for destroyed in plan.destroys() {
        say("Destroys", &format!("{destroyed} and all its data, for good"));
    }
    say("Downtime", &downtime(plan, hold, local));
    for (index, (name, times)) in plan.restarts().into_iter().enumerate() {
        let text = format!("{}: {} (add-on attachments)", app(name), restarted(plan, times));
        say(if index == 0 { "Restarts" } else { "" }, &text);
    }
    if let Some(rollback) = said::rollback(plan) {
        say("Rollback", &rollback);
    }
    if let Some(method) = chosen {
        say("Cost", &method.cost);
    }
    for (index, stays) in plan.stays(&plan.names.shown()).iter().enumerate() {
        say(if index == 0 { "Stays" } else { "" }, stays);
    }
    lines
}

/// How often an app restarts, before the downtime and after it.
pub(super) fn restarted(plan: &Plan, (before, after): (usize, usize)) -> String {
    match (plan.marks.downtime_opens.is_some(), before, after) {
        (false, ..) => counted(before, "restart"),
        (true, 0, _) => format!("{} after the downtime", counted(after, "restart")),
        (true, _, 0) => format!("{} before the downtime", counted(before, "restart")),
        (true, ..) => format!("{} before the downtime, {after} after it", counted(before, "restart")),
    }
}

/// How long apps are stopped, and when that begins.
pub(super) fn downtime(plan: &Plan, hold: Hold, local: &LocalTime) -> String {
    if plan.marks.downtime_opens.is_none() {
        return "none, no app is stopped".to_owned();
    }
    let chosen = plan.methods.iter().find(|method| method.chosen);
    let estimate = chosen.map_or(String::new(), |method| {
        let (from, to) = method.downtime_minutes;
        format!("estimated {from}–{to} min; ")
    });
    let begins = match hold {
        Hold::At(at) => format!("begins {}; ", local.moment(at)),
        Hold::Ask | Hold::No => String::new(),
    };
    format!("{begins}{estimate}automatic rollback after {} min", plan.request.max_downtime_ms / 60_000)
}

/// How many checks came out how.
pub(super) fn tally(plan: &Plan) -> String {
    let count = |severity| plan.prechecks.iter().filter(|one| one.severity == severity).count();
    let mut parts = vec![format!("{} passed", count(Severity::Pass))];
    for (severity, what) in
        [(Severity::Note, "note"), (Severity::Warn, "warning"), (Severity::Block, "blocker")]
    {
        match count(severity) {
            0 => {}
            number => parts.push(counted(number, what)),
        }
    }
    parts.join(", ")
}
