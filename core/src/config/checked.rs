//! What a check of a configuration comes to.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::finding::{Finding, Level, Said};
use crate::codes::Code;

/// Most findings of one rule that are shown.
const SHOWN: usize = 20;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checked {
    /// Mappings in the file.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub mappings: usize,
    /// Fields of all of them.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub fields: usize,
    /// How many findings there are of each level, those that are not shown too.
    pub counts: Counts,
    /// The findings: by level, then by line, then in the order of the rules.
    pub findings: Vec<Finding>,
    /// Codes of the rules that had nothing to say, in their order.
    pub ok: Vec<String>,
}

impl Checked {
    /// Adds what a rule said.
    pub(super) fn add(&mut self, code: Code, said: Said) {
        let unjudged = said.unjudged();
        let mut found = said.findings;
        if found.is_empty() && unjudged.is_none() {
            self.ok.push(code.to_string());
            return;
        }
        self.counts.join(&said.counts);
        unjudged.iter().for_each(|one| self.counts.add(one.level));
        sort(&mut found);
        let rest = found.split_off(found.len().min(SHOWN));
        let hidden = said.counts.sum() - found.len();
        self.findings.append(&mut found);
        self.findings.extend(rest.first().map(|first| more(first, hidden)));
        self.findings.extend(unjudged);
    }

    /// The findings in their order.
    pub(super) fn sorted(mut self) -> Self {
        sort(&mut self.findings);
        self
    }

    /// What stands against an import: blockers, and whatever of the rest nobody accepted. What is not judged stands only against an
    /// import that cannot be taken back, and is accepted as `config/unjudged=RULE`.
    #[must_use]
    pub fn stands(&self, final_import: bool, accepts: &dyn Fn(&str) -> bool) -> Vec<&Finding> {
        let stands = |one: &&Finding| match one.level {
            Level::Block => true,
            Level::Accept => !one.accepted_by().is_some_and(|by| accepts(&by)),
            Level::NotJudged => final_import && !one.accepted_by().is_some_and(|by| accepts(&by)),
            Level::Warn | Level::Note => false,
        };
        self.findings.iter().filter(stands).collect()
    }
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|one| (one.level, one.line.unwrap_or(u32::MAX)));
}

/// What stands for the findings that are not shown: it is as bad as the worst of them.
fn more(first: &Finding, count: usize) -> Finding {
    Finding {
        line: None,
        object: None,
        field: None,
        message: format!("{count} more of this rule, from line {} on", first.line.unwrap_or_default()),
        help: first.help.clone(),
        ..first.clone()
    }
}
