//! Whether states that count as the same are the same: a state that was seen before is entered all the same, and what
//! follows from it must be what followed the first time.
//!
//! Answers that wait for being judged are left out: they hold counters, by which the states before them do not differ.

use std::collections::{HashMap, VecDeque};

use connect_core::ending::Ending;

use crate::case::Case;
use crate::node::{Follow, Node, PARTS};
use crate::verdict::Broken;
use crate::way::Again;
use connect_rehearsal::chance::Chance;

/// Two ways to what counts as one state.
#[derive(Debug)]
pub struct Disagreement {
    /// The way on which it was reached first.
    pub first: Vec<String>,
    /// The way on which it was reached again, and something else follows.
    pub again: Vec<String>,
    /// For every state that follows, the parts in which it is another one.
    pub parts: Vec<Vec<&'static str>>,
}

/// What was compared.
#[derive(Debug, Default)]
pub struct Compared {
    /// States that were reached again.
    pub again: usize,
    /// Those of which something else follows.
    pub disagreements: Vec<Disagreement>,
}

/// Enters every state within the bounds as often as it is reached from a state that is entered for the first time.
///
/// # Errors
/// A broken invariant.
pub fn compare(case: &Case) -> Result<Compared, Broken> {
    let mut compared = Compared::default();
    let mut known = HashMap::new();
    let mut queue = VecDeque::from([Node::begin(case)?]);
    while let Some(node) = queue.pop_front() {
        let (print, way) = (node.fingerprint(case), node.way.clone());
        let mut next = Next { case, prints: Vec::new(), nodes: Vec::new() };
        node.expand(case, &mut next)?;
        let Next { prints, nodes, .. } = next;
        match known.get(&print) {
            None => {
                known.insert(print, (prints, way));
                queue.extend(nodes);
            }
            Some((first, before)) => {
                compared.again += 1;
                let parts: Vec<_> =
                    first.iter().zip(&prints).map(|(one, other)| differing(one, other)).collect();
                if first.len() != prints.len() || parts.iter().any(|parts| !parts.is_empty()) {
                    let (first, again) = (before.words(), way.words());
                    compared.disagreements.push(Disagreement { first, again, parts });
                }
            }
        }
    }
    Ok(compared)
}

fn differing(one: &[u64], other: &[u64]) -> Vec<&'static str> {
    let differ = PARTS.iter().zip(one.iter().zip(other)).filter(|(_, (one, other))| one != other);
    differ.map(|(part, _)| *part).filter(|part| *part != "answers").collect()
}

struct Next<'a> {
    case: &'a Case,
    prints: Vec<[u64; PARTS.len()]>,
    nodes: Vec<Node>,
}

impl Follow for Next<'_> {
    fn state(&mut self, node: Node) {
        self.prints.push(node.parts(self.case));
        self.nodes.push(node);
    }

    fn chance(&mut self, _: &str, _: Chance) {}

    fn crash(&mut self, _: &str, _: Again) {}

    fn ending(&mut self, _: Ending) {}
}
