//! A plan as a shell runbook: the same steps in the same order, each with the command that makes its change and the one that proves it.
//!
//! What a command of the Heroku CLI does is typed by it; the rest is done by `connect:runs:step`, which also looks at every guard and
//! reads back what came of every command.

mod comment;

use comment::comment;

use super::plan_text::{downtime, warning};
use crate::diagnostic::Severity;
use crate::face::LocalTime;
use crate::late::{Bindings, Known};
use crate::line::about;
use crate::ops::{self, Op};
use crate::plan::{Check, Interaction, Plan, Step};
use crate::run::Hold;
use crate::shell::shell_word;
use crate::zone::Zone;

/// What hardly depends on the plan: some lines are for a plan that waits for a person or an hour, some for one that goes on.
const FRAME: &str = include_str!("frame.sh");
const HOLDS: &str = "@HOLD@";
const GOES_ON: &str = "@GOES@";

/// The plan as a shell script that begins the run `run`. `sha256`: the sum of the plan; outside text is quoted or stands in a comment.
#[must_use]
pub fn runbook(plan: &Plan, sha256: &str, run: &str, local: &LocalTime) -> String {
    let bindings = plan.names.at_begin(run, "");
    let mut all = vec!["#!/usr/bin/env bash".to_owned()];
    all.extend(head(plan, sha256, run, local));
    let frame = frame(plan).replace("@RUN@", &shell_word(run)).replace("@PLAN_SHA256@", &shell_word(sha256));
    all.extend([String::new(), frame.trim_end().to_owned(), String::new(), "steps() {".to_owned()]);
    all.extend(steps(plan, &bindings));
    all.extend(["}".to_owned(), String::new()]);
    all.extend(rollback(plan, &bindings, run));
    // One line, so that no line of it ends it.
    let json = serde_json::to_string(plan).unwrap_or_default();
    all.extend(["plan() {", "  cat <<'PLAN'", &json, "PLAN", "}", "", "main \"$@\""].map(str::to_owned));
    all.join("\n")
}

fn frame(plan: &Plan) -> String {
    let (wanted, other) = if plan.holds() { (HOLDS, GOES_ON) } else { (GOES_ON, HOLDS) };
    let lines = FRAME.lines().filter(|line| !line.starts_with(other));
    lines.map(|line| format!("{}\n", line.strip_prefix(wanted).unwrap_or(line))).collect()
}

fn head(plan: &Plan, sha256: &str, run: &str, local: &LocalTime) -> Vec<String> {
    let mut all = comment("# ", &plan.words.title);
    let mut say = |text: &str| all.extend(comment("# ", text));
    say("");
    say(&format!(
        "Planned by heroku-connect-maintenance {} from what was there {}. Manual: {}.",
        plan.made_by,
        local.moment(plan.snapshot.taken_at),
        plan.manual
    ));
    say(&format!("In one sentence: {}.", warning(plan)));
    say(&format!("Downtime: {}.", downtime(plan, Hold::Ask, local)));
    for one in plan.prechecks.iter().filter(|one| one.severity > Severity::Pass) {
        say(&format!("{}: {} ({})", one.severity.word(), one.message, one.code));
    }
    plan.not_covered.iter().for_each(|one| say(&format!("Not covered: {one}.")));
    say("");
    say("It needs bash, the Heroku CLI with a login, and the plugin heroku-connect-maintenance.");
    say(
        "Started again, it passes over what is there already. It stops where something is not as it must be.",
    );
    say(&format!("How it stands: heroku connect:runs:info {run}"));
    say(&format!("Roll back:     heroku connect:runs:abort {run}"));
    say(&format!("SHA-256 of the plan: {sha256}"));
    all
}

fn steps(plan: &Plan, bindings: &Bindings) -> Vec<String> {
    let mut all = Vec::new();
    let mut zone: Option<Zone> = None;
    for (at, step) in plan.steps.iter().enumerate() {
        if at > 0 {
            all.push(String::new());
        }
        if zone != Some(step.zone) {
            zone = Some(step.zone);
            let word = step.zone.word();
            all.extend(comment("  # ", &format!("== {word}. Rollback from here: {}.", step.zone.aborting())));
            all.push(String::new());
        }
        all.extend(one_step(plan, at, step, bindings));
    }
    all
}

fn one_step(plan: &Plan, at: usize, step: &Step, bindings: &Bindings) -> Vec<String> {
    let number = plan.number(at).map_or(String::new(), |(number, _)| format!("{number}. "));
    let mut all = comment("  # ", &format!("{number}{}", step.title));
    all.extend(comment("  #   why: ", &step.why));
    for (mark, words) in [
        (&plan.marks.downtime_opens, "The apps are stopped from here."),
        (&plan.marks.cut_over, "Cut-over."),
        (&plan.marks.point_of_no_return, "No rollback from here."),
    ] {
        if mark.as_ref() == Some(&step.id) {
            all.extend(comment("  #   ", words));
        }
    }
    for (what, checks) in [("guard: ", &step.guards), ("proof: ", &step.until)] {
        all.extend(
            checks.iter().flat_map(|check| comment(&format!("  #   {what}"), &checked(check, bindings))),
        );
    }
    let id = shell_word(&step.id);
    for (call, op) in step.calls.iter().enumerate() {
        match ops::typed(op, &Known::of(bindings)) {
            Some(command) => all.push(format!("  change {id} {call} {command}")),
            None => all
                .extend(made_here(op, bindings).iter().flat_map(|what| comment("  #   by `prove`: ", what))),
        }
    }
    let hold = if step.interaction == Some(Interaction::Hold) { " ${hold[@]+\"${hold[@]}\"}" } else { "" };
    all.push(format!("  prove {id}{hold}"));
    all
}

/// What is looked at, how long, and how a person looks at the same.
fn checked(check: &Check, bindings: &Bindings) -> String {
    let by_hand = check.condition.known().and_then(|one| one.by_hand(&Known::shown(bindings))).ok().flatten();
    let by_hand = by_hand.map_or(String::new(), |command| format!("; by hand: {command}"));
    let name = check.condition.name();
    format!("{name} within {}, otherwise {}{by_hand}", about(check.deadline_ms), check.code)
}

fn made_here(op: &Op, bindings: &Bindings) -> Option<String> {
    op.known().and_then(|verb| verb.sentence(&Known::shown(bindings))).ok()
}

/// What a person types if this plugin is gone.
fn rollback(plan: &Plan, bindings: &Bindings, run: &str) -> Vec<String> {
    let last = plan.position(plan.marks.point_of_no_return.as_ref()).unwrap_or(plan.steps.len());
    let known = Known::shown(bindings);
    let shown = |op: &Op| {
        let verb = op.known().ok().filter(|verb| verb.on_card())?;
        verb.by_hand(&known).ok().flatten()
    };
    let undo = plan.steps.iter().take(last).rev().flat_map(|step| &step.undo).filter_map(shown);
    let mut all = comment(
        "# ",
        &format!("Rolling back is `heroku connect:runs:abort {run}`. By hand, should the plugin be gone:"),
    );
    all.extend(comment("# ", "newest first, and only for what was begun."));
    all.extend(undo.flat_map(|command| comment("#   ", &command)));
    all.push(String::new());
    all
}
