//! What the world makes of finished hardware work.

use std::sync::Arc;

use super::ids::{number, uuid, Kind};
use super::setup::name;
use super::state::{AddonState, DatabaseWork, DynoState, Name, Upgrade};
use super::words::SyncState;
use super::World;
use crate::job::{Dump, JobKind, JobResult, Outcome};
use crate::scenario::{OnFailover, UnfollowSeen};

impl World {
    /// A hardware job ended. Unknown ids are ignored: the job was overtaken.
    pub fn complete(&mut self, job: u64, outcome: Outcome, now: u64) {
        let Some(at) = self.jobs.iter().position(|known| known.id == job) else { return };
        let known = self.jobs.remove(at);
        let done = matches!(outcome, Outcome::Done(_));
        match &known.kind {
            JobKind::MakeDatabase { addon, .. } => {
                self.made(addon, &outcome, now);
                if let Some(database) = self.database_mut(addon) {
                    database.log_since = Some(now);
                }
            }
            JobKind::MakeFork { addon, .. } => self.made(addon, &outcome, now),
            JobKind::MakeReplica { follower, .. } => self.made(follower, &outcome, now),
            JobKind::Unfollow { addon } => self.unfollowed(addon, done, now),
            JobKind::UpgradeFollower { addon, version } => self.upgraded(addon, *version, &outcome, now),
            JobKind::UpgradeLeader { addon, version, .. } => {
                self.upgraded(addon, *version, &outcome, now);
                if done {
                    let (how, back) = self.connect_after_upgrade(now);
                    self.connect_meets(addon, how, back);
                }
            }
            JobKind::ResetConnections { .. } => {}
            JobKind::ChangePlan { addon, plan, .. } => self.plan_changed(addon, plan, &outcome, now),
            JobKind::DestroyDatabase { addon } => self.destroyed(addon),
            JobKind::Backup { transfer, .. } | JobKind::Copy { transfer, .. } => {
                self.transferred(transfer, &outcome, now);
            }
            JobKind::MakeCredential { addon, credential, .. } => {
                if let Some(database) = self.database_mut(addon).filter(|_| done) {
                    database.making.retain(|one| **one != **credential);
                }
            }
            JobKind::StartDyno(start) => {
                if let Some(dyno) = self.dyno_mut(&start.app, start.instance) {
                    if dyno.state == DynoState::Starting {
                        dyno.state = if done { DynoState::Up } else { DynoState::Crashed };
                        dyno.since = now;
                    }
                }
            }
            JobKind::StopDyno { app, instance, .. } => self.dyno_gone(app, *instance, now),
            JobKind::ReleasePhase { app, release, .. } => {
                let ok = matches!(outcome, Outcome::Done(JobResult::Released { ok: true }));
                self.release_ended(app, *release, ok, now);
            }
            JobKind::ReadLog(_) => self.log_read(job, &outcome, now),
            JobKind::PollOrg(_) => self.org_polled(job, &outcome, now),
            JobKind::LoadMapping { .. } => self.mapping_loaded(job, &outcome, now),
            JobKind::AlterMapping { .. } => self.mapping_altered(job, &outcome, now),
            JobKind::InstallSchema { .. } => self.schema_installed(job, &outcome, now),
            JobKind::DropSchema { .. } => self.addons_go(now),
            JobKind::LeaveMapping { .. } => {}
            JobKind::RefreshOrg { from, to } => self.org_refreshed(from, to, &outcome),
            JobKind::LoadColumns { .. } => self.columns_loaded(job, &outcome, now),
        }
    }

    fn made(&mut self, addon: &str, outcome: &Outcome, now: u64) {
        let Outcome::Done(JobResult::Database { url }) = outcome else {
            self.not_made(addon);
            return;
        };
        let Ok(known) = self.addon(addon) else { return };
        let again = known.state == AddonState::Provisioned;
        if known.state == AddonState::Deprovisioning {
            // Destroyed while it was made: now there is something to remove.
            self.ask(JobKind::DestroyDatabase { addon: addon.to_owned() });
            return;
        }
        let leader = known.database.as_ref().and_then(|database| database.following.clone());
        let of_leader = leader
            .and_then(|leader| self.database(&leader))
            .map(|leader| (leader.version, leader.full.clone()));
        let lag = if self.booted { self.settings.switches.bastion_lag } else { 0 };
        if let Ok(known) = self.addon_mut(addon) {
            known.state = AddonState::Provisioned;
            if let Some(database) = &mut known.database {
                if lag > 0 {
                    database.bastion.from = now + lag;
                }
                database.in_recovery = database.following.is_some();
                if let Some((version, full)) = of_leader {
                    database.version = version;
                    database.full = full;
                }
                if !again {
                    database.url = Some(name(url));
                }
            }
        }
        if again {
            self.follower_remade(addon);
            let url = if self.settings.switches.followers_keep_url { url.clone() } else { other_host(url) };
            self.change_url(addon, &url, now);
        } else if self.booted {
            self.announce(addon, "Attach", now);
        } else {
            self.begin_databases();
            self.boot_if_ready(now);
        }
    }

    fn not_made(&mut self, addon: &str) {
        let Ok(known) = self.addon_mut(addon) else { return };
        match known.state {
            AddonState::Provisioning => known.state = AddonState::Deprovisioned,
            AddonState::Provisioned => self.follower_remade(addon),
            AddonState::Deprovisioning => self.destroyed(addon),
            AddonState::Deprovisioned => {}
        }
    }

    /// One release for every app that has an attachment of `addon`.
    fn announce(&mut self, addon: &str, verb: &str, now: u64) {
        let held: Vec<(Name, Name)> = self
            .attachments
            .iter()
            .filter(|held| &*held.addon == addon)
            .map(|held| (held.app.clone(), held.name.clone()))
            .collect();
        let mut apps: Vec<Name> = held.iter().map(|(app, _)| app.clone()).collect();
        apps.sort();
        apps.dedup();
        for app in apps {
            let names: Vec<&str> =
                held.iter().filter(|(owner, _)| *owner == app).map(|(_, name)| &**name).collect();
            let text = match verb {
                "Attach" => format!("Attach {} (@ref:{addon})", names.join(", ")),
                _ => format!("Update {} by heroku-postgresql", names.join(", ")),
            };
            self.release(&app, &text, now);
        }
    }

    /// A database has a new URL: config vars change, apps restart.
    pub(super) fn change_url(&mut self, addon: &str, url: &str, now: u64) {
        let Some(database) = self.database_mut(addon) else { return };
        if database.url.as_deref() != Some(url) {
            database.url = Some(name(url));
            self.announce(addon, "Update", now);
        }
    }

    fn follower_remade(&mut self, addon: &str) {
        let leader = self.database(addon).and_then(|database| database.following.clone());
        if let Some(leader) = leader.and_then(|leader| self.database_mut(&leader)) {
            if let Upgrade::Followers { left } = &mut leader.upgrade {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    leader.upgrade = Upgrade::Done { version: leader.version };
                }
            }
        }
    }

    fn unfollowed(&mut self, addon: &str, done: bool, now: u64) {
        let switches = &self.settings.switches;
        let late = (switches.unfollow_seen == UnfollowSeen::Late).then_some(now + switches.promote_ms);
        let moves = switches.url_changes_on_unfollow;
        let (alone_until, unsaved_until) = self.unsafe_until(now);
        let Some(database) = self.database_mut(addon) else { return };
        database.work = DatabaseWork::None;
        let next = match database.upgrade {
            Upgrade::Unfollowing { version } => Some(version),
            _ => None,
        };
        let mut moved = None;
        if done {
            database.in_recovery = false;
            database.lag = 0;
            (database.alone_until, database.unsaved_until) = (alone_until, unsaved_until);
            match late.filter(|_| next.is_none()) {
                Some(until) => database.work = DatabaseWork::ShownFollowing { until },
                None => database.following = None,
            }
            moved = database.url.clone().filter(|_| moves && next.is_none());
        } else if next.is_some() {
            database.upgrade = Upgrade::Failed;
        }
        if done {
            self.rekey(addon);
        }
        if let Some(url) = moved {
            self.change_url(addon, &other_host(&url), now);
        }
        if let (true, Some(version)) = (done, next) {
            self.start_upgrade(addon, version, true);
        }
    }

    fn upgraded(&mut self, addon: &str, version: u16, outcome: &Outcome, now: u64) {
        let followers = self.followers(addon);
        let Some(database) = self.database_mut(addon) else { return };
        let Outcome::Done(result) = outcome else {
            database.upgrade = Upgrade::Failed;
            return;
        };
        database.log_since = None;
        match result {
            JobResult::Version { major, full, .. } => {
                database.version = *major;
                database.full = name(full);
            }
            _ => database.version = version,
        }
        database.upgrade = match u32::try_from(followers.len()).unwrap_or(0) {
            0 => Upgrade::Done { version: database.version },
            left => Upgrade::Followers { left },
        };
        let moved = match result {
            JobResult::Version { url: Some(url), .. } => Some(name(url)),
            _ => database.url.clone(),
        };
        self.rekey(addon);
        for follower in followers {
            self.ask(JobKind::MakeReplica { leader: addon.to_owned(), follower: follower.to_string() });
        }
        let Some(url) = moved else { return };
        let switches = &self.settings.switches;
        let mut url = if switches.url_changes_on_upgrade { other_host(&url) } else { url.to_string() };
        if switches.password_changes_on_upgrade {
            url = url.replacen("@", "x@", 1);
        }
        if switches.database_changes_on_upgrade {
            url.push('x');
        }
        self.change_url(addon, &url, now);
    }

    /// What a Connect that is not paused does when its database was upgraded, and when it finds it again by itself.
    fn connect_after_upgrade(&self, now: u64) -> (OnFailover, u64) {
        let switches = &self.settings.switches;
        (switches.connect_on_upgrade, now + 10 * switches.recovery_ms)
    }

    /// A plan change that failed leaves the old plan.
    pub(super) fn plan_changed(&mut self, addon: &str, plan: &str, outcome: &Outcome, now: u64) {
        let Ok(known) = self.addon_mut(addon) else { return };
        let Some(database) = &mut known.database else { return };
        let then = match std::mem::replace(&mut database.work, DatabaseWork::None) {
            DatabaseWork::PlanChange { then, .. } => then,
            _ => None,
        };
        if let Outcome::Done(result) = outcome {
            known.plan = name(plan);
            let url = database.url.clone();
            self.moved(addon, result, url.as_deref(), now);
        }
        if let Some(plan) = then {
            if let Some(database) = self.database_mut(addon) {
                database.work = DatabaseWork::PlanChange { plan, begins: Some(now), then: None };
            }
        }
    }

    /// Another server is behind the database, perhaps at another address: releases, and Connect.
    fn moved(&mut self, addon: &str, result: &JobResult, url: Option<&str>, now: u64) {
        let switches = &self.settings.switches;
        let (changes, releases) = (switches.url_changes_on_plan_change, switches.plan_change_releases);
        let (failover, back) = (switches.connect_on_failover, now + 10 * switches.recovery_ms);
        let (alone_until, unsaved_until) = self.unsafe_until(now);
        if let Some(database) = self.database_mut(addon) {
            (database.alone_until, database.unsaved_until) = (alone_until, unsaved_until);
            database.log_since = None;
        }
        match (result, url) {
            (JobResult::Database { url }, _) => self.change_url(addon, url, now),
            (_, Some(url)) if changes => self.change_url(addon, &other_host(url), now),
            _ if releases => self.announce(addon, "Update", now),
            _ => {}
        }
        self.connect_meets(addon, failover, back);
    }

    /// Another server is behind the database of connections that are not paused.
    fn connect_meets(&mut self, addon: &str, failover: OnFailover, back: u64) {
        for connection in &mut self.connections {
            let on = connection.resolved.as_ref().and_then(|resolved| resolved.addon.as_deref());
            let lost = connection.state == SyncState::DbUnavailable;
            if on != Some(addon) || !(connection.state.runs() || lost) {
                continue;
            }
            let connection = Arc::make_mut(connection);
            if failover == OnFailover::Rides {
                connection.rides = true;
                if lost {
                    connection.timer = Some(back);
                }
                continue;
            }
            connection.state = SyncState::DbUnavailable;
            connection.resolved = None;
            connection.timer = (failover == OnFailover::DbUnavailable).then_some(back);
        }
    }

    /// Until when a server that begins to lead now has no standby, and cannot be followed, forked or rolled back.
    fn unsafe_until(&self, now: u64) -> (Option<u64>, Option<u64>) {
        let until = |ms: u64| (ms > 0).then_some(now + ms);
        (until(self.settings.switches.ha_ms), until(self.settings.switches.fork_follow_ms))
    }

    pub(super) fn destroyed(&mut self, addon: &str) {
        self.addons.retain(|known| &*known.name != addon);
        for other in &mut self.addons {
            let points = |database: &super::state::Database| {
                [&database.following, &database.forked_from].iter().any(|held| held.as_deref() == Some(addon))
            };
            if other.database.as_ref().is_some_and(points) {
                if let Some(database) = &mut Arc::make_mut(other).database {
                    database.following = database.following.take().filter(|held| &**held != addon);
                    database.forked_from = database.forked_from.take().filter(|held| &**held != addon);
                }
            }
        }
    }

    fn transferred(&mut self, transfer: &str, outcome: &Outcome, now: u64) {
        let id = number(Kind::Transfer, transfer);
        let (least, shown) = (self.settings.switches.copy_ms, self.settings.switches.warnings_shown);
        if let Some(known) = self.transfers.iter_mut().find(|known| Some(known.id) == id) {
            let known = Arc::make_mut(known);
            if known.finished.is_none() {
                let copies = known.to_url.is_some() && matches!(outcome, Outcome::Done(_));
                known.finished = Some(if copies { now.max(known.started + least) } else { now });
                known.succeeded = matches!(outcome, Outcome::Done(_));
                if let Outcome::Done(JobResult::Copied { warnings, bytes }) = outcome {
                    (known.warnings, known.bytes) = (if shown { *warnings } else { 0 }, *bytes);
                }
            }
        }
    }

    /// Copies that nobody works on are worked on.
    pub(super) fn copies_go_on(&mut self) {
        let open: Vec<(u64, String, String)> = self
            .transfers
            .iter()
            .filter(|known| known.finished.is_none())
            .filter_map(|known| {
                Some((known.id, known.from_url.to_string(), known.to_url.as_ref()?.to_string()))
            })
            .collect();
        for (id, from_url, to_url) in open {
            let transfer = uuid(Kind::Transfer, id);
            let asked = |job: &Arc<crate::Job>| matches!(&job.kind, JobKind::Copy { transfer: of, .. } if *of == transfer);
            if !self.jobs.iter().any(asked) {
                self.ask(JobKind::Copy { transfer, from_url, to_url, how: Dump::default() });
            }
        }
    }

    pub(super) fn dyno_gone(&mut self, app: &str, instance: u64, now: u64) {
        if let Ok(known) = self.app_mut(app) {
            known.dynos.retain(|dyno| dyno.instance != instance);
        }
        self.level(app, now);
    }

    /// When the scenario's databases are there: first releases, dynos, connections.
    pub(super) fn boot_if_ready(&mut self, now: u64) {
        let ready = |addon: &&Arc<super::state::Addon>| addon.state == AddonState::Provisioned;
        if self.booted || !self.addons.iter().all(|addon| ready(&addon)) {
            return;
        }
        self.derive_vars();
        let apps: Vec<Name> = self.apps.iter().map(|app| app.name.clone()).collect();
        for app in &apps {
            self.add_release(app, "Initial release", None, super::setup::MADE_AT);
        }
        self.booted = true;
        for app in &apps {
            self.level(app, now);
        }
        for at in 0..self.connections.len() {
            self.reconnect(at, now);
        }
    }
}

/// The same server under its other loopback name.
pub(super) fn other_host(url: &str) -> String {
    if url.contains("@127.0.0.1") {
        url.replace("@127.0.0.1", "@localhost")
    } else {
        url.replace("@localhost", "@127.0.0.1")
    }
}
