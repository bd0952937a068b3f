//! `connect:maintenances`: what is announced, what it means here, and whether sync came back.

use super::judge::Judge;
use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::api::connect::standing;
use crate::codes;
use crate::command;
use crate::diagnostic::{Diagnostic, Severity};
use crate::effect::Observation;
use crate::ending::{Ending, Millis};
use crate::late::Bindings;
use crate::machine::Want;
use crate::maintenances::{outlook, Acknowledge, Acknowledged, Announced, Out, Outage, Outlook, Told};
use crate::named::{recovered, Held, Judged, Judging, Looked, Manner};
use crate::output::{Away, Content, OpenRun};
use crate::render;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Connection, Snapshot};
use crate::survey::Needs;

/// How often it is looked at, milliseconds.
const PACE_MS: u64 = 15_000;
/// So often Connect may go away again while it is looked at.
const RELAPSES: u8 = 3;

/// What a command has heard so far.
#[derive(Default)]
pub(super) struct Heard {
    told: Option<Told>,
    out: Option<Out>,
    relapses: u8,
    /// Runs of this machine that are open here; `None` if nobody looked.
    runs: Option<Vec<OpenRun>>,
}

/// What it listens to.
pub(super) enum Listening {
    Announced(Announced),
    Acknowledge(Acknowledge),
    Outage(Outage),
}

/// How that ended.
pub(super) enum Ended {
    Told(Result<Told, Box<Diagnostic>>),
    Acknowledged(Vec<Acknowledged>),
    Back(Result<Out, Box<Diagnostic>>),
}

impl Listening {
    pub(super) fn next(&mut self, now: Millis) -> Want<Ended> {
        match self {
            Self::Announced(announced) => announced.next(now).ending_as(Ended::Told),
            Self::Acknowledge(acknowledge) => acknowledge.next(now).ending_as(Ended::Acknowledged),
            Self::Outage(outage) => outage.next(now).ending_as(Ended::Back),
        }
    }

    pub(super) fn take(&mut self, observation: &Observation, now: Millis) {
        match self {
            Self::Announced(announced) => announced.take(observation, now),
            Self::Acknowledge(acknowledge) => acknowledge.take(observation, now),
            Self::Outage(outage) => outage.take(observation, now),
        }
    }
}

impl Session {
    pub(super) fn maintenances(&mut self, typed: &command::Maintenances) -> Begun {
        let wrong = |message: &str, help: &str| Err(Stopped::new(usage(message, help), Ending::Usage));
        if typed.since.is_some() && !typed.wait {
            return wrong(
                "`--since` needs `--wait`",
                "it says when Connect went away, for the proof that it is back",
            );
        }
        if typed.acknowledge && typed.wait {
            return wrong("`--acknowledge` and `--wait` are two commands", "give one of them");
        }
        if typed.since.is_some_and(|since| since > self.context.now) {
            return wrong(
                "`--since` is in the future",
                "leave it out if you do not know when Connect went away",
            );
        }
        Ok(listening(Listening::Announced(Announced::new(&typed.app))))
    }

    fn typed_maintenances(&self) -> Option<command::Maintenances> {
        match &self.command {
            command::Command::Maintenances(typed) => Some(typed.clone()),
            _ => None,
        }
    }

    pub(super) fn listened(&mut self, ended: Ended) -> Stage {
        match ended {
            Ended::Told(told) => self.told(told),
            Ended::Acknowledged(acknowledged) => self.acknowledged(&acknowledged),
            Ended::Back(out) => self.back(out),
        }
    }

    /// What is announced was read.
    fn told(&mut self, told: Result<Told, Box<Diagnostic>>) -> Stage {
        let Some(typed) = self.typed_maintenances() else { return Stage::Done(Ending::Unexpected) };
        let told = match told {
            Ok(told) => told,
            Err(finding) => return self.refuse(&[*finding], Ending::Blocked),
        };
        let none = told.hidden.is_empty() && told.listeners.as_ref().is_some_and(Vec::is_empty);
        if none && (typed.wait || typed.acknowledge) {
            let message = format!("the app `{}` has no connection of Heroku Connect", typed.app);
            let finding = Diagnostic::block(codes::CONNECT_NONE, message, "name the app that it belongs to");
            return self.refuse(&[finding], Ending::Blocked);
        }
        self.say(&render::announced_text(&told, &typed.app));
        let acknowledge = told.listeners.as_deref().map(Acknowledge::new);
        let listens = told.listeners.as_ref().is_some_and(|listeners| !listeners.is_empty());
        self.heard.told = Some(told);
        match acknowledge {
            Some(acknowledge) if typed.acknowledge => listening(Listening::Acknowledge(acknowledge)),
            None if typed.acknowledge => {
                let help = "nothing was changed; see `heroku status` and try again";
                let finding = Diagnostic::block(codes::SERVICE_UNAVAILABLE, "Connect does not answer", help);
                self.refuse(&[finding], Ending::Blocked)
            }
            _ if typed.wait => self.wait_for_connect(&typed),
            _ if listens => self.survey_of(Request::look(&typed.app, typed.database.as_deref()), needs()),
            _ => self.maintenances_over(Ending::Done, None, Vec::new(), Vec::new()),
        }
    }

    fn wait_for_connect(&mut self, typed: &command::Maintenances) -> Stage {
        let away = self.heard.out.and_then(|out| out.from);
        listening(Listening::Outage(Outage::new(&typed.app, typed.since.or(away))))
    }

    /// Connect answers again, or does not.
    fn back(&mut self, out: Result<Out, Box<Diagnostic>>) -> Stage {
        let Some(typed) = self.typed_maintenances() else { return Stage::Done(Ending::Unexpected) };
        match out {
            Ok(out) => {
                self.say(&render::back_text(out, &self.context.face));
                self.heard.out = Some(out);
                self.survey_of(Request::look(&typed.app, typed.database.as_deref()), needs())
            }
            Err(finding) if *finding.code == *codes::CONNECT_NOT_HEALTHY_YET => {
                self.refuse(&[*finding], Ending::NotHealthyYet)
            }
            Err(finding) => self.refuse(&[*finding], Ending::Blocked),
        }
    }

    /// Connections and database were looked at.
    pub(super) fn looked_upon(&mut self, snapshot: &Snapshot) -> Stage {
        let Some(out) = self.heard.out else {
            let outlook = outlook(snapshot);
            self.say(&render::outlook_text(&outlook));
            let open = self.open_runs(snapshot);
            self.heard.runs = Some(open.iter().map(|(run, _)| run.clone()).collect());
            for (run, finding) in open {
                let latest = match (&run.latest_stop, run.app_stopped) {
                    (Some(step), true) => format!("it can be rolled back until step `{step}` begins"),
                    (Some(step), false) => format!("it is best stopped before step `{step}` begins"),
                    (None, _) => "there is only forward".to_owned(),
                };
                let what = format!(
                    "{}; {latest}; while Connect is away it waits, or stops where it can be resumed",
                    finding.message
                );
                let open = Diagnostic { severity: Severity::Warn, message: what, ..finding };
                self.say(&open.lines());
            }
            return self.maintenances_over(Ending::Done, Some(outlook), Vec::new(), Vec::new());
        };
        let parts = match recovered(snapshot, out.from.unwrap_or(out.looked)) {
            Ok(parts) => parts,
            Err(finding) => return self.refuse(&[finding], Ending::Blocked),
        };
        let paused = |one: &&Connection| standing(&one.state) == "paused";
        if let Some(one) = snapshot.connections.iter().find(paused) {
            return self.refuse(&[paused_finding(snapshot, one)], Ending::NotHealthyYet);
        }
        let manner = Manner::Until { deadline_ms: None, interval_ms: PACE_MS };
        let judging = Judging::new(parts, Bindings::new(), manner);
        Stage::Judge(Box::new(Judge::new(snapshot.clone(), judging)))
    }

    /// They could not be: for the outlook that is said, for the proof Connect went away again.
    pub(super) fn not_looked_upon(&mut self, finding: Diagnostic) -> Stage {
        let Some(typed) = self.typed_maintenances() else { return Stage::Done(Ending::Unexpected) };
        let away = *finding.code == *codes::SERVICE_UNAVAILABLE;
        // A database that was named and is not there is a mistake, and nothing that could not be read.
        if self.heard.out.is_none() && (away || typed.database.is_none()) {
            let unread =
                Diagnostic::note(codes::CONNECT_LOG_GROWTH, format!("not judged: {}", finding.message));
            self.say_err(&unread.lines());
            return self.maintenances_over(Ending::Done, None, Vec::new(), Vec::new());
        }
        self.heard.relapses += 1;
        if away && self.heard.relapses <= RELAPSES {
            return self.wait_for_connect(&typed);
        }
        self.refuse(&[finding], if away { Ending::NotHealthyYet } else { Ending::Blocked })
    }

    /// Whether sync is back was judged.
    pub(super) fn recovered(&mut self, judged: Judged) -> Stage {
        let ending = if judged.verdict == Held::Holds { Ending::Done } else { Ending::NotHealthyYet };
        self.say(&render::recovered_text(&judged));
        self.maintenances_over(ending, None, judged.looked, Vec::new())
    }

    fn acknowledged(&mut self, acknowledged: &[Acknowledged]) -> Stage {
        let all = acknowledged.iter().all(|one| one.left.as_ref().is_some_and(Vec::is_empty));
        let app = self.typed_maintenances().map(|typed| typed.app).unwrap_or_default();
        self.say(&render::acknowledged_text(acknowledged, &app));
        let ending = if all { Ending::Done } else { Ending::NotHealthyYet };
        self.maintenances_over(ending, None, Vec::new(), acknowledged.to_vec())
    }

    fn maintenances_over(
        &mut self,
        ending: Ending,
        outlook: Option<Vec<Outlook>>,
        looked: Vec<Looked>,
        acknowledged: Vec<Acknowledged>,
    ) -> Stage {
        let Some(told) = self.heard.told.take() else { return Stage::Done(Ending::Unexpected) };
        let away = self.heard.out.map(|out| Away { from: out.from, until: out.until });
        let runs = self.heard.runs.take();
        self.print(Content::Maintenances {
            ending,
            announced: told.announced.map(|all| all.into_iter().map(|(one, _)| one).collect()),
            databases: told.due,
            connections: told.listeners.map(|all| all.into_iter().map(|(_, one)| one).collect()),
            hidden: told.hidden,
            outlook,
            acknowledged,
            away,
            looked,
            runs,
        });
        Stage::Done(ending)
    }
}

fn listening(to: Listening) -> Stage {
    Stage::Listening(Box::new(to))
}

/// What is looked at beyond what is announced.
fn needs() -> Needs {
    Needs { apps: true, connections: true, server: true, captured: true, ..Needs::default() }
}

fn paused_finding(snapshot: &Snapshot, one: &Connection) -> Diagnostic {
    let held = snapshot.held().is_some_and(|held| held.of(&one.resource).is_some());
    let (whose, help) = if held {
        ("a run of this plugin holds it", "heroku connect:resume-sync")
    } else {
        ("nobody knows by whom and since when", "heroku connect:resume")
    };
    Diagnostic::block(
        codes::CONNECT_NOT_HEALTHY_YET,
        format!("`{}` is PAUSED: {whose}; nothing captured is sent", one.resource),
        format!("nothing is resumed by this command: `{help} --app {}` resumes it", shell_word(&one.app)),
    )
}
