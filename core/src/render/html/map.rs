//! Before, during and after, side by side: which app runs, who writes where, what points at which database.

use super::escape::{code, plain};
use crate::late::{slots, Bindings, Known};
use crate::ops::Op;
use crate::plan::Plan;
use crate::render::said;

/// The columns: as it is, while apps are stopped, at the end.
const COLUMNS: [&str; 3] = ["Before", "During the downtime", "Afterwards"];

/// Who writes where; nothing for a plan that stops no app, for then nothing of it changes but for a moment.
pub fn map(plan: &Plan) -> String {
    if !plan.applyable() || plan.marks.downtime_opens.is_none() {
        return String::new();
    }
    let shown = plan.names.shown();
    let sides = Sides::of(plan, &shown);
    let rows = apps(plan, &sides)
        .into_iter()
        .chain(attachments(plan, &sides, &shown))
        .chain(databases(plan, &sides))
        .chain(connections(plan, &sides));
    let columns = COLUMNS.map(|column| format!("<th scope=\"col\">{column}</th>")).concat();
    let mut content = vec![
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"map-head\">".to_owned(),
        "<table>".to_owned(),
        format!("<thead><tr><th scope=\"col\">What</th>{columns}</tr></thead>"),
        "<tbody>".to_owned(),
    ];
    content.extend(rows.map(|Row(name, cells)| {
        let cells = cells.map(|cell| format!("<td>{cell}</td>")).concat();
        format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>")
    }));
    content.extend(["</tbody>".to_owned(), "</table>".to_owned(), "</div>".to_owned()]);
    super::section("map", "Who writes where", &content)
}

/// A name and what is so before, during and after; all of it HTML.
struct Row(String, [String; 3]);

/// The database that leads now, and the one that leads in the end. In place they are one.
struct Sides {
    old: String,
    new: Option<String>,
}

impl Sides {
    fn of(plan: &Plan, shown: &Bindings) -> Self {
        let old = plan.snapshot.database.addon.clone();
        let target = shown.get(slots::NAME_TARGET.name()).and_then(|name| name.as_str());
        let new = target.filter(|name| plan.marks.cut_over.is_some() && *name != old).map(str::to_owned);
        Self { old, new }
    }

    fn last(&self) -> &str {
        self.new.as_deref().unwrap_or(&self.old)
    }
}

fn apps(plan: &Plan, sides: &Sides) -> Vec<Row> {
    let row = |app: &crate::snapshot::App| {
        let runs = |on: &str| format!("{}, writes to {}", plain(&said::dynos(app)), code(on));
        Row(format!("app {}", code(&app.name)), [runs(&sides.old), "stopped".to_owned(), runs(sides.last())])
    };
    plan.snapshot.apps.iter().map(row).collect()
}

fn attachments(plan: &Plan, sides: &Sides, shown: &Bindings) -> Vec<Row> {
    let known = Known::shown(shown);
    let cut_over = plan.position(plan.marks.cut_over.as_ref()).and_then(|at| plan.steps.get(at));
    let moved: Vec<(&str, String)> = cut_over
        .iter()
        .flat_map(|step| &step.calls)
        .filter_map(|op| match op {
            Op::AttachmentCreate(one) => Some((one.app.as_str(), one.attachment.get(&known).ok()?)),
            _ => None,
        })
        .collect();
    let row = |one: &crate::snapshot::Attachment| {
        let moves = moved.iter().any(|(app, name)| *app == one.app && *name == one.name);
        let during = if moves { "moved at the cut-over".to_owned() } else { code(&sides.old) };
        let last = if moves { sides.last() } else { sides.old.as_str() };
        Row(format!("{} of {}", code(&one.name), code(&one.app)), [code(&sides.old), during, code(last)])
    };
    plan.snapshot.attachments.iter().map(row).collect()
}

fn databases(plan: &Plan, sides: &Sides) -> Vec<Row> {
    let fenced = plan.steps.iter().flat_map(|step| &step.calls).any(|op| matches!(op, Op::FenceOn(_)));
    let kept = if fenced { "read-only" } else { "kept as it is" };
    let old = match &sides.new {
        Some(_) => ["leads", kept, kept],
        None => ["leads", "nobody writes to it", "leads"],
    };
    let new = ["is made", "takes over", "leads"];
    let row = |name: &str, said: [&str; 3]| Row(format!("database {}", code(name)), said.map(str::to_owned));
    std::iter::once(row(&sides.old, old)).chain(sides.new.as_deref().map(|name| row(name, new))).collect()
}

fn connections(plan: &Plan, sides: &Sides) -> Vec<Row> {
    let paused = plan.marks.sync_pauses.is_some();
    let row = |one: &crate::snapshot::Connection| {
        let syncs = |on: &str| format!("syncs {} with Salesforce", code(on));
        let during = if paused { "paused: changes are captured".to_owned() } else { syncs(&sides.old) };
        Row(
            format!("Heroku Connect {}", code(&one.resource)),
            [syncs(&sides.old), during, syncs(sides.last())],
        )
    };
    plan.snapshot.connections.iter().map(row).collect()
}
