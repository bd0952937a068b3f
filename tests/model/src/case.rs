//! What is tried: a plan in a world.

use std::sync::Arc;

use connect_core::command::UpgradeDb;
use connect_core::face::LocalTime;
use connect_core::journal::Limits;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::run::{Hold, Run, Setting};
use serde_json::Value;

use crate::desk::{scenario, Desk};
use crate::play::Play;
use connect_rehearsal::survey;
use connect_simulator::Scenario;

/// Between a run and its sequel.
const SOAK_MS: u64 = 60_000;

/// How much may go wrong on one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Effects that do not simply succeed.
    pub faults: u8,
    /// Times the process dies.
    pub crashes: u8,
}

/// A plan, the world it was made for, and how much may go wrong.
#[derive(Debug)]
pub struct Case {
    /// The plan.
    pub plan: Arc<Plan>,
    /// How much may go wrong.
    pub bounds: Bounds,
    /// The desk on which it begins.
    pub desk: Desk,
    /// The picture of the world at that moment.
    pub before: Value,
    /// Only this invariant is looked for; a way on which another one breaks is not followed.
    pub only: Option<&'static str>,
}

impl Case {
    /// The upgrade of a scenario's database, planned by the survey and the procedure themselves.
    ///
    /// # Errors
    /// When there is no such scenario, or something stands against the plan.
    pub fn upgrade(name: &str, bounds: Bounds) -> Result<Self, String> {
        Self::upgrade_in(&scenario(name)?, bounds)
    }

    /// The same in a scenario that is no file.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn upgrade_in(scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        let typed =
            UpgradeDb { app: "acme-sync".to_owned(), version: Some("17".to_owned()), ..UpgradeDb::default() };
        let request = Request::upgrade_db(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        let mut desk = Desk::new(scenario);
        let plan = Arc::new(plan(&mut desk, &request)?);
        let before = desk.view();
        Ok(Self { plan, bounds, desk, before, only: None })
    }

    /// A procedure in a scenario, where it can be carried out: a sequel after the run that it follows.
    ///
    /// # Errors
    /// When something stands against it, or nobody said yet how a world gets to where it is asked for.
    pub fn of(procedure: &str, scenario: &str) -> Result<Self, String> {
        let upgrade = Self::upgrade(scenario, Bounds { faults: 0, crashes: 0 })?;
        match procedure {
            "upgrade-db" => Ok(upgrade),
            "finish" => upgrade.sequel(),
            other => Err(format!("`Case::of` does not know what leads to `{other}`")),
        }
    }

    /// What finishes this case, in the world that it left.
    fn sequel(&self) -> Result<Self, String> {
        let mut play = Play::begin(self);
        play.to_the_end().map_err(|(_, broken)| broken.seen)?;
        let Play { mut desk, run, .. } = play;
        desk.pass(SOAK_MS);
        let finishing = |run: &Run| {
            let mut bindings = self.plan.names.made_for(run.id());
            bindings.extend(run.bindings().clone());
            procedures::find(&self.plan.procedure)?.finishing(&self.plan, run.id(), &bindings)
        };
        let request = finishing(&run).ok_or("it leaves nothing behind")?;
        let plan = Arc::new(plan(&mut desk, &request)?);
        let before = desk.view();
        Ok(Self { plan, desk, before, ..*self })
    }

    /// A process on a machine without a terminal.
    pub(crate) fn setting() -> Setting {
        Setting {
            holder: "me@here".to_owned(),
            interactive: false,
            hold: Hold::No,
            accept: Vec::new(),
            limits: Limits::default(),
            local: LocalTime::default(),
        }
    }
}

/// Makes the plan that is run, by the survey and the procedure themselves.
///
/// # Errors
/// What stands against it.
pub fn plan(desk: &mut Desk, request: &Request) -> Result<Plan, String> {
    let plan = procedures::plan(&survey(desk, request)?, request);
    if plan.applyable() {
        Ok(plan)
    } else {
        Err(format!("{:#?}", plan.prechecks))
    }
}
