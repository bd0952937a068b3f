//! A plan for people.

use crate::args::Args;
use crate::diagnostic::Severity;
use crate::ops;
use crate::plan::{Call, Plan, Special, Zone};
use crate::text::{Line, Style};

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
    lines.extend(methods(plan));
    if plan.applyable() {
        lines.push(Line::new());
        lines.extend(zones(plan));
    } else {
        let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block).count();
        lines.push(Line::new());
        lines.push(
            Line::new().add(Style::Failure, &format!("Blocked by {blocks} finding(s). Nothing was changed.")),
        );
    }
    lines
}

fn found(plan: &Plan) -> Vec<Line> {
    let snapshot = &plan.snapshot;
    let database = &snapshot.database;
    let version = database.version.as_deref().unwrap_or("?");
    let mut lines = vec![
        Line::heading(&format!("Upgrade of {} to Postgres {}", database.addon, plan.request.version)),
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
    let budget = &plan.budget;
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
        if step.special == Some(Special::Hold) {
            line = line.add(Style::Warning, "  [hold]");
        }
        if plan.cut_over.as_deref() == Some(&step.id) {
            line = line.add(Style::Warning, "  [cut-over]");
        }
        if plan.point_of_no_return.as_deref() == Some(&step.id) {
            line = line.add(Style::Failure, "  [point of no return]");
        }
        lines.push(line);
        lines.extend(step.calls.iter().filter_map(|call| hand(plan, call)));
    }
    lines.push(Line::new().add(
        Style::Faint,
        &format!(
            "calls on the good path, waits not counted: {} Platform, {} Data, {} Connect, {} SQL; window deadline {} min",
            budget.platform,
            budget.data,
            budget.connect,
            budget.sql,
            plan.window_deadline_ms / 60_000
        ),
    ));
    lines.push(Line::heading("Not covered"));
    lines.extend(plan.not_covered.iter().map(|one| Line::new().add(Style::Faint, &format!("  - {one}"))));
    lines
}

/// The command that does the same by hand. Names that the run will make are shown as `NAME`.
fn hand(plan: &Plan, call: &Call) -> Option<Line> {
    let bindings = plan.names.iter().map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    let command = Args::resolve(&call.args, &bindings)
        .or_else(|_| Args::resolve(&without_ids(&call.args), &bindings))
        .ok()
        .and_then(|args| ops::find(&call.op).ok()?.by_hand(&args).ok())?;
    (!command.starts_with('#')).then(|| Line::new().add(Style::Faint, "      ").add(Style::Faint, &command))
}

/// Bindings that only a run knows, replaced by their own names.
fn without_ids(args: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match args {
        Value::String(text)
            if text.starts_with('$') && !text.starts_with("$name.") && !text.starts_with("$$") =>
        {
            Value::String(text.trim_start_matches('$').to_owned())
        }
        Value::Array(items) => items.iter().map(without_ids).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), without_ids(value))).collect(),
        other => other.clone(),
    }
}
