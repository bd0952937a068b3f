//! `connect:config:check` and `connect:config:diff`: of files alone, or against what runs. Nothing is changed.

use super::look::named;
use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::codes;
use crate::command::{Command, ConfigCheck, ConfigDiff};
use crate::config::{self, Checked, Diff, Finding, Level, Side, Sources};
use crate::diagnostic::Diagnostic;
use crate::doctor::FailOn;
use crate::ending::Ending;
use crate::exports::{Exported, Exports, Meant, Read};
use crate::line::{Line, Style};
use crate::output::Content;
use crate::render;

impl Session {
    /// Judges a configuration; rules that need more than was read say that they were not judged.
    pub(super) fn check_config(&mut self, typed: &ConfigCheck) -> Begun {
        let fail_on = fail_on(typed)?;
        match (&typed.app, &typed.resource) {
            (Some(app), resource) => {
                let meant = Meant { app: app.clone(), resource: resource.clone() };
                Ok(Stage::Exports(Box::new(Exports::new(vec![meant], true))))
            }
            (None, Some(_)) => Err(wrong("`--resource` needs `--app`", "name the app of the connection")),
            (None, None) if typed.same_org => {
                Err(wrong("`--same-org` needs `--app`", "name the app whose org it must be"))
            }
            (None, None) => Ok(self.config_checked(typed, fail_on, &Sources::default())),
        }
    }

    /// Compares two configurations, whatever the order and spelling in which they say the same.
    pub(super) fn compare_configs(&mut self, typed: &ConfigDiff) -> Begun {
        let with = typed.with.as_deref().map(|typed| {
            let help = "give `APP`, or `APP::NAME` where it has several";
            Meant::parse(typed).ok_or_else(|| wrong("`--with` is an app, or one of its connections", help))
        });
        let with = with.transpose()?;
        match (&typed.app, typed.files.as_slice(), with) {
            (None, [left, right], None) if typed.resource.is_none() => {
                let (left, right) =
                    (Side { text: &left.text, org: None }, Side { text: &right.text, org: None });
                Ok(self.compared(left, right, None))
            }
            (None, [_, _], None) => {
                Err(wrong("`--resource` needs `--app`", "name the app of the connection"))
            }
            (None, ..) => {
                Err(wrong("with what to compare is not said", "name an app with `--app`, or two files"))
            }
            (Some(app), [_], None) => {
                let left = Meant { app: app.clone(), resource: typed.resource.clone() };
                Ok(Stage::Exports(Box::new(Exports::new(vec![left], false))))
            }
            (Some(app), [], Some(right)) => {
                let left = Meant { app: app.clone(), resource: typed.resource.clone() };
                Ok(Stage::Exports(Box::new(Exports::new(vec![left, right], false))))
            }
            (Some(_), ..) => {
                Err(wrong("what runs is compared with one thing", "give one file, or `--with APP`"))
            }
        }
    }

    /// What runs was read.
    pub(super) fn exported(&mut self, read: Read) -> Stage {
        let exported = match read {
            Ok(exported) => exported,
            Err(finding) => return self.refuse(&[*finding], Ending::Blocked),
        };
        match (self.command.clone(), exported.as_slice()) {
            (Command::ConfigCheck(typed), [one]) => {
                let live = Some(one.live.clone());
                let sources = Sources {
                    live,
                    file_org: typed.org.clone(),
                    same_org: typed.same_org,
                    ..Sources::default()
                };
                match fail_on(&typed) {
                    Ok(fail_on) => self.config_checked(&typed, fail_on, &sources),
                    Err(stopped) => self.refuse(&stopped.findings, stopped.ending),
                }
            }
            (Command::ConfigDiff(typed), [one]) => match typed.files.as_slice() {
                [file] => {
                    let right = Side { text: &file.text, org: typed.org.as_deref() };
                    self.compared(side(one), right, Some((one, &format!("`{}`", file.name))))
                }
                _ => Stage::Done(Ending::Unexpected),
            },
            (Command::ConfigDiff(_), [one, other]) => {
                self.compared(side(one), side(other), Some((one, &name(other))))
            }
            _ => Stage::Done(Ending::Unexpected),
        }
    }

    fn config_checked(&mut self, typed: &ConfigCheck, fail_on: FailOn, sources: &Sources) -> Stage {
        let checked = config::check(&typed.file.text, sources);
        let ending = if fails(&checked, typed, fail_on) { Ending::Blocked } else { Ending::Done };
        self.say(&render::checked_text(&checked, self.context.face.verbose));
        self.print(Content::Config { ending, checked });
        Stage::Done(ending)
    }

    fn compared(&mut self, left: Side<'_>, right: Side<'_>, named: Option<(&Exported, &str)>) -> Stage {
        let diff: Diff = match config::diff_of(left, right) {
            Ok(diff) => diff,
            Err(findings) => {
                let findings: Vec<Diagnostic> = findings.iter().map(unread).collect();
                return self.refuse(&findings, Ending::Blocked);
            }
        };
        let ending = if diff.equal() { Ending::Done } else { Ending::Differs };
        let mut lines = render::diff_text(&diff);
        if let Some((left, right)) = named {
            let sides = format!("   left: {}, as it runs; right: {right}", name(left));
            lines.insert(lines.len().min(1), Line::new().add(Style::Faint, &sides));
        }
        self.say(&lines);
        self.print(Content::ConfigDiff { ending, diff });
        Stage::Done(ending)
    }
}

fn fail_on(typed: &ConfigCheck) -> Result<FailOn, Stopped> {
    let Some(word) = typed.fail_on.as_deref() else { return Ok(FailOn::default()) };
    named(word).ok_or_else(|| {
        let known: Vec<&str> = FailOn::ALL.iter().map(|one| one.name()).collect();
        wrong(&format!("`--fail-on` is one of {}", known.join(", ")), "leave it out for `block`")
    })
}

/// True if the check fails. That the org is the same was asked for: not to know it is no yes.
fn fails(checked: &Checked, typed: &ConfigCheck, fail_on: FailOn) -> bool {
    let accepts = |code: &str| typed.accept.iter().any(|one| one == code);
    let unknown_org = |one: &&Finding| typed.same_org && one.code == *codes::CONFIG_OTHER_ORG;
    let warned = || checked.findings.iter().any(|one| one.level == Level::Warn);
    if fail_on == FailOn::Never {
        return false;
    }
    let stands = checked.stands(fail_on == FailOn::Unknown, &accepts);
    !stands.is_empty()
        || fail_on != FailOn::Block && warned()
        || checked.stands(true, &accepts).iter().any(unknown_org)
}

fn side(one: &Exported) -> Side<'_> {
    Side { text: one.live.export.as_deref().unwrap_or_default(), org: one.live.org.as_deref() }
}

fn name(one: &Exported) -> String {
    format!("`{}` of `{}`", one.resource, one.app)
}

fn unread(one: &Finding) -> Diagnostic {
    Diagnostic {
        code: one.code.clone(),
        severity: crate::diagnostic::Severity::Block,
        message: one.message.clone(),
        help: one.help.clone(),
    }
}

fn wrong(message: &str, help: &str) -> Stopped {
    Stopped::new(usage(message, help), Ending::Usage)
}
