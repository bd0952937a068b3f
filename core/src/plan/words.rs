//! What a procedure says of its own plan, so that nothing that shows or reports a plan has to know it.

use serde::{Deserialize, Serialize};

/// Sentences of a plan. They begin in lower case and have no full stop; `{run}` stands for the run id,
/// `{RUN}` for the same in capitals, `{reminder}` for the day on which somebody is to be reminded of what is left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Words {
    /// Headline of the plan.
    pub title: String,
    /// How things stand before anything is moved, and again when all is taken back.
    pub before: String,
    /// How things stand once everything is taken back.
    pub undone: String,
    /// How things stand once the cut-over is done.
    pub after: String,
    /// How things stand at the end.
    pub done: String,
    /// What is left to do at the end.
    pub next: Vec<Next>,
    /// What may be typed once everything was taken back, where something else than the same is worth a try.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Next>>", optional))]
    pub again: Vec<Next>,
    /// What may be typed while apps are stopped and there is only forward, to have them back in part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Next>>", optional))]
    pub meanwhile: Vec<Next>,
    /// What leads back once the run itself does not any more: for a person to decide on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Next>>", optional))]
    pub back: Vec<Next>,
}

/// A command to type, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Next {
    /// The command.
    pub command: String,
    /// What it does or when it is due; empty if that is plain.
    pub why: String,
}

impl Next {
    /// The same before there is a run: the day of the reminder is not known yet.
    #[must_use]
    pub fn planned(&self) -> Self {
        Self { why: self.why.replace("{reminder}", "a day that the report names"), ..self.clone() }
    }

    /// Filled in for a run.
    #[must_use]
    pub fn of(&self, run: &str) -> Self {
        let filled = |text: &String| text.replace("{run}", run).replace("{RUN}", &run.to_uppercase());
        Self { command: filled(&self.command), why: filled(&self.why) }
    }
}
