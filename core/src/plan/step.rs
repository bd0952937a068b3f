//! One entry of a plan.

use serde::{Deserialize, Serialize};

use crate::conditions::Condition;
use crate::late::{Use, Uses};
use crate::ops::Op;
use crate::zone::Zone;

/// How often a wait reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Pace {
    /// Data API and SQL inside the downtime: twice a second.
    Tight,
    /// Platform and Connect inside the downtime: twice in the first second, 2 s for the first minute, then 5 s.
    Brisk,
    /// Outside the downtime: the plan's wait interval, less often the longer it takes.
    Slow,
    /// The plan's wait interval however long it takes: every look is a part of the proof.
    Steady,
}

/// A service under no pressure is asked no more often than this, milliseconds: 60 of the 75 calls a minute of an account are
/// spent in a minute at one a second.
const SLOWEST_MS: u64 = 60_000;

impl Pace {
    /// Milliseconds until the next look, after so many of waiting; `interval_ms` is the wait interval.
    #[must_use]
    pub fn pause_ms(self, waited: u64, interval_ms: u64) -> u64 {
        match self {
            Self::Tight => 500,
            // Most of what is waited for here comes at once; two quick looks cost little and shorten the downtime.
            Self::Brisk if waited < 1_000 => 500,
            Self::Brisk if waited < 60_000 => 2_000,
            Self::Brisk => 5_000,
            // A wait of hours is looked at a few hundred times, not some thousand. An interval may be longer than the slowest pace.
            Self::Slow => (waited / 100).max(interval_ms).min(SLOWEST_MS.max(interval_ms)),
            Self::Steady => interval_ms,
        }
    }
}

/// What to do when a step cannot be done. Past the point of no return nothing is undone, whatever this says.
///
/// What took hours is never destroyed for a passing failure: before anything is stopped a step pauses, and a downtime that cannot
/// be finished is taken back to [`super::Marks::kept_from`] as long as that is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OnFailure {
    /// Take everything back; past the point of no return stop, resumable.
    Undo,
    /// Stop, resumable; what was made is kept.
    Pause,
    /// The same if it only takes too long; take everything back if it cannot come true.
    PauseIfLate,
    /// Take this step back, then stop, resumable.
    Withdraw,
    /// Take back what was made from [`super::Marks::anew_from`] on and make it anew, a few times; then as [`OnFailure::Undo`]. If it only
    /// takes too long: stop, resumable. For a step before anything is stopped.
    Anew,
    /// Say that a proof is missing, and go on; the run can be done without it.
    Say,
    /// Do the fallback calls, go on, and end paused with this step left over.
    GoOn,
    /// The same. Whoever resumes may accept its code: then it is left for good, the report says so, and the run can be done without it.
    Leave,
    /// One of several loads: left over as with [`OnFailure::Leave`], without the fallback calls. Where clearing its table was captured:
    /// do the fallback calls and stop, a person must decide.
    Load,
    /// Past the point of no return: do the fallback calls and stop, a person must decide. If it only takes too long: stop, resumable.
    /// Before it as [`OnFailure::Undo`].
    Person,
    /// Past the point of no return: stop, resumable, and whoever resumes begins the step anew, with what it sends. For what can be sent
    /// again without doing it twice. Before it as [`OnFailure::Undo`].
    Again,
}

impl OnFailure {
    /// True if whoever resumes may leave it for good.
    #[must_use]
    pub fn may_be_left(self) -> bool {
        matches!(self, Self::Leave | Self::Load)
    }

    /// True if the run goes on, and the step is left over.
    #[must_use]
    pub fn leaves_over(self) -> bool {
        matches!(self, Self::GoOn | Self::Leave | Self::Load)
    }
}

/// What to do when a step cannot be taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OnUndoFailure {
    /// Stop: a person must decide.
    #[default]
    Person,
    /// Go on taking back, so that no app stays stopped for it, and end with a person who must look after it.
    Left,
    /// Go on, and say so: nothing of it stays once what was made before it is gone.
    Said,
}

impl OnUndoFailure {
    /// True if that is the rule for nearly all steps.
    #[must_use]
    pub fn usual(&self) -> bool {
        *self == Self::Person
    }
}

/// A condition and how it is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What must hold.
    #[serde(flatten)]
    pub condition: Condition,
    /// How often it is read.
    pub pace: Pace,
    /// How long it may take, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub deadline_ms: u64,
    /// How many times in a row it must hold.
    pub times: u8,
    /// Diagnostic code if it does not come true in time.
    pub code: String,
    /// True if the others of the list go on without it: it is then left over, and said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub leave: bool,
}

/// A step that is neither calls nor checks: something between the run and a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Interaction {
    /// Wait for the operator or for the hour.
    Hold,
    /// Write the undo card into the run's folder and show it.
    UndoCard,
    /// Wait until the operator says what the mail of a dry run said.
    DryRun,
}

/// One step. Order: guards hold now, calls are issued back to back, then all of `until` is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Stable within the plan.
    pub id: String,
    /// Zone.
    pub zone: Zone,
    /// What is done, in a few words.
    pub title: String,
    /// Why.
    pub why: String,
    /// True for what keeps the run's own books: shown only to those who want every detail.
    pub quiet: bool,
    /// Something other than calls and checks.
    pub interaction: Option<Interaction>,
    /// Must hold immediately before the calls are issued, also after a resume.
    pub guards: Vec<Check>,
    /// Changes, issued back to back.
    pub calls: Vec<Op>,
    /// From which call on they do not depend on each other and go out together.
    pub together_from: Option<usize>,
    /// What proves that they are done.
    pub until: Vec<Check>,
    /// Changes that take this step back.
    pub undo: Vec<Op>,
    /// As `together_from`, for those.
    pub undo_together_from: Option<usize>,
    /// Must hold before taking back goes on from call number `undo_guards_at`; otherwise a person decides.
    pub undo_guards: Vec<Check>,
    /// See `undo_guards`.
    pub undo_guards_at: usize,
    /// What proves that they are taken back, beyond each op's own probe.
    pub undo_until: Vec<Check>,
    /// What to do when it cannot be done.
    pub on_failure: OnFailure,
    /// What to do when it cannot be taken back.
    #[serde(default, skip_serializing_if = "OnUndoFailure::usual")]
    #[cfg_attr(feature = "types", ts(as = "Option<OnUndoFailure>", optional))]
    pub on_undo_failure: OnUndoFailure,
    /// Changes made before going on, with [`OnFailure::GoOn`]; with [`OnFailure::Again`] where it cannot be done, and is not only late.
    pub fallback: Vec<Op>,
    /// With these, whoever resumes begins anew with this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub again_from: Option<String>,
    /// It is left over at once if this step was left over.
    pub needs: Option<String>,
    /// How many times the whole step may be tried: take back, then try again.
    pub tries: u8,
    /// It takes up what this step began: it is passed over where that was passed over. See [`super::Marks::adopts`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub after: Option<String>,
}

impl Step {
    /// Every change that it may make.
    pub fn changes(&self) -> impl Iterator<Item = &Op> {
        self.calls.iter().chain(&self.undo).chain(&self.fallback)
    }

    /// Every check that it may wait for.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.guards.iter().chain(&self.until).chain(&self.undo_guards).chain(&self.undo_until)
    }

    /// The first part that this version does not know.
    #[must_use]
    pub fn unknown_part(&self) -> Option<&str> {
        let op = self.changes().find(|op| op.known().is_err()).map(Op::name);
        let condition = || self.checks().find(|check| check.condition.known().is_err());
        op.or_else(|| condition().map(|check| check.condition.name()))
    }
}

impl Uses for Check {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        self.condition.uses(tell);
    }
}
