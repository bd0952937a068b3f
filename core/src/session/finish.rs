//! `connect:runs:finish`: destroys the old database after the soak, by a small plan of its own.

use super::{Opening, Session, Stage};
use crate::diagnostic::Diagnostic;
use crate::directive::Ending;
use crate::journal::Journal;
use crate::procedures::finish;
use crate::report::Report;
use crate::run::{Hold, Run};

impl Session {
    pub(super) fn finish(&mut self, run: &str, confirm: Option<&str>) -> Stage {
        let (journal, _) = match self.stored(run) {
            Ok(found) => found,
            Err(stage) => return stage,
        };
        if let Some(finding) = self.unfinishable(&journal) {
            return self.refuse(&finding, Ending::Blocked);
        }
        let restored = Run::resume(journal.clone(), self.setting(Hold::No, None), 0);
        let Some(plan) = finish::plan(&journal.plan, restored.bindings()) else {
            let finding = Diagnostic::block(
                "run/no-position",
                format!("the journal of `{run}` holds no position of the old database"),
                format!("check by hand, then `heroku addons:destroy {}`", journal.plan.old_database.addon),
            );
            return self.refuse(&finding, Ending::Blocked);
        };
        let expect = journal.plan.old_database.addon.clone();
        match confirm {
            Some(typed) if typed == expect => Stage::Opening(Some(Opening::Begin(Box::new(plan)))),
            None if self.context.interactive => Stage::Confirm { plan: Box::new(plan), expect },
            _ => {
                let finding = Diagnostic::block(
                    "confirm/missing",
                    format!("this destroys {expect} and its data"),
                    format!("confirm with `--confirm {expect}`"),
                );
                self.refuse(&finding, Ending::Usage)
            }
        }
    }

    fn unfinishable(&self, journal: &Journal) -> Option<Diagnostic> {
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        if journal.plan.procedure != "upgrade-db" || report.ending != Ending::Done {
            return Some(Diagnostic::block(
                "run/not-done",
                format!(
                    "run `{}` did not end with everything on a new database: {}",
                    journal.run,
                    report.ending.sentence()
                ),
                format!("see `heroku connect:runs:info {}`", journal.run),
            ));
        }
        None
    }
}
