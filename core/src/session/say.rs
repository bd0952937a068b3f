//! What a session says: lines for people, one value for machines, files of a run.

use super::{Session, Stage};
use crate::diagnostic::Diagnostic;
use crate::directive::{Event, Stream};
use crate::effect::FileEffect;
use crate::ending::Ending;
use crate::line::Line;
use crate::output::Content;
use crate::render;
use crate::report::Report;

impl Session {
    pub(super) fn say(&mut self, lines: &[Line]) {
        if !self.context.json {
            self.show.push_back(Event::Lines { stream: Stream::Out, lines: lines.to_vec() });
        }
    }

    pub(super) fn say_err(&mut self, lines: &[Line]) {
        self.show.push_back(Event::Lines { stream: Stream::Err, lines: lines.to_vec() });
    }

    pub(super) fn print(&mut self, content: Content) {
        if self.context.json {
            self.show.push_back(Event::Json { value: Box::new(content.into()) });
        }
    }

    /// Says why nothing is done.
    pub(super) fn refuse(&mut self, finding: &Diagnostic, ending: Ending) -> Stage {
        self.say_err(&finding.lines());
        self.print(Content::Refusal { ending, diagnostics: vec![finding.clone()] });
        Stage::Done(ending)
    }

    /// Writes and shows a report.
    pub(super) fn report(&mut self, report: Report) {
        let lines = render::report_text(&report);
        let text: String = lines.iter().map(|line| line.unstyled() + "\n").collect();
        let json = serde_json::to_string_pretty(&report).unwrap_or_default();
        self.run_id = Some(report.run.clone());
        for (name, text) in [("report.txt", text), ("report.json", json + "\n")] {
            self.files.push_back(FileEffect { name: name.to_owned(), operator_path: false, text });
        }
        self.say(&lines);
        self.print(Content::Report { ending: report.ending, report });
    }
}
