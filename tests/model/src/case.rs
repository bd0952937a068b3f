//! What is tried: a plan in a world.

use std::sync::Arc;

use connect_core::command::{Aftercare, ChangePlan, UpgradeDb};
use connect_core::face::LocalTime;
use connect_core::journal::Limits;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::run::{Hold, Run, Setting};
use serde_json::Value;

use crate::changes;
use crate::desk::{scenario, Desk};
use crate::play::Play;
use crate::readers;
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
        Self::upgrade_with(scenario, Aftercare::default(), bounds)
    }

    /// The same, and what is asked of the aftercare.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn upgrade_with(scenario: &Scenario, aftercare: Aftercare, bounds: Bounds) -> Result<Self, String> {
        let typed = UpgradeDb {
            app: "acme-sync".to_owned(),
            version: Some("17".to_owned()),
            aftercare,
            ..UpgradeDb::default()
        };
        let request = Request::upgrade_db(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::requested(scenario, &request, bounds)
    }

    /// The change of a database's plan to one with more room, in a scenario, by a method.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn change_plan_in(scenario: &Scenario, method: &str, bounds: Bounds) -> Result<Self, String> {
        let typed = ChangePlan {
            app: "acme-sync".to_owned(),
            method: Some(method.to_owned()),
            plan: "standard-2".to_owned(),
            ..ChangePlan::default()
        };
        let request = Request::change_plan(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::requested(scenario, &request, bounds)
    }

    fn requested(scenario: &Scenario, request: &Request, bounds: Bounds) -> Result<Self, String> {
        let mut desk = Desk::new(scenario);
        let plan = Arc::new(plan(&mut desk, request)?);
        let before = desk.view();
        Ok(Self { plan, bounds, desk, before, only: None })
    }

    /// What is checked under a name: a scenario of the follower method, a change of plan in a world of
    /// [`crate::changes`], or an upgrade in one of [`crate::readers`].
    ///
    /// # Errors
    /// When there is none of this name, or something stands against the plan.
    pub fn named(name: &str, bounds: Bounds) -> Result<Self, String> {
        match (changes::world(name)?, readers::world(name)?) {
            (Some((world, method)), _) => Self::change_plan_in(&world, method, bounds),
            (None, Some((world, aftercare))) => Self::upgrade_with(&world, aftercare, bounds),
            (None, None) => Self::upgrade(name, bounds),
        }
    }

    /// A procedure, by one of its methods, in a scenario, where it can be carried out: a sequel after the run that it follows.
    ///
    /// # Errors
    /// When something stands against it, or nobody said yet how a world gets to where it is asked for.
    pub fn of(procedure: &str, method: &str, name: &str) -> Result<Self, String> {
        let bounds = Bounds { faults: 0, crashes: 0 };
        // What reads the old database's followers has to move before it can be destroyed.
        let moving = Aftercare { move_readers: true, ..Aftercare::default() };
        match procedure {
            "upgrade-db" => Self::upgrade_with(&scenario(name)?, moving, bounds),
            "change-plan" => Self::change_plan_in(&scenario(name)?, method, bounds),
            "finish" => Self::upgrade_with(&scenario(name)?, moving, bounds)?.sequel(),
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
        Self::accepting(Vec::new())
    }

    /// The same where a person goes on in spite of what these codes name.
    pub(crate) fn accepting(accept: Vec<String>) -> Setting {
        Setting {
            holder: "me@here".to_owned(),
            interactive: false,
            hold: Hold::No,
            accept,
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
