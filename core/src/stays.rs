//! A command after which the process stays: a pause that it resumes once it is due.

use serde::{Deserialize, Serialize};

use crate::command::{Command, Quiesce, ResumeSync, Shown};
use crate::ending::Millis;
use crate::line::{clock, Line, Style};
use crate::shell::shell_word;

/// What it stays for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Stay"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stay {
    /// Until when.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub until: Millis,
    /// What is carried out then.
    pub then: Command,
    /// What is said where nobody is to do that.
    pub left: Line,
}

/// What the process of this command stays for, once its run is done at `now`; `None` if it ends.
#[must_use]
pub fn of(command: &Command, run: &str, now: Millis) -> Option<Stay> {
    let Command::Quiesce(pause) = command else { return None };
    pause.wait.then_some(())?;
    let until = pause.until.or_else(|| pause.for_ms.map(|length| now.saturating_add(length)))?;
    Some(Stay { until, then: Command::ResumeSync(resumed(pause, run)), left: paused(run, &pause.app) })
}

/// Whoever asked to wait for the end of the pause asked for its end.
fn resumed(pause: &Quiesce, run: &str) -> ResumeSync {
    let Quiesce { app, database, shown, .. } = pause;
    ResumeSync {
        run: Some(run.to_owned()),
        app: app.clone(),
        database: database.clone(),
        resource: None,
        overdue: false,
        shown: Shown {
            accept: shown.accept.clone(),
            confirm: Some(app.clone()),
            wait_interval_ms: shown.wait_interval_ms,
            ..Shown::default()
        },
    }
}

fn paused(run: &str, app: &str) -> Line {
    let command = format!("heroku connect:resume-sync {} --app {}", shell_word(run), shell_word(app));
    Line::plain("Connect stays paused: ").add(Style::Command, &command)
}

/// How long it is still.
#[must_use]
pub fn left(ms: Millis) -> Line {
    Line::plain(&format!("Connect stays paused for {}, then it is resumed", clock(ms)))
}

/// What is asked at Ctrl-C.
#[must_use]
pub fn asked() -> Line {
    Line::plain(
        "Connect is paused. Type `resume` to resume it now, `leave` to leave it paused, or Enter to wait on",
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn pause(more: impl FnOnce(&mut Quiesce)) -> Command {
        let mut typed = Quiesce {
            app: "acme".into(),
            database: Some("ROSE".into()),
            for_ms: Some(1_000),
            shown: Shown { accept: vec!["a/b".into()], plan_sha256: Some("ab".into()), ..Shown::default() },
            wait: true,
            ..Quiesce::default()
        };
        more(&mut typed);
        Command::Quiesce(typed)
    }

    #[test]
    fn it_stays_until_the_pause_is_due_and_resumes_that_run() {
        let stay = of(&pause(|_| ()), "r1", 5).unwrap();
        assert_eq!(stay.until, 1_005);
        let Command::ResumeSync(then) = stay.then else { panic!() };
        assert_eq!((then.run.as_deref(), then.database.as_deref()), (Some("r1"), Some("ROSE")));
        assert_eq!((then.overdue, then.resource), (false, None));
        // What was said of the pause's plan says nothing of this one.
        assert_eq!((then.shown.confirm.as_deref(), then.shown.plan_sha256), (Some("acme"), None));
        let until = |typed: &mut Quiesce| (typed.for_ms, typed.until) = (None, Some(77));
        assert_eq!(of(&pause(until), "r1", 5).unwrap().until, 77);
    }

    #[test]
    fn who_did_not_ask_for_it_is_not_kept() {
        assert!(of(&pause(|typed| typed.wait = false), "r1", 5).is_none());
        let other = Command::Runs { app: None };
        assert!(of(&other, "r1", 5).is_none());
    }

    #[test]
    fn what_is_typed_where_it_is_left_paused_is_quoted() {
        let line = of(&pause(|typed| typed.app = "a b;c".into()), "r1", 5).unwrap().left;
        assert_eq!(line.unstyled(), "Connect stays paused: heroku connect:resume-sync r1 --app 'a b;c'");
    }
}
