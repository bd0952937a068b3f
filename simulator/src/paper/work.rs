//! Doing a world's hardware jobs on paper.

use std::collections::BTreeMap;

use super::database::{Owner, Refused, Sheet};
use super::Paper;
use crate::job::{Job, JobKind, JobResult, Outcome, SyncCounts, SyncTarget};
use crate::world::World;
use crate::Gauge;

/// Rounds after which a world that goes on asking is left alone.
const ROUNDS: usize = 50;

impl Paper {
    /// Completes every open job of `world`, also those that these ask for in turn, lets replicas replay and feeds the
    /// gauges.
    pub fn work(&mut self, world: &mut World, now: u64) {
        self.clock = now;
        for _ in 0..ROUNDS {
            let jobs = world.jobs();
            if jobs.is_empty() {
                break;
            }
            for job in &jobs {
                self.perform(world, job, now);
            }
        }
        self.replicate();
        self.measure(world, now);
    }

    /// Does one job.
    pub fn perform(&mut self, world: &mut World, job: &Job, now: u64) {
        self.clock = now;
        let outcome = self.outcome(&job.kind);
        world.complete(job.id, outcome, now);
    }

    /// Feeds what can be measured.
    pub fn measure(&self, world: &mut World, now: u64) {
        for (follower, leader) in world.followings() {
            if let (Some(one), Some(other)) = (self.sheets.get(&*follower), self.sheets.get(&*leader)) {
                let commits = other.xmax.saturating_sub(one.xmax);
                world.gauge(Gauge::Lag { addon: follower.to_string(), commits }, now);
            }
        }
        for (addon, sheet) in &self.sheets {
            let (name, in_recovery) = (addon.clone(), sheet.following.is_some());
            world.gauge(Gauge::Server { addon: name, version: sheet.full(), in_recovery }, now);
            let open = u32::try_from(sheet.sessions.len()).unwrap_or(u32::MAX);
            world.gauge(Gauge::Sessions { addon: addon.clone(), open }, now);
        }
        self.measure_logs(world, now);
    }

    /// Rows of the trigger logs where Connect would look for them.
    fn measure_logs(&self, world: &mut World, now: u64) {
        for target in world.sync_targets() {
            let sheet = target.addon.as_ref().and_then(|addon| self.sheets.get(addon));
            let Some(schema) = sheet.and_then(|sheet| sheet.schemas.get(&target.schema)) else { continue };
            let pending = schema.log.iter().filter(|row| row.pending).count() as u64;
            let new = schema.log.len() as u64 - pending;
            world.gauge(Gauge::Log { connection: target.connection, new, pending, failed: 0 }, now);
        }
    }

    fn outcome(&mut self, kind: &JobKind) -> Outcome {
        match kind {
            JobKind::MakeDatabase { addon, version, connections, .. } => {
                let sheet = Sheet::new(self.port(addon), *version, connections);
                self.put(addon, sheet)
            }
            JobKind::MakeReplica { leader, follower } => {
                let port = self.port(follower);
                let Some(source) = self.sheets.get(leader) else { return unavailable() };
                let sheet = Sheet { following: Some(leader.clone()), ..source.copied(port) };
                self.put(follower, sheet)
            }
            JobKind::MakeFork { source, addon } => {
                let port = self.port(addon);
                let Some(source) = self.sheets.get(source) else { return unavailable() };
                let sheet = Sheet { following: None, ..source.copied(port) };
                self.put(addon, sheet)
            }
            JobKind::Unfollow { addon } => self.promote(addon).map_or_else(unavailable, |()| nothing()),
            JobKind::UpgradeFollower { addon, version } | JobKind::UpgradeLeader { addon, version } => {
                self.upgrade(addon, *version)
            }
            JobKind::ResetConnections { addon } => {
                self.sheets.get_mut(addon).into_iter().for_each(|sheet| sheet.sessions.clear());
                nothing()
            }
            JobKind::DestroyDatabase { addon } => {
                self.sheets.remove(addon);
                nothing()
            }
            JobKind::Backup { addon, .. } if self.sheets.contains_key(addon) => nothing(),
            JobKind::Backup { .. } => unavailable(),
            JobKind::Copy { from_url, to_url, .. } => self.copy(from_url, to_url),
            JobKind::StartDyno(_) => nothing(),
            JobKind::StopDyno { instance, .. } => {
                let owner = Owner::Dyno(*instance);
                self.sheets.values_mut().for_each(|sheet| {
                    sheet.sessions.remove(&owner);
                });
                nothing()
            }
            JobKind::ReleasePhase { release, env, .. } => {
                let url = env.get("DATABASE_URL").filter(|_| self.release_writes);
                let addon = url.and_then(|url| self.named(url));
                if let Some(addon) = addon {
                    let _refused = self.attempt(&addon, &Owner::Dyno(u64::MAX - release), true);
                }
                Outcome::Done(JobResult::Released { ok: true })
            }
            JobKind::ReadLog(target) => self.read_log(target),
            JobKind::PollOrg(target) => {
                let changed = std::mem::take(&mut self.org_changed);
                let outcome = self.apply(target, changed);
                self.org_changed |= changed && matches!(outcome, Outcome::Failed(_));
                outcome
            }
            JobKind::LoadMapping { target, .. } => self.apply(target, true),
        }
    }

    fn port(&mut self, addon: &str) -> u16 {
        if let Some(known) = self.sheets.get(addon) {
            return known.port;
        }
        self.next_port += 1;
        self.next_port
    }

    fn put(&mut self, addon: &str, sheet: Sheet) -> Outcome {
        let url = format!("postgres://u{0}:p{0}@127.0.0.1:{0}/d{0}", sheet.port);
        self.sheets.insert(addon.to_owned(), sheet);
        Outcome::Done(JobResult::Database { url })
    }

    /// The database behind a URL: on paper the port says it.
    fn named(&self, url: &str) -> Option<String> {
        let port = url.rsplit_once(':')?.1.split('/').next()?.parse::<u16>().ok()?;
        self.sheets.iter().find(|(_, sheet)| sheet.port == port).map(|(name, _)| name.clone())
    }

    fn promote(&mut self, addon: &str) -> Option<()> {
        if !self.held.iter().any(|held| held == addon) {
            self.replicate();
        }
        let sheet = self.sheets.get_mut(addon)?;
        sheet.following = None;
        sheet.commit();
        Some(())
    }

    fn upgrade(&mut self, addon: &str, version: u16) -> Outcome {
        let Some(sheet) = self.sheets.get_mut(addon) else { return unavailable() };
        sheet.following = None;
        sheet.major = version;
        sheet.sessions = BTreeMap::new();
        sheet.tuples = 0;
        sheet.analyzes = 0;
        // Statistics survive an upgrade from version 18 on.
        sheet.analyzed = sheet.analyzed && version >= 18;
        sheet.commit();
        Outcome::Done(JobResult::Version { major: version, full: sheet.full() })
    }

    fn copy(&mut self, from_url: &str, to_url: &str) -> Outcome {
        let (Some(from), Some(to)) = (self.named(from_url), self.named(to_url)) else { return unavailable() };
        let Some(source) = self.sheets.get(&from) else { return unavailable() };
        let (writes, schemas) = (source.writes.clone(), source.schemas.clone());
        let Some(target) = self.sheets.get_mut(&to) else { return unavailable() };
        target.writes = writes;
        target.schemas = schemas;
        target.analyzed = false;
        target.commit();
        nothing()
    }

    fn read_log(&mut self, target: &SyncTarget) -> Outcome {
        let clock = self.clock;
        let Some(sheet) = target.addon.as_ref().and_then(|addon| self.sheets.get_mut(addon)) else {
            return unavailable();
        };
        let waiting = sheet.schemas.get(&target.schema).map(|schema| schema.log.len());
        let Some(waiting) = waiting else { return Outcome::Failed("schema".to_owned()) };
        if waiting == 0 {
            return counts(0);
        }
        if let Err(refused) = sheet.writable(&Owner::Connect(target.connection.clone()), clock) {
            return failed(refused);
        }
        sheet.commit();
        sheet.tuples += 1;
        let rows = sheet
            .schemas
            .get_mut(&target.schema)
            .map(|schema| std::mem::take(&mut schema.log))
            .unwrap_or_default();
        self.sent.extend(rows.iter().map(|row| (target.organization_id.clone(), row.write)));
        counts(rows.len())
    }

    /// Connect writes what changed in Salesforce.
    fn apply(&mut self, target: &SyncTarget, changed: bool) -> Outcome {
        let Some(addon) = target.addon.clone().filter(|addon| self.sheets.contains_key(addon)) else {
            return unavailable();
        };
        if !changed {
            return counts(0);
        }
        match self.attempt(&addon, &Owner::Connect(target.connection.clone()), false) {
            Ok(()) => counts(1),
            Err(refused) => failed(refused),
        }
    }
}

fn counts(written: usize) -> Outcome {
    Outcome::Done(JobResult::Counts(SyncCounts { written: written as u64, failed: 0 }))
}

fn nothing() -> Outcome {
    Outcome::Done(JobResult::Nothing)
}

fn unavailable() -> Outcome {
    failed(Refused::Unavailable)
}

fn failed(refused: Refused) -> Outcome {
    let word = match refused {
        Refused::Unavailable => "unavailable",
        Refused::ReadOnly => "readOnly",
    };
    Outcome::Failed(word.to_owned())
}
