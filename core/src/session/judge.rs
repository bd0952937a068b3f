//! `connect:check` and `connect:wait`: one condition, by the name that people have for it.

use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::catalog;
use crate::command;
use crate::effect::Observation;
use crate::ending::{Ending, Millis};
use crate::machine::Want;
use crate::named::{self, Flag, Given, Held, Judged, Judging, Manner, Named, Since};
use crate::nearest::nearest;
use crate::output::Content;
use crate::render;
use crate::request::{Major, Request, SHORTEST_INTERVAL_MS, WAIT_INTERVAL_MS};
use crate::snapshot::Snapshot;

/// A condition that is being judged.
pub struct Judge {
    snapshot: Snapshot,
    judging: Judging,
}

impl Judge {
    pub(super) fn new(snapshot: Snapshot, judging: Judging) -> Self {
        Self { snapshot, judging }
    }

    pub(super) fn next(&mut self, now: Millis) -> Want<Judged> {
        self.judging.next(now)
    }

    pub(super) fn take(&mut self, observation: &Observation) {
        self.judging.take(observation);
    }
}

impl Session {
    pub(super) fn judge(&mut self, typed: &command::Judge) -> Begun {
        if typed.list {
            let (ending, conditions) = (Ending::Done, catalog::named());
            self.say(&render::conditions_text(&conditions));
            self.print(Content::Conditions { ending, conditions });
            return Ok(Stage::Done(ending));
        }
        let (named, app) = (wanted(typed)?, typed.app.as_deref().ok_or_else(no_app)?);
        let given = given(typed)?;
        let once = typed.patience.is_none();
        let (missing, strange) = named.misfits(&given, once);
        if let Some(flag) = missing.first() {
            return Err(wrong(&format!("`{}` needs `{}`", named.name, flag.typed()), &need(*flag)));
        }
        if let Some(flag) = strange.first() {
            let message = format!("`{}` means nothing to `{}`", flag.typed(), named.name);
            return Err(wrong(&message, "leave it out; `--list` says what each condition takes"));
        }
        Ok(self.survey_of(Request::look(app, typed.database.as_deref()), named.needs()))
    }

    /// What is there was looked at.
    pub(super) fn judged_on(&mut self, snapshot: &Snapshot) -> Stage {
        let command::Command::Judge(typed) = self.command.clone() else {
            return Stage::Done(Ending::Unexpected);
        };
        let begun = wanted(&typed).and_then(|named| Ok((named, given(&typed)?)));
        let (named, given) = match begun {
            Ok(both) => both,
            Err(stopped) => return self.refuse(&stopped.findings, stopped.ending),
        };
        match named.of(snapshot, &given) {
            Ok((parts, bindings)) => {
                let manner = manner(&typed, named);
                let judging = Judging::new(parts, bindings, manner);
                Stage::Judge(Box::new(Judge::new(snapshot.clone(), judging)))
            }
            Err(finding) if *finding.code == *crate::codes::USAGE_FLAGS => {
                self.refuse(&[finding], Ending::Usage)
            }
            Err(finding) => self.refuse(&[finding], Ending::Blocked),
        }
    }

    /// Says how it stands.
    pub(super) fn judged(&mut self, judged: Judged) -> Stage {
        let Stage::Judge(judge) = std::mem::replace(&mut self.stage, Stage::Done(Ending::Unexpected)) else {
            return Stage::Done(Ending::Unexpected);
        };
        let command::Command::Judge(typed) = &self.command else { return Stage::Done(Ending::Unexpected) };
        let condition = typed.condition.clone().unwrap_or_default();
        let ending = match (judged.verdict, judged.overdue) {
            (Held::Holds, _) => Ending::Done,
            (Held::DoesNotHold, false) => Ending::Unmet,
            (Held::DoesNotHold, true) => Ending::Overdue,
            (Held::NotJudged, _) => Ending::Blocked,
        };
        let holds = judged.verdict == Held::Holds;
        let since = if holds { Since::learnt(&judge.snapshot, &judged.bindings) } else { None };
        self.say(&render::judged_text(&condition, &judged));
        let Judged { verdict, waited_ms, looked, .. } = judged;
        self.print(Content::Condition { ending, condition, verdict, waited_ms, looked, since });
        Stage::Done(ending)
    }
}

fn wanted(typed: &command::Judge) -> Result<&'static Named, Stopped> {
    let Some(name) = typed.condition.as_deref() else {
        return Err(wrong("which condition is not said", "`--list` says which there are"));
    };
    named::find(name).ok_or_else(|| {
        let help = match nearest(name, named::ALL.iter().map(|one| one.name)) {
            Some(meant) => format!("`{meant}` is one; `--list` says which there are"),
            None => "`--list` says which there are".to_owned(),
        };
        wrong(&format!("there is no condition `{name}`"), &help)
    })
}

fn given(typed: &command::Judge) -> Result<Given, Stopped> {
    let version = typed.version.as_deref().map(|typed| {
        Major::parse(typed)
            .ok_or_else(|| wrong("`--version` is a Postgres major", "give a number such as 17"))
    });
    let since = typed.since.as_ref().map(Since::read).transpose();
    Ok(Given {
        alias: typed.alias.clone(),
        follower: typed.follower.clone(),
        own: typed.own_changes,
        plan: typed.plan.clone(),
        since: since.map_err(|finding| Stopped::new(finding, Ending::Usage))?,
        version: version.transpose()?,
    })
}

fn manner(typed: &command::Judge, named: &Named) -> Manner {
    match &typed.patience {
        None => Manner::Once { settles_ms: named.settles_ms },
        Some(patience) => Manner::Until {
            deadline_ms: patience.deadline_ms,
            interval_ms: patience.wait_interval_ms.unwrap_or(WAIT_INTERVAL_MS).max(SHORTEST_INTERVAL_MS),
        },
    }
}

/// How to come by what is missing.
fn need(flag: Flag) -> String {
    match flag {
        Flag::Since => {
            "give the file to which an earlier `heroku connect:check … --json` was written: `position-noted` for a position, `paused` for \
             polls"
                .to_owned()
        }
        Flag::Version => "give a Postgres major such as 17".to_owned(),
        Flag::Plan => "give a plan such as premium-0".to_owned(),
        Flag::As | Flag::Follower | Flag::OwnChanges => format!("give it with `{}`", flag.typed()),
    }
}

fn no_app() -> Stopped {
    wrong("which app is not said", "name it with `--app`")
}

fn wrong(message: &str, help: &str) -> Stopped {
    Stopped::new(usage(message, help), Ending::Usage)
}
