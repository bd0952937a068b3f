//! Going on with a run whose machine is gone, from the row that it left in the database. And the look, before a run is gone on with,
//! whether somebody else has done just that.
//!
//! No command of the plugin offers it yet: fingerprints of databases are keyed by a salt that only the first machine has, so another
//! one would not recognise them, and two machines of one user and host name are one holder.

use super::{Begun, Opening, Session, Stage, Stopped};
use crate::codes;
use crate::conditions::{Judgement, LockHeld, Predicate};
use crate::course::Course;
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Ending;
use crate::journal::Journal;
use crate::late::{slots, Bindings, Known, Place as PlanPlace};
use crate::line::Line;
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::ops::Op;
use crate::plan::Plan;
use crate::query::{self, Place};
use crate::request::DatabaseRef;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::{Needs, Survey};
use crate::zone::Zone;

/// What a run wrote down for whoever goes on with it.
pub struct Kept {
    /// Run id.
    pub run: String,
    /// Who holds it.
    pub holder: String,
    /// Zone in which it was noted last.
    pub zone: Zone,
    /// The plan.
    pub plan: Plan,
    /// What it had learnt by then.
    pub bindings: Bindings,
    /// Where this was read.
    place: Place,
}

/// How far a take-over is.
pub enum Step {
    /// The database is looked for.
    Survey(Box<Survey>),
    /// The row of the database that leads now.
    Lead(Place),
    /// The row of the one that will lead, which may be newer.
    New(Box<Kept>, Place),
    /// The operator is asked.
    Confirm(Box<Kept>),
    /// The row gets a new holder.
    Seize(Box<Kept>),
}

impl Session {
    pub(super) fn take_over(&mut self, app: &str, database: Option<&str>, confirm: Option<&str>) -> Begun {
        if confirm.is_some_and(|typed| typed != app) {
            let finding = Diagnostic::block(
                codes::CONFIRM_MISMATCH,
                format!("`--confirm` does not match: this takes over a run of {app}"),
                format!("confirm with `--confirm {}`", shell_word(app)),
            );
            return Err(Stopped::new(finding, Ending::Usage));
        }
        if confirm.is_none() && !self.context.interactive {
            let help = format!("confirm with `--confirm {}`", shell_word(app));
            let finding = Diagnostic::block(codes::CONFIRM_MISSING, "nobody can be asked here", help);
            return Err(Stopped::new(finding, Ending::Usage));
        }
        let survey = Survey::new(app, DatabaseRef::typed(database), Needs::the_database_alone());
        Ok(Stage::TakeOver(Step::Survey(Box::new(survey))))
    }

    /// What a take-over wants next.
    pub(super) fn taking_over(&mut self, now: u64) -> Want<Result<Snapshot, Diagnostic>> {
        let Stage::TakeOver(step) = &mut self.stage else {
            return Want::Ended(Err(nothing_open("this app")));
        };
        match step {
            Step::Survey(survey) => match survey.next(now) {
                Want::Ended(Ok(snapshot)) => Want::Ended(Ok(*snapshot)),
                Want::Ended(Err(finding)) => Want::Ended(Err(*finding)),
                Want::Perform(effects) => Want::Perform(effects),
                Want::Wait { until, note } => Want::Wait { until, note },
                Want::Append { .. } | Want::Ask { .. } | Want::Show(_) => {
                    Want::Ended(Err(nothing_open("this app")))
                }
            },
            Step::Lead(place) | Step::New(_, place) => Want::Perform(vec![query::lock_kept(place).effect]),
            Step::Confirm(kept) => {
                let app = kept.plan.request.app.clone();
                let mut question = found(kept);
                question.push(Line::plain(&format!("To take it over, type {app}")));
                Want::Ask { question, expect: Some(app) }
            }
            Step::Seize(kept) => {
                let row = serde_json::json!({
                    "runId": kept.run,
                    "was": kept.holder,
                    "holder": self.context.holder,
                });
                Want::Perform(vec![query::lock_seize(&kept.place, &row.to_string())])
            }
        }
    }

    /// The database was found: where the row is read.
    pub(super) fn taking_over_at(&mut self, snapshot: &Snapshot) -> Stage {
        match snapshot.reach() {
            Some(one) => Stage::TakeOver(Step::Lead(Place {
                app: one.app.clone(),
                config_var: one.config_var(),
                expect: None,
            })),
            None => self.refuse(&[nothing_open(&snapshot.database.addon)], Ending::Blocked),
        }
    }

    /// Takes an answer.
    pub(super) fn took_over(&mut self, observation: &Observation, now: u64) {
        let stage = std::mem::replace(&mut self.stage, Stage::Done(Ending::Unexpected));
        let Stage::TakeOver(step) = stage else { return };
        self.stage = match step {
            Step::Survey(mut survey) => {
                survey.take(observation, now);
                Stage::TakeOver(Step::Survey(survey))
            }
            Step::Lead(place) => match kept(observation, place) {
                Ok(kept) if self.context.runs.iter().any(|one| one.run_id == kept.run) => {
                    let finding = Diagnostic::block(
                        codes::RUN_HERE,
                        format!("run `{}` is known on this machine: nothing has to be taken over", kept.run),
                        format!(
                            "`heroku connect:runs:resume {0}` or `heroku connect:runs:abort {0}`",
                            kept.run
                        ),
                    );
                    self.refuse(&[finding], Ending::Blocked)
                }
                Ok(kept) => match new_place(&kept) {
                    Some(place) => Stage::TakeOver(Step::New(Box::new(kept), place)),
                    None => self.asked_or_confirmed(Box::new(kept)),
                },
                Err(finding) => self.refuse(&[*finding], Ending::Blocked),
            },
            Step::New(lead, place) => {
                // The copy has the row too; a note that only it has is a newer one.
                let newer =
                    kept(observation, place).ok().filter(|new| new.run == lead.run && new.zone > lead.zone);
                self.asked_or_confirmed(newer.map_or(lead, Box::new))
            }
            Step::Confirm(kept) => match observation {
                Observation::Answered { text } if text.trim() == kept.plan.request.app => {
                    Stage::TakeOver(Step::Seize(kept))
                }
                _ => {
                    let help = "nothing was changed; run the command again";
                    let finding = Diagnostic::block(codes::CONFIRM_MISMATCH, "the name did not match", help);
                    self.refuse(&[finding], Ending::Blocked)
                }
            },
            Step::Seize(kept) => {
                match observation {
                    Observation::Sql { row } if !row.is_null() => {
                        self.run_id = Some(kept.run.clone());
                        Stage::Opening(Some(Opening::TakeOver(kept)))
                    }
                    _ => {
                        let finding = Diagnostic::block(
                        codes::RUN_TAKEN_OVER,
                        format!("run `{}` could not be taken over: its lock has changed, or cannot be written", kept.run),
                        "nothing was changed; run the command again to see who holds it now",
                    );
                        self.refuse(&[finding], Ending::Blocked)
                    }
                }
            }
        };
    }

    fn asked_or_confirmed(&mut self, kept: Box<Kept>) -> Stage {
        if self.context.interactive {
            return Stage::TakeOver(Step::Confirm(kept));
        }
        self.say_err(&found(&kept));
        Stage::TakeOver(Step::Seize(kept))
    }
}

/// What was found, for the person who decides.
fn found(kept: &Kept) -> Vec<Line> {
    let can = match kept.zone {
        Zone::Prepare => "no app is stopped by it; it can be rolled back, or gone on with",
        Zone::Downtime | Zone::CutOver => "apps may be stopped; it can be rolled back, or gone on with",
        Zone::Settle => "Connect may run on the new database already; only forward is safe",
    };
    vec![
        Line::heading(&kept.plan.words.title),
        Line::plain(&format!("run `{}` of {}, phase {}: {can}", kept.run, kept.holder, kept.zone.word())),
        Line::plain("From now on that machine can do nothing more with it."),
    ]
}

fn nothing_open(addon: &str) -> Diagnostic {
    Diagnostic::block(
        codes::RUN_UNKNOWN,
        format!("no run is open on {addon}"),
        "see `heroku connect:runs`; a database that cannot be reached over SQL holds no lock that could be read",
    )
}

fn kept(observation: &Observation, place: Place) -> Result<Kept, Box<Diagnostic>> {
    let none = || Box::new(nothing_open("this database"));
    let Observation::Sql { row } = observation else { return Err(none()) };
    let row = query::kept(row);
    let plan = row.plan.and_then(|plan| serde_json::from_value::<Plan>(plan).ok());
    let (Some(run), Some(holder), Some(plan)) = (row.run_id, row.holder, plan) else { return Err(none()) };
    let zone = [Zone::Prepare, Zone::Downtime, Zone::CutOver, Zone::Settle]
        .into_iter()
        .find(|zone| row.zone.as_deref() == Some(zone.word()));
    let mut bindings = plan.names.made_for(&run);
    let learnt = row.bindings.and_then(|learnt| learnt.as_object().cloned()).unwrap_or_default();
    bindings.extend(learnt.into_iter().filter(|(slot, _)| slot != slots::HOLDER.name()));
    Ok(Kept { run, holder, zone: zone.unwrap_or(Zone::Prepare), plan, bindings, place })
}

/// Where the plan will note the cut-over.
fn new_place(kept: &Kept) -> Option<Place> {
    let note = kept.plan.steps.iter().flat_map(|step| &step.calls).find_map(|op| match op {
        Op::LockZone(note) if note.zone == Zone::CutOver => Some(&note.place),
        _ => None,
    })?;
    let known = Known::shown(&kept.bindings);
    note.get_anywhere(&known)
}

/// The look whether the lock of a run is still ours.
pub struct Owner {
    held: LockHeld,
    bindings: Bindings,
    answers: Vec<Observation>,
}

impl Owner {
    /// For a run of which something was done: where its lock was written last. `None` if it has none.
    pub fn of(journal: &Journal, holder: &str) -> Option<Self> {
        let course = Course::of(&journal.plan, &journal.records);
        let place = lock_place(&journal.plan, &course)?;
        let mut bindings = journal.plan.names.at_begin(&journal.run, holder);
        bindings.extend((*course.bindings).clone());
        let held = LockHeld { holder: slots::HOLDER.into(), place, run: slots::RUN.into() };
        Some(Self { held, bindings, answers: Vec::new() })
    }

    /// What is to be read, or who has taken the run over. A lock that cannot be read says nothing.
    pub fn look(&self) -> Want<Option<String>> {
        match self.held.judge(&Known::of(&self.bindings), &Look::at(&self.answers)) {
            Err(Stop::Read(effect)) => Want::Perform(vec![*effect]),
            Ok(Judgement::Never { detail, .. })
            | Err(Stop::Judged(Judgement::Never { detail, code: codes::RUN_TAKEN_OVER })) => {
                Want::Ended(Some(detail))
            }
            _ => Want::Ended(None),
        }
    }

    /// Takes the answer.
    pub fn take(&mut self, observation: &Observation) {
        self.answers.push(observation.clone());
    }
}

fn lock_place(plan: &Plan, course: &Course) -> Option<PlanPlace> {
    let calls = plan.steps.iter().zip(course.steps.iter()).rev().flat_map(|(step, state)| {
        step.calls.iter().zip(&state.calls).filter(|(_, call)| call.landed()).map(|(op, _)| op)
    });
    calls.into_iter().find_map(|op| match op {
        Op::LockZone(note) => Some(note.place.clone()),
        Op::LockTake(take) => Some(take.place.clone()),
        _ => None,
    })
}
