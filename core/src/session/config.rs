//! `connect:config:check` and `connect:config:diff`: files alone. Nothing is looked at, and nothing is changed.

use super::look::named;
use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::command::ConfigCheck;
use crate::config::{self, Finding, Level, Sources};
use crate::diagnostic::Diagnostic;
use crate::doctor::FailOn;
use crate::ending::Ending;
use crate::given::GivenFile;
use crate::output::Content;
use crate::render;

impl Session {
    /// Judges a configuration by itself; rules that need more than the file say that they were not judged.
    pub(super) fn check_config(&mut self, typed: &ConfigCheck) -> Begun {
        let fail_on = match typed.fail_on.as_deref() {
            None => FailOn::default(),
            Some(word) => named(word).ok_or_else(|| {
                let known: Vec<&str> = FailOn::ALL.iter().map(|one| one.name()).collect();
                let message = format!("`--fail-on` is one of {}", known.join(", "));
                Stopped::new(usage(&message, "leave it out for `block`"), Ending::Usage)
            })?,
        };
        let checked = config::check(&typed.file.text, &Sources::default());
        let accepts = |code: &str| typed.accept.iter().any(|one| one == code);
        let fails = |one: &Finding| match one.level {
            Level::Block => fail_on != FailOn::Never,
            Level::Accept => fail_on != FailOn::Never && !one.accepted_by().is_some_and(|by| accepts(&by)),
            Level::Warn => matches!(fail_on, FailOn::Warn | FailOn::Unknown),
            Level::NotJudged => {
                fail_on == FailOn::Unknown && !one.accepted_by().is_some_and(|by| accepts(&by))
            }
            Level::Note => false,
        };
        let failed = checked.findings.iter().any(fails);
        let ending = if failed { Ending::Blocked } else { Ending::Done };
        self.say(&render::checked_text(&checked, self.context.face.verbose));
        self.print(Content::Config { ending, checked });
        Ok(Stage::Done(ending))
    }

    /// Compares two configurations, whatever the order and spelling in which they say the same.
    pub(super) fn compare_configs(&mut self, left: &GivenFile, right: &GivenFile) -> Begun {
        let diff = config::diff(&left.text, &right.text).map_err(|findings| Stopped {
            findings: findings.iter().map(unread).collect(),
            ending: Ending::Blocked,
        })?;
        let ending = if diff.equal() { Ending::Done } else { Ending::Differs };
        self.say(&render::diff_text(&diff));
        self.print(Content::ConfigDiff { ending, diff });
        Ok(Stage::Done(ending))
    }
}

fn unread(one: &Finding) -> Diagnostic {
    Diagnostic {
        code: one.code.clone(),
        severity: crate::diagnostic::Severity::Block,
        message: one.message.clone(),
        help: one.help.clone(),
    }
}
