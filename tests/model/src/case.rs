//! What is tried: a plan in a world.

use std::sync::Arc;

use connect_core::command::{
    Aftercare, ChangeField, ChangePlan, Quiesce, Recreate, ResumeSync, Resync, Shown, UpgradeDb,
};
use connect_core::face::LocalTime;
use connect_core::journal::Limits;
use connect_core::plan::{Next, Plan};
use connect_core::procedures;
use connect_core::report::Report;
use connect_core::request::Request;
use connect_core::run::{Hold, Run, Setting, UpTo};
use serde_json::Value;

use crate::changes;
use crate::desk::{scenario, Desk};
use crate::methods::WITH_COPY;
use crate::past::{self, Since};
use crate::play::Play;
use crate::readers;
use crate::spaces;
use connect_rehearsal::survey;
use connect_simulator::{Act, FieldDefinition, FieldType, LoginOrg, Scenario};

/// The world of an upgrade in place: one small app.
pub const DIRECT: &str = "upgrade-direct";

/// The same with a copy that leads back.
pub const DIRECT_COPY: &str = "upgrade-direct-copy";

/// Between a run and its sequel.
const SOAK_MS: u64 = 60_000;

/// What everybody accepts whose connection is made anew.
const ANEW: [&str; 2] = ["recreate/manual-settings", "app/readers-fail"];

/// What a person says to a copy of a database with credentials of its own.
const ACCEPTED: [&str; 1] = ["copy/credentials"];

/// One name of [`Case::named`] for each world and method.
pub const SAMPLES: [&str; 17] = [
    "upgrade-follower",
    "two-connections",
    "upgrade-direct",
    "upgrade-direct-copy",
    "copy",
    "readers",
    "private",
    "change-plan",
    "changeover",
    "essential-to-standard",
    "essential-to-standard-recreate",
    "quiesce",
    "resume-sync",
    "change-field",
    "longer-field",
    "recreate",
    "resync-make",
];

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
        Self::upgrade_by(scenario, None, bounds)
    }

    /// The same by a method; the best one if absent.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn upgrade_by(scenario: &Scenario, method: Option<&str>, bounds: Bounds) -> Result<Self, String> {
        let accepted = ACCEPTED.iter().filter(|_| method == Some("copy"));
        let accept = accepted.map(|code| (*code).to_owned()).collect();
        Self::upgrade_typed(
            scenario,
            &UpgradeDb { accept, method: method.map(str::to_owned), ..UpgradeDb::default() },
            bounds,
        )
    }

    /// The upgrade of a scenario's database in place.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn direct_in(scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        Self::direct_with(scenario, None, bounds)
    }

    /// The same with something that leads back; the best that there is if absent.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn direct_with(scenario: &Scenario, way_back: Option<&str>, bounds: Bounds) -> Result<Self, String> {
        let accept = ["upgrade/dryrun-unread", "upgrade/window-near", "direct/followers-rebuilt"];
        let (accept, method) = (accept.map(str::to_owned).to_vec(), Some("direct".to_owned()));
        let way_back = way_back.map(str::to_owned);
        Self::upgrade_typed(scenario, &UpgradeDb { accept, method, way_back, ..UpgradeDb::default() }, bounds)
    }

    /// The same by the best method, and what is asked of the aftercare.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn upgrade_with(scenario: &Scenario, aftercare: Aftercare, bounds: Bounds) -> Result<Self, String> {
        Self::upgrade_typed(scenario, &UpgradeDb { aftercare, ..UpgradeDb::default() }, bounds)
    }

    fn upgrade_typed(scenario: &Scenario, more: &UpgradeDb, bounds: Bounds) -> Result<Self, String> {
        let typed = UpgradeDb { app: "acme-sync".to_owned(), version: Some("17".to_owned()), ..more.clone() };
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

    /// A pause of every connection of a scenario's database.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn quiesce_in(scenario: &Scenario, more: &Quiesce, bounds: Bounds) -> Result<Self, String> {
        let typed = Quiesce { app: "acme-sync".to_owned(), ..more.clone() };
        let request = Request::quiesce(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::requested(scenario, &request, bounds)
    }

    /// The end of such a pause, in the world that it left.
    ///
    /// # Errors
    /// When something stands against one of the two.
    pub fn resume_in(scenario: &Scenario, more: &ResumeSync, bounds: Bounds) -> Result<Self, String> {
        let typed = ResumeSync { app: "acme-sync".to_owned(), ..more.clone() };
        let request = Request::resume_sync(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        let paused = Self::quiesce_in(scenario, &Quiesce::default(), bounds)?;
        paused.followed_by(|_, _| Some(request))
    }

    /// A field of Account that became a text where it was a number, in a scenario: it is taken out and put back, with a view on it.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn retyped_in(scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        let text = FieldDefinition { kind: FieldType::String, length: Some(40), required: false };
        Self::field_in(scenario, "Version__c", text, bounds)
    }

    /// One that became longer, with a view on it: saving the mapping is enough, and no app is stopped.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn longer_in(scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        let longer = FieldDefinition { kind: FieldType::String, length: Some(300), required: false };
        Self::field_in(scenario, "Name", longer, bounds)
    }

    fn field_in(
        scenario: &Scenario,
        field: &str,
        definition: FieldDefinition,
        bounds: Bounds,
    ) -> Result<Self, String> {
        let mut desk = Desk::new(scenario);
        let (object, changed) = ("Account".to_owned(), field.to_owned());
        desk.world.act(Act::FieldChange { object, field: changed, definition: Some(definition) }, desk.now);
        let lead = scenario.databases.first().ok_or("no database")?;
        let schema = &scenario.connections.first().ok_or("no connection")?.schema_name;
        desk.paper.dependant(&lead.addon, schema, "account", &field.to_lowercase(), "public.told", true);
        let typed = ChangeField {
            app: "acme-sync".to_owned(),
            mapping: Some("Account".to_owned()),
            fields: vec![field.to_owned()],
            resource: scenario.connections.first().map(|one| one.addon.clone()),
            shown: Shown { accept: vec!["field/views-missing".to_owned()], ..Shown::default() },
            ..ChangeField::default()
        };
        let request = Request::change_field(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::planned(desk, &request, bounds)
    }

    /// A connection that is made anew for another plan, with a view on one of its tables and somebody at hand who logs into this
    /// organization.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn recreated_in(scenario: &Scenario, into: LoginOrg, bounds: Bounds) -> Result<Self, String> {
        let (desk, resource) = login_at_hand(scenario, into)?;
        let typed = Recreate {
            app: "acme-sync".to_owned(),
            reason: Some("tier-change".to_owned()),
            resource: Some(resource),
            shown: Shown { accept: ANEW.map(str::to_owned).to_vec(), ..Shown::default() },
            ..Recreate::default()
        };
        let request = Request::recreate(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::planned(desk, &request, bounds)
    }

    /// The same on a copy of its database on another plan, which takes over.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn moved_anew_in(
        scenario: &Scenario,
        to: &str,
        into: LoginOrg,
        bounds: Bounds,
    ) -> Result<Self, String> {
        let (desk, _) = login_at_hand(scenario, into)?;
        let typed = ChangePlan {
            accept: ANEW.map(str::to_owned).to_vec(),
            app: "acme-sync".to_owned(),
            method: Some("recreate".to_owned()),
            plan: to.to_owned(),
            ..ChangePlan::default()
        };
        let request = Request::change_plan(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::planned(desk, &request, bounds)
    }

    /// A database that is rolled back, or was by hand, with nothing accepted but that writes are in the old one.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn resynced_in(scenario: &Scenario, since: Option<Since>, bounds: Bounds) -> Result<Self, String> {
        Self::resynced(scenario, since, false, bounds)
    }

    /// The same where the rollback is made, and Connect is paused before that.
    ///
    /// # Errors
    /// When something stands against the plan.
    pub fn resynced_at_once(scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        Self::resynced(scenario, None, true, bounds)
    }

    fn resynced(
        scenario: &Scenario,
        since: Option<Since>,
        pause_now: bool,
        bounds: Bounds,
    ) -> Result<Self, String> {
        let mut desk = Desk::new(&past::with_past(scenario));
        let mut typed = Resync {
            app: "acme-sync".to_owned(),
            pause_now,
            shown: Shown { accept: vec!["rollback/loses-writes".to_owned()], ..Shown::default() },
            ..Resync::default()
        };
        match since {
            Some(since) => {
                typed.at = Some(past::roll_back(&mut desk, since)?);
                typed.already_rolled_back = true;
                typed.old = Some(past::OLD.to_owned());
            }
            None => typed.rollback_to = Some(past::to_go_back_to(&mut desk)?),
        }
        let request = Request::resync(&typed, desk.now).map_err(|wrong| format!("{wrong:?}"))?;
        Self::planned(desk, &request, bounds)
    }

    fn planned(mut desk: Desk, request: &Request, bounds: Bounds) -> Result<Self, String> {
        let plan = Arc::new(plan(&mut desk, request)?);
        let before = desk.view();
        Ok(Self { plan, bounds, desk, before, only: None })
    }

    fn requested(scenario: &Scenario, request: &Request, bounds: Bounds) -> Result<Self, String> {
        let mut desk = Desk::new(scenario);
        let plan = Arc::new(plan(&mut desk, request)?);
        let before = desk.view();
        Ok(Self { plan, bounds, desk, before, only: None })
    }

    /// What is checked under a name: a scenario of the follower method, a change of plan in a world of [`crate::changes`], or an
    /// upgrade in one of [`crate::spaces`] or [`crate::readers`].
    ///
    /// # Errors
    /// When there is none of this name, or something stands against the plan.
    pub fn named(name: &str, bounds: Bounds) -> Result<Self, String> {
        match (name, changes::world(name)?) {
            ("private" | "shield", _) => {
                let typed = UpgradeDb { accept: spaces::accepted(), ..UpgradeDb::default() };
                Self::upgrade_typed(&spaces::private(&format!("{name}-0"))?, &typed, bounds)
            }
            ("private-changeover", _) => Self::changed_in_private("changeover", bounds),
            ("private-change-plan", _) => Self::changed_in_private("in-place", bounds),
            ("essential-to-standard", _) => Self::changed_to("standard-0", &scenario(name)?, bounds),
            ("essential-to-standard-recreate", _) => Self::moved_anew_in(
                &scenario("essential-to-standard")?,
                "standard-0",
                LoginOrg::Right,
                bounds,
            ),
            ("copy", _) => Self::upgrade_by(&scenario("upgrade-copy")?, Some("copy"), bounds),
            ("quiesce", _) => Self::quiesce_in(&scenario("upgrade-follower")?, &Quiesce::default(), bounds),
            ("resume-sync", _) => {
                Self::resume_in(&scenario("upgrade-follower")?, &ResumeSync::default(), bounds)
            }
            ("change-field", _) => Self::retyped_in(&scenario("upgrade-follower")?, bounds),
            ("recreate", _) => Self::recreated_in(&scenario("upgrade-follower")?, LoginOrg::Right, bounds),
            ("recreate-wrong-login", _) => {
                Self::recreated_in(&scenario("upgrade-follower")?, LoginOrg::Wrong, bounds)
            }
            ("resync", _) => Self::resynced_in(&scenario("upgrade-follower")?, Some(Since::Quiet), bounds),
            ("resync-live", _) => {
                Self::resynced_in(&scenario("upgrade-follower")?, Some(Since::Live), bounds)
            }
            ("resync-make", _) => Self::resynced_in(&scenario("upgrade-follower")?, None, bounds),
            ("resync-make-now", _) => Self::resynced_at_once(&scenario("upgrade-follower")?, bounds),
            ("longer-field", _) => Self::longer_in(&scenario("upgrade-follower")?, bounds),
            (DIRECT, _) => Self::direct_in(&scenario("upgrade-follower")?, bounds),
            (DIRECT_COPY, _) => Self::direct_with(&scenario("upgrade-follower")?, Some("copy"), bounds),
            (_, Some((world, method))) => Self::change_plan_in(&world, method, bounds),
            (_, None) => match readers::world(name)? {
                Some((world, aftercare)) => Self::upgrade_with(&world, aftercare, bounds),
                None => Self::upgrade(name, bounds),
            },
        }
    }

    fn changed_to(to: &str, scenario: &Scenario, bounds: Bounds) -> Result<Self, String> {
        let typed = ChangePlan { app: "acme-sync".to_owned(), plan: to.to_owned(), ..ChangePlan::default() };
        let request = Request::change_plan(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::requested(scenario, &request, bounds)
    }

    fn changed_in_private(method: &str, bounds: Bounds) -> Result<Self, String> {
        let typed = ChangePlan {
            app: "acme-sync".to_owned(),
            method: Some(method.to_owned()),
            plan: "private-2".to_owned(),
            accept: spaces::accepted(),
            ..ChangePlan::default()
        };
        let request = Request::change_plan(&typed).map_err(|wrong| format!("{wrong:?}"))?;
        Self::requested(&spaces::private("private-0")?, &request, bounds)
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
            "upgrade-db" if method == "direct" => Self::direct_in(&scenario(name)?, bounds),
            "upgrade-db" if method == WITH_COPY => Self::direct_with(&scenario(name)?, Some("copy"), bounds),
            "upgrade-db" if method == "copy" => Self::upgrade_by(&scenario(name)?, Some(method), bounds),
            "upgrade-db" => Self::upgrade_with(&scenario(name)?, moving, bounds),
            "change-plan" if method == "recreate" => {
                Self::moved_anew_in(&scenario(name)?, "standard-2", LoginOrg::Right, bounds)
            }
            "change-plan" => Self::change_plan_in(&scenario(name)?, method, bounds),
            "quiesce" => Self::quiesce_in(&scenario(name)?, &Quiesce::default(), bounds),
            "resume-sync" => Self::resume_in(&scenario(name)?, &ResumeSync::default(), bounds),
            "change-field" => Self::retyped_in(&scenario(name)?, bounds),
            "recreate" => Self::recreated_in(&scenario(name)?, LoginOrg::Right, bounds),
            "resync" => Self::resynced_in(&scenario(name)?, None, bounds),
            "finish" => Self::upgrade_with(&scenario(name)?, moving, bounds)?.sequel(),
            other => Err(format!("`Case::of` does not know what leads to `{other}`")),
        }
    }

    /// What finishes this case, in the world that it left.
    fn sequel(&self) -> Result<Self, String> {
        self.followed_by(|plan, run| {
            let mut bindings = plan.names.made_for(run.id());
            bindings.extend(run.bindings().clone());
            procedures::find(&plan.procedure)?.finishing(plan, run.id(), &bindings)
        })
    }

    /// What is asked for after this case, in the world that it left.
    fn followed_by(&self, asked: impl FnOnce(&Plan, &Run) -> Option<Request>) -> Result<Self, String> {
        let mut play = Play::begin(self);
        play.to_the_end().map_err(|(_, broken)| broken.seen)?;
        let Play { mut desk, run, .. } = play;
        desk.pass(SOAK_MS);
        let request = asked(&self.plan, &run).ok_or("it leaves nothing behind")?;
        let plan = Arc::new(plan(&mut desk, &request)?);
        let before = desk.view();
        Ok(Self { plan, desk, before, ..*self })
    }

    /// Id of its run: another one than that of the run which holds the lock until it begins.
    #[must_use]
    pub(crate) fn run_id(&self) -> &'static str {
        if self.plan.snapshot.lock.is_some() {
            "rmodel02"
        } else {
            "rmodel01"
        }
    }

    /// A process on a machine without a terminal.
    pub(crate) fn setting() -> Setting {
        Self::accepting(Vec::new())
    }

    /// The codes that a report offers to accept.
    pub(crate) fn offered(report: &Report) -> Vec<String> {
        let offer = |next: &Next| next.command.split_once(" --accept ").map(|(_, code)| code.to_owned());
        report.next.iter().filter_map(offer).collect()
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
            up_to: UpTo::End,
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

/// A world with a view on one of its tables and somebody who logs into this organization; and its connection, by the add-on.
fn login_at_hand(scenario: &Scenario, into: LoginOrg) -> Result<(Desk, String), String> {
    let mut scenario = scenario.clone();
    scenario.switches.login = Some(into);
    let mut desk = Desk::new(&scenario);
    let lead = scenario.databases.first().ok_or("no database")?;
    let connection = scenario.connections.first().ok_or("no connection")?;
    desk.paper.dependant(&lead.addon, &connection.schema_name, "account", "name", "public.told", true);
    Ok((desk, connection.addon.clone()))
}
