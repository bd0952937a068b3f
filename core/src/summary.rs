//! Numbers and sentences that all faces share: text, JSON and page say the same because they say what is said here.

use crate::codes::{self, Code};
use crate::course::{Course, StepState};
use crate::diagnostic::Severity;
use crate::ending::{Ending, Millis};
use crate::face::{day, second};
use crate::late::{slots, Bindings, Known};
use crate::line::{about, clock};
use crate::plan::{Next, Plan, Step};
use crate::procedures;
use crate::request::bound;
use crate::shell::shell_word;

/// How long an old database is kept before somebody is reminded of it: two weeks.
const SOAK_MS: Millis = 14 * 24 * 3_600_000;

/// How the command begins that destroys what a run left behind.
pub const FINISH: &str = "heroku connect:runs:finish";

/// How things stand, in a sentence.
#[must_use]
pub fn standing(plan: &Plan, course: &Course, ending: Ending) -> String {
    let words = &plan.words;
    match ending {
        Ending::Done => words.done.clone(),
        Ending::Undone => match spent(plan, course) {
            Some(follower) => format!(
                "{}, but {follower} does not follow any more: it is a database of its own, with the rows of that moment",
                words.undone
            ),
            None => words.undone.clone(),
        },
        Ending::NothingToDo
        | Ending::Planned
        | Ending::Blocked
        | Ending::Unmet
        | Ending::Differs
        | Ending::Overdue
        | Ending::NotHealthyYet
        | Ending::Usage => {
            "nothing was changed".to_owned()
        }
        Ending::TakenOver if course.downtime_open() => {
            "another machine goes on with it; when this one stopped, apps were stopped".to_owned()
        }
        Ending::TakenOver => "another machine goes on with it; what it did is not known here".to_owned(),
        Ending::Paused | Ending::Operator | Ending::Unexpected => {
            let connect = course.sync_paused(plan).then(|| CONNECT_PAUSED.to_owned());
            let parts = [Some(apps(plan, course)), connect, armed(plan, course), Some(rest(plan, course))];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
    }
}

const CONNECT_PAUSED: &str = "CONNECT IS PAUSED, changes are captured and not sent";

/// What may start by itself, and how it is cancelled.
fn armed(plan: &Plan, course: &Course) -> Option<String> {
    let database = &plan.snapshot.database;
    let when = course.starts_by_itself(plan).map_or(String::new(), |at| format!(" at {}", second(at)));
    course.armed(plan).then(|| {
        format!(
            "AN UPGRADE IS PREPARED AND STARTS BY ITSELF{when}, unless it is cancelled: `heroku pg:upgrade:cancel {} --app {}`",
            shell_word(&database.addon),
            shell_word(&database.app)
        )
    })
}

/// Where the apps are: each sentence is what was done and not taken back.
fn apps(plan: &Plan, course: &Course) -> String {
    if course.downtime_open() {
        "maintenance mode is on and dynos are at 0; what brings the app back stands below".to_owned()
    } else if course.cut_over(plan) || begun_anew(plan, course) {
        plan.words.after.clone()
    } else {
        plan.words.before.clone()
    }
}

/// Nothing moves, and what there is no way back from is done.
fn begun_anew(plan: &Plan, course: &Course) -> bool {
    let done = |step: usize| course.steps.get(step).is_some_and(|step| step.done);
    let stays = plan.marks.cut_over.is_none() && !plan.words.after.is_empty();
    stays && plan.position(plan.marks.point_of_no_return.as_ref()).is_some_and(done)
}

fn rest(plan: &Plan, course: &Course) -> String {
    let left = course.ids(plan, |step| step.deferred);
    if !left.is_empty() {
        format!("left over: {}", left.join(", "))
    } else if course.cut_over(plan) {
        format!("still to do: {}", course.ids(plan, |step| !step.done).join(", "))
    } else {
        "what was made so far is kept".to_owned()
    }
}

/// The follower of the customer's own that was cut off from its leader: taking everything back does not make it follow again.
fn spent<'a>(plan: &'a Plan, course: &Course) -> Option<&'a str> {
    let adopted = plan.request.successor(&plan.snapshot.database)?.existing?;
    course.spent(plan).then_some(adopted)
}

/// The command that makes another one.
fn another(plan: &Plan) -> Next {
    let database = &plan.snapshot.database;
    let kind = plan.snapshot.follower.as_ref().map_or(&database.plan, |follower| &follower.plan);
    Next {
        command: format!(
            "heroku addons:create {} --app {} -- --follow {}",
            shell_word(kind),
            shell_word(&database.app),
            shell_word(&database.addon)
        ),
        why: "makes another follower".to_owned(),
    }
}

/// What is known of a run: its names, and what it learnt.
fn bindings(run: &str, plan: &Plan, course: &Course) -> Bindings {
    let mut bindings = plan.names.made_for(run);
    bindings.extend(course.bindings.iter().map(|(slot, value)| (slot.clone(), value.clone())));
    bindings
}

/// What leads back, as commands for a person. What was to be spent for it and was not leads nowhere.
#[must_use]
pub fn back(run: &str, plan: &Plan, course: &Course) -> Vec<Next> {
    let there = plan.marks.spends.is_none() || course.spent(plan);
    plan.words.back.iter().filter(|_| there).map(|one| one.of(run)).collect()
}

/// What has apps back in part, where they are stopped and there is only forward.
fn meanwhile(run: &str, plan: &Plan, course: &Course) -> Vec<Next> {
    let stopped = course.past_no_return(plan) && course.downtime_open();
    plan.words.meanwhile.iter().filter(|_| stopped).map(|one| one.of(run)).collect()
}

/// What is left to do. Where the sequel of a run could not tell what it may destroy, a person destroys what was made.
fn sequel(one: Next, run: &str, plan: &Plan, course: &Course) -> Next {
    let bindings = bindings(run, plan, course);
    let there = || procedures::find(&plan.procedure)?.finishing(plan, run, &bindings);
    let made = bound(&bindings, &slots::NAME_FOLLOWER);
    match made.filter(|_| one.command.starts_with(FINISH) && there().is_none()) {
        None => one,
        Some(made) => {
            let (addon, app) = (shell_word(&made), shell_word(&plan.snapshot.database.app));
            let command = format!("heroku addons:destroy {addon} --app {app}");
            Next { command, why: "it was made for this run, and is billed until it is destroyed".to_owned() }
        }
    }
}

/// The commands that do or show what was left over.
fn by_hand(run: &str, plan: &Plan, course: &Course) -> Vec<Next> {
    let bindings = bindings(run, plan, course);
    let known = Known::shown(&bindings);
    let mut all: Vec<Next> = Vec::new();
    let left = |(state, step): &(&StepState, &Step)| state.deferred || course.left_for_good(step).is_some();
    for (state, step) in course.steps.iter().zip(&plan.steps).filter(left) {
        let open = step.calls.iter().zip(&state.calls).filter(|(_, call)| !call.landed());
        let calls = open.filter_map(|(op, _)| op.known().ok()?.by_hand(&known).ok()?);
        let mut commands: Vec<String> = calls.collect();
        if commands.is_empty() {
            let checks = step.guards.iter().chain(&step.until);
            commands.extend(checks.filter_map(|check| check.condition.known().ok()?.by_hand(&known).ok()?));
        }
        for command in commands {
            if all.iter().all(|one| one.command != command) {
                all.push(Next { command, why: format!("left over: {}", step.title) });
            }
        }
    }
    all
}

/// The command that ends the run without what is left over, if it can be done without all of it.
fn without(run: &str, plan: &Plan, course: &Course) -> Option<Next> {
    let (code, _) = course.left_over()?;
    let mut left = course.steps.iter().zip(&plan.steps).filter(|(state, _)| state.deferred);
    left.all(|(_, step)| step.on_failure.may_be_left()).then(|| Next {
        command: format!("heroku connect:runs:resume {run} --accept {}", shell_word(&code)),
        why: "tries once more, and ends the run without what cannot be done for this reason".to_owned(),
    })
}

/// What may be missing where a person says so, and what is said of it: a table whose rows come with a later load, as long as nobody writes to it
/// meanwhile; a switch of a connection that only Heroku can set.
const MAY_BE_MISSING: [(Code, &str); 3] = [
    (codes::LOAD_FAILED, UNLOADED),
    (codes::LOAD_STUCK, UNLOADED),
    (codes::RECREATE_MANUAL_SETTINGS, "goes on although a switch is not as before"),
];
const UNLOADED: &str = "goes on although the table is not loaded, and brings the app back";

/// True if a run can be done without it where a person says so.
#[must_use]
pub(crate) fn may_be_missing(code: &str) -> bool {
    MAY_BE_MISSING.iter().any(|(one, _)| **one == *code)
}

/// The command that goes on although something is missing.
fn missing(run: &str, course: &Course) -> Option<Next> {
    let (_, (code, _)) = course.stopped.as_ref()?;
    let (_, why) = MAY_BE_MISSING.iter().find(|(one, _)| **one == **code)?;
    let command = format!("heroku connect:runs:resume {run} --accept {}", shell_word(code));
    Some(Next { command, why: (*why).to_owned() })
}

/// Where Connect did not get through what was captured, or did not become quiet: what it says of that itself.
const SLOW: [Code; 4] = [
    codes::CONNECT_NOT_DRAINED,
    codes::CONNECT_NOT_PAUSED,
    codes::CONNECT_NOT_QUIET,
    codes::CONNECT_PAUSE_REFUSED,
];

/// The command that shows Connect's log, for each app of a connection, and what to look for in it.
fn connects_log(plan: &Plan, course: &Course) -> Vec<Next> {
    let Some((_, (code, _))) = &course.stopped else { return Vec::new() };
    if SLOW.iter().all(|slow| **slow != **code) {
        return Vec::new();
    }
    let mut all: Vec<Next> = Vec::new();
    for one in &plan.snapshot.connections {
        let command =
            format!("heroku logs --app {} --dyno-name herokuconnect --num 1500", shell_word(&one.app));
        let off = one.health.as_ref().and_then(|health| health.logged) == Some(false);
        let why = match off {
            true => "what Connect says; its log is switched off, switch it on first",
            false => "what Connect says; look for `level=error`, `Will fall back to SOAP`, rows that are locked, limits of the API",
        };
        if all.iter().all(|known| known.command != command) {
            all.push(Next { command, why: why.to_owned() });
        }
    }
    all
}

/// What is left to do, commands to type.
#[must_use]
pub fn next(run: &str, plan: &Plan, course: &Course, ending: Ending, ended_at: Millis) -> Vec<Next> {
    let mut next = next_of(run, plan, course, ending, ended_at);
    if matches!(ending, Ending::Paused | Ending::Undone | Ending::Operator) {
        next.extend(connects_log(plan, course));
    }
    next
}

fn next_of(run: &str, plan: &Plan, course: &Course, ending: Ending, ended_at: Millis) -> Vec<Next> {
    let next = |verb: &str, why: &str| Next {
        command: format!("heroku connect:runs:{verb} {run}"),
        why: why.to_owned(),
    };
    match ending {
        Ending::Done => {
            let reminder = day(ended_at.saturating_add(SOAK_MS));
            let words = plan.words.next.iter().map(|one| {
                let one = one.of(run);
                Next { why: one.why.replace("{reminder}", &reminder), ..one }
            });
            let words = words.map(|one| sequel(one, run, plan, course));
            by_hand(run, plan, course).into_iter().chain(words).chain(back(run, plan, course)).collect()
        }
        Ending::Paused | Ending::Unexpected if course.past_no_return(plan) => {
            let first = std::iter::once(next("resume", "goes on"));
            let meanwhile = meanwhile(run, plan, course);
            first
                .chain(by_hand(run, plan, course))
                .chain(without(run, plan, course))
                .chain(meanwhile)
                .collect()
        }
        Ending::Paused | Ending::Unexpected => {
            vec![next("resume", "goes on"), next("abort", "rolls everything back")]
        }
        Ending::Operator => {
            let own = [next("info", "what happened"), next("resume", "once the cause is removed")];
            let back = back(run, plan, course).into_iter().filter(|_| course.past_no_return(plan));
            own.into_iter()
                .chain(missing(run, course))
                .chain(back)
                .chain(meanwhile(run, plan, course))
                .collect()
        }
        Ending::TakenOver => {
            let app = shell_word(&plan.request.app);
            let command = format!("heroku connect:runs:take-over --app {app}");
            vec![Next { command, why: "if that machine is gone: takes it back".to_owned() }]
        }
        Ending::Undone => {
            let again = plan.words.again.iter().map(|one| one.of(run));
            spent(plan, course).map(|_| another(plan)).into_iter().chain(again).collect()
        }
        Ending::NothingToDo
        | Ending::Planned
        | Ending::Blocked
        | Ending::Unmet
        | Ending::Differs
        | Ending::Overdue
        | Ending::NotHealthyYet
        | Ending::Usage => Vec::new(),
    }
}

/// Since when Connect is paused and until when it is meant to be, or for how long it should have ended; both moments in words.
#[must_use]
pub fn sync_paused(since: &str, due: &str, late_ms: Option<u64>) -> String {
    match late_ms {
        Some(late) => format!("SYNC PAUSED since {since}, overdue by {}", about(late)),
        None => format!("SYNC PAUSED since {since}, due {due}"),
    }
}

/// How long apps were stopped, in a sentence.
#[must_use]
pub fn downtime(downtime_ms: Option<u64>, open: bool) -> String {
    match (downtime_ms, open) {
        (_, true) => "the app is stopped now".to_owned(),
        (Some(ms), false) => format!("the app was stopped for {}", clock(ms)),
        (None, false) => "no app was stopped".to_owned(),
    }
}

/// Why nothing can be done, in a sentence; `None` for a plan that can be applied.
#[must_use]
pub fn blocked(plan: &Plan) -> Option<String> {
    let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block).count();
    (!plan.applyable()).then(|| format!("Blocked by {}. Nothing was changed.", counted(blocks, "finding")))
}

/// A number and what it counts.
#[must_use]
pub fn counted(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// What carrying the plan out asks of the services.
#[must_use]
pub fn calls(plan: &Plan) -> String {
    let budget = &plan.budget;
    let longest = match plan.marks.downtime_opens {
        Some(_) => format!("; longest downtime {} min", plan.request.max_downtime_ms / 60_000),
        None => String::new(),
    };
    format!(
        "calls on the good path, with those of this survey and without waits: {} Platform, {} Data, {} Connect, {} SQL{longest}",
        budget.platform, budget.data, budget.connect, budget.sql
    )
}
