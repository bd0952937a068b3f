//! What a session says: lines for people, one value for machines, files of a run.

use super::{Out, Session, Stage};
use crate::diagnostic::Diagnostic;
use crate::directive::{Event, Stream};
use crate::effect::FileEffect;
use crate::ending::Ending;
use crate::face::Face;
use crate::line::Line;
use crate::output::Content;
use crate::render;
use crate::report::Report;

impl Session {
    pub(super) fn say(&mut self, lines: &[Line]) {
        if !self.context.json {
            // Where the plan's data goes to standard output, talk does not.
            let stream = if self.to_stdout() { Stream::Err } else { Stream::Out };
            self.show(stream, lines);
        }
    }

    pub(super) fn say_err(&mut self, lines: &[Line]) {
        self.show(Stream::Err, lines);
    }

    fn show(&mut self, stream: Stream, lines: &[Line]) {
        let lines = render::wrapped(lines, self.context.face.columns);
        self.outbox.push_back(Out::Show(Event::Lines { stream, lines }));
    }

    pub(super) fn print(&mut self, content: Content) {
        if self.context.json {
            self.outbox.push_back(Out::Show(Event::Json { value: Box::new(content.into()) }));
        }
    }

    /// Says why nothing is done.
    pub(super) fn refuse(&mut self, findings: &[Diagnostic], ending: Ending) -> Stage {
        let lines: Vec<Line> = findings.iter().flat_map(Diagnostic::lines).collect();
        self.say_err(&lines);
        self.print(Content::Refusal { ending, diagnostics: findings.to_vec() });
        Stage::Done(ending)
    }

    /// Writes and shows a report.
    pub(super) fn report(&mut self, report: Report) {
        let face = &self.context.face;
        let lines = render::report_text(&report, face);
        let all = render::report_text(&report, &Face { verbose: true, ..face.clone() });
        let text: String = all.iter().map(|line| line.unstyled() + "\n").collect();
        let json = crate::pretty::json(&report);
        self.run_id = Some(report.run.clone());
        for (name, text) in [("report.txt", text), ("report.json", json + "\n")] {
            self.outbox.push_back(Out::Write(FileEffect {
                name: name.to_owned(),
                operator_path: false,
                text,
            }));
        }
        self.say(&lines);
        self.print(Content::Report { ending: report.ending, report });
    }
}
