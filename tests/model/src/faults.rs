//! What becomes of a run when a fault of the simulator strikes in one of its steps, and after the fault is lifted.

use connect_core::codes;
use connect_core::ending::Ending;
use connect_simulator::Fault;

use crate::case::Case;
use crate::play::{Play, Reached};
use crate::verdict::Broken;
use crate::way::Again;

/// How often a person takes a run up again after the cause is gone.
const TRIES: usize = 4;
/// Between a fault and what the run does next, ms: longer than a cycle of Connect.
const SETTLES_MS: u64 = 2_000;
/// How long it takes until somebody does, ms.
const ABSENCE_MS: u64 = 10_000;

/// The faults that are tried. A kind that takes arguments stands for what it does to a client.
#[must_use]
pub fn all() -> Vec<String> {
    let refusals = [
        "refuse:503:service_unavailable",
        "refuse:401:unauthorized",
        "refuse:429:rate_limit",
        "refuse:422:invalid_params@POST",
        "refuse:422:invalid_params@PATCH",
        "refuse:403:forbidden@DELETE",
        // Reads that are stale for good are a world of their own, which nobody can tell from the real one.
        "stale-reads#1",
    ];
    let named = Fault::catalogue().into_iter().map(|info| info.name);
    named
        .filter(|name| !matches!(*name, "refuse" | "stale-reads"))
        .chain(refusals)
        .map(str::to_owned)
        .collect()
}

/// What became of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Became {
    /// Endings, one after the other: with the fault, and then by resuming or aborting.
    pub endings: Vec<String>,
    /// Broken invariants.
    pub broken: Vec<Broken>,
}

/// A faultless run as it enters each of its steps.
///
/// # Errors
/// When it does not end well.
pub fn entries(case: &Case) -> Result<Vec<(String, Play<'_>)>, String> {
    let mut play = Play::begin(case);
    let mut entries = Vec::new();
    loop {
        match play.on() {
            Ok(Reached::Step(step)) => entries.push((step, play.clone())),
            Ok(Reached::End(end)) if end.ending == Ending::Done => return Ok(entries),
            Ok(Reached::End(end)) => return Err(format!("{:?}: {} {}", end.ending, end.code, end.detail)),
            Err(broken) => return Err(format!("{}: {}", broken.invariant, broken.seen)),
        }
    }
}

/// What becomes of a run in which a fault may strike from this step on, if it strikes in this step. One that strikes in a later
/// step only strikes as it does when it is there from that step on.
#[must_use]
pub fn strike(at: &Play<'_>, fault: &Fault) -> Option<Became> {
    let mut play = at.clone();
    play.desk.world.inject(fault.clone());
    // Some strike by themselves, whatever the run does.
    play.desk.pass(SETTLES_MS);
    let harmless =
        matches!(play.on(), Ok(Reached::Step(_))) && play.desk.world.struck() == at.desk.world.struck();
    (!harmless).then(|| become_of(play))
}

/// Goes on until the run is over, whatever it takes.
fn become_of(mut play: Play<'_>) -> Became {
    let mut became = Became::default();
    let Some(first) = ended(&mut play, "", &mut became.broken) else { return became };
    if !first.open() {
        became.endings.push(word(first).to_owned());
        return became;
    }
    play.desk.world.heal(play.desk.now);
    play.desk.pass(ABSENCE_MS);
    for again in [Again::Resume, Again::Abort] {
        let ends = after(play.clone(), again, &mut became.broken);
        let ends: Vec<&str> = ends.into_iter().map(word).collect();
        became.endings.push(format!("{}; {}: {}", word(first), verb(again), ends.join(", ")));
    }
    became
}

/// Takes a run up until it is over.
fn after(mut play: Play<'_>, again: Again, broken: &mut Vec<Broken>) -> Vec<Ending> {
    let (mut endings, mut next, mut last) = (Vec::new(), again, String::new());
    for tried in 0..TRIES {
        // What the report tells a person who knows that it will not come.
        let known = codes::SERVICE_UNCLEAR.to_string();
        let accept = match last == known {
            true => vec![known],
            false if tried > 0 => Case::offered(&play.report()),
            false => Vec::new(),
        };
        play.again_accepting(next, accept);
        let Some((ending, code)) = ended_as(&mut play, verb(again), broken) else { return endings };
        endings.push(ending);
        if !ending.open() {
            return endings;
        }
        if code == codes::RUN_PAST_POINT_OF_NO_RETURN.to_string() {
            next = Again::Resume;
        }
        last = code;
    }
    broken.push(Broken::new("never-stuck", format!("{}: {last}", verb(again))));
    endings
}

fn ended(play: &mut Play<'_>, when: &str, broken: &mut Vec<Broken>) -> Option<Ending> {
    ended_as(play, when, broken).map(|(ending, _)| ending)
}

fn ended_as(play: &mut Play<'_>, when: &str, broken: &mut Vec<Broken>) -> Option<(Ending, String)> {
    match play.to_the_end() {
        Ok(end) => Some((end.ending, end.code)),
        Err((end, one)) => {
            broken.push(Broken { seen: format!("{when}: {}", one.seen), ..one });
            end.map(|end| (end.ending, end.code))
        }
    }
}

fn verb(again: Again) -> &'static str {
    match again {
        Again::Resume => "resume",
        Again::Abort => "abort",
    }
}

fn word(ending: Ending) -> &'static str {
    match ending {
        Ending::Done => "done",
        Ending::Undone => "undone",
        Ending::Paused => "paused",
        Ending::Operator => "a person",
        _ => "unexpected",
    }
}
