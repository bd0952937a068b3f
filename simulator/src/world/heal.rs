//! What was stuck goes on once nothing holds it any more.

use super::state::{AddonState, DatabaseWork, DynoState, Name, Upgrade};
use super::World;
use crate::job::{JobKind, JobResult, Outcome, SyncCounts};

impl World {
    pub(super) fn go_on(&mut self, now: u64) {
        self.polls_end(now);
        self.addons_go_on(now);
        self.databases_go_on(now);
        self.copies_go_on();
        let apps: Vec<Name> = self.apps.iter().map(|app| app.name.clone()).collect();
        for app in apps {
            self.dynos_go_on(&app, now);
        }
    }

    /// A database poll of Connect that nobody works on is over.
    fn polls_end(&mut self, now: u64) {
        let open = |job: &u64| self.jobs.iter().any(|known| known.id == *job);
        let reads = self.connections.iter().filter_map(|connection| connection.read_job);
        let stuck: Vec<u64> = reads.filter(|job| !open(job)).collect();
        for job in stuck {
            self.log_read(job, &Outcome::Done(JobResult::Counts(SyncCounts::default())), now);
        }
    }

    /// Databases that nobody makes are begun again, upgrades that nobody runs are run.
    fn databases_go_on(&mut self, now: u64) {
        for addon in self.databases() {
            let Some(database) = self.database(&addon) else { continue };
            let waits = database.url.is_none() && database.begin_at.is_none() && !self.making(&addon);
            let provisioning = self.addon(&addon).is_ok_and(|known| known.state == AddonState::Provisioning);
            if let DatabaseWork::PlanChange { plan, begins: None, .. } = &database.work {
                if !self.changing_plan(&addon) {
                    let plan = plan.clone();
                    self.start_plan_change(&addon, &plan, now);
                    continue;
                }
            }
            match database.upgrade {
                Upgrade::Running { version, followed } if !self.upgrading(&addon) => {
                    self.start_upgrade(&addon, version, followed);
                }
                _ if waits && provisioning && self.booted => {
                    if let Some(database) = self.database_mut(&addon) {
                        database.begin_at = Some(now);
                    }
                }
                _ => {}
            }
        }
    }

    fn changing_plan(&self, name: &str) -> bool {
        self.jobs.iter().any(|job| matches!(&job.kind, JobKind::ChangePlan { addon, .. } if addon == name))
    }

    fn upgrading(&self, name: &str) -> bool {
        self.jobs.iter().any(|job| match &job.kind {
            JobKind::UpgradeFollower { addon, .. } | JobKind::UpgradeLeader { addon, .. } => addon == name,
            _ => false,
        })
    }

    /// Dynos that should have stopped stop, those that crashed are started anew.
    fn dynos_go_on(&mut self, app: &str, now: u64) {
        let Ok(known) = self.app_mut(app) else { return };
        known.dynos.retain(|dyno| dyno.state != DynoState::Crashed);
        let lives = self.settings.switches.one_off_ms;
        let Ok(known) = self.app(app) else { return };
        let one_off = |kind: &Name| known.formation.iter().all(|process| process.kind != *kind);
        let over = known
            .dynos
            .iter()
            .filter(|dyno| dyno.stop_at.is_none() && (!dyno.listed || lives > 0 && one_off(&dyno.kind)));
        let over: Vec<u64> = over.map(|dyno| dyno.instance).collect();
        for instance in over {
            self.stop_dyno(app, instance, now);
        }
        self.level(app, now);
        self.restart_on_current(app, now);
    }
}
