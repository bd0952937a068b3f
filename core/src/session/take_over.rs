//! `connect:runs:take-over`: goes on with a run whose machine is gone, from the row that it left in the database.

use super::{Begun, Opening, Session, Stage, Stopped};
use crate::answer::{said, Answer, Said};
use crate::class::{class, Class};
use crate::codes;
use crate::command::Context;
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::{Ending, Millis};
use crate::given;
use crate::journal::Journal;
use crate::late::{Bindings, Known};
use crate::line::Line;
use crate::machine::Want;
use crate::ops::Op;
use crate::plan::Plan;
use crate::query::{self, KeptLock, Place};
use crate::request::DatabaseRef;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::{Needs, Seen, Survey};
use crate::zone::Zone;

/// What a run wrote down for whoever goes on with it.
pub struct Kept {
    /// Run id.
    pub run: String,
    /// Who holds it.
    pub holder: String,
    /// By which claim.
    claim: String,
    /// Zone in which it was noted last.
    pub zone: Zone,
    /// The plan.
    pub plan: Plan,
    /// What it had learnt by then.
    pub bindings: Bindings,
    /// Its journal, if this machine had the run once already.
    pub before: Option<Box<Journal>>,
}

/// How far a take-over is.
pub enum Step {
    /// The database is looked for.
    Survey(Box<Survey>),
    /// The row of the database that leads now.
    Lead(Place),
    /// The rows of the other databases in which the run writes one; theirs may be newer.
    Others(Box<Kept>, Vec<Place>),
    /// The operator is asked.
    Confirm(Box<Kept>, Vec<Place>),
    /// The rows get a new claim.
    Seize(Box<Kept>, Vec<Place>),
}

impl Step {
    /// What is wanted next; a survey ends with the database in which the row is.
    pub(super) fn next(&mut self, context: &Context, now: Millis) -> Want<Seen> {
        match self {
            Self::Survey(survey) => survey.next(now),
            Self::Lead(place) => Want::Perform(vec![query::lock_kept(place)]),
            Self::Others(_, places) => Want::Perform(places.iter().map(query::lock_kept).collect()),
            Self::Confirm(kept, _) => {
                let app = kept.plan.request.app.clone();
                let mut question = found(kept);
                question.push(Line::plain(&format!("To take it over, type {app}")));
                Want::Ask { question, expect: Some(app) }
            }
            Self::Seize(kept, places) => {
                let row = serde_json::json!({
                    "runId": kept.run,
                    "was": kept.claim,
                    "claim": context.run_id,
                    "holder": context.holder,
                });
                let row = row.to_string();
                Want::Perform(places.iter().map(|place| query::lock_seize(place, &row)).collect())
            }
        }
    }
}

impl Session {
    pub(super) fn take_over(&mut self, app: &str, database: Option<&str>, confirm: Option<&str>) -> Begun {
        let help = format!("confirm with `--confirm {}`", shell_word(app));
        if confirm.is_some_and(|typed| typed != app) {
            let message = format!("`--confirm` does not match: this takes over a run of {app}");
            let finding = Diagnostic::block(codes::CONFIRM_MISMATCH, message, help);
            return Err(Stopped::new(finding, Ending::Usage));
        }
        if confirm.is_none() && !self.context.interactive {
            let finding = Diagnostic::block(codes::CONFIRM_MISSING, "nobody can be asked here", help);
            return Err(Stopped::new(finding, Ending::Usage));
        }
        let survey = Survey::new(app, DatabaseRef::typed(database), Needs::the_database_alone());
        Ok(Stage::TakeOver(Step::Survey(Box::new(survey))))
    }

    /// The database was found: where the row is read.
    pub(super) fn taking_over_at(&mut self, snapshot: &Snapshot) -> Stage {
        match snapshot.reach() {
            Some(one) => {
                let database = &snapshot.database;
                Stage::TakeOver(Step::Lead(Place::of(
                    &one.app,
                    one.config_var(),
                    &database.id,
                    &database.plan,
                )))
            }
            None => self.refuse(&[nothing_open(&snapshot.database.addon)], Ending::Blocked),
        }
    }

    /// Takes an answer.
    pub(super) fn took_over(&mut self, observation: &Observation, now: Millis) {
        let stage = std::mem::replace(&mut self.stage, Stage::Done(Ending::Unexpected));
        if let Stage::TakeOver(step) = stage {
            self.stage = self.after(step, observation, now);
        }
    }

    fn after(&mut self, step: Step, observation: &Observation, now: Millis) -> Stage {
        match step {
            Step::Survey(mut survey) => {
                survey.take(observation, now);
                Stage::TakeOver(Step::Survey(survey))
            }
            Step::Lead(lead) => match self.kept_in(observation) {
                Err(stopped) => self.refuse(&stopped.findings, stopped.ending),
                Ok(kept) => {
                    let others = places(&kept).filter(|place| *place != lead);
                    let all = std::iter::once(lead.clone()).chain(others).collect();
                    Stage::TakeOver(Step::Others(Box::new(kept), all))
                }
            },
            Step::Others(lead, places) => {
                let kept = newest(*lead, observation);
                // A row that was left behind stays as it is: its database must not be written to any more.
                let counts =
                    |answer: &Observation| row(answer).is_some_and(|row| zone(&row) == Some(kept.zone));
                let read = places.into_iter().zip(observation.each());
                let places = read.filter(|(_, answer)| counts(answer)).map(|(place, _)| place).collect();
                if self.context.interactive {
                    return Stage::TakeOver(Step::Confirm(Box::new(kept), places));
                }
                self.say_err(&found(&kept));
                Stage::TakeOver(Step::Seize(Box::new(kept), places))
            }
            Step::Confirm(kept, places) => match observation {
                Observation::Answered { text } if text.trim() == kept.plan.request.app => {
                    Stage::TakeOver(Step::Seize(kept, places))
                }
                _ => {
                    let help = "nothing was changed; run the command again";
                    let finding = Diagnostic::block(codes::CONFIRM_MISMATCH, "the name did not match", help);
                    self.refuse(&[finding], Ending::Blocked)
                }
            },
            Step::Seize(kept, _) => self.seized(kept, observation),
        }
    }

    /// A row that counts must be ours now: it is one of those that the other machine looks at.
    fn seized(&mut self, kept: Box<Kept>, observation: &Observation) -> Stage {
        if ours(&kept.run, observation).next().is_some() {
            let kept = newest(*kept, observation);
            self.run_id = Some(kept.run.clone());
            return Stage::Opening(Some(Opening::TakeOver(Box::new(kept))));
        }
        let lost = observation.each().iter().any(|answer| class(answer) == Class::Lost);
        let why = if lost {
            "nobody knows whether it was done"
        } else {
            "its lock has changed, or cannot be written"
        };
        let finding = Diagnostic::block(
            codes::RUN_TAKEN_OVER,
            format!("run `{}` could not be taken over: {why}", kept.run),
            "run the command again to see who holds it now",
        );
        self.refuse(&[finding], Ending::Blocked)
    }

    /// What stands in the row, if it is a run that this machine does not hold already.
    fn kept_in(&self, observation: &Observation) -> Result<Kept, Stopped> {
        let blocked = |finding| Stopped::new(finding, Ending::Blocked);
        if query::no_lock(observation) {
            return Err(blocked(nothing_open("this database")));
        }
        let Some(row) = row(observation) else {
            return Err(blocked(Diagnostic::block(
                codes::SQL_OUT_OF_REACH,
                format!("the lock of the run cannot be read: {}", unread(observation)),
                "nothing was changed; a run names its follower `postgresql-connect-RUN`: see `heroku addons`, and run the \
                 command again when the database answers",
            )));
        };
        let kept = read(row).ok_or_else(|| {
            blocked(Diagnostic::block(
                codes::RUN_UNKNOWN_PART,
                "the lock of the run was written by another version of the plugin",
                "nothing was changed; take the run over with the version that began it",
            ))
        })?;
        let Some(stored) = self.context.runs.iter().find(|one| one.run_id == kept.run) else {
            return Ok(kept);
        };
        let (journal, _) = self.stored(&kept.run)?;
        if stored.open || journal.claim() == kept.claim {
            return Err(blocked(Diagnostic::block(
                codes::RUN_HERE,
                format!("run `{}` is held by this machine: nothing has to be taken over", kept.run),
                format!("`heroku connect:runs:resume {0}` or `heroku connect:runs:abort {0}`", kept.run),
            )));
        }
        Ok(Kept { before: Some(Box::new(journal)), ..kept })
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
        Line::plain("From now on that machine can do nothing more with it; what it has sent already is not called back."),
    ]
}

fn nothing_open(addon: &str) -> Diagnostic {
    Diagnostic::block(
        codes::RUN_UNKNOWN,
        format!("no run is open on {addon}"),
        "see `heroku connect:runs` for the runs of this machine",
    )
}

fn unread(observation: &Observation) -> String {
    match said(observation) {
        Said::Unread(why) => why,
        Said::Value(_) | Said::Absent => "not found".to_owned(),
    }
}

fn row(observation: &Observation) -> Option<KeptLock> {
    match observation {
        Observation::Sql { row } if !row.is_null() => Some(KeptLock::read(row)),
        _ => None,
    }
}

fn zone(row: &KeptLock) -> Option<Zone> {
    [Zone::Prepare, Zone::Downtime, Zone::CutOver, Zone::Settle]
        .into_iter()
        .find(|zone| row.zone.as_deref() == Some(zone.word()))
}

fn read(row: KeptLock) -> Option<Kept> {
    let zone = zone(&row)?;
    let plan: Plan = crate::value::read(given::strict(&row.plan?).ok()?).ok()?;
    let (run, holder, claim) = (row.run_id?, row.holder?, row.claim?);
    let mut bindings = plan.names.at_begin(&run, &holder);
    bindings.extend(learnt(row.bindings.as_deref()));
    Some(Kept { run, holder, claim, zone, plan, bindings, before: None })
}

fn learnt(bindings: Option<&str>) -> Bindings {
    bindings.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The same run as the row has it that counts: the newest, unless one says that the run was rolled back to where no app is stopped.
fn newest(kept: Kept, observation: &Observation) -> Kept {
    let rows = ours(&kept.run, observation).filter_map(|row| Some((zone(&row)?, row.bindings)));
    match rows.max_by_key(|(zone, _)| (*zone == Zone::Prepare, *zone)) {
        Some((zone, learnt_by_then)) => {
            let mut bindings = kept.bindings;
            bindings.extend(learnt(learnt_by_then.as_deref()));
            Kept { zone, bindings, ..kept }
        }
        None => kept,
    }
}

/// The rows of this run.
fn ours<'a>(run: &'a str, observation: &'a Observation) -> impl Iterator<Item = KeptLock> + 'a {
    observation.each().iter().filter_map(row).filter(move |row| row.run_id.as_deref() == Some(run))
}

/// Where the run writes rows, whatever their URLs have become.
fn places(kept: &Kept) -> impl Iterator<Item = Place> {
    let known = Known::shown(&kept.bindings);
    let mut places: Vec<Place> = Vec::new();
    for op in kept.plan.steps.iter().flat_map(|step| &step.calls) {
        let place = match op {
            Op::LockTake(take) => take.place.get_anywhere(&known),
            Op::LockZone(note) => note.place.get_anywhere(&known),
            _ => None,
        };
        places.extend(place.filter(|place| !places.contains(place)));
    }
    places.into_iter()
}
