//! The steps, by phase: each with its why, what must hold before it, what is done, what proves it, and what takes it back.

use super::escape::{code, commands, plain, sentence};
use super::{list, pair};
use crate::codes;
use crate::late::{Bindings, Known};
use crate::line::about;
use crate::ops::Op;
use crate::plan::{Check, Plan, Step};
use crate::render::said;
use crate::summary;
use crate::zone::Zone;

/// All of them; nothing for a plan that is blocked.
pub fn steps(plan: &Plan) -> String {
    if !plan.applyable() {
        return String::new();
    }
    let mut content = vec![
        "<p>The run does and proves each; the commands do the same by hand. <code>{run}</code> stands for the id of the run. Steps \
         without a number of their own are the run’s own books.</p>"
            .to_owned(),
    ];
    let shown = plan.names.shown();
    let mut zone: Option<Zone> = None;
    let mut number = 0;
    for (at, step) in plan.steps.iter().enumerate() {
        if zone != Some(step.zone) {
            if zone.is_some() {
                content.extend(["</ol>".to_owned(), "</div>".to_owned()]);
            }
            zone = Some(step.zone);
            content.extend(phase(step.zone));
        }
        number = plan.number(at).map_or(number, |(number, _)| number);
        content.extend(one(plan, at, step, number, &shown));
    }
    content.extend(["</ol>".to_owned(), "</div>".to_owned()]);
    content.push(format!("<p class=\"calls\">{}</p>", plain(&summary::calls(plan))));
    super::section("steps", "Steps", &content)
}

fn phase(zone: Zone) -> [String; 4] {
    let word = zone.word();
    [
        format!("<div class=\"phase {word}\">"),
        format!("<h3>{word}</h3>"),
        format!("<p>rollback from here: {}</p>", zone.aborting()),
        "<ol>".to_owned(),
    ]
}

/// `number`: its own, or for the run's own books that of the step before.
fn one(plan: &Plan, at: usize, step: &Step, number: usize, shown: &Bindings) -> Vec<String> {
    let known = Known::shown(shown);
    let class = class(plan, step);
    let marks = said::marks(plan, at, step);
    let marks = marks.iter().map(|mark| format!(" <em>{}</em>", sentence(mark))).collect::<String>();
    let given_up = said::given_up(step).map(|text| plain(&text)).unwrap_or_default();
    let rows = [
        pair("Why", &sentence(&step.why)),
        pair("Guard", &checks(&step.guards, &known, false)),
        pair("Does", &changes(&step.calls, &known)),
        pair("Proven by", &checks(&step.until, &known, true)),
        pair("If not", &given_up),
        pair("Rollback", &changes(&step.undo, &known)),
        pair("Instead", &changes(&step.fallback, &known)),
        pair("Id", &code(&step.id)),
    ];
    let mut all = vec![
        format!("<li class=\"{class}\" value=\"{number}\">"),
        format!("<details open><summary><span>{}{marks}</span></summary>", sentence(&step.title)),
        "<dl>".to_owned(),
    ];
    all.extend(rows.into_iter().flatten());
    all.extend(["</dl>".to_owned(), "</details>".to_owned(), "</li>".to_owned()]);
    all
}

/// What a step is, for styles.
fn class(plan: &Plan, step: &Step) -> String {
    let marks = &plan.marks;
    let marked = |mark: &Option<String>| mark.as_ref() == Some(&step.id);
    let words = [
        (true, "step"),
        (step.quiet, "quiet"),
        (marked(&marks.downtime_opens), "opens"),
        (marked(&marks.cut_over), "cut-over"),
        (marked(&marks.point_of_no_return), "no-return"),
    ];
    words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// What is changed: in words, and by the command that does the same.
fn changes(all: &[Op], known: &Known<'_>) -> String {
    let sentences: Vec<String> = all
        .iter()
        .map(|op| match op.known().and_then(|verb| verb.sentence(known)) {
            Ok(text) => sentence(&text),
            // What this version does not know, or cannot say before the run.
            Err(_) => code(op.name()),
        })
        .collect();
    let by_hand = all.iter().filter_map(|op| op.known().ok()?.by_hand(known).ok()?);
    format!("{}{}", list(&sentences).concat(), commands(&by_hand.collect::<Vec<_>>()))
}

/// What must hold: by its name, by what is said if it does not, and by the command with which a person looks for the same.
fn checks(all: &[Check], known: &Known<'_>, waits: bool) -> String {
    let one = |check: &Check| {
        let by_hand = check.condition.known().ok().and_then(|condition| condition.by_hand(known).ok()?);
        let within = if waits { format!(", {}", plain(&about(check.deadline_ms))) } else { String::new() };
        let said = codes::ALL.iter().find(|(code, _)| **code == *check.code);
        let said = said.map(|(_, said)| format!(" <span class=\"help\">else: {}</span>", sentence(said)));
        let look = by_hand.map(|command| commands(&[command])).unwrap_or_default();
        format!("{}{within}{}{look}", code(check.condition.name()), said.unwrap_or_default())
    };
    list(&all.iter().map(one).collect::<Vec<_>>()).concat()
}
