//! The answer: what will happen, for how long apps are stopped, up to where it can be rolled back, what it costs, what a person must do.

use super::escape::{code, plain, sentence};
use super::{list, pair};
use crate::diagnostic::{Diagnostic, Severity};
use crate::face::LocalTime;
use crate::plan::{Interaction, Next, Plan};
use crate::render::plan_text::{downtime, restarted, tally, warning};
use crate::render::said;
use crate::run::Hold;
use crate::summary;

/// What it is, in a headline and a sentence, and what it was made from.
pub fn head(plan: &Plan, local: &LocalTime) -> String {
    let lead = summary::blocked(plan).unwrap_or_else(|| warning(plan));
    let state = if plan.applyable() { "ready" } else { "blocked" };
    [
        format!("<header class=\"{state}\">"),
        format!("<h1>{}</h1>", plain(&plan.words.title)),
        format!("<p class=\"lead\">{}</p>", sentence(&lead)),
        format!(
            "<p class=\"made\">Makes executable: “{}” of the maintenance manual. Planned by heroku-connect-maintenance {} from what was \
             there {}.</p>",
            plain(&plan.manual),
            plain(&plan.made_by),
            plain(&local.moment(plan.snapshot.taken_at))
        ),
        "</header>".to_owned(),
    ]
    .join("\n")
}

/// What somebody who approves it has to know, or what stands against it.
pub fn answer(plan: &Plan, hold: Hold, local: &LocalTime) -> String {
    let content = if plan.applyable() { answers(plan, hold, local) } else { blockers(plan) };
    let headline = if plan.applyable() { "What will happen" } else { "What to do" };
    super::section("answer", headline, &content)
}

fn answers(plan: &Plan, hold: Hold, local: &LocalTime) -> Vec<String> {
    let chosen = plan.methods.iter().find(|method| method.chosen);
    let of = |name: &str, text: Option<String>| pair(name, &text.unwrap_or_default());
    let rows = [
        of("Downtime", Some(sentence(&downtime(plan, hold, local)))),
        of("Takes", chosen.map(|method| format!("{} to {} min in all", method.minutes.0, method.minutes.1))),
        of("Rollback", said::rollback(plan).map(|text| sentence(&text))),
        of("Cost", chosen.map(|method| sentence(&method.cost))),
        of("Method", chosen.map(|method| sentence(&format!("{}: {}", method.name, method.why)))),
        of(
            "Destroys",
            several(plan.destroys().iter().map(|one| format!("{} and all its data, for good", code(one)))),
        ),
        of(
            "Restarts",
            several(plan.restarts().into_iter().map(|(app, times)| {
                format!("{}: {} (add-on attachments)", code(app), plain(&restarted(plan, times)))
            })),
        ),
        of("Stays", several(plan.stays(&plan.names.shown()).iter().map(|one| sentence(one)))),
        of("By hand", several(by_hand(plan).into_iter())),
        of("Checks", Some(plain(&tally(plan)))),
    ];
    let rows = rows.into_iter().flatten();
    std::iter::once("<dl>".to_owned()).chain(rows).chain(["</dl>".to_owned()]).collect()
}

/// One as it is, several as a list.
fn several(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    match &items[..] {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(list(&items).concat()),
    }
}

/// What only a person can do: to approve, to think about what was warned of, and what is left afterwards.
fn by_hand(plan: &Plan) -> Vec<String> {
    let holds = plan.steps.iter().filter(|step| step.interaction == Some(Interaction::Hold));
    let warned = plan.prechecks.iter().filter(|one| one.severity == Severity::Warn);
    let next = plan.words.next.iter().map(command);
    let holds = holds.map(|step| sentence(&step.title));
    holds.chain(warned.filter_map(|one| one.help.as_deref()).map(sentence)).chain(next).collect()
}

/// A command that is left to type, and what it is for.
pub fn command(next: &Next) -> String {
    let Next { command, why } = next.planned();
    if why.is_empty() {
        code(&command)
    } else {
        format!("{}: {}", code(&command), sentence(&why))
    }
}

fn blockers(plan: &Plan) -> Vec<String> {
    let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block);
    list(&blocks.map(finding).collect::<Vec<_>>())
}

/// A finding: how bad it is in a word, what is the case, what to do.
pub fn finding(one: &Diagnostic) -> String {
    let word = one.severity.word();
    let help = one.help.as_ref().map(|help| format!(" <span class=\"help\">{}</span>", sentence(help)));
    format!(
        "<strong class=\"{word}\">{word}</strong> {} <code class=\"code\">{}</code>{}",
        sentence(&one.message),
        plain(&one.code),
        help.unwrap_or_default()
    )
}
