//! How a command can end.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC. Time is always an argument.
pub type Millis = u64;

/// Every way in which a command can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    /// Everything asked for is done and proven.
    Done,
    /// There was nothing to do.
    NothingToDo,
    /// A plan was made and nothing was asked beyond it.
    Planned,
    /// Refused before anything was changed.
    Blocked,
    /// Stopped half-way; `connect:runs:resume` goes on.
    Paused,
    /// Rolled back: everything is as it was before.
    Undone,
    /// A person must act; the report names the command.
    Operator,
    /// Another machine has taken the run over: nothing more is done on this one.
    TakenOver,
    /// A condition does not hold.
    Unmet,
    /// Two configurations differ.
    Differs,
    /// A condition was waited for and did not come true in time.
    Overdue,
    /// Connect is not healthy yet: nothing was changed, and it is looked at again.
    NotHealthyYet,
    /// The command was called in a way that cannot be carried out.
    Usage,
    /// Something unexpected; nothing is claimed.
    Unexpected,
}

/// All of them.
pub const ENDINGS: [Ending; 14] = [
    Ending::Done,
    Ending::NothingToDo,
    Ending::Planned,
    Ending::Blocked,
    Ending::Paused,
    Ending::Undone,
    Ending::Operator,
    Ending::TakenOver,
    Ending::Unmet,
    Ending::Differs,
    Ending::Overdue,
    Ending::NotHealthyYet,
    Ending::Usage,
    Ending::Unexpected,
];

impl Ending {
    /// The one map from endings to exit codes.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done | Self::NothingToDo | Self::Planned => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Blocked => 10,
            Self::Paused | Self::NotHealthyYet => 11,
            Self::Undone => 12,
            Self::Operator => 13,
            Self::TakenOver => 15,
            Self::Differs => 16,
            Self::Unmet => 17,
            Self::Overdue => 18,
        }
    }

    /// True if the run can go on.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Paused | Self::Operator | Self::Unexpected)
    }

    /// One sentence for people.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NothingToDo => "nothing to do",
            Self::Planned => "planned, nothing changed",
            Self::Blocked => "blocked, nothing changed",
            Self::Paused => "paused and resumable",
            Self::Undone => "rolled back",
            Self::Operator => "a person must act",
            Self::TakenOver => "taken over by another machine",
            Self::Unmet => "the condition does not hold",
            Self::Differs => "the configurations differ",
            Self::Overdue => "the condition did not come true in time",
            Self::NotHealthyYet => "Connect is not healthy yet, nothing changed",
            Self::Usage => "not understood, nothing changed",
            Self::Unexpected => "unexpected failure",
        }
    }
}

/// Every exit code and what it means, as help, documentation and tests have it.
pub const EXIT_CODES: [(u8, &str); 14] = [
    (0, "done, nothing to do, planned, or a condition holds"),
    (1, "unexpected failure"),
    (2, "usage: a flag is missing or wrong"),
    (10, "blocked or could not be judged, nothing was changed"),
    (11, "paused and resumable, or Connect not healthy yet; no app is stopped"),
    (12, "failed and rolled back"),
    (13, "a person must act, no app is stopped"),
    (APP_STOPPED, "AN APP IS STOPPED by a run: resume it or roll it back"),
    (15, "taken over: another machine goes on with the run"),
    (16, "connect:config:diff: the configurations differ"),
    (17, "connect:check, connect:wait: the condition does not hold"),
    (18, "connect:wait: the condition did not come true before the deadline"),
    (NOT_NEEDED, "connect:runs:begin, connect:runs:step: there is nothing to do for the caller"),
    (INTERRUPTED_TWICE, "ended at once by a second Ctrl-C: see connect:runs for how it stands"),
];

/// Code of a shell that ended at the second Ctrl-C, without the core.
pub const INTERRUPTED_TWICE: u8 = 130;

/// Code of a command of a runbook after which there is nothing for the runbook to do.
pub const NOT_NEEDED: u8 = 19;

/// Takes the place of the code of an ending that leaves a run open, while an app is stopped by it.
pub const APP_STOPPED: u8 = 14;
