//! What a procedure is.

use crate::late::Bindings;
use crate::plan::{Marks, Method, Names, Plan, Step, Words};
use crate::prechecks::Precheck;
use crate::request::Request;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// What a procedure makes of a snapshot.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Steps in order.
    pub steps: Vec<Step>,
    /// What some of them mean.
    pub marks: Marks,
    /// Names of what is created.
    pub names: Names,
    /// What is said of it.
    pub words: Words,
    /// Apps that are touched.
    pub apps: Vec<String>,
    /// The word that confirms it.
    pub confirmation: String,
    /// What it does not look after, in groups.
    pub not_covered: &'static [&'static [&'static str]],
}

/// The rules of a method, in groups, in the order in which they are shown.
pub type Rules = &'static [&'static [&'static dyn Precheck]];

/// A procedure of the maintenance manual.
pub trait Procedure: Sync {
    /// Its id in plans, journals and commands, kebab-case.
    fn id(&self) -> &'static str;
    /// The section of the manual that it makes executable; empty if it is the manual's sequel.
    fn manual(&self) -> &'static str;
    /// The facts that it needs of a survey.
    fn needs(&self, request: &Request) -> Needs;
    /// The part of what was seen that it is about; `None` if that is all of it.
    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        let _ = (snapshot, request);
        None
    }
    /// Its rules, a list for each of its methods, in the order in which they are shown.
    fn rules(&self) -> &'static [Rules];
    /// The rules for what is asked: the first list, if nothing else is said.
    fn prechecks(&self, snapshot: &Snapshot, request: &Request) -> Rules {
        let _ = (snapshot, request);
        self.rules().first().copied().unwrap_or_default()
    }
    /// Its methods that this version carries out, as they are typed, the best one first; none if there is only one way.
    fn built(&self) -> &'static [&'static str] {
        &[]
    }
    /// True if the database that it is about is gone afterwards.
    fn destroys(&self) -> bool {
        false
    }
    /// Why there is nothing to do, if everything asked for is there already.
    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let _ = (snapshot, request);
        None
    }
    /// Ways to do it, the chosen one first; none if there is only one.
    fn methods(&self, snapshot: &Snapshot, request: &Request) -> Vec<Method> {
        let _ = (snapshot, request);
        Vec::new()
    }
    /// What is to be done. It may rely on nothing that its prechecks did not judge: they are judged beside it.
    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline;
    /// What `connect:runs:finish` asks for after a run of this procedure that ended well; `None` if nothing is left.
    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        let _ = (plan, run, bindings);
        None
    }
}
