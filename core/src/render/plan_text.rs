//! A plan for people.

use crate::late::{Bindings, Known};
use crate::line::{Line, Style};
use crate::ops::Op;
use crate::plan::{Interaction, Plan};
use crate::summary;
use crate::zone::Zone;

/// The plan as lines: what was found, the findings, the methods, the zones.
#[must_use]
pub fn plan_text(plan: &Plan) -> Vec<Line> {
    let mut lines = found(plan);
    lines.push(Line::new());
    lines.push(Line::heading("Prechecks"));
    for finding in &plan.prechecks {
        lines.extend(finding.lines());
    }
    lines.push(Line::new());
    if !plan.methods.is_empty() {
        lines.extend(methods(plan));
        lines.push(Line::new());
    }
    match summary::blocked(plan) {
        None => lines.extend(zones(plan)),
        Some(blocked) => lines.push(Line::new().add(Style::Failure, &blocked)),
    }
    lines
}

fn found(plan: &Plan) -> Vec<Line> {
    let snapshot = &plan.snapshot;
    let database = &snapshot.database;
    let version = database.version.as_deref().unwrap_or("?");
    let mut lines = vec![
        Line::heading(&plan.words.title),
        Line::new()
            .add(Style::Label, "Database     ")
            .add(Style::Addon, &database.addon)
            .add(Style::Plain, &format!("  {}  Postgres {version}  paid by ", database.plan))
            .add(Style::App, &database.app),
    ];
    for app in &snapshot.apps {
        let formation: Vec<String> =
            app.formation.iter().map(|process| format!("{}={}", process.kind, process.quantity)).collect();
        let names: Vec<&str> = snapshot
            .attachments
            .iter()
            .filter(|one| one.app == app.name)
            .map(|one| one.name.as_str())
            .collect();
        lines.push(Line::new().add(Style::Label, "App          ").add(Style::App, &app.name).add(
            Style::Plain,
            &format!("  {}  release v{}  attached as {}", formation.join(" "), app.release, names.join(", ")),
        ));
    }
    for one in &snapshot.connections {
        let mappings: Vec<String> = one
            .mappings
            .iter()
            .map(|mapping| format!("{} ({})", mapping.object, mapping.access.replace('_', "-")))
            .collect();
        lines.push(Line::new().add(Style::Label, "Connection   ").add(Style::Addon, &one.resource).add(
            Style::Plain,
            &format!("  {} on {} schema {}: {}", one.state, one.db_key, one.schema, mappings.join(", ")),
        ));
    }
    lines
}

fn methods(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![Line::heading("Methods")];
    for method in &plan.methods {
        let (style, mark) = match (method.chosen, method.possible) {
            (true, _) => (Style::Success, "-> "),
            (false, true) => (Style::Faint, "   "),
            (false, false) => (Style::Faint, " x "),
        };
        lines.push(Line::new().add(style, &format!("{mark}{:<9}", method.name)).add(
            Style::Plain,
            &format!(
                "{} to {} min, writers stopped {} to {} min; undo: {}; cost: {}",
                method.minutes.0,
                method.minutes.1,
                method.downtime_minutes.0,
                method.downtime_minutes.1,
                method.reversible,
                method.cost
            ),
        ));
        lines.push(Line::new().add(Style::Faint, &format!("            {}", method.why)));
    }
    lines
}

fn zones(plan: &Plan) -> Vec<Line> {
    let shown = plan.names.shown();
    let mut lines = vec![Line::heading("Plan")];
    let mut zone: Option<Zone> = None;
    for (index, step) in plan.steps.iter().enumerate() {
        if zone != Some(step.zone) {
            zone = Some(step.zone);
            lines.push(
                Line::new()
                    .add(Style::Info, &format!("{:<9}", step.zone.word()))
                    .add(Style::Faint, &format!("aborting here means: {}", step.zone.aborting())),
            );
        }
        let mut line =
            Line::new().add(Style::Faint, &format!(" {:>2} ", index + 1)).add(Style::Plain, &step.title);
        if step.interaction == Some(Interaction::Hold) {
            line = line.add(Style::Warning, "  [hold]");
        }
        if plan.marks.cut_over.as_ref() == Some(&step.id) {
            line = line.add(Style::Warning, "  [cut-over]");
        }
        if plan.marks.point_of_no_return.as_ref() == Some(&step.id) {
            line = line.add(Style::Failure, "  [point of no return]");
        }
        lines.push(line);
        lines.extend(step.calls.iter().filter_map(|call| hand(&shown, call)));
    }
    lines.push(Line::new().add(Style::Faint, &summary::calls(plan)));
    if plan.not_covered.is_empty() {
        return lines;
    }
    lines.push(Line::heading("Not covered"));
    lines.extend(plan.not_covered.iter().map(|one| Line::new().add(Style::Faint, &format!("  - {one}"))));
    lines
}

/// The command that does the same by hand. Names that the run will make are shown as their patterns.
fn hand(shown: &Bindings, call: &Op) -> Option<Line> {
    let command = call.known().and_then(|op| op.by_hand(&Known::shown(shown))).ok().flatten()?;
    Some(Line::new().add(Style::Faint, "      ").add(Style::Faint, &command))
}
