//! The one shape in which something about the operator's app or choice is said.

use serde::{Deserialize, Serialize};

use crate::codes::Code;
use crate::line::{Line, Style};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// As it should be.
    Pass,
    /// Worth knowing.
    Note,
    /// Goes on, but think.
    Warn,
    /// Nothing will be changed until this is solved.
    Block,
}

impl Severity {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "ok",
            Self::Note => "note",
            Self::Warn => "warning",
            Self::Block => "blocker",
        }
    }
}

/// One finding. The message starts in lower case and has no full stop; names stand in backquotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Diagnostic {
    /// `area/kebab-case`, for example `app/fir`: stable, so that a program may rely on it.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// What is the case.
    pub message: String,
    /// What to do next, a command where there is one.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Everything is as it should be.
    #[must_use]
    pub fn pass(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Pass, message, None)
    }

    /// Worth knowing.
    #[must_use]
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message, None)
    }

    /// Goes on, but think.
    #[must_use]
    pub fn warn(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(code, Severity::Warn, message, Some(help.into()))
    }

    /// Stops before anything is changed.
    #[must_use]
    pub fn block(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(code, Severity::Block, message, Some(help.into()))
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>, help: Option<String>) -> Self {
        Self { code: code.to_string(), severity, message: message.into(), help }
    }

    /// The finding as one or two lines.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let (style, mark) = match self.severity {
            Severity::Pass => (Style::Success, " ✓ "),
            Severity::Note => (Style::Info, " · "),
            Severity::Warn => (Style::Warning, " ! "),
            Severity::Block => (Style::Failure, " ✗ "),
        };
        let mut line = Line::new().add(style, mark).add(Style::Plain, &self.message);
        if self.severity >= Severity::Warn {
            line = line.add(Style::Faint, &format!("  [{}]", self.code));
        }
        let mut lines = vec![line];
        if let Some(help) = &self.help {
            lines.push(Line::new().add(Style::Plain, &format!("   {help}")));
        }
        lines
    }
}
