//! Trying everything: every effect with every chance, the process dying between any two calls and resumed or aborted.
//!
//! Depth first, with fingerprints of whole states; a state that was seen is not entered again. The queue is empty at the
//! end, or a broken invariant is returned with the way that led to it.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use connect_core::effect::Observation;
use connect_core::ending::Ending;
use connect_core::journal::Journal;
use connect_core::machine::Want;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::report::Report;
use connect_core::request::Request;
use connect_core::run::{Hold, Run, Setting};
use connect_core::snapshot::Snapshot;
use connect_core::survey::Survey;
use serde_json::Value;

use crate::chance::Chance;
use crate::desk::Desk;
use crate::verdict::{always, at_end, Broken};

/// How much may go wrong on one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Effects that do not simply succeed.
    pub faults: u8,
    /// Times the process dies.
    pub crashes: u8,
}

/// What was tried.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Different states.
    pub states: usize,
    /// Transitions.
    pub transitions: usize,
    /// Longest way.
    pub depth: usize,
    /// Step and chance, for every effect that had one.
    pub faults: BTreeSet<(String, Chance)>,
    /// Steps in which the process died, and how it went on.
    pub crashes: BTreeSet<(String, &'static str)>,
    /// Endings.
    pub endings: BTreeSet<Ending>,
}

/// A way to a broken invariant.
#[derive(Debug, Clone)]
pub struct Counterexample {
    /// What is broken.
    pub broken: Broken,
    /// What happened, in order; ordinary successes are left out.
    pub way: Vec<String>,
}

#[derive(Clone)]
struct Node {
    run: Run,
    desk: Desk,
    durable: usize,
    left: Bounds,
    depth: usize,
    /// Waits in a row within one step. Time is no part of a state's identity, so a wait that changes nothing is cut short.
    waits: u8,
    /// Nothing but crashes happened on this way.
    faultless: bool,
    /// Ends in which the operator was asked to go on, and did.
    continued: u8,
    way: Arc<Way>,
}

/// A list that shares its tail.
struct Way {
    event: String,
    before: Option<Arc<Way>>,
}

/// Waits in a row after which time jumps.
const PATIENCE: u8 = 4;
/// No run is this long; a longer one never ends.
const DEPTH: usize = 6_000;

/// Surveys what the request needs.
///
/// # Errors
/// Why that is not possible.
pub fn survey(desk: &mut Desk, request: &Request) -> Result<Snapshot, String> {
    let needs = procedures::find(request.procedure.id()).map(|procedure| procedure.needs(request));
    let mut survey = Survey::new(&request.app, request.database.clone(), needs.unwrap_or_default());
    loop {
        match survey.next(desk.now) {
            Want::Perform(effect) => {
                let answer = desk.perform(&effect, Chance::Succeed);
                survey.take(&answer, desk.now);
            }
            Want::Wait { until, .. } => desk.pass(until.saturating_sub(desk.now)),
            Want::Ended(Err(diagnostic)) => return Err(diagnostic.message),
            Want::Ended(Ok(snapshot)) => return Ok(*snapshot),
            other => return Err(format!("a survey wants {other:?}")),
        }
    }
}

/// Makes the plan that is run, by the survey and the procedure themselves.
///
/// # Errors
/// What stands against it.
pub fn plan(desk: &mut Desk, request: &Request) -> Result<Plan, String> {
    let plan = procedures::plan(&survey(desk, request)?, request);
    if plan.applyable() {
        Ok(plan)
    } else {
        Err(format!("{:#?}", plan.prechecks))
    }
}

fn setting() -> Setting {
    Setting { holder: "me@here".to_owned(), interactive: false, hold: Hold::No, latest: None }
}

/// Tries everything within the bounds.
///
/// # Errors
/// The first broken invariant.
pub fn explore(desk: &Desk, plan: &Arc<Plan>, bounds: Bounds) -> Result<Coverage, Box<Counterexample>> {
    let before = desk.view();
    let run = Run::begin("rmodel01", Arc::clone(plan), setting(), desk.now);
    let way = Arc::new(Way { event: "begin".to_owned(), before: None });
    let mut stack = vec![Node {
        run,
        desk: desk.clone(),
        durable: 0,
        left: bounds,
        depth: 0,
        faultless: true,
        waits: 0,
        continued: 0,
        way,
    }];
    let mut seen = HashSet::new();
    let mut coverage = Coverage::default();
    while let Some(node) = stack.pop() {
        if !seen.insert(fingerprint(&node, plan)) {
            continue;
        }
        coverage.depth = coverage.depth.max(node.depth);
        let way = Arc::clone(&node.way);
        step(node, plan, &before, &mut stack, &mut coverage)
            .map_err(|broken| counterexample(broken, &way))?;
    }
    coverage.states = seen.len();
    Ok(coverage)
}

fn step(
    mut node: Node,
    plan: &Arc<Plan>,
    before: &Value,
    stack: &mut Vec<Node>,
    coverage: &mut Coverage,
) -> Result<(), Broken> {
    if node.depth > DEPTH {
        return Err(Broken { invariant: "every-run-ends", seen: format!("no end after {DEPTH} directives") });
    }
    coverage.transitions += 1;
    always(&node.desk)?;
    let step = node.run.at_step().to_owned();
    let now = node.desk.now;
    let todo =
        node.run.next(now).map_err(|error| Broken { invariant: "protocol", seen: error.to_string() })?;
    match todo {
        Want::Append { .. } => {
            crash(&node, "before append", stack, coverage, &step);
            node.durable += 1;
            stack.push(taken(node, &Observation::Done, None)?);
        }
        Want::Show(_) => stack.push(taken(node, &Observation::Done, None)?),
        Want::Ask { .. } => {
            return Err(Broken { invariant: "protocol", seen: "asked where nobody can be asked".to_owned() })
        }
        Want::Wait { until, .. } => {
            node.desk.pass(until.saturating_sub(now));
            node.waits = (node.waits + 1).min(PATIENCE);
            if node.waits == PATIENCE {
                // What has not come by now comes late or never: on to the moment when it is given up.
                let end = node.run.gives_up_at().unwrap_or(until);
                node.desk.jump(end);
            }
            stack.push(taken(node, &Observation::Done, None)?);
        }
        Want::Perform(effect) => {
            crash(&node, "before the effect", stack, coverage, &step);
            if node.left.faults > 0 {
                for chance in Chance::of(&effect) {
                    coverage.faults.insert((step.clone(), *chance));
                    let mut child = node.clone();
                    child.left.faults -= 1;
                    child.faultless = false;
                    let answer = child.desk.perform(&effect, *chance);
                    let event = format!("{step}: {chance:?} of {}", brief(&effect));
                    stack.push(taken(child, &answer, Some(event))?);
                }
            }
            let answer = node.desk.perform(&effect, Chance::Succeed);
            crash(&node, "after the effect", stack, coverage, &step);
            stack.push(taken(node, &answer, None)?);
        }
        Want::Ended(end) => {
            let report = Report::of(node.run.id(), plan, node.run.records());
            coverage.endings.insert(end.ending);
            if end.ending == Ending::Operator && node.faultless && end.code != "run/past-point-of-no-return" {
                let seen = format!("{}: {}", end.code, end.detail);
                return Err(Broken { invariant: "without-a-fault-nobody-is-needed", seen });
            }
            at_end(&node.desk, plan, before, end.ending, report.window_open)?;
            if end.ending == Ending::Paused {
                resumed(node, stack)?;
            }
        }
    }
    Ok(())
}

/// Whoever is told that a run is paused can go on with it, and then it ends.
fn resumed(node: Node, stack: &mut Vec<Node>) -> Result<(), Broken> {
    if node.continued >= 3 {
        return Err(Broken {
            invariant: "a-paused-run-can-be-finished",
            seen: "paused again and again".to_owned(),
        });
    }
    if let Some(journal) = journal(&node) {
        let run = Run::resume(journal, setting(), node.desk.now);
        let way = event(&node.way, "the operator resumes".to_owned());
        let durable = node.durable;
        stack.push(Node { run, durable, continued: node.continued + 1, depth: node.depth + 1, way, ..node });
    }
    Ok(())
}

fn taken(mut node: Node, answer: &Observation, happened: Option<String>) -> Result<Node, Broken> {
    let now = node.desk.now;
    let (step, records) = (node.run.at_step().to_owned(), node.run.records().len());
    node.run.take(answer, now).map_err(|error| Broken { invariant: "protocol", seen: error.to_string() })?;
    if node.run.at_step() != step || node.run.records().len() != records {
        node.waits = 0;
    }
    node.depth += 1;
    if let Some(happened) = happened {
        node.way = event(&node.way, happened);
    }
    Ok(node)
}

fn crash(node: &Node, when: &str, stack: &mut Vec<Node>, coverage: &mut Coverage, step: &str) {
    if node.left.crashes == 0 {
        return;
    }
    let Some(journal) = journal(node) else { return };
    for how in ["resume", "abort"] {
        coverage.crashes.insert((step.to_owned(), how));
        let mut desk = node.desk.clone();
        // Nobody is there for a while; whoever can write does.
        desk.pass(3_000);
        let run = match how {
            "resume" => Run::resume(journal.clone(), setting(), desk.now),
            _ => Run::abort(journal.clone(), setting(), desk.now),
        };
        let mut left = node.left;
        left.crashes -= 1;
        let way = event(&node.way, format!("{step}: dies {when}, then {how}"));
        stack.push(Node { run, desk, left, depth: node.depth + 1, way, ..node.clone() });
    }
}

/// The journal as it is on disk.
fn journal(node: &Node) -> Option<Journal> {
    let records = node.run.records().get(..node.durable)?.to_vec();
    let (_, head) = records.last()?.line();
    Some(Journal {
        run: node.run.id().to_owned(),
        plan: node.run.shared_plan(),
        records,
        head,
        torn: false,
        head_checked: true,
    })
}

fn event(before: &Arc<Way>, event: String) -> Arc<Way> {
    Arc::new(Way { event, before: Some(Arc::clone(before)) })
}

fn fingerprint(node: &Node, plan: &Plan) -> u64 {
    let mut hasher = DefaultHasher::new();
    node.run.fingerprint(&mut hasher);
    node.desk.fingerprint(&mut hasher);
    (node.left, node.continued, node.waits).hash(&mut hasher);
    since_position(node, plan).hash(&mut hasher);
    hasher.finish()
}

/// What happened since the position was noted: counters themselves are no part of a state's identity.
fn since_position(node: &Node, plan: &Plan) -> Option<(bool, u64)> {
    let noted = node.run.bindings().get("L0")?;
    let mut paper = node.desk.paper.clone();
    let schemas = plan.snapshot.schemas();
    let now = paper.answer(&plan.snapshot.database.addon, "position", &schemas, None, node.desk.now).ok()?;
    let number = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).and_then(|text| text.parse::<u64>().ok())
    };
    let moved = noted.get("writes") != now.get("writes");
    let xids = number(&now, "xmax")?.saturating_sub(number(noted, "xmax")?);
    Some((moved, xids.min(4)))
}

fn brief(effect: &connect_core::effect::Effect) -> String {
    use connect_core::effect::Effect;
    match effect {
        Effect::Http(http) => format!("{:?} {}", http.request.method, http.request.path),
        Effect::Sql(sql) => format!("{} on {}", sql.query, sql.config_var),
        Effect::File(file) => format!("file {}", file.name),
    }
}

fn counterexample(broken: Broken, way: &Arc<Way>) -> Box<Counterexample> {
    let mut events = Vec::new();
    let mut at = Some(way);
    while let Some(way) = at {
        events.push(way.event.clone());
        at = way.before.as_ref();
    }
    events.reverse();
    Box::new(Counterexample { broken, way: events })
}
