//! The run: interprets a plan, one thing at a time. It knows no procedure and no Heroku word.
//!
//! Contract: [`Run::next`] gives one [`crate::machine::Want`], [`Run::take`] takes its one answer. A record is on disk before the change
//! it announces is performed. State is what the records say: a resumed run is one that applied the same records.
//!
//! | in mode | a step | then |
//! | --- | --- | --- |
//! | forward | resolve calls nobody knows about → guards → calls → until | next step |
//! | forward | failed, tries left | take the step back, try again |
//! | forward | failed, may be left over | fallback, next step |
//! | forward | failed while nothing is stopped | stop, resumable; what was made is kept |
//! | forward | what was made is stale | undoing, as far as it was made; then it is made anew |
//! | forward | failed in the downtime, what was made can be used again | undoing, as far as the hold; then stop, resumable |
//! | forward | failed in the downtime, it cannot | undoing |
//! | forward | failed after the point of no return | stop, resumable |
//! | undoing | newest entered step first: probe, take back, prove | until nothing is left, then ended |

mod answer;
mod by_steps;
mod card;
mod check;
mod checker;
mod claim;
mod drive;
mod fail;
mod identity;
mod interaction;
mod phase;
mod send;
mod setting;
mod standing;
mod trend;
mod words;

pub use by_steps::Stepped;
pub use card::card;
pub use phase::End;
pub use send::TOGETHER;
pub use setting::{Hold, Setting, UpTo};
pub use words::stage;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::codes;
use crate::course::{CallState, Course, Lack, Mode, Reason};
use crate::directive::{Event, StageState, Stream};
use crate::effect::FileEffect;
use crate::ending::{Ending, Millis};
use crate::journal::{Entry, Journal, Record, Records, FORMAT_VERSION};
use crate::late::{slots, Bindings, LateError};
use crate::plan::{Interaction, Plan, Step, Zone};

use phase::{Phase, Side, Then};
use standing::Standing;

/// The calling contract was broken, or plan and version do not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// An answer without a question, or a question before the answer.
    #[error("one directive, one answer: {0}")]
    Contract(&'static str),
    /// A step of the plan cannot be carried out by this version.
    #[error("step `{step}`: {source}")]
    Step {
        /// Step id.
        step: String,
        /// Why.
        source: LateError,
    },
}

#[derive(Debug, Clone)]
enum Out {
    Append { line: String, head: String },
    Show(Event),
    File(FileEffect),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outstanding {
    Nothing,
    Out,
    Phase,
}

/// What a run that is taken over had written down.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Zone in which it was noted last.
    pub zone: Zone,
    /// What it had learnt by then.
    pub bindings: Bindings,
    /// Who held it.
    pub from: String,
    /// By which claim it is held from now on.
    pub claim: String,
}

/// A run of a plan.
#[derive(Debug, Clone)]
pub struct Run {
    id: String,
    plan: Arc<Plan>,
    setting: Setting,
    course: Course,
    /// A failure being dealt with; not in the records.
    pending: Option<Reason>,
    phase: Phase,
    outbox: VecDeque<Out>,
    outstanding: Outstanding,
    records: Records,
    head: String,
    step: usize,
    /// Since when a call could not be sent, and the step that it belongs to.
    unsent_since: Option<(usize, Millis)>,
    /// Since when the lock cannot be read.
    unread_since: Option<Millis>,
    /// Calls of a fallback in hand: begun anew by every process, because each begins with a look.
    fallback: Vec<CallState>,
    /// The undo guards of this step held.
    undo_guarded: bool,
    /// What the last looks found out for the calls that follow them, for example ids.
    found: Vec<(usize, String)>,
    /// Reads of the step at hand that still stand.
    standing: Standing,
    /// What did not come true in the step at hand, and is left over.
    left_in_step: Option<Reason>,
    /// How far this process came, if it was to go no further.
    stepped: Option<Stepped>,
}

impl Run {
    /// Begins a new run.
    #[must_use]
    pub fn begin(id: &str, plan: impl Into<Arc<Plan>>, setting: Setting, now: Millis) -> Self {
        let mut run = Self::empty(id.to_owned(), plan.into(), setting);
        let entry = Entry::Begun {
            run: id.to_owned(),
            holder: run.setting.holder.clone(),
            plan: Arc::clone(&run.plan),
        };
        run.record(entry, now);
        run
    }

    /// Goes on with a run from its journal.
    #[must_use]
    pub fn resume(journal: Journal, setting: Setting, now: Millis) -> Self {
        let resumed = Entry::Resumed { holder: setting.holder.clone(), limits: setting.limits };
        Self::taken_up(journal, setting, resumed, now)
    }

    /// Goes on with a run in another process, which says so first.
    fn taken_up(journal: Journal, setting: Setting, said: Entry, now: Millis) -> Self {
        let mut run = Self::of(journal, setting);
        run.record(said, now);
        run.claim(Then::Seek, now);
        run
    }

    /// Goes on with a run only to take everything back. Past the point of no return it stops at once and says so.
    #[must_use]
    pub fn abort(journal: Journal, setting: Setting, now: Millis) -> Self {
        let mut run = Self::resume(journal, setting, now);
        if run.course.past_no_return(&run.plan) {
            run.end(
                Ending::Operator,
                &codes::RUN_PAST_POINT_OF_NO_RETURN,
                "only forward is safe from here".to_owned(),
                now,
            );
        } else if run.course.mode == Mode::Forward || run.course.back_to > 0 {
            let entry = Entry::Undoing {
                step: "abort".to_owned(),
                code: codes::RUN_ABORTED.to_string(),
                detail: "asked for by the operator".to_owned(),
                to: None,
            };
            run.record(entry, now);
        }
        run
    }

    /// Takes a run over from another machine, by what it had written down. It stops at once: what is to be done with it is another command. `before`: the journal of a machine
    /// that had it once already.
    #[must_use]
    pub fn take_over(
        id: &str,
        plan: impl Into<Arc<Plan>>,
        before: Option<Journal>,
        setting: Setting,
        taken: Taken,
        now: Millis,
    ) -> Self {
        let Taken { zone, mut bindings, from, claim } = taken;
        bindings.insert(slots::HOLDER.name().to_owned(), setting.holder.clone().into());
        bindings.insert(slots::CLAIM.name().to_owned(), claim.into());
        let mut run = match before {
            Some(journal) => Self::of(journal, setting),
            None => Self::begin(id, plan, setting, now),
        };
        let detail = format!("taken over from {from}; nothing else was changed");
        run.record(Entry::TakenOver { from, zone, bindings }, now);
        run.end(Ending::Paused, &codes::RUN_HERE, detail, now);
        run
    }

    fn of(journal: Journal, setting: Setting) -> Self {
        let mut run = Self::empty(journal.run, journal.plan, setting);
        for record in journal.records.iter() {
            run.course.apply(&run.plan, &record.entry, record.at);
        }
        run.records = journal.records;
        run.head = journal.head;
        run
    }

    fn empty(id: String, plan: Arc<Plan>, setting: Setting) -> Self {
        let mut course = Course::new(&plan);
        course.bindings = Arc::new(plan.names.at_begin(&id, &setting.holder));
        Self {
            id,
            plan,
            setting,
            course,
            pending: None,
            phase: Phase::Seek,
            outbox: VecDeque::new(),
            outstanding: Outstanding::Nothing,
            records: Records::default(),
            head: String::new(),
            step: 0,
            unsent_since: None,
            unread_since: None,
            fallback: Vec::new(),
            undo_guarded: false,
            found: Vec::new(),
            standing: Standing::default(),
            left_in_step: None,
            stepped: None,
        }
    }

    /// Run id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Records so far, those of earlier processes included.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Chooses the next step, or the end.
    fn seek(&mut self, now: Millis) {
        if self.stops_before(self.course.next_step(), now) {
            return;
        }
        match self.course.mode {
            Mode::Forward => match self.course.next_step() {
                Some(step) => {
                    if let Some((code, detail)) = self.course.not_whole(&self.plan, step) {
                        self.end(Ending::Paused, &code, detail, now);
                        return;
                    }
                    self.step = step;
                    match self.course.lacks(&self.plan, step) {
                        Some(Lack::Now((code, detail))) => self.defer(code, detail, now),
                        Some(Lack::ForGood((code, detail))) => self.go_on_unproven(code, detail, now),
                        None => self.enter(now),
                    }
                }
                None => match self.course.left_over() {
                    Some((code, detail)) => self.end(Ending::Paused, &code, detail, now),
                    None => self.end(Ending::Done, "", String::new(), now),
                },
            },
            Mode::Undoing => match self.course.next_undo(&self.plan) {
                Some(step) => {
                    self.undo_guarded &= self.step == step;
                    self.step = step;
                    self.show_restarts(Side::Undo);
                    self.call_side(Side::Undo, now);
                }
                None => self.taken_back(now),
            },
        }
    }

    /// Everything that was to be taken back is.
    fn taken_back(&mut self, now: Millis) {
        let (code, detail) = self.course.reason.clone();
        let changed = self.course.changed.last().cloned();
        let to = self.plan.steps.get(self.course.back_to).filter(|_| self.course.back_to > 0);
        if let Some((code, detail)) = changed {
            self.end(Ending::Operator, &code, detail, now);
        } else if let Some(to) = to.map(|step| step.id.clone()) {
            let newest = self.records.iter().filter(|one| matches!(one.entry, Entry::Undoing { .. })).last();
            let anew = newest.is_some_and(|newest| self.begins_anew(&newest.entry));
            self.record(Entry::RolledBack { to }, now);
            if anew {
                self.phase = Phase::Seek;
            } else {
                self.end(Ending::Paused, &code, detail, now);
            }
        } else {
            self.end(Ending::Undone, &code, detail, now);
        }
    }

    fn current(&self) -> Option<&Step> {
        self.plan.steps.get(self.step)
    }

    fn step_id(&self) -> String {
        self.current().map(|step| step.id.clone()).unwrap_or_default()
    }

    fn enter(&mut self, now: Millis) {
        let Some(step) = self.current() else { return };
        let (id, zone, interaction) = (step.id.clone(), step.zone, step.interaction);
        if !self.course.steps.get(self.step).is_some_and(|state| state.entered) {
            self.record(Entry::Entered { step: id, zone }, now);
        }
        self.show_restarts(Side::Do);
        self.show_stage(StageState::Started, None, now);
        if self.carded() {
            let file = self.card_file();
            self.outbox.push_back(Out::File(file));
        }
        if interaction.is_some() {
            self.phase = Phase::Interaction;
        } else {
            self.call_side(Side::Do, now);
        }
    }

    /// True while a card is kept up to date: from the step that writes it until the app is back.
    fn carded(&self) -> bool {
        let written = self.plan.steps.iter().position(|step| step.interaction == Some(Interaction::UndoCard));
        let closes = self.plan.position(self.plan.marks.downtime_closes.last());
        written.is_some_and(|written| self.step > written) && closes.is_none_or(|closes| self.step <= closes)
    }

    fn step_done(&mut self, now: Millis) {
        let step = self.step_id();
        self.record(Entry::StepDone { step }, now);
        self.show_stage(StageState::Done, None, now);
        self.phase = Phase::Seek;
    }

    /// Applies an entry and queues its line: state is what the records say.
    fn record(&mut self, entry: Entry, now: Millis) {
        self.course.apply(&self.plan, &entry, now);
        let record = Record {
            version: FORMAT_VERSION.to_owned(),
            seq: self.records.len() as u64,
            at: now,
            prev: self.head.clone(),
            entry,
        };
        let (line, head) = record.line();
        self.head.clone_from(&head);
        self.records.push(record);
        self.outbox.push_back(Out::Append { line, head });
    }

    fn show_stage(&mut self, state: StageState, detail: Option<String>, now: Millis) {
        if let Some(step) = self.current() {
            let downtime = self.course.downtime_so_far(now);
            let number = self.plan.number(self.step);
            self.outbox.push_back(Out::Show(stage(step, number, state, detail, downtime)));
        }
    }

    /// Says before a step which apps restart by it. What is stopped does not restart.
    fn show_restarts(&mut self, side: Side) {
        let Some(step) = self.current().filter(|_| !self.course.downtime_open()) else { return };
        let apps = self.plan.restarted_by(if side == Side::Undo { &step.undo } else { &step.calls });
        if !apps.is_empty() {
            let lines = vec![words::restarts(&apps)];
            self.outbox.push_back(Out::Show(Event::Lines { stream: Stream::Err, lines }));
        }
    }

    fn misfit(&self, source: LateError) -> RunError {
        RunError::Step { step: self.step_id(), source }
    }

    /// What is only known at run time.
    #[must_use]
    pub fn bindings(&self) -> &Bindings {
        &self.course.bindings
    }
}
