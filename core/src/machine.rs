//! What a pure machine wants next. A survey, a run and a session are such machines: one want, one answer.

use crate::directive::{Directive, Event};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::line::Line;

/// The one thing wanted next; `E` is how the machine ends.
#[derive(Debug, Clone, PartialEq)]
pub enum Want<E> {
    /// Append this line to the run's journal; `head` is its hash.
    Append {
        /// Line.
        line: String,
        /// Hash.
        head: String,
    },
    /// Perform these; several do not depend on each other and may be under way at the same time.
    Perform(Vec<Effect>),
    /// Wait.
    Wait {
        /// Until when.
        until: Millis,
        /// What for.
        note: Option<Line>,
    },
    /// Ask a person.
    Ask {
        /// The question.
        question: Vec<Line>,
        /// The words that mean yes, when a name must be typed.
        expect: Option<String>,
    },
    /// Show.
    Show(Event),
    /// Nothing more: this is the end.
    Ended(E),
}

impl<E> Want<E> {
    /// The same want of a machine that ends in other words.
    #[must_use]
    pub fn ending_as<F>(self, other: impl FnOnce(E) -> F) -> Want<F> {
        match self {
            Self::Append { line, head } => Want::Append { line, head },
            Self::Perform(effects) => Want::Perform(effects),
            Self::Wait { until, note } => Want::Wait { until, note },
            Self::Ask { question, expect } => Want::Ask { question, expect },
            Self::Show(event) => Want::Show(event),
            Self::Ended(end) => Want::Ended(other(end)),
        }
    }

    /// The directive that asks a shell for it.
    ///
    /// # Errors
    /// The end: there is nothing to ask for.
    pub fn directive(self, id: u64, run_id: Option<&str>) -> Result<Directive, E> {
        let run = || run_id.map(str::to_owned);
        Ok(match self {
            Self::Append { line, head } => {
                Directive::Append { id, run_id: run().unwrap_or_default(), line, head }
            }
            Self::Perform(mut effects) => match (effects.pop(), effects.is_empty()) {
                (Some(effect), true) => Directive::Perform { id, run_id: run(), effect },
                (last, _) => {
                    effects.extend(last);
                    Directive::Together { id, run_id: run(), effects }
                }
            },
            Self::Wait { until, note } => Directive::Wait { id, until, note },
            Self::Ask { question, expect } => Directive::Ask { id, question, expect },
            Self::Show(event) => Directive::Show { id, event },
            Self::Ended(end) => return Err(end),
        })
    }
}
