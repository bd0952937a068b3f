//! `check-model`: tries everything within the bounds and says what was tried.
//! Exit 0 only if every queue is empty and every invariant held.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use connect_core::seeded::{self, SeededBug};
use connect_model::case::{Bounds, Case, DIRECT, DIRECT_COPY};
use connect_model::changes;
use connect_model::explore::{explore, Coverage};
use connect_model::faults;
use connect_model::readers;
use connect_model::spaces;
use connect_model::verdict::Broken;
use connect_simulator::{Fault, NotAFault};

const HELP: &str = "\
check-model: every effect with every chance, the process dying at every point, within bounds; then every seeded bug,
each of which must be found by the invariant that its table names

Usage: check-model [--quick] [--bug NAME]... [--scenario NAME]... [--faults N] [--crashes N] [--jobs N]

  --quick          one scenario and no seeded bug
  --bug NAME       one seeded bug and no scenario; may be repeated
  --scenario NAME  one of tests/scenarios, copy, upgrade-direct, upgrade-direct-copy, change-plan, change-plan-loses-few, changeover, readers, quiesce, resume-sync, change-field, longer-field, recreate, essential-to-standard-recreate, resync, resync-live, resync-make or a private one;
                   may be repeated (default: the five of the follower method, and the others named here)
  --faults N       effects that do not simply succeed, on one way (default: 1)
  --crashes N      times the process dies, on one way (default: 1)
  --jobs N         threads (default: one for each core)
  --help           this text

Exit: 0 if every state was tried, every invariant held and every seeded bug was found, 1 if not, 2 if the flags are
wrong.";

/// Scenarios of the follower method, copies, pauses, fields, connections that are made anew, and rollbacks.
const SCENARIOS: [&str; 17] = [
    "upgrade-follower",
    "upgrade-custom-db-key",
    "upgrade-custom-alias",
    "two-apps",
    "two-connections",
    "copy",
    "essential-to-standard",
    "essential-to-standard-recreate",
    "quiesce",
    "resume-sync",
    "change-field",
    "longer-field",
    "recreate",
    "resync",
    "resync-live",
    "resync-make",
    "resync-make-now",
];

struct Flags {
    scenarios: Vec<String>,
    bugs: Vec<String>,
    bounds: Bounds,
    jobs: usize,
}

fn main() -> ExitCode {
    let flags = match flags(lexopt::Parser::from_env()) {
        Ok(Some(flags)) => flags,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("check-model: {error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(&flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// `None`: help is wanted.
fn flags(mut parser: lexopt::Parser) -> Result<Option<Flags>, lexopt::Error> {
    use lexopt::prelude::{Long, ValueExt};
    let (mut quick, mut bugs) = (false, Vec::new());
    let mut flags =
        Flags { scenarios: Vec::new(), bugs: Vec::new(), bounds: Bounds { faults: 1, crashes: 1 }, jobs: 0 };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("quick") => quick = true,
            Long("bug") => bugs.push(parser.value()?.string()?),
            Long("scenario") => flags.scenarios.push(parser.value()?.string()?),
            Long("faults") => flags.bounds.faults = parser.value()?.parse()?,
            Long("crashes") => flags.bounds.crashes = parser.value()?.parse()?,
            Long("jobs") => flags.jobs = parser.value()?.parse()?,
            Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    if let Some(unknown) = bugs.iter().find(|name| seeded::ALL.iter().all(|bug| bug.name != **name)) {
        return Err(format!("there is no seeded bug `{unknown}`").into());
    }
    let one = quick || !bugs.is_empty();
    if bugs.is_empty() && flags.scenarios.is_empty() {
        let others = changes::ALL.iter().chain([&DIRECT, &DIRECT_COPY, &readers::NAME]).chain(&spaces::ALL);
        let all = SCENARIOS.iter().chain(others).take(if quick { 1 } else { usize::MAX });
        flags.scenarios = all.map(|name| (*name).to_owned()).collect();
    }
    flags.bugs = if one { bugs } else { seeded::ALL.iter().map(|bug| bug.name.to_owned()).collect() };
    Ok(Some(flags))
}

fn run(flags: &Flags) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(flags.jobs).build();
    let pool = pool.map_err(|error| error.to_string())?;
    for name in &flags.scenarios {
        pool.install(|| check(name, flags.bounds))?;
    }
    if !flags.bugs.is_empty() {
        println!("\nseeded bugs, each in its world with up to 1 fault and 1 crash");
    }
    let missed = flags.bugs.iter().filter(|name| !pool.install(|| find(name))).count();
    if missed > 0 {
        return Err(format!("{missed} of {} seeded bugs missed", flags.bugs.len()));
    }
    Ok(())
}

/// True if the invariant that must find the bug does.
fn find(name: &str) -> bool {
    let Ok(bug) = seeded::switch_on(name) else { return false };
    let began = Instant::now();
    let case = Case::named(bug.world, Bounds { faults: 1, crashes: 1 });
    let seen =
        match case.map(|case| Case { only: Some(bug.invariant), ..case }).and_then(|case| seen(bug, &case)) {
            Ok(None) => "it held".to_owned(),
            Ok(Some(broken)) => {
                println!("  found   {name} in {:.1} s: {}", began.elapsed().as_secs_f64(), broken.seen);
                println!("          {}: {}", bug.invariant, bug.sentence);
                return true;
            }
            Err(message) => message,
        };
    println!("  MISSED  {name}, which {} should find: {seen}", bug.invariant);
    false
}

/// How the invariant of a bug breaks, if it does.
fn seen(bug: &SeededBug, case: &Case) -> Result<Option<Broken>, String> {
    let Some(fault) = bug.fault else {
        return Ok(explore(case).err().map(|found| found.broken));
    };
    let fault: Fault = fault.parse().map_err(|wrong: NotAFault| wrong.to_string())?;
    let entries = faults::entries(case)?;
    let became = entries.iter().filter_map(|(_, at)| faults::strike(at, &fault));
    let broken: Vec<Broken> = became.flat_map(|became| became.broken).collect();
    let others: BTreeSet<&str> = broken.iter().map(|broken| broken.invariant).collect();
    match broken.into_iter().find(|broken| broken.invariant == bug.invariant) {
        None if !others.is_empty() => Err(format!("broken were {others:?}")),
        found => Ok(found),
    }
}

fn check(name: &str, bounds: Bounds) -> Result<(), String> {
    let case = Case::named(name, bounds)?;
    let began = Instant::now();
    match explore(&case) {
        Ok(coverage) => {
            print(name, &case, &coverage, began.elapsed().as_secs_f64());
            Ok(())
        }
        Err(found) => {
            let mut text = format!("{name}: BROKEN {}: {}\n", found.broken.invariant, found.broken.seen);
            for event in &found.way {
                text.push_str(&format!("  {event}\n"));
            }
            text.push_str(&format!("found after {:.1} s", began.elapsed().as_secs_f64()));
            Err(text)
        }
    }
}

fn print(name: &str, case: &Case, coverage: &Coverage, seconds: f64) {
    let Bounds { faults, crashes } = case.bounds;
    let rate = |count: usize| count as f64 / seconds.max(0.001);
    println!(
        "{name}: {}, up to {faults} fault(s) and {crashes} crash(es): the queue is empty",
        case.plan.procedure
    );
    println!("  states          {} ({:.0}/s)", coverage.states, rate(coverage.states));
    println!("  transitions     {} ({:.0}/s)", coverage.transitions, rate(coverage.transitions));
    println!("  furthest state  {} transitions", coverage.depth);
    println!("  endings         {:?}", coverage.endings);
    let pairs: usize = coverage.chances.values().map(std::collections::BTreeSet::len).sum();
    println!("  step x chance   {pairs} pairs over {} steps", case.plan.steps.len());
    let pairs: usize = coverage.crashes.values().map(std::collections::BTreeSet::len).sum();
    println!("  step x crash    {pairs} pairs");
    println!("  time            {seconds:.1} s on {} thread(s)", rayon::current_num_threads());
}
