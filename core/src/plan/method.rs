//! Ways to do it, compared; and what doing it asks of the services.

use serde::{Deserialize, Serialize};

use connect_wire::Api;

use super::names::Names;
use super::step::Step;
use crate::effect::Effect;
use crate::late::{Known, Role};
use crate::look::{Look, Stop};
use crate::ops::Op;
use crate::zone::Zone;

/// A way to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PlanMethod"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Method {
    /// For example `follower`, `direct` or `copy`.
    pub name: String,
    /// True for the one that the steps carry out.
    pub chosen: bool,
    /// False if it cannot be used here; `why` says why.
    pub possible: bool,
    /// Why chosen, or why not.
    pub why: String,
    /// Whole duration, minutes, from and to.
    pub minutes: (u32, u32),
    /// Time in which writers are stopped, minutes, from and to.
    pub downtime_minutes: (u32, u32),
    /// Up to where it can be undone, in words.
    pub reversible: String,
    /// What it costs, in words.
    pub cost: String,
}

/// API calls on the good path, waits not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// Platform API, of 4,500 an hour for the account.
    pub platform: u32,
    /// Data API.
    pub data: u32,
    /// Connect API.
    pub connect: u32,
    /// SQL sessions.
    pub sql: u32,
}

/// How often the calls of a step go out, one by one or together.
fn waves(step: &Step) -> u32 {
    let calls = step.calls.len();
    let alone = step.together_from.map_or(calls, |from| from.min(calls));
    u32::try_from(alone).unwrap_or(u32::MAX) + u32::from(alone < calls)
}

/// Databases in which there is a row of the lock from then on.
fn new_locks(op: &Op) -> u32 {
    match op {
        Op::LockTake(_) => 1,
        Op::LockZone(note) => u32::from(note.place.role == Role::New && note.zone == Zone::CutOver),
        _ => 0,
    }
}

impl Budget {
    /// What these steps ask for: every change, the look at the lock before it, and the first read of every check as often as it must
    /// hold.
    #[must_use]
    pub fn of(steps: &[Step], names: &Names) -> Self {
        let bindings = names.shown();
        let known = Known::shown(&bindings);
        let mut budget = Self::default();
        let mut locks = 0;
        for step in steps {
            budget.sql += locks * waves(step);
            locks += step.calls.iter().map(new_locks).sum::<u32>();
            for call in &step.calls {
                if let Ok(effect) = call.known().and_then(|op| op.request(&known)) {
                    budget.count(&effect, 1);
                }
            }
            for check in step.guards.iter().chain(&step.until) {
                let Ok(condition) = check.condition.known() else { continue };
                if let Err(Stop::Read(effect)) = condition.judge(&known, &Look::at(&[])) {
                    budget.count(&effect, u32::from(check.times));
                }
            }
        }
        budget
    }

    fn count(&mut self, effect: &Effect, times: u32) {
        let kind = match effect {
            Effect::Http(http) => match http.request.api {
                Api::Platform | Api::Metrics => &mut self.platform,
                Api::Data => &mut self.data,
                Api::ConnectDiscovery | Api::ConnectRegion => &mut self.connect,
                Api::Status => return,
            },
            Effect::Sql(_) => &mut self.sql,
            Effect::File(_) => return,
        };
        *kind += times;
    }
}
