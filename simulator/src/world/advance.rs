//! What time alone moves.

use super::platform::can_follow;
use super::state::{Addon, AddonState, Database, DatabaseWork, Name, Upgrade};
use super::World;
use crate::job::{JobKind, Outcome, TakesOver};
use crate::scenario::{Holds, Reconnect};
use crate::{Act, FaultKind};

impl World {
    /// Lets time pass: timers only.
    pub fn advance(&mut self, now: u64) {
        self.begin_due(now);
        self.upgrades_due(now);
        self.plans_due(now);
        self.unfollows_due(now);
        self.unfollow_early();
        self.safe_again(now);
        self.dynos_due(now);
        self.addons_go(now);
        self.logins_due(now);
        for at in 0..self.connections.len() {
            self.notice_release(at, now);
            self.cycle(at, now);
        }
    }

    fn names(&self, wanted: impl Fn(&Addon) -> bool) -> Vec<Name> {
        self.addons.iter().filter(|addon| wanted(addon)).map(|addon| addon.name.clone()).collect()
    }

    /// Databases that were ordered and whose making may begin.
    pub(super) fn begin_due(&mut self, now: u64) {
        let due = self.names(|addon| {
            addon.state == AddonState::Provisioning
                && addon
                    .database
                    .as_ref()
                    .and_then(|database| database.begin_at)
                    .is_some_and(|begin| begin <= now)
        });
        for addon in due {
            let Some(database) = self.database_mut(&addon) else { continue };
            database.begin_at = None;
            let (leader, source, version, to) = (
                database.following.clone(),
                database.forked_from.clone(),
                database.version,
                database.rolled_back_to,
            );
            let origin = leader.as_deref().or(source.as_deref()).map(str::to_owned);
            if self.strikes(&FaultKind::ReplicaStuck, origin.as_deref()) {
                continue;
            }
            if self.strikes(&FaultKind::ReplicaFails, origin.as_deref()) {
                if let Ok(known) = self.addon_mut(&addon) {
                    known.state = AddonState::Deprovisioned;
                }
                continue;
            }
            let addon = addon.to_string();
            self.ask(match (leader, source) {
                (Some(leader), _) => JobKind::MakeReplica { leader: leader.to_string(), follower: addon },
                (None, Some(source)) => JobKind::MakeFork { source: source.to_string(), addon, to },
                (None, None) => JobKind::MakeDatabase {
                    addon,
                    version,
                    connections: Vec::new(),
                    credentials: Vec::new(),
                    holds: Holds::default(),
                },
            });
        }
    }

    fn upgrades_due(&mut self, now: u64) {
        for addon in self.names(|addon| addon.database.is_some()) {
            let over = |database: &Database| matches!(database.upgrade, Upgrade::Cancelling { until, .. } if until <= now);
            if self.database(&addon).is_some_and(over) {
                if let Some(database) = self.database_mut(&addon) {
                    database.upgrade = Upgrade::None;
                }
            }
        }
        let prepared = self.names(|addon| {
            let upgrade = addon.database.as_ref().map(|database| &database.upgrade);
            matches!(upgrade, Some(Upgrade::Preparing { .. } | Upgrade::Ready { .. }))
        });
        for addon in prepared {
            let window = self.settings.switches.window_ms;
            let fires = match self.database_mut(&addon) {
                Some(Database { upgrade, .. }) => match *upgrade {
                    Upgrade::Preparing { version, until } if until <= now => {
                        *upgrade = Upgrade::Ready { version, fires_at: now + window };
                        None
                    }
                    Upgrade::Ready { version, fires_at } => Some((version, fires_at <= now)),
                    _ => None,
                },
                None => None,
            };
            if let Some((version, due)) = fires {
                if due || self.strikes(&FaultKind::UpgradeFires, Some(&addon)) {
                    self.start_upgrade(&addon, version, false);
                }
            }
        }
    }

    fn plans_due(&mut self, now: u64) {
        for addon in self.names(|addon| addon.database.is_some()) {
            let Some(database) = self.database(&addon) else { continue };
            let DatabaseWork::PlanChange { plan, begins: Some(begins), then } = &database.work else {
                continue;
            };
            if *begins > now {
                continue;
            }
            let (plan, then) = (plan.clone(), then.clone());
            if let Some(database) = self.database_mut(&addon) {
                database.work = DatabaseWork::PlanChange { plan: plan.clone(), begins: None, then };
            }
            self.start_plan_change(&addon, &plan, now);
        }
    }

    /// The work itself.
    pub(super) fn start_plan_change(&mut self, addon: &str, plan: &str, now: u64) {
        if self.strikes(&FaultKind::PlanChangeStuck, Some(addon)) {
            return;
        }
        if self.strikes(&FaultKind::PlanChangeFails, Some(addon)) {
            self.plan_changed(addon, plan, &Outcome::Failed("plan change".to_owned()), now);
            return;
        }
        let switches = &self.settings.switches;
        let moves = switches.essential_plan_moves || can_follow(plan);
        let takes_over = moves.then_some(TakesOver {
            loses: switches.plan_change_loses,
            old_keeps_writing_ms: switches.old_keeps_writing_ms,
        });
        self.ask(JobKind::ChangePlan { addon: addon.to_owned(), plan: plan.to_owned(), takes_over });
    }

    /// Followers that were told to stop following and begin to, and those that are shown at last as what they are.
    pub(super) fn unfollows_due(&mut self, now: u64) {
        for addon in self.names(|addon| addon.database.is_some()) {
            let Some(database) = self.database_mut(&addon) else { continue };
            match database.work {
                DatabaseWork::Unfollowing { begins: Some(begins) } if begins <= now => {
                    self.start_unfollow(&addon);
                }
                DatabaseWork::ShownFollowing { until } if until <= now => {
                    database.work = DatabaseWork::None;
                    database.following = None;
                }
                _ => {}
            }
        }
    }

    /// Databases that led for long enough have a standby, and what they are saved by.
    fn safe_again(&mut self, now: u64) {
        let due = |until: Option<u64>| until.is_some_and(|until| until <= now);
        let gets = |database: &Database| due(database.alone_until) || due(database.unsaved_until);
        for addon in self.names(|addon| addon.database.as_ref().is_some_and(gets)) {
            let Some(database) = self.database_mut(&addon) else { continue };
            database.alone_until = database.alone_until.filter(|until| *until > now);
            database.unsaved_until = database.unsaved_until.filter(|until| *until > now);
        }
    }

    fn unfollow_early(&mut self) {
        if self.faults.is_empty() {
            return;
        }
        let followers = self.names(|addon| {
            addon.state == AddonState::Provisioned
                && addon.database.as_ref().is_some_and(|database| {
                    database.following.is_some()
                        && database.work == DatabaseWork::None
                        && database.upgrade == Upgrade::None
                })
        });
        for follower in followers {
            if self.strikes(&FaultKind::UnfollowEarly, Some(&follower)) {
                self.start_unfollow(&follower);
                if let Some(database) = self.database_mut(&follower) {
                    database.strayed = true;
                }
            }
        }
    }

    fn dynos_due(&mut self, now: u64) {
        let due: Vec<(Name, u64)> = self
            .apps
            .iter()
            .flat_map(|app| {
                let over = app.dynos.iter().filter(|dyno| dyno.stop_at.is_some_and(|stop| stop <= now));
                over.map(|dyno| (app.name.clone(), dyno.instance)).collect::<Vec<_>>()
            })
            .collect();
        for (app, instance) in due {
            self.stop_dyno(&app, instance, now);
        }
    }

    /// With lazy reconnecting, a release that changed the value is noticed some time later.
    fn notice_release(&mut self, at: usize, now: u64) {
        let connection = &self.connections[at];
        if self.settings.switches.reconnect != Reconnect::Lazy && !connection.rides
            || connection.reconnect_at.is_some()
            || !connection.state.runs()
        {
            return;
        }
        if connection.resolved.is_some() && self.resolve_key(connection) != connection.resolved {
            self.reconnect(at, now);
        }
    }

    /// Something happens without a request.
    pub fn act(&mut self, act: Act, now: u64) {
        self.perform(act, now);
    }
}
