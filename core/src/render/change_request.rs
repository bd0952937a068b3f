//! A plan as a change request, in Markdown: to be read on paper by whoever approves it, and ticked by whoever carries it out.

use super::markdown::{code, commands, plain, sentence};
use super::plan_text::{downtime, restarted, warning};
use super::said;
use crate::diagnostic::Severity;
use crate::face::LocalTime;
use crate::late::Known;
use crate::ops::Op;
use crate::plan::{Next, Plan, Step};
use crate::run::Hold;
use crate::shell::shell_word;
use crate::zone::Zone;

/// The plan as a change request. `sha256`: its sum; `hold`: when the downtime begins.
#[must_use]
pub fn change_request(plan: &Plan, sha256: &str, hold: Hold, local: &LocalTime) -> String {
    let mut all = vec![
        format!("# {}", plain(&plan.words.title)),
        String::new(),
        format!(
            "Makes executable: “{}” of the maintenance manual. Planned by heroku-connect-maintenance {} from what was there {}.",
            plain(&plan.manual),
            plain(&plan.made_by),
            plain(&local.moment(plan.snapshot.taken_at))
        ),
    ];
    for part in [
        asked(plan, hold, local),
        affected(plan),
        checks(plan),
        steps(plan),
        rollback(plan),
        not_covered(plan),
        afterwards(plan),
        carried_out(plan, sha256),
        approval(sha256),
    ] {
        if !part.is_empty() {
            all.push(String::new());
            all.extend(part);
        }
    }
    all.join("\n")
}

fn asked(plan: &Plan, hold: Hold, local: &LocalTime) -> Vec<String> {
    let database = &plan.snapshot.database;
    let mut all = heading("What is asked for");
    let mut say = |name: &str, text: String| all.push(format!("- **{name}**: {text}"));
    let version = database.version.as_deref().unwrap_or("?");
    let now = format!("{}, Postgres {}", plain(&database.plan), plain(version));
    say("Database", format!("{} of {}: {now}", code(&database.addon), code(&database.app)));
    if let Some(method) = plan.methods.iter().find(|method| method.chosen) {
        let (from, to) = method.minutes;
        say("Method", format!("{}: {}", plain(&method.name), sentence(&method.why)));
        say("Takes", format!("{from} to {to} min in all"));
        say("Downtime", plain(&downtime(plan, hold, local)));
        say("Cost", sentence(&method.cost));
    }
    for destroyed in plan.destroys() {
        say("Destroys", format!("{} and all its data, for good", code(&destroyed)));
    }
    all.push(format!("- **In one sentence**: {}", plain(&warning(plan))));
    all
}

fn affected(plan: &Plan) -> Vec<String> {
    let mut all = heading("Who is affected");
    let restarts = plan.restarts();
    for app in &plan.snapshot.apps {
        let runs = said::dynos(app);
        let stopped =
            if plan.marks.downtime_opens.is_some() { "stopped during the downtime" } else { "goes on" };
        let restarted = restarts.get(app.name.as_str()).map(|times| format!("; {}", restarted(plan, *times)));
        let restarted = restarted.unwrap_or_default();
        all.push(format!("- app {}: {}, {stopped}{restarted}", code(&app.name), plain(&runs)));
    }
    let paused = plan.marks.sync_pauses.is_some();
    for one in &plan.snapshot.connections {
        let mappings: Vec<String> = one.mappings.iter().map(|mapping| plain(&mapping.object)).collect();
        let until =
            if paused { "paused meanwhile: changes are captured, and sent afterwards" } else { "goes on" };
        let of = mappings.join(", ");
        all.push(format!("- Heroku Connect {} on {}: {until} ({of})", code(&one.resource), code(&one.app)));
    }
    all.extend(plan.stays(&plan.names.shown()).iter().map(|stays| format!("- stays: {}", sentence(stays))));
    all
}

/// What was found that somebody has to think about, each to be ticked.
fn checks(plan: &Plan) -> Vec<String> {
    let told = plan.prechecks.iter().filter(|one| one.severity > Severity::Pass);
    let mut all: Vec<String> = Vec::new();
    for one in told {
        let help = one.help.as_ref().map(|help| format!(" — {}", sentence(help))).unwrap_or_default();
        let message = sentence(&one.message);
        all.push(format!("- [ ] {}: {message}{help} ({})", one.severity.word(), code(&one.code)));
    }
    let passed = plan.prechecks.iter().filter(|one| one.severity == Severity::Pass).count();
    let mut lines = heading("What was found");
    lines.push(format!("{passed} checks passed. To be thought about before it begins:"));
    if all.is_empty() {
        all.push("- nothing".to_owned());
    }
    lines.push(String::new());
    lines.extend(all);
    lines
}

fn steps(plan: &Plan) -> Vec<String> {
    let mut all = heading("Steps");
    all.push(
        "The run does and proves each; the commands do the same by hand. `{run}` stands for the id of the run. Steps without a number are \
         the run's own books."
            .to_owned(),
    );
    let mut zone: Option<Zone> = None;
    for (at, step) in plan.steps.iter().enumerate() {
        if zone != Some(step.zone) {
            zone = Some(step.zone);
            let aborting = plain(step.zone.aborting());
            all.extend([String::new(), format!("### {}", step.zone.word()), String::new()]);
            all.extend([format!("Rollback from here: {aborting}."), String::new()]);
        }
        all.extend(one_step(plan, at, step));
    }
    all
}

fn one_step(plan: &Plan, at: usize, step: &Step) -> Vec<String> {
    let number = plan.number(at).map_or(String::new(), |(number, _)| format!("{number}. "));
    let marks: Vec<String> = said::marks(plan, at, step).iter().map(|one| sentence(one)).collect();
    let marks = if marks.is_empty() { String::new() } else { format!(" — **{}**", marks.join("; ")) };
    let title = plain(&step.title);
    let mut all = vec![format!("- [ ] {number}{title} ({}){marks}", code(&step.id))];
    all.push(format!("  Why: {}.", sentence(&step.why)));
    if !step.quiet {
        let given_up = said::given_up(step).map(|text| format!("Proven, or {}. ", plain(&text)));
        all.push(format!("  {}Begun \\_\\_:\\_\\_, done \\_\\_:\\_\\_.", given_up.unwrap_or_default()));
    }
    let bindings = plan.names.shown();
    let by_hand: Vec<String> =
        step.calls.iter().filter_map(|op| by_hand(op, &Known::shown(&bindings))).collect();
    if !by_hand.is_empty() {
        all.push(String::new());
        all.extend(commands(&by_hand, "  "));
        all.push(String::new());
    }
    all
}

fn rollback(plan: &Plan) -> Vec<String> {
    let mut all = heading("How to roll back");
    let last = plan.position(plan.marks.point_of_no_return.as_ref());
    let last_number = last.and_then(|at| plan.number(at)).map(|(number, _)| number);
    match last_number {
        Some(1) => all.push("There is none: what is asked for cannot be taken back.".to_owned()),
        Some(number) => all.push(format!(
            "Until step {number}: `heroku connect:runs:abort RUN`, which also happens by itself. From then on there is only forward: \
             `heroku connect:runs:resume RUN`."
        )),
        None => all.push("`heroku connect:runs:abort RUN`.".to_owned()),
    }
    let bindings = plan.names.shown();
    let known = Known::shown(&bindings);
    let before = plan.steps.iter().take(last.unwrap_or(plan.steps.len())).rev();
    let undo: Vec<String> = before.flat_map(|step| &step.undo).filter_map(|op| on_card(op, &known)).collect();
    if !undo.is_empty() {
        all.push(String::new());
        all.push(
            "By hand, should this program be gone, newest first and only for what was begun:".to_owned(),
        );
        all.push(String::new());
        all.extend(commands(&undo, ""));
    }
    all
}

fn not_covered(plan: &Plan) -> Vec<String> {
    if plan.not_covered.is_empty() {
        return Vec::new();
    }
    let mut all = heading("What is not covered");
    all.extend(plan.not_covered.iter().map(|one| format!("- not covered: {}", sentence(one))));
    all
}

fn afterwards(plan: &Plan) -> Vec<String> {
    let parts = [("Afterwards", &plan.words.next), ("What leads back afterwards", &plan.words.back)];
    parts.into_iter().filter(|(_, all)| !all.is_empty()).flat_map(|(title, all)| listed(title, all)).collect()
}

fn listed(title: &str, commands: &[Next]) -> Vec<String> {
    let mut all = heading(title);
    for next in commands.iter().map(Next::planned) {
        let why = if next.why.is_empty() { String::new() } else { format!(": {}", sentence(&next.why)) };
        all.push(format!("- [ ] {}{why}", code(&next.command)));
    }
    all
}

fn carried_out(plan: &Plan, sha256: &str) -> Vec<String> {
    let mut all = heading("How it is carried out");
    all.push(
        "With the file of this plan, which the same command writes with `--plan-only --out plan.json` instead of `--format`. It is refused \
         if anything that was judged is different by then."
            .to_owned(),
    );
    all.push(String::new());
    let confirm = shell_word(&plan.confirmation);
    all.extend(commands(
        &[format!("heroku connect:apply plan.json --plan-sha256 {sha256} --confirm {confirm} --hold")],
        "",
    ));
    all
}

fn approval(sha256: &str) -> Vec<String> {
    let mut all = heading("Approval");
    all.push(format!("SHA-256 of the plan: `{sha256}`"));
    all.push(String::new());
    all.extend(["| | Name | Date, time | Signature |", "| --- | --- | --- | --- |"].map(str::to_owned));
    all.extend(["Planned by", "Approved by", "Carried out by"].map(|who| format!("| {who} | | | |")));
    all
}

fn heading(text: &str) -> Vec<String> {
    vec![format!("## {text}"), String::new()]
}

fn by_hand(op: &Op, known: &Known<'_>) -> Option<String> {
    op.known().and_then(|verb| verb.by_hand(known)).ok().flatten()
}

fn on_card(op: &Op, known: &Known<'_>) -> Option<String> {
    op.known().ok().filter(|verb| verb.on_card())?;
    by_hand(op, known)
}
