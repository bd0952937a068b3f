//! `connect:preview`: a file of a plan, or of a snapshot, as a page. Nothing is looked at, and nothing is run.

use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::approval;
use crate::command::Preview;
use crate::diagnostic::Diagnostic;
use crate::ending::Ending;
use crate::given::{self, Unpictured};
use crate::output::Content;
use crate::plan::Plan;
use crate::render;

impl Session {
    pub(super) fn preview(&mut self, typed: &Preview) -> Begun {
        if let Some(wrong) = self.no_page().or_else(|| self.both_on_stdout("--out -")) {
            return Err(Stopped::new(wrong, Ending::Usage));
        }
        let plan = given::pictured(&typed.file, typed.version.as_deref()).map_err(|wrong| match wrong {
            Unpictured::File(wrong) => Stopped::from(wrong),
            Unpictured::Asked(findings) => Stopped { findings, ending: Ending::Usage },
        })?;
        let sha256 = approval::sha256(&plan);
        self.write_page(&plan, &sha256);
        self.print(Content::Plan { ending: Ending::Planned, plan, sha256 });
        // That the page is there is all that was asked for; what stands against the plan is in it.
        Ok(Stage::Done(Ending::Planned))
    }

    /// A page is asked for, and the shell has none to fill.
    pub(super) fn no_page(&self) -> Option<Diagnostic> {
        let template = self.context.page.as_deref().unwrap_or_default();
        (!render::fillable(template)).then(|| {
            usage(
                "the page of this installation is missing or damaged",
                "install the plugin anew: `heroku plugins:install heroku-connect-maintenance`",
            )
        })
    }

    /// Writes the page of a plan; also of one that is blocked, which says what to do.
    pub(super) fn write_page(&mut self, plan: &Plan, sha256: &str) {
        let template = self.context.page.as_deref().unwrap_or_default();
        let view = render::View { hold: self.hold_of(plan), local: self.context.face.local.clone() };
        if let Some(page) = render::page(template, plan, sha256, &view) {
            self.write_out(page);
        }
    }
}
