//! The forms in which a plan is written.

/// A form of a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlanForm {
    /// The plan itself, for `connect:apply` and for programs.
    #[default]
    Json,
    /// A change request, for people and paper.
    Markdown,
    /// A runbook, for a shell.
    Shell,
    /// A page, to be looked at and attached.
    Html,
}

impl PlanForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Json, Self::Markdown, Self::Shell, Self::Html];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Shell => "shell",
            Self::Html => "html",
        }
    }

    /// What was typed; `None` for anything else.
    #[must_use]
    pub fn typed(typed: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == typed)
    }
}
