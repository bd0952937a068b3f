//! What stands behind a plan: methods side by side, checks, who is affected, how to go back, and what it leaves to others.

use super::answer::{command, finding};
use super::escape::{code, commands, plain, sentence};
use super::{list, section};
use crate::diagnostic::Severity;
use crate::late::Known;
use crate::ops::Op;
use crate::plan::{Method, Next, Plan};
use crate::render::plan_text::{restarted, tally};
use crate::render::said;
use crate::shell::shell_word;

/// Every method that was considered, side by side.
pub fn methods(plan: &Plan) -> String {
    if plan.methods.is_empty() {
        return String::new();
    }
    let mut content = vec![
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"methods-head\">".to_owned(),
        "<table>".to_owned(),
        "<thead><tr><th scope=\"col\">Method</th><th scope=\"col\">Downtime, min</th><th scope=\"col\">In all, min</th><th scope=\"col\">\
         Rollback</th><th scope=\"col\">Cost</th><th scope=\"col\">Why</th></tr></thead>"
            .to_owned(),
        "<tbody>".to_owned(),
    ];
    content.extend(plan.methods.iter().map(method));
    content.extend(["</tbody>".to_owned(), "</table>".to_owned(), "</div>".to_owned()]);
    section("methods", "Methods", &content)
}

fn method(one: &Method) -> String {
    let (class, mark) = match (one.chosen, one.possible) {
        (true, _) => ("chosen", " <em>chosen</em>"),
        (false, true) => ("possible", ""),
        (false, false) => ("impossible", " <em>not possible here</em>"),
    };
    let range = |(from, to): (u32, u32)| if to == 0 { "none".to_owned() } else { format!("{from}–{to}") };
    format!(
        "<tr class=\"{class}\"><th scope=\"row\">{}{mark}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        plain(&one.name),
        range(one.downtime_minutes),
        range(one.minutes),
        sentence(&one.reversible),
        sentence(&one.cost),
        sentence(&one.why)
    )
}

/// The findings, the worst first; what is in order comes last, and can be folded away.
pub fn checks(plan: &Plan) -> String {
    let mut content = vec![format!("<p>{}</p>", plain(&tally(plan)))];
    for severity in [Severity::Block, Severity::Warn, Severity::Note, Severity::Pass] {
        let of = plan.prechecks.iter().filter(|one| one.severity == severity);
        let all = list(&of.map(finding).collect::<Vec<_>>());
        if all.is_empty() {
            continue;
        }
        if severity == Severity::Pass {
            let passed = plan.prechecks.iter().filter(|one| one.severity == severity).count();
            content.push(format!("<details open class=\"passed\"><summary>{passed} passed</summary>"));
            content.extend(all);
            content.push("</details>".to_owned());
        } else {
            content.extend(all);
        }
    }
    section("checks", "Checks", &content)
}

/// Apps, connections, and what does not move along.
pub fn affected(plan: &Plan) -> String {
    let restarts = plan.restarts();
    let stops = plan.marks.downtime_opens.is_some();
    let apps = plan.snapshot.apps.iter().map(|app| {
        let stopped = if stops { "stopped during the downtime" } else { "goes on" };
        let restarted = restarts.get(app.name.as_str()).map(|times| format!("; {}", restarted(plan, *times)));
        let attached = plan.snapshot.attachments.iter().filter(|one| one.app == app.name);
        let attached: Vec<String> = attached.map(|one| code(&one.name)).collect();
        format!(
            "app {}: {}, attached as {}; {stopped}{}",
            code(&app.name),
            plain(&said::dynos(app)),
            attached.join(", "),
            plain(&restarted.unwrap_or_default())
        )
    });
    let paused = plan.marks.sync_pauses.is_some();
    let connections = plan.snapshot.connections.iter().map(|one| {
        let until =
            if paused { "paused meanwhile: changes are captured, and sent afterwards" } else { "goes on" };
        let mappings =
            one.mappings.iter().map(|one| format!("{} ({})", one.object, one.access.replace('_', "-")));
        let mappings = plain(&mappings.collect::<Vec<_>>().join(", "));
        format!("Heroku Connect {} on {}: {until} ({mappings})", code(&one.resource), code(&one.app))
    });
    let database = &plan.snapshot.database;
    let version = database.version.as_deref().unwrap_or("?");
    let database = format!(
        "database {}: {}, Postgres {}, paid by {}",
        code(&database.addon),
        plain(&database.plan),
        plain(version),
        code(&database.app)
    );
    let all: Vec<String> = std::iter::once(database).chain(apps).chain(connections).collect();
    section("affected", "Who is affected", &list(&all))
}

/// Up to where, and the commands that go back by hand.
pub fn rollback(plan: &Plan) -> String {
    let Some(until) = said::rollback(plan).filter(|_| plan.applyable()) else { return String::new() };
    let mut content = vec![format!("<p>{}</p>", sentence(&until))];
    let bindings = plan.names.shown();
    let known = Known::shown(&bindings);
    let last = plan.position(plan.marks.point_of_no_return.as_ref()).unwrap_or(plan.steps.len());
    let undo = plan.steps.iter().take(last).rev().flat_map(|step| &step.undo);
    let undo: Vec<String> = undo.filter_map(|op| on_card(op, &known)).collect();
    if !undo.is_empty() {
        content.push(
            "<p>By hand, should this program be gone, newest first and only for what was begun:</p>"
                .to_owned(),
        );
        content.push(commands(&undo));
    }
    section("rollback", "How to roll back", &content)
}

fn on_card(op: &Op, known: &Known<'_>) -> Option<String> {
    op.known().ok().filter(|verb| verb.on_card())?.by_hand(known).ok()?
}

/// What the plan does not look after.
pub fn not_covered(plan: &Plan) -> String {
    let all: Vec<String> = plan.not_covered.iter().map(|one| sentence(one)).collect();
    section("not-covered", "What is not covered", &list(&all))
}

/// What is left to do at the end.
pub fn afterwards(plan: &Plan) -> String {
    let listed = |all: &[Next]| {
        let all = all.iter().filter(|_| plan.applyable());
        list(&all.map(command).collect::<Vec<_>>())
    };
    let back = section("leads-back", "What leads back afterwards", &listed(&plan.words.back));
    section("afterwards", "Afterwards", &listed(&plan.words.next)) + &back
}

/// The command that carries this plan out and no other, and its sum.
pub fn carried_out(plan: &Plan, sha256: &str) -> String {
    if !plan.applyable() {
        return String::new();
    }
    let confirm = shell_word(&plan.confirmation);
    let apply = format!("heroku connect:apply plan.json --plan-sha256 {sha256} --confirm {confirm} --hold");
    let content = [
        "<p>With the file of this plan, which <code>--plan-only --out plan.json</code> writes. It is refused if anything that was judged is \
         different by then.</p>"
            .to_owned(),
        commands(&[apply]),
        format!("<p>SHA-256 of the plan: <code id=\"sha256\">{sha256}</code></p>"),
    ];
    section("apply", "How it is carried out", &content)
}
