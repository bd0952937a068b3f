//! What a condition makes of what was read.

use crate::codes::Code;
use crate::evidence::Evidence;
use crate::late::{Bindings, Bound, Slot, UrlSlots};
use crate::snapshot::Url;

/// A condition's verdict on what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It holds.
    Holds {
        /// Values bound by it.
        bind: Bindings,
        /// Proof for the report.
        evidence: Vec<Evidence>,
    },
    /// Not yet; the words say what is seen.
    NotYet(String),
    /// What it takes to judge was not told, or could not be read. A wait goes on as if it were not yet so; nobody may say that it is not so.
    Unread(String),
    /// Not yet, but something was learnt that must outlive this look.
    Learnt {
        /// Values bound by it.
        bind: Bindings,
        /// What is seen.
        detail: String,
        /// True if what is waited for is at hand, so that it is looked at every second.
        close: bool,
        /// What is left, if that is known.
        left: Vec<Left>,
    },
    /// Not yet, and how much is missing is known: it holds as soon as one of the figures has come down to nothing.
    Nearing {
        /// What was seen.
        detail: String,
        /// What is left.
        left: Vec<Left>,
    },
    /// It cannot come true any more.
    Never {
        /// Diagnostic code.
        code: Code,
        /// What was seen.
        detail: String,
    },
}

/// A figure that has to come down to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What is counted, by a name that is the same at every look.
    pub of: &'static str,
    /// How much of it is left.
    pub amount: u64,
}

impl Judgement {
    pub(crate) fn holds() -> Self {
        Self::Holds { bind: Bindings::new(), evidence: Vec::new() }
    }

    pub(crate) fn not_yet(words: &str) -> Self {
        Self::NotYet(words.to_owned())
    }

    pub(crate) fn unread(words: &str) -> Self {
        Self::Unread(words.to_owned())
    }

    pub(crate) fn nearing(detail: String, left: &[(&'static str, Option<u64>)]) -> Self {
        let left = left.iter().filter_map(|&(of, amount)| Some(Left { of, amount: amount? })).collect();
        Self::Nearing { detail, left }
    }

    /// Something is in another state than the wanted one.
    pub(crate) fn state(state: Option<&str>) -> Self {
        match state {
            Some(state) => Self::NotYet(format!("state is {state}")),
            None => Self::unread("state is unknown"),
        }
    }

    pub(crate) fn proven(
        proves: impl Into<String>,
        title: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        let evidence = vec![Evidence { proves: proves.into(), title: title.into(), value: value.into() }];
        Self::Holds { bind: Bindings::new(), evidence }
    }

    pub(crate) fn learning(detail: impl Into<String>, close: bool) -> Self {
        Self::Learnt { bind: Bindings::new(), detail: detail.into(), close, left: Vec::new() }
    }

    /// The same with a figure that has to come down.
    pub(crate) fn leaving(self, of: &'static str, amount: Option<u64>) -> Self {
        let left: Vec<Left> = amount.map(|amount| Left { of, amount }).into_iter().collect();
        match self {
            Self::Learnt { bind, detail, close, .. } => Self::Learnt { bind, detail, close, left },
            other => other,
        }
    }

    pub(crate) fn binding<T: Bound>(self, slot: &Slot<T>, value: &T) -> Self {
        match (self, crate::value::of(value)) {
            (Self::Learnt { mut bind, detail, close, left }, Some(value)) => {
                bind.insert(slot.name().to_owned(), value);
                Self::Learnt { bind, detail, close, left }
            }
            (Self::Holds { mut bind, evidence }, Some(value)) => {
                bind.insert(slot.name().to_owned(), value);
                Self::Holds { bind, evidence }
            }
            (other, _) => other,
        }
    }

    /// Binds where a URL points.
    pub(crate) fn at(self, slots: &UrlSlots, url: &Url) -> Self {
        self.binding(&slots.fingerprint(), &url.fingerprint)
            .binding(&slots.host(), &url.host)
            .binding(&slots.port(), &u64::from(url.port))
            .binding(&slots.database(), &url.database)
    }
}
