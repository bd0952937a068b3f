//! Doing a world's hardware jobs on paper.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::database::{Name, Owner, Refused, Sheet};
use super::revived::{cut, WentBack};
use super::writes::Writes;
use super::Paper;
use crate::job::{Dump, Job, JobKind, JobResult, Outcome, SyncCounts, SyncTarget, TakesOver};
use crate::scenario::SchemaInUse;
use crate::world::World;

/// Rounds after which a world that goes on asking is left alone.
const ROUNDS: usize = 50;

impl Paper {
    /// Completes every open job of `world`, also those that these ask for in turn, lets replicas replay and feeds the
    /// gauges.
    pub fn work(&mut self, world: &mut World, now: u64) {
        self.clock = now;
        for _ in 0..ROUNDS {
            let jobs = world.open_jobs();
            if jobs.is_empty() {
                break;
            }
            for job in &jobs {
                self.perform(world, job, now);
            }
        }
        self.replicate();
        self.keep_past(now);
        self.measure(world, now);
    }

    /// Does one job.
    pub fn perform(&mut self, world: &mut World, job: &Job, now: u64) {
        self.clock = now;
        let outcome = self.outcome(&job.kind);
        world.complete(job.id, outcome, now);
    }

    /// Feeds what can be measured.
    pub fn measure(&self, world: &mut World, _now: u64) {
        for (follower, leader) in world.followings() {
            if let (Some(one), Some(other)) = (self.sheet(&follower), self.sheet(&leader)) {
                world.measure_lag(&follower, other.xmax.saturating_sub(one.xmax) + one.backlog);
            }
        }
        for (addon, sheet) in &self.sheets {
            world.measure_server(addon, &sheet.full(), sheet.following.is_some());
            world.measure_sessions(addon, u32::try_from(sheet.sessions.len()).unwrap_or(u32::MAX));
        }
        if world.switches().schema_in_use == SchemaInUse::Refuse {
            for (addon, sheet) in &self.sheets {
                world.measure_schemas(addon, sheet.schemas.keys().cloned().collect());
            }
        }
        // Rows of the trigger logs where Connect would look for them.
        world.measure_logs(|addon, schema| {
            let known = self.sheet(addon)?.schemas.get(schema)?;
            Some((known.new.len() as u64, known.pending.len() as u64))
        });
    }

    fn outcome(&mut self, kind: &JobKind) -> Outcome {
        match kind {
            JobKind::MakeDatabase { addon, version, connections, holds, credentials } => {
                let mut sheet = Sheet::new(self.port(addon), *version, connections, holds);
                credentials.iter().for_each(|role| sheet.grant(role));
                self.put(addon, sheet)
            }
            JobKind::MakeCredential { addon, role, .. } => match self.sheet_mut(addon) {
                Some(sheet) => {
                    Arc::make_mut(&mut sheet.roles).insert(role.clone());
                    nothing()
                }
                None => unavailable(),
            },
            JobKind::MakeReplica { leader, follower } => {
                let port = self.port(follower);
                let Some(source) = self.sheet(leader) else { return unavailable() };
                let sheet = Sheet {
                    following: Some(leader.as_str().into()),
                    backlog: self.pace.behind,
                    ..source.copied(port)
                };
                self.put(follower, sheet)
            }
            JobKind::MakeFork { source, addon, to } => {
                let port = self.port(addon);
                let then = to.and_then(|to| self.at(source, to));
                let source = then.as_deref().or_else(|| self.sheet(source).filter(|_| to.is_none()));
                let Some(source) = source else { return unavailable() };
                let went_back = to.map(|moment| WentBack { moment, cut: cut(source) });
                let sheet = Sheet {
                    following: None,
                    went_back,
                    resent: 0,
                    login: port,
                    server: (source.server.0 + 1, self.clock),
                    ..source.copied(port)
                };
                self.put(addon, sheet)
            }
            JobKind::Unfollow { addon } => self.promote(addon).map_or_else(unavailable, |()| nothing()),
            JobKind::UpgradeFollower { addon, version } => self.upgrade(addon, *version),
            JobKind::UpgradeLeader { addon, how, .. }
                if how.minds_fence && self.sheet(addon).is_some_and(|sheet| sheet.role_read_only) =>
            {
                Outcome::Failed("read-only".to_owned())
            }
            JobKind::UpgradeLeader { addon, version, how } => {
                if let (Some(gap @ 1..), Some(old)) = (how.by_replica, self.sheets.get(addon.as_str())) {
                    let old = Arc::clone(old);
                    self.before.insert(addon.as_str().into(), (old, self.clock + gap));
                }
                self.upgrade(addon, *version)
            }
            JobKind::ResetConnections { addon } => {
                self.sheet_mut(addon).into_iter().for_each(|sheet| {
                    sheet.end_sessions();
                });
                nothing()
            }
            JobKind::ChangePlan { takes_over: None, .. } => nothing(),
            JobKind::ChangePlan { addon, takes_over: Some(how), .. } => self.take_over(addon, *how),
            JobKind::DestroyDatabase { addon } => {
                self.sheets.remove(addon.as_str());
                nothing()
            }
            JobKind::Backup { addon, .. } if self.sheet(addon).is_some() => nothing(),
            JobKind::Backup { .. } => unavailable(),
            JobKind::Copy { from_url, to_url, how, .. } => self.copy(from_url, to_url, *how),
            JobKind::StartDyno(_) => nothing(),
            JobKind::StopDyno { instance, .. } => {
                self.end_sessions_of(&Owner::Dyno(*instance));
                nothing()
            }
            JobKind::ReleasePhase { release, env, .. } => {
                let url = env.get("DATABASE_URL").filter(|_| self.release_writes);
                let addon = url.and_then(|url| self.named(url));
                let owner = Owner::Dyno(u64::MAX - release);
                let ok = addon.is_none_or(|addon| self.attempt(&addon, &owner, true).is_ok());
                self.end_sessions_of(&owner);
                Outcome::Done(JobResult::Released { ok })
            }
            JobKind::ReadLog(target) => self.read_log(target),
            JobKind::PollOrg(target) => {
                let changed = std::mem::take(&mut self.org_changed);
                let outcome = self.apply(target, changed);
                self.org_changed |= changed && matches!(outcome, Outcome::Failed(_));
                outcome
            }
            JobKind::LoadMapping { target, object } => self.load(target, object),
            JobKind::LoadColumns { target, .. } => self.apply(target, true),
            JobKind::InstallSchema { target, minds_others } => self.install(target, *minds_others),
            JobKind::DropSchema { target, cascade } => self.drop_schema(target, *cascade),
            JobKind::RefreshOrg { .. } => {
                self.org_changed = true;
                nothing()
            }
            JobKind::LeaveMapping { target, object, drops } => self.leave_mapping(target, object, *drops),
            JobKind::AlterMapping { target, object, changes } => self.alter(target, object, changes),
        }
    }

    fn port(&mut self, addon: &str) -> u16 {
        if let Some(known) = self.sheet(addon) {
            return known.port;
        }
        self.next_port += 1;
        self.next_port
    }

    fn put(&mut self, addon: &str, sheet: Sheet) -> Outcome {
        let url = format!("postgres://u{0}:p{0}@127.0.0.1:{1}/d{0}", sheet.login, sheet.port);
        self.sheets.insert(addon.into(), Arc::new(sheet));
        Outcome::Done(JobResult::Database { url })
    }

    /// The database behind a URL: on paper the port says it.
    fn named(&self, url: &str) -> Option<Name> {
        let port = url.rsplit_once(':')?.1.split('/').next()?.parse::<u16>().ok()?;
        self.sheets.iter().find(|(_, sheet)| sheet.port == port).map(|(name, _)| name.clone())
    }

    /// A standby takes the place of a leader.
    fn take_over(&mut self, addon: &str, how: TakesOver) -> Outcome {
        let clock = self.clock;
        let Some(sheet) = self.sheets.get(addon).map(Arc::clone) else { return unavailable() };
        let mut other = sheet.copied(sheet.port);
        self.beats_lost |= other.forget_recent();
        other.server = (sheet.server.0 + 1, clock);
        other.commit();
        self.sheets.insert(addon.into(), Arc::new(other));
        if how.old_keeps_writing_ms > 0 {
            self.before.insert(addon.into(), (sheet, clock + how.old_keeps_writing_ms));
        }
        nothing()
    }

    fn promote(&mut self, addon: &str) -> Option<()> {
        if !self.held.iter().any(|held| **held == *addon) {
            self.replicate();
        }
        let sheet = self.sheet_mut(addon)?;
        sheet.following = None;
        sheet.server.0 += 1;
        sheet.backlog = 0;
        sheet.commit();
        Some(())
    }

    fn upgrade(&mut self, addon: &str, version: u16) -> Outcome {
        let Some(sheet) = self.sheet_mut(addon) else { return unavailable() };
        sheet.following = None;
        sheet.major = version;
        sheet.system += 1;
        sheet.server.0 = 1;
        sheet.sessions = BTreeMap::new();
        sheet.tuples = 0;
        sheet.analyzes = 0;
        // Statistics survive an upgrade from version 18 on.
        sheet.analyzed = sheet.analyzed && version >= 18;
        sheet.commit();
        Outcome::Done(JobResult::Version { major: version, full: sheet.full(), url: None })
    }

    fn copy(&mut self, from_url: &str, to_url: &str, how: Dump) -> Outcome {
        let (Some(from), Some(to)) = (self.named(from_url), self.named(to_url)) else { return unavailable() };
        let Some(source) = self.sheets.get(&from).map(Arc::clone) else { return unavailable() };
        if how.needs_write && source.read_only {
            return failed(Refused::ReadOnly);
        }
        let Some(target) = self.sheet_mut(&to) else { return unavailable() };
        target.writes = if how.hollow { Writes::default() } else { source.writes.clone() };
        target.schemas = Arc::clone(&source.schemas);
        target.mapped = source.mapped;
        target.lock.clone_from(&source.lock);
        target.beat = source.beat;
        target.inventory = Arc::clone(&source.inventory);
        target.ahead = source.ahead;
        if how.erases {
            target.objects = Arc::default();
        }
        Arc::make_mut(&mut target.objects).extend(source.objects.iter().cloned());
        let known = |grant: &&String| target.roles.iter().any(|role| grant.ends_with(&format!(" {role}")));
        let grants = source.grants.iter().filter(|_| how.grants).filter(known).cloned().collect();
        let lost = source.grants.len() as u64;
        target.grants = Arc::new(grants);
        target.tuples += source.writes.len() as u64 + 1;
        target.analyzed = false;
        target.commit();
        let bytes = 1_000 * (1 + source.writes.len() as u64);
        Outcome::Done(JobResult::Copied { warnings: lost - target.grants.len() as u64, bytes })
    }

    fn read_log(&mut self, target: &SyncTarget) -> Outcome {
        let clock = self.clock;
        let Some(addon) = target.addon.as_deref() else { return unavailable() };
        let Some(sheet) = self.sheet(addon) else { return unavailable() };
        let waiting = sheet.schemas.get(&*target.schema).map(super::database::Schema::logged);
        let Some(waiting) = waiting else { return Outcome::Failed("schema".to_owned()) };
        if waiting == 0 {
            return counts(0);
        }
        let Some(sheet) = self.sheet_mut(addon) else { return unavailable() };
        if let Err(refused) = sheet.writable(&Owner::Connect(target.connection.as_str().into()), clock) {
            return failed(refused);
        }
        sheet.commit();
        sheet.tuples += 1;
        let cut = sheet.went_back.map_or(0, |back| back.cut);
        let known = sheet.schemas.get(&*target.schema);
        let again = known.map_or(0, |known| {
            known.new.iter().chain(known.pending.iter()).filter(|write| *write < cut).count()
        });
        sheet.resent += again as u64;
        if let Some(schema) = sheet.schema_mut(&target.schema) {
            let (new, pending) = (std::mem::take(&mut schema.new), std::mem::take(&mut schema.pending));
            self.sent.note(&target.organization_id, [&pending, &new]);
        }
        counts(waiting)
    }

    /// Connect clears a table and loads it: it has every change that reached Salesforce.
    fn load(&mut self, target: &SyncTarget, object: &str) -> Outcome {
        let outcome = self.apply(target, true);
        let (sent, brought) = (self.sent.of(&target.organization_id), Arc::clone(&self.brought));
        let addon = target.addon.as_deref().filter(|_| matches!(outcome, Outcome::Done(_)));
        if let Some(sheet) = addon.and_then(|addon| self.sheet_mut(addon)) {
            sent.into_iter().for_each(|sent| sheet.writes.extend(&sent));
            if sheet.went_back.is_some() {
                sheet.writes.extend(&brought);
            }
            let table = format!("{}.{}", target.schema, object.to_lowercase());
            *Arc::make_mut(&mut sheet.loads).entry(table).or_default() += 1;
        }
        outcome
    }

    /// Connect writes what changed in Salesforce.
    fn apply(&mut self, target: &SyncTarget, changed: bool) -> Outcome {
        let Some(addon) = target.addon.as_deref().filter(|addon| self.sheet(addon).is_some()) else {
            return unavailable();
        };
        if !changed {
            return counts(0);
        }
        match self.attempt(addon, &Owner::Connect(target.connection.as_str().into()), false) {
            Ok(()) => counts(1),
            Err(refused) => failed(refused),
        }
    }
}

fn counts(written: usize) -> Outcome {
    Outcome::Done(JobResult::Counts(SyncCounts { written: written as u64, ..SyncCounts::default() }))
}

pub(super) fn nothing() -> Outcome {
    Outcome::Done(JobResult::Nothing)
}

pub(super) fn unavailable() -> Outcome {
    failed(Refused::Unavailable)
}

pub(super) fn failed(refused: Refused) -> Outcome {
    let word = match refused {
        Refused::Unavailable => "unavailable",
        Refused::ReadOnly => "readOnly",
        Refused::NoTable => "noTable",
    };
    Outcome::Failed(word.to_owned())
}
