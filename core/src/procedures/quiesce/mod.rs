//! Pausing Heroku Connect for a stated time, so that it is really quiet and not forgotten.
//!
//! Makes executable: "Pausing Synchronization" of the maintenance manual. PAUSED is only a word: a mapping that was loading goes on
//! writing, and a change in flight lands. So it is waited for until nothing of the kind is left, where the trigger logs stand is noted,
//! and the pause stays noted in the database when the run is over. No app is stopped: what apps write meanwhile is captured and kept.

use super::blocks::{connect, held, lock, place, MINUTE};
use super::{Outline, Procedure, Rules};
use crate::face::second;
use crate::line::about;
use crate::plan::{Marks, Names, Next, OnFailure, Pace, Step, Words};
use crate::prechecks::groups::{OTHERS, REACH};
use crate::prechecks::{
    CaptureIntact, ConnectDatabase, ConnectPausable, ConnectPresent, DataMaintenance, DatabaseReachable,
    FailedWrites, LogGrowth, LogInFlight, PausedAlready, Streaming,
};
use crate::request::{self, Request};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// The procedure.
pub struct Quiesce;

/// For so long Connect must be seen quiet before it is called so, milliseconds.
const QUIET_FOR: u64 = MINUTE;
/// How long it may take to be seen quiet for that long, milliseconds.
const QUIET_WITHIN: u64 = 3 * MINUTE;

/// In the order in which they are shown.
const RULES: Rules = &[
    REACH,
    &[
        &ConnectPresent,
        &ConnectPausable,
        &PausedAlready,
        &ConnectDatabase,
        &LogInFlight,
        &FailedWrites,
        &CaptureIntact,
        &LogGrowth,
        &Streaming,
        &DatabaseReachable,
        &DataMaintenance,
    ],
    OTHERS,
];

impl Procedure for Quiesce {
    fn id(&self) -> &'static str {
        "quiesce"
    }

    fn manual(&self) -> &'static str {
        "Pausing Synchronization"
    }

    fn needs(&self, _: &Request) -> Needs {
        Needs { captured: true, ..Needs::everything() }
    }

    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        let resource = request.quiesces()?.resource.as_deref()?;
        Some(snapshot.of_connection(Some(resource)))
    }

    fn rules(&self) -> &'static [Rules] {
        &[RULES]
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let chosen = snapshot.of_connection(request.resource());
        let (lock, held) = (snapshot.lock.as_ref()?, snapshot.held()?);
        let all = chosen.connections.iter().all(|one| held::already(one) && held.of(&one.resource).is_some());
        (all && !chosen.connections.is_empty())
            .then(|| format!("run `{}` of {} holds Connect paused already", lock.run_id, lock.holder))
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(quiesce) = request.quiesces() else { return Outline::default() };
        let lead = place::lead(snapshot);
        // Nothing was prepared that would be worth keeping: what cannot be paused runs again.
        let mut pause = Step { on_failure: OnFailure::Undo, ..connect::pause(snapshot, &lead) };
        pause.until.iter_mut().for_each(|check| {
            check.pace = Pace::Slow;
            check.times = looks(request.wait_interval_ms);
            check.deadline_ms = QUIET_WITHIN;
        });
        let marks = Marks { sync_pauses: Some(pause.id.clone()), ..Marks::default() };
        let steps = [
            Some(lock::take(snapshot, &lead)),
            Some(held::note_heads(snapshot, &lead)),
            Some(connect::at_rest(snapshot)),
            quiesce.drain.then(|| connect::drain_live(snapshot, &lead, quiesce.drain_ms)),
            Some(pause),
            Some(held::note_paused(&lead)),
            Some(held::settled(snapshot, &lead)),
            Some(held::hold(snapshot, &lead, quiesce)),
        ];
        Outline {
            steps: steps.into_iter().flatten().collect(),
            marks,
            names: Names::default(),
            words: words(snapshot, quiesce),
            apps: apps(snapshot),
            confirmation: snapshot.app.clone(),
            not_covered: &[&NOT_COVERED],
        }
    }
}

/// Looks, at this interval, that cover the time for which it must be quiet.
fn looks(interval_ms: u64) -> u8 {
    let looks = QUIET_FOR.div_ceil(interval_ms.max(1)) + 1;
    u8::try_from(looks).unwrap_or(u8::MAX).max(3)
}

/// Apps whose data is not synced meanwhile.
pub(super) fn apps(snapshot: &Snapshot) -> Vec<String> {
    let mut apps = vec![snapshot.app.clone()];
    for one in &snapshot.connections {
        if !apps.contains(&one.app) {
            apps.push(one.app.clone());
        }
    }
    apps
}

/// Its connections by name, joined by commas.
pub(super) fn resources(snapshot: &Snapshot) -> String {
    let names: Vec<&str> = snapshot.connections.iter().map(|one| one.resource.as_str()).collect();
    names.join(", ")
}

fn words(snapshot: &Snapshot, quiesce: &request::Quiesce) -> Words {
    let names = resources(snapshot);
    let length = match quiesce.until {
        Some(until) => format!("until {}", second(until)),
        None => format!("for {}", about(quiesce.for_ms).trim_start_matches("about ")),
    };
    let reason = quiesce.reason.as_ref().map_or(String::new(), |reason| format!(", for: {reason}"));
    Words {
        title: format!("Pause of {names} on {} {length}", snapshot.database.addon),
        before: "Connect runs".to_owned(),
        undone: "Connect runs as before".to_owned(),
        after: "Connect is paused".to_owned(),
        done: format!("{names} paused and quiet{reason}; what the apps write is captured and not sent"),
        next: vec![Next {
            command: format!("heroku connect:resume-sync {{run}} --app {}", shell_word(&snapshot.app)),
            why: "resumes it; nobody does so by itself".to_owned(),
        }],
        ..Words::default()
    }
}

/// What a pause does not look after.
const NOT_COVERED: [&str; 3] = [
    "Connect may resume by itself after a maintenance of its own",
    "clients that write with a changed `xmlbinary` setting: their changes are not captured, paused or not",
    "how long Salesforce keeps deleted records: 15 days in its recycle bin",
];
