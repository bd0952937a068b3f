//! How many findings there are.

use serde::{Deserialize, Serialize};

use super::finding::Level;

/// How many findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counts {
    /// That stop an import.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub block: usize,
    /// That somebody has to accept.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub accept: usize,
    /// To think about.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub warn: usize,
    /// Rules that could not be judged, or not of everything.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub not_judged: usize,
    /// Worth knowing.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub note: usize,
}

impl Counts {
    /// Of one level.
    #[must_use]
    pub fn of(&self, level: Level) -> usize {
        match level {
            Level::Block => self.block,
            Level::Accept => self.accept,
            Level::Warn => self.warn,
            Level::NotJudged => self.not_judged,
            Level::Note => self.note,
        }
    }

    /// One more.
    pub(super) fn add(&mut self, level: Level) {
        let count = match level {
            Level::Block => &mut self.block,
            Level::Accept => &mut self.accept,
            Level::Warn => &mut self.warn,
            Level::NotJudged => &mut self.not_judged,
            Level::Note => &mut self.note,
        };
        *count += 1;
    }

    /// As many more as another counts.
    pub(super) fn join(&mut self, other: &Self) {
        self.block += other.block;
        self.accept += other.accept;
        self.warn += other.warn;
        self.not_judged += other.not_judged;
        self.note += other.note;
    }

    /// Of all levels.
    pub(super) fn sum(&self) -> usize {
        Level::ALL.into_iter().map(|level| self.of(level)).sum()
    }
}
