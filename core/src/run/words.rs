//! The few sentences a run says while it goes on.

use std::collections::BTreeSet;

use super::Run;
use crate::directive::{Event, StageState};
use crate::ending::Millis;
use crate::face::LocalTime;
use crate::line::{clock, Line, Style};
use crate::plan::{Plan, Step};
use crate::prechecks::dry_run_command;

/// A change of a step's state, as an event. A step of the run's own books has no number.
#[must_use]
pub fn stage(
    step: &Step,
    number: Option<(usize, usize)>,
    state: StageState,
    detail: Option<String>,
    downtime_ms: Option<u64>,
) -> Event {
    let (style, mark) = match state {
        StageState::Started | StageState::Waiting => (Style::Info, "… "),
        StageState::Done => (Style::Success, "✓ "),
        StageState::Deferred => (Style::Warning, "left over "),
        StageState::Failed => (Style::Failure, "✗ "),
        StageState::Unproven => (Style::Warning, "! "),
        StageState::Undone => (Style::Warning, "rolled back "),
    };
    let number = number.map_or(String::new(), |(number, of)| format!("{number:>2}/{of} "));
    let mut line = Line::new().add(Style::Faint, &number).add(style, mark).add(Style::Plain, &step.title);
    if let Some(detail) = &detail {
        line = line.add(Style::Faint, &format!(": {detail}"));
    }
    Event::Stage {
        zone: step.zone.word().to_owned(),
        step: step.id.clone(),
        title: step.title.clone(),
        quiet: step.quiet
            && !matches!(state, StageState::Deferred | StageState::Failed | StageState::Unproven),
        state,
        detail,
        downtime_ms,
        line,
    }
}

/// What comes before a step that makes Heroku restart dynos.
pub fn restarts(apps: &[&str]) -> Line {
    let apps: BTreeSet<String> = apps.iter().map(|name| format!("⬢ {name}")).collect();
    let apps = apps.into_iter().collect::<Vec<_>>().join(", ");
    Line::new()
        .add(Style::Warning, &format!("      {apps} restarts"))
        .add(Style::Faint, ": the next step changes config vars")
}

/// The question at the hold.
pub fn hold(plan: &Plan) -> Vec<Line> {
    if plan.marks.downtime_opens.is_none() {
        return vec![
            Line::heading("Everything that can be done before the change is done."),
            Line::new().add(Style::Warning, "What is asked for now cannot be taken back."),
            Line::plain("Ask Heroku for it? (yes/no)"),
        ];
    }
    vec![
        Line::heading("Everything that can be done before the downtime is done."),
        Line::new().add(Style::Warning, &format!("From yes on {} is stopped.", plan.apps.join(", "))),
        Line::plain("Begin the downtime? (yes/no)"),
    ]
}

/// The question for the result of a dry run.
pub fn dry_run(plan: &Plan) -> Vec<Line> {
    vec![
        Line::heading("Heroku tries the upgrade on a copy, and mails what came of it."),
        Line::plain("Begin it in another terminal, and read the mail:"),
        Line::new().add(Style::Command, &dry_run_command(&plan.request, &plan.snapshot.database)),
        Line::plain("Does the mail say that the upgrade would succeed? (yes/no)"),
    ]
}

/// The question when the login is gone.
pub fn login() -> Vec<Line> {
    vec![Line::plain("the login was refused: run `heroku login` in another terminal, then press Enter here")]
}

/// Waiting for the hour.
pub fn countdown(plan: &Plan, at: Millis, now: Millis, local: &LocalTime) -> Line {
    let what = if plan.marks.downtime_opens.is_some() { "the downtime begins" } else { "Heroku is asked" };
    Line::plain(&format!("{what} at {}, in {}", local.moment(at), clock(at.saturating_sub(now))))
}

impl Run {
    pub(super) fn waiting_line(&self, detail: &str) -> Option<Line> {
        let step = self.current()?;
        Some(Line::new().add(Style::Plain, &step.title).add(Style::Faint, &format!(": {detail}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedures::blocks::step;
    use crate::zone::Zone;

    #[test]
    fn what_is_wrong_in_the_runs_own_books_is_shown_to_everybody() {
        let mut lock = step("lock", Zone::Prepare, "Note the original state", "");
        lock.quiet = true;
        let quiet = |state| match stage(&lock, None, state, None, None) {
            Event::Stage { quiet, line, .. } => Some((quiet, line.unstyled())),
            _ => None,
        };
        for state in [StageState::Started, StageState::Done, StageState::Undone] {
            assert!(quiet(state).is_some_and(|(quiet, _)| quiet), "{state:?}");
        }
        assert_eq!(quiet(StageState::Failed), Some((false, "✗ Note the original state".to_owned())));
        assert!(quiet(StageState::Deferred).is_some_and(|(quiet, _)| !quiet));
    }
}
