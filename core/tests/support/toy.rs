//! Plans of a few steps, run in a world that a test makes up.

use connect_core::conditions::{Condition, NoDynos};
use connect_core::effect::{Effect, Observation};
use connect_core::face::LocalTime;
use connect_core::journal::{Entry, Limits};
use connect_core::machine::Want;
use connect_core::ops::{MaintenanceSet, Op};
use connect_core::plan::{Check, Marks, OnFailure, OnUndoFailure, Pace, Plan, Step, Zone};
use connect_core::procedures;
use connect_core::run::{End, Hold, Run, Setting, UpTo};

/// A step that does nothing.
pub fn step(id: &str) -> Step {
    Step {
        id: id.into(),
        zone: Zone::Prepare,
        title: id.into(),
        why: String::new(),
        quiet: false,
        interaction: None,
        guards: vec![],
        calls: vec![],
        together_from: None,
        until: vec![],
        undo: vec![],
        undo_together_from: None,
        undo_guards: vec![],
        undo_guards_at: 0,
        undo_until: vec![],
        on_failure: OnFailure::Undo,
        on_undo_failure: OnUndoFailure::default(),
        fallback: vec![],
        again_from: None,
        needs: None,
        tries: 1,
        after: None,
    }
}

/// Maintenance mode of an app.
pub fn switch(app: &str, on: bool) -> Op {
    MaintenanceSet { app: app.into(), on }.into()
}

/// A step that switches maintenance mode on, and off when it is taken back.
pub fn switching(id: &str) -> Step {
    Step { calls: vec![switch(id, true)], undo: vec![switch(id, false)], ..step(id) }
}

/// Waits until an app has no dynos.
pub fn empty(app: &str, pace: Pace, deadline_ms: u64) -> Check {
    check(NoDynos { app: app.into(), but: Vec::new() }, pace, deadline_ms)
}

/// Waits for a condition.
pub fn check(condition: impl Into<Condition>, pace: Pace, deadline_ms: u64) -> Check {
    Check { condition: condition.into(), pace, deadline_ms, times: 1, code: "test/late".into(), leave: false }
}

/// A plan of these steps.
pub fn plan(steps: Vec<Step>, marks: Marks) -> Plan {
    let (snapshot, request) = super::given("good");
    Plan { steps, marks, ..procedures::plan(&snapshot, &request) }
}

/// A process without a person.
pub fn setting() -> Setting {
    Setting {
        holder: "me@here".into(),
        interactive: false,
        hold: Hold::No,
        accept: vec![],
        limits: Limits::default(),
        local: LocalTime::default(),
        up_to: UpTo::End,
    }
}

/// A new run of a plan.
pub fn begin(plan: Plan) -> Run {
    Run::begin("rabc1234", plan, setting(), 0)
}

/// What went out together at a moment: method and path of each.
pub type Round = (u64, Vec<String>);

/// What was seen of a process.
pub struct Process {
    pub end: End,
    pub rounds: Vec<Round>,
    /// When, how long, and what was said of it.
    pub waits: Vec<(u64, u64, String)>,
    pub now: u64,
}

impl Process {
    /// The changes that went out, in their order.
    pub fn changes(&self) -> Vec<&str> {
        let all = self.rounds.iter().flat_map(|(_, round)| round);
        all.filter(|one| !one.starts_with("Get ")).map(String::as_str).collect()
    }
}

/// Answers of services; `now` is the moment.
pub fn process(run: &mut Run, mut now: u64, mut answer: impl FnMut(&str, u64) -> Observation) -> Process {
    let (mut rounds, mut waits) = (Vec::new(), Vec::new());
    for _ in 0..20_000 {
        let seen = match run.next(now).unwrap() {
            Want::Append { .. } | Want::Show(_) => Observation::Done,
            Want::Perform(effects) if matches!(effects[0], Effect::File(_)) => Observation::Done,
            Want::Perform(effects) => {
                let round: Vec<String> = effects.iter().map(word).collect();
                let mut answers: Vec<Observation> = round.iter().map(|one| answer(one, now)).collect();
                rounds.push((now, round));
                if answers.len() == 1 {
                    answers.remove(0)
                } else {
                    Observation::Together { answers }
                }
            }
            Want::Wait { until, note } => {
                waits.push((now, until - now, note.map_or(String::new(), |note| note.unstyled())));
                now = until;
                Observation::Done
            }
            Want::Ask { .. } => panic!("nobody can be asked"),
            Want::Ended(end) => return Process { end, rounds, waits, now },
        };
        run.take(&seen, now).unwrap();
    }
    panic!("no end");
}

fn word(effect: &Effect) -> String {
    match effect {
        Effect::Http(http) => {
            let body = http.request.body.as_ref().map_or(String::new(), |body| format!(" {body}"));
            format!("{:?} {}{body}", http.request.method, http.request.path)
        }
        other => panic!("{other:?}"),
    }
}

/// A run's entries, in a word each.
pub fn entries(run: &Run) -> Vec<String> {
    let word = |entry: &Entry| match entry {
        Entry::StepDone { step } => format!("done {step}"),
        Entry::StepUndone { step } => format!("undone {step}"),
        Entry::Deferred { step, detail, .. } => format!("left over {step}: {detail}"),
        Entry::Retrying { step, .. } => format!("again {step}"),
        Entry::Undoing { step, to, .. } => format!("undoing {step} to {}", to.as_deref().unwrap_or("-")),
        Entry::Unproven { step, .. } => format!("unproven {step}"),
        Entry::RolledBack { to } => format!("rolled back to {to}"),
        Entry::NotAsBefore { step, .. } => format!("not as before {step}"),
        Entry::Accepted { step, .. } => format!("accepted {step}"),
        _ => String::new(),
    };
    run.records().iter().map(|record| word(&record.entry)).filter(|word| !word.is_empty()).collect()
}
