//! What a rule says of a configuration.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::file::{Mapping, Name};
use super::names::{quoted, shown};
use crate::codes::{self, Code};

/// How much a finding matters; in the order in which findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Nothing is imported until it is mended.
    Block,
    /// Something is lost or stays behind, and somebody has to say that it may.
    Accept,
    /// Think about it.
    Warn,
    /// What the rule judges was not read, so nobody knows.
    NotJudged,
    /// Worth knowing.
    Note,
}

impl Level {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Block, Self::Accept, Self::Warn, Self::NotJudged, Self::Note];
}

/// One finding. Names in it are safe for a terminal and of bounded length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// `area/kebab-case`.
    pub code: String,
    /// How much it matters.
    pub level: Level,
    /// Line of the file, from 1.
    pub line: Option<u32>,
    /// The object it is about.
    pub object: Option<String>,
    /// The field it is about.
    pub field: Option<String>,
    /// What is the case, with object, field and line.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl Finding {
    /// What an operator accepts it by; `None` if it stands whatever is accepted, or stands against nothing.
    #[must_use]
    pub fn accepted_by(&self) -> Option<String> {
        match self.level {
            Level::Accept => Some(self.code.clone()),
            Level::NotJudged => {
                let rule = self.code.split_once('/').map_or(self.code.as_str(), |(_, rule)| rule);
                Some(format!("{}={rule}", codes::CONFIG_UNJUDGED))
            }
            Level::Block | Level::Warn | Level::Note => None,
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub line: Option<u32>,
    pub object: Option<String>,
    pub field: Option<String>,
}

impl Place {
    /// The whole file.
    pub(super) fn file() -> Self {
        Self::default()
    }

    /// A line of the file.
    pub(super) fn line(line: u32) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// A mapping, as a whole.
    pub(super) fn of(mapping: &Mapping) -> Self {
        Self::on(mapping, mapping.line)
    }

    /// A line of a mapping.
    pub(super) fn on(mapping: &Mapping, line: u32) -> Self {
        Self { line: Some(line), object: Some(mapping.object.clone()), field: None }
    }

    /// A field or an index of a mapping.
    pub(super) fn field(mapping: &Mapping, name: &Name) -> Self {
        Self { field: Some(name.name.clone()), ..Self::on(mapping, name.line) }
    }

    /// The sentence with its place before it.
    pub(super) fn say(&self, sentence: &str) -> String {
        let name = match (&self.object, &self.field) {
            (Some(object), Some(field)) => Some(format!("`{}.{}`", shown(object), shown(field))),
            (Some(name), None) | (None, Some(name)) => Some(quoted(name)),
            (None, None) => None,
        };
        match (name, self.line) {
            (Some(name), Some(line)) => format!("{name} (line {line}): {sentence}"),
            (Some(name), None) => format!("{name}: {sentence}"),
            (None, Some(line)) => format!("line {line}: {sentence}"),
            (None, None) => sentence.to_owned(),
        }
    }
}

/// Most findings of one rule and level that are kept.
const KEPT: usize = 1_000;

/// What one rule found, and what it would have had to see.
pub(super) struct Said {
    code: Code,
    pub findings: Vec<Finding>,
    pub counts: Counts,
    missing: Vec<String>,
}

impl Said {
    pub(super) fn new(code: Code) -> Self {
        Self { code, findings: Vec::new(), counts: Counts::default(), missing: Vec::new() }
    }

    /// Stops an import.
    pub(super) fn block(&mut self, place: Place, sentence: &str, help: &str) {
        self.say(Level::Block, place, sentence, Some(help.to_owned()));
    }

    /// Stops an import until somebody accepts it.
    pub(super) fn accept(&mut self, place: Place, sentence: &str) {
        let help = format!("if that may be: `--accept {}`", self.code);
        self.say(Level::Accept, place, sentence, Some(help));
    }

    /// Goes on, but think.
    pub(super) fn warn(&mut self, place: Place, sentence: &str, help: &str) {
        self.say(Level::Warn, place, sentence, Some(help.to_owned()));
    }

    /// Worth knowing.
    pub(super) fn note(&mut self, place: Place, sentence: &str) {
        self.say(Level::Note, place, sentence, None);
    }

    /// What the rule would have had to see.
    pub(super) fn missing(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.missing.contains(&what) {
            self.missing.push(what);
        }
    }

    fn say(&mut self, level: Level, place: Place, sentence: &str, help: Option<String>) {
        self.counts.add(level);
        if self.counts.of(level) > KEPT {
            return;
        }
        self.findings.push(Finding {
            code: self.code.to_string(),
            level,
            line: place.line,
            message: place.say(sentence),
            object: place.object.as_deref().map(shown),
            field: place.field.as_deref().map(shown),
            help,
        });
    }

    /// That it was not judged, as a finding.
    pub(super) fn unjudged(&self) -> Option<Finding> {
        if self.missing.is_empty() {
            return None;
        }
        let mut finding = Finding {
            code: self.code.to_string(),
            level: Level::NotJudged,
            line: None,
            object: None,
            field: None,
            message: format!("not judged: {}", self.missing.join("; ")),
            help: None,
        };
        finding.help = finding
            .accepted_by()
            .map(|by| format!("an import that cannot be taken back wants it read, or `--accept {by}`"));
        Some(finding)
    }
}
