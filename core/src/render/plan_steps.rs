//! Everything that a plan holds, for those who ask for it: checks, methods, steps, what it asks of the services.

use crate::diagnostic::Diagnostic;
use crate::late::{Bindings, Known};
use crate::line::{Line, Style};
use crate::ops::Op;
use crate::plan::{Interaction, Plan};
use crate::summary;
use crate::zone::Zone;

/// What lies behind the first screen.
pub fn details(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    lines.extend(surroundings(plan));
    lines.extend([Line::new(), Line::heading("Checks")]);
    lines.extend(plan.prechecks.iter().flat_map(Diagnostic::lines));
    if !plan.methods.is_empty() {
        lines.push(Line::new());
        lines.extend(methods(plan));
    }
    if plan.applyable() {
        lines.push(Line::new());
        lines.extend(steps(plan));
    }
    lines
}

fn surroundings(plan: &Plan) -> Vec<Line> {
    let (snapshot, database) = (&plan.snapshot, &plan.snapshot.database);
    let version = database.version.as_deref().unwrap_or("?");
    let mut lines = vec![Line::new()
        .add(Style::Addon, &database.addon)
        .add(Style::Plain, &format!(": {}, Postgres {version}, paid by {}", database.plan, database.app))];
    for app in &snapshot.apps {
        let names =
            snapshot.attachments.iter().filter(|one| one.app == app.name).map(|one| one.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        lines.push(
            Line::new()
                .add(Style::App, &app.name)
                .add(Style::Plain, &format!(": release v{}, attached as {names}", app.release)),
        );
    }
    for one in &snapshot.connections {
        let mapped = one
            .mappings
            .iter()
            .map(|mapping| format!("{} ({})", mapping.object, mapping.access.replace('_', "-")));
        let mapped = mapped.collect::<Vec<_>>().join(", ");
        lines.push(Line::new().add(Style::Addon, &one.resource).add(
            Style::Plain,
            &format!(": {} on {}, schema {}: {mapped}", one.state, one.db_key, one.schema),
        ));
    }
    lines
}

fn methods(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![Line::heading("Methods")];
    for method in &plan.methods {
        let (style, mark) = match (method.chosen, method.possible) {
            (true, _) => (Style::Success, " → "),
            (false, true) => (Style::Faint, "   "),
            (false, false) => (Style::Faint, " ✗ "),
        };
        lines.push(Line::new().add(style, &format!("{mark}{:<9} ", method.name)).add(
            Style::Plain,
            &format!(
                "{}–{} min, {}; rollback: {}; cost: {}",
                method.minutes.0,
                method.minutes.1,
                downtime(method.downtime_minutes),
                method.reversible,
                method.cost
            ),
        ));
        lines.push(Line::new().add(Style::Faint, &format!("             {}", method.why)));
    }
    lines
}

fn downtime(minutes: (u32, u32)) -> String {
    match minutes {
        (_, 0) => "no downtime".to_owned(),
        (from, to) => format!("downtime {from}–{to} min"),
    }
}

fn steps(plan: &Plan) -> Vec<Line> {
    let shown = plan.names.shown();
    let mut lines = vec![Line::heading("Steps")];
    let mut zone: Option<Zone> = None;
    for (index, step) in plan.steps.iter().enumerate() {
        if zone != Some(step.zone) {
            zone = Some(step.zone);
            lines.push(
                Line::new()
                    .add(Style::Info, &format!("{:<9}", step.zone.word()))
                    .add(Style::Faint, &format!("rollback from here: {}", step.zone.aborting())),
            );
        }
        let number = plan.number(index).map_or(String::new(), |(number, _)| number.to_string());
        let style = if step.quiet { Style::Faint } else { Style::Plain };
        let mut line = Line::new().add(Style::Faint, &format!(" {number:>2} ")).add(style, &step.title);
        if step.interaction == Some(Interaction::Hold) {
            line = line.add(Style::Warning, "  [approval]");
        }
        if plan.marks.cut_over.as_ref() == Some(&step.id) {
            line = line.add(Style::Warning, "  [cut-over]");
        }
        if plan.marks.point_of_no_return.as_ref() == Some(&step.id) {
            line = line.add(Style::Failure, "  [no rollback from here]");
        }
        let restarts = plan.restarts_at(index);
        if !restarts.is_empty() {
            line = line.add(Style::Warning, &format!("  [restarts {}]", restarts.join(", ")));
        }
        lines.push(line);
        lines.extend(step.calls.iter().filter_map(|call| hand(&shown, call)));
    }
    lines.push(Line::new().add(Style::Faint, &summary::calls(plan)));
    if !plan.not_covered.is_empty() {
        lines.extend([Line::new(), Line::heading("Not covered")]);
        lines.extend(plan.not_covered.iter().map(|one| Line::new().add(Style::Faint, &format!("  - {one}"))));
    }
    lines
}

/// The command that does the same by hand. Names that the run will make are shown as their patterns.
fn hand(shown: &Bindings, call: &Op) -> Option<Line> {
    let command = call.known().and_then(|op| op.by_hand(&Known::shown(shown))).ok().flatten()?;
    Some(Line::new().add(Style::Plain, "      ").add(Style::Command, &command))
}
