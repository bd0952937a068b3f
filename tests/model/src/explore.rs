//! Trying everything: every effect with every chance, the process dying between any two calls and resumed or aborted.
//!
//! Level by level: the states that are one answer further than those before, by all cores at once. Of states that are the
//! same the first in order is kept, so what is tried, what is counted and what is found do not depend on the number of
//! cores, and what is found is found on a shortest way. The queue is empty at the end.

use std::collections::{BTreeMap, BTreeSet};

use connect_core::ending::Ending;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::case::Case;
use crate::node::{Follow, Node};
use crate::verdict::Broken;
use crate::way::{Again, Way};
use connect_rehearsal::chance::Chance;
use connect_rehearsal::digest::Digests;

/// No run is this long; a longer one never ends.
const DEPTH: usize = 6_000;

/// What was tried.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Different states.
    pub states: usize,
    /// Transitions, also those to states that were seen before.
    pub transitions: usize,
    /// Transitions to the state that is furthest away.
    pub depth: usize,
    /// What effects met, by step.
    pub chances: BTreeMap<String, BTreeSet<Chance>>,
    /// How it went on after the process died, by step.
    pub crashes: BTreeMap<String, BTreeSet<Again>>,
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

/// Tries everything within the bounds, on the cores of the present thread pool.
///
/// # Errors
/// The first broken invariant on a shortest way.
pub fn explore(case: &Case) -> Result<Coverage, Box<Counterexample>> {
    let begin = Node::begin(case).map_err(|broken| Counterexample::new(broken, &Way::default()))?;
    let mut seen = Digests::default();
    seen.insert(begin.fingerprint(case));
    let mut coverage = Coverage::default();
    let mut level = vec![begin];
    while !level.is_empty() {
        if coverage.depth > DEPTH {
            let broken = Broken::new("every-run-ends", format!("no end after {DEPTH} directives"));
            return Err(Counterexample::new(broken, &level[0].way));
        }
        let parts: Vec<Part<'_>> =
            level.into_par_iter().fold(|| Part::new(case, &seen), Part::expand).collect();
        let parts: Vec<Found> = parts.into_iter().map(|part| part.found).collect();
        level = Vec::new();
        for part in parts {
            if let Some(counterexample) = part.broken {
                return Err(counterexample);
            }
            coverage.add(part.tried);
            level.extend(
                part.states.into_iter().filter(|(print, _)| seen.insert(*print)).map(|(_, node)| node),
            );
        }
        coverage.depth += usize::from(!level.is_empty());
    }
    coverage.states = seen.len();
    Ok(coverage)
}

/// A part of a level, expanded by one core.
struct Part<'a> {
    case: &'a Case,
    seen: &'a Digests,
    found: Found,
}

/// What followed from a part of a level.
#[derive(Default)]
struct Found {
    /// States not seen on an earlier level.
    states: Vec<(u64, Node)>,
    tried: Coverage,
    broken: Option<Box<Counterexample>>,
}

impl<'a> Part<'a> {
    fn new(case: &'a Case, seen: &'a Digests) -> Self {
        Self { case, seen, found: Found::default() }
    }

    fn expand(mut self, node: Node) -> Self {
        if self.found.broken.is_none() {
            let way = node.way.clone();
            if let Err(broken) = node.expand(self.case, &mut self) {
                if self.case.only.is_none_or(|only| only == broken.invariant) {
                    self.found.broken = Some(Counterexample::new(broken, &way));
                }
            }
        }
        self
    }
}

impl Follow for Part<'_> {
    fn state(&mut self, node: Node) {
        self.found.tried.transitions += 1;
        let print = node.fingerprint(self.case);
        if !self.seen.contains(&print) {
            self.found.states.push((print, node));
        }
    }

    fn chance(&mut self, step: &str, chance: Chance) {
        note(&mut self.found.tried.chances, step, chance);
    }

    fn crash(&mut self, step: &str, again: Again) {
        note(&mut self.found.tried.crashes, step, again);
    }

    fn ending(&mut self, ending: Ending) {
        self.found.tried.endings.insert(ending);
    }
}

fn note<T: Ord>(known: &mut BTreeMap<String, BTreeSet<T>>, step: &str, what: T) {
    match known.get_mut(step) {
        Some(known) => {
            known.insert(what);
        }
        None => {
            known.insert(step.to_owned(), BTreeSet::from([what]));
        }
    }
}

impl Coverage {
    fn add(&mut self, other: Self) {
        self.transitions += other.transitions;
        for (step, chances) in other.chances {
            self.chances.entry(step).or_default().extend(chances);
        }
        for (step, crashes) in other.crashes {
            self.crashes.entry(step).or_default().extend(crashes);
        }
        self.endings.extend(other.endings);
    }
}

impl Counterexample {
    fn new(broken: Broken, way: &Way) -> Box<Self> {
        Box::new(Self { broken, way: way.words() })
    }
}
