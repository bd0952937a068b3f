//! Steps that are neither calls nor checks: the hold and the undo card.

use super::{undo_card, words, Hold, Out, Phase, Run, Todo};
use crate::directive::{Ending, Event, Millis, Stream};
use crate::effect::{Effect, FileEffect, Observation};
use crate::journal::Entry;
use crate::plan::Special;

impl Run {
    pub(super) fn special(&mut self, now: Millis) -> Option<Todo> {
        match self.current().and_then(|step| step.special) {
            Some(Special::Hold) => self.hold(now),
            Some(Special::UndoCard) => {
                let lines = undo_card(&self.plan, &self.id, &self.state.bindings);
                let text = lines.iter().map(|line| line.text() + "\n").collect();
                Some(Todo::Perform(Effect::File(FileEffect {
                    name: "undo-card.md".to_owned(),
                    operator_path: false,
                    text,
                })))
            }
            None => {
                self.phase = Phase::Seek;
                None
            }
        }
    }

    pub(super) fn hold(&mut self, now: Millis) -> Option<Todo> {
        if self.state.window_granted {
            self.step_done(now);
            return None;
        }
        if self.setting.latest.is_some_and(|latest| now > latest) {
            let detail = "the latest moment for the window has passed".to_owned();
            self.end(Ending::Paused, "window/too-late", detail, now);
            return None;
        }
        match self.setting.hold {
            Hold::No => {
                self.record(Entry::WindowOpened, now);
                None
            }
            Hold::At(at) if now >= at => {
                self.record(Entry::WindowOpened, now);
                None
            }
            Hold::At(at) => {
                Some(Todo::Wait { until: at.min(now + 60_000), note: Some(words::countdown(at - now)) })
            }
            Hold::Ask => Some(Todo::Ask { question: words::hold(&self.plan) }),
        }
    }

    pub(super) fn special_answered(&mut self, observation: &Observation, now: Millis) {
        match self.current().and_then(|step| step.special) {
            Some(Special::Hold) => {
                if let Observation::Answered { text } = observation {
                    if matches!(text.trim(), "y" | "yes" | "go") {
                        self.record(Entry::WindowOpened, now);
                    } else {
                        self.end(
                            Ending::Paused,
                            "window/held",
                            "prepared, the window was not opened".to_owned(),
                            now,
                        );
                    }
                }
            }
            Some(Special::UndoCard) => {
                let lines = undo_card(&self.plan, &self.id, &self.state.bindings);
                self.outbox.push_back(Out::Show(Event::Lines { stream: Stream::Err, lines }));
                self.step_done(now);
            }
            None => self.phase = Phase::Seek,
        }
    }
}
