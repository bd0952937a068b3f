//! What the core wants next. A shell obeys one directive at a time and answers it once.

use serde::{Deserialize, Serialize};

use crate::effect::Effect;
use crate::ending::{Ending, Millis};
use crate::line::Line;
use crate::output::Output;

/// The one thing to do next. Every directive but [`Directive::Done`] carries an id that its answer names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
// There is one directive at a time: its size is of no interest.
#[allow(clippy::large_enum_variant)]
pub enum Directive {
    /// Append this line to the run's journal and flush it to disk before answering.
    Append {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// Run whose journal it is.
        run_id: String,
        /// The line, without its newline.
        line: String,
        /// Hash of the line's record: the new head, kept in the lock file.
        head: String,
    },
    /// Perform this effect.
    Perform {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// Run it belongs to, `null` before there is one.
        run_id: Option<String>,
        /// What to do.
        effect: Effect,
    },
    /// Perform these effects, several at a time; the answer is [`crate::effect::Observation::Together`].
    Together {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// Run they belong to, `null` before there is one.
        run_id: Option<String>,
        /// What to do. They do not depend on each other.
        effects: Vec<Effect>,
    },
    /// Wait until this moment.
    Wait {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// Moment to wake at.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        until: Millis,
        /// What is waited for, for a live line.
        note: Option<Line>,
    },
    /// Ask the operator.
    Ask {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// The question.
        question: Vec<Line>,
        /// The words that mean yes, when a name must be typed.
        expect: Option<String>,
    },
    /// Show this.
    Show {
        /// Id of this directive.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// What to show.
        event: Event,
    },
    /// The end. Nothing may be observed after it.
    Done {
        /// Process exit code, see [`Ending::exit_code`].
        exit_code: u8,
        /// How it ended.
        ending: Ending,
    },
}

impl Directive {
    /// What is to be performed, if anything.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        match self {
            Self::Perform { effect, .. } => std::slice::from_ref(effect),
            Self::Together { effects, .. } => effects,
            _ => &[],
        }
    }
}

/// Something to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Event {
    /// Lines of text.
    Lines {
        /// Where they go.
        stream: Stream,
        /// The lines.
        lines: Vec<Line>,
    },
    /// A value for machines.
    Json {
        /// The value.
        value: Box<Output>,
    },
    /// Data for machines, as it is.
    Text {
        /// The text, without a newline at its end.
        text: String,
    },
    /// Something takes a while: shown until something else is.
    Working {
        /// What is done.
        line: Line,
    },
    /// A step changed its state.
    Stage {
        /// Zone of the step.
        zone: String,
        /// Id of the step.
        step: String,
        /// Title of the step.
        title: String,
        /// True for what only those want to see who want every detail: the run's own books, unless something is wrong there.
        quiet: bool,
        /// New state.
        state: StageState,
        /// What is waited for, or why it failed.
        detail: Option<String>,
        /// Milliseconds since writers were stopped, while they are.
        #[cfg_attr(feature = "types", ts(type = "number | null"))]
        downtime_ms: Option<u64>,
        /// The same as a line for people; how long writers have been stopped goes behind it, see `downtime_clock`.
        line: Line,
    },
}

/// Where lines go: data to stdout, talk to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// State of a step, for views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StageState {
    /// Being done.
    Started,
    /// Waiting for something named in the detail.
    Waiting,
    /// Done and proven.
    Done,
    /// Left for later, on purpose.
    Deferred,
    /// Could not be done.
    Failed,
    /// Not proven, which is said; the run goes on.
    Unproven,
    /// Taken back.
    Undone,
}
