//! Does hardware jobs, each on a thread of its own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Duration;

use connect_hardware::{Copied, CopyHow, Fleet, HardwareError, OrgError};
use connect_simulator::job::TakesOver;
use connect_simulator::{Job, JobKind, JobResult, Outcome};

use super::machines::WayError;
use super::{connect, mishaps, Engine, Machines};
use crate::bastion::BastionError;
use crate::clock;
use crate::dynos::DynoError;
use crate::lock::lock;

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error(transparent)]
    Hardware(#[from] HardwareError),
    #[error(transparent)]
    Dyno(#[from] DynoError),
    #[error(transparent)]
    Connect(#[from] connect::ConnectError),
    #[error(transparent)]
    Way(#[from] WayError),
    #[error(transparent)]
    Bastion(#[from] BastionError),
    #[error(transparent)]
    Org(#[from] OrgError),
    #[error("no database add-on has the URL that was given")]
    NoSuchUrl,
}

/// Counts a job as under way until it is dropped.
struct Working<'a>(&'a AtomicUsize);

impl<'a> Working<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Does one job and tells the world.
pub(super) fn perform(engine: &Arc<Engine>, machines: &Arc<Machines>, job: Job) {
    let _working = Working::new(&engine.working);
    let began = clock::now();
    let outcome = match work(engine, machines, &job.kind) {
        Ok(result) => Outcome::Done(result),
        Err(_) if engine.stopping() => return,
        // It was called off while it was done.
        Err(_) if !open(engine, &job.kind) => return,
        // The word by which the simulator knows a database that is out of reach: Connect expects that.
        Err(JobError::Connect(error)) if error.is_unavailable() => Outcome::Failed("unavailable".to_owned()),
        // What depends on a column, or holds its table, is in the way for as long as it is there.
        Err(JobError::Connect(error))
            if error.is_refusal() && matches!(job.kind, JobKind::AlterMapping { .. }) =>
        {
            Outcome::Failed(error.to_string())
        }
        // As a switch wants it.
        Err(JobError::Connect(error @ connect::ConnectError::SchemaInUse(_))) => {
            Outcome::Failed(error.to_string())
        }
        Err(error) => {
            engine.trouble(format!("{} failed: {error}", describe(&job.kind)));
            Outcome::Failed(error.to_string())
        }
    };
    let ended = clock::now();
    engine.job_log.note(&job.kind, describe(&job.kind), began, ended);
    lock(&engine.world).complete(job.id, outcome, ended);
}

fn work(engine: &Arc<Engine>, machines: &Arc<Machines>, kind: &JobKind) -> Result<JobResult, JobError> {
    let Machines { fleet, dynos, .. } = &**machines;
    Ok(match kind {
        JobKind::MakeDatabase { addon, version, connections, credentials, holds } => {
            let private = lock(&engine.world).private(addon);
            let make = if private { Fleet::create_private } else { Fleet::create };
            let endpoint = make(fleet, addon, u32::from(*version))?;
            engine.register.made(endpoint.clone(), None);
            for credential in credentials {
                fleet.add_credential(addon, credential)?;
            }
            for target in connections {
                connect::install(engine, machines, &endpoint.url(), target)?;
            }
            fleet.fill(addon, &holds.statements)?;
            stand_before(engine, machines, addon)?;
            JobResult::Database { url: endpoint.shown_url() }
        }
        JobKind::MakeReplica { leader, follower } => {
            // One whose leader was upgraded is made anew in its place.
            let again = fleet.addons().contains(follower);
            if again {
                fleet.destroy(follower)?;
            }
            let endpoint = fleet.replica(leader, follower)?;
            if again {
                engine.register.moved(endpoint.clone());
            } else {
                engine.register.made(endpoint.clone(), Some(leader.clone()));
            }
            mishaps::follower_made(engine, machines, leader, follower);
            stand_before(engine, machines, follower)?;
            JobResult::Database { url: endpoint.shown_url() }
        }
        JobKind::MakeFork { source, addon, to } => {
            let endpoint = match to {
                Some(to) => fleet.roll_back(source, addon, *to)?,
                None => {
                    let endpoint = fleet.replica(source, addon)?;
                    fleet.unfollow(addon)?;
                    endpoint
                }
            };
            engine.register.made(endpoint.clone(), Some(source.clone()));
            stand_before(engine, machines, addon)?;
            JobResult::Database { url: endpoint.shown_url() }
        }
        JobKind::Unfollow { addon } => {
            fleet.unfollow(addon)?;
            rekey(engine, machines, addon)?;
            JobResult::Nothing
        }
        JobKind::UpgradeFollower { addon, version } => {
            fleet.upgrade(addon, u32::from(*version))?;
            rekey(engine, machines, addon)?;
            JobResult::Version { major: *version, full: fleet.gauges(addon)?.version, url: None }
        }
        JobKind::UpgradeLeader { addon, version, how } => {
            if how.minds_fence {
                fleet.must_not_be_fenced(addon)?;
            }
            let url = match how.by_replica {
                Some(gap) => {
                    let how = TakesOver { loses: 0, old_keeps_writing_ms: gap };
                    match take_over(engine, machines, addon, how)? {
                        JobResult::Database { url } => Some(url),
                        _ => None,
                    }
                }
                None => None,
            };
            fleet.upgrade(addon, u32::from(*version))?;
            rekey(engine, machines, addon)?;
            JobResult::Version { major: *version, full: fleet.gauges(addon)?.version, url }
        }
        JobKind::ResetConnections { addon } => {
            fleet.reset_connections(addon)?;
            JobResult::Nothing
        }
        JobKind::ChangePlan { takes_over: None, .. } => JobResult::Nothing,
        JobKind::ChangePlan { addon, takes_over: Some(how), .. } => take_over(engine, machines, addon, *how)?,
        JobKind::DestroyDatabase { addon } => {
            fleet.destroy(addon)?;
            engine.register.destroyed(addon);
            if let Some(bastion) = &machines.bastion {
                bastion.close(addon)?;
            }
            JobResult::Nothing
        }
        JobKind::Backup { transfer, addon } => {
            // Beside the data folder, where the servers' own account can write.
            let data = fleet.data_directory(addon)?;
            fleet.dump(addon, &data.with_file_name(format!("{transfer}.dump")))?;
            JobResult::Nothing
        }
        JobKind::Copy { from_url, to_url, how, .. } => {
            let addon = |url: &str| engine.register.addon_of_url(url).ok_or(JobError::NoSuchUrl);
            let (from, to) = (addon(from_url)?, addon(to_url)?);
            let how = CopyHow {
                owners: how.owners,
                grants: how.grants,
                erases: how.erases,
                needs_write: how.needs_write,
                hollow: how.hollow,
            };
            // One that was cancelled is no job any more.
            let Copied { bytes, warnings } = fleet.copy(&from, &to, how, &|| open(engine, kind))?;
            JobResult::Copied { warnings, bytes }
        }
        JobKind::MakeCredential { addon, role, .. } => {
            fleet.add_credential(addon, role)?;
            JobResult::Nothing
        }
        JobKind::StartDyno(dyno) => {
            dynos.start(&machines.dyno(dyno))?;
            JobResult::Nothing
        }
        JobKind::StopDyno { instance, .. } => {
            dynos.stop(*instance);
            JobResult::Nothing
        }
        JobKind::ReleasePhase { app, release, env } => {
            JobResult::Released { ok: dynos.release_phase(app, *release, &machines.environment(env))? }
        }
        JobKind::ReadLog(target) => {
            JobResult::Counts(connect::read_log(engine, machines, &machines.target(target))?)
        }
        JobKind::PollOrg(target) => {
            JobResult::Counts(connect::poll_org(engine, machines, &machines.target(target))?)
        }
        JobKind::AlterMapping { target, object, changes } => {
            connect::alter(engine, &machines.target(target), object, changes)?;
            JobResult::Nothing
        }
        JobKind::LoadColumns { target, object, fields } => {
            let target = machines.target(target);
            JobResult::Counts(connect::load_added(engine, machines, &target, object, fields)?)
        }
        JobKind::InstallSchema { target, minds_others } => {
            connect::install_schema(engine, &machines.target(target), *minds_others)?;
            JobResult::Nothing
        }
        JobKind::DropSchema { target, cascade } => {
            connect::drop_schema(&machines.target(target), *cascade);
            JobResult::Nothing
        }
        JobKind::LeaveMapping { target, object, drops } => {
            connect::leave(&machines.target(target), object, *drops)?;
            JobResult::Nothing
        }
        JobKind::RefreshOrg { from, to } => {
            machines.orgs.refresh(from, to)?;
            JobResult::Nothing
        }
        JobKind::LoadMapping { target, object } => {
            JobResult::Counts(connect::load(engine, machines, &machines.target(target), object)?)
        }
    })
}

/// True as long as the world waits for it.
fn open(engine: &Engine, kind: &JobKind) -> bool {
    lock(&engine.world).jobs().iter().any(|job| job.kind == *kind)
}

/// The bastion lets through to a database that is new, by a new key, if it is a private one.
fn stand_before(engine: &Engine, machines: &Machines, addon: &str) -> Result<(), JobError> {
    if let Some((host, key)) = machines.open_way(addon)? {
        lock(&engine.world).stands_before(addon, &host, &key);
    }
    Ok(())
}

/// The same after a change of the database, if keys change with it.
fn rekey(engine: &Engine, machines: &Machines, addon: &str) -> Result<(), JobError> {
    if !engine.scenario.switches.bastion_rekeys {
        return Ok(());
    }
    stand_before(engine, machines, addon)
}

/// Another server takes the place of a database's.
fn take_over(
    engine: &Arc<Engine>,
    machines: &Arc<Machines>,
    addon: &str,
    how: TakesOver,
) -> Result<JobResult, JobError> {
    let keeps = Duration::from_millis(how.old_keeps_writing_ms);
    let Some(endpoint) = machines.fleet.take_over(addon, how.loses, !keeps.is_zero())? else {
        return Ok(JobResult::Nothing);
    };
    engine.register.moved(endpoint.clone());
    let (engine, machines, addon) = (Arc::clone(engine), Arc::clone(machines), addon.to_owned());
    std::thread::spawn(move || {
        std::thread::sleep(keeps);
        if let Err(error) = machines.fleet.retire(&addon) {
            engine.trouble(format!("ending the old server of {addon} failed: {error}"));
        }
    });
    Ok(JobResult::Database { url: endpoint.shown_url() })
}

/// True for what Connect does all the time: nobody waits for its end.
pub(super) fn is_routine(kind: &JobKind) -> bool {
    matches!(kind, JobKind::ReadLog(_) | JobKind::PollOrg(_))
}

/// A job in a few words.
pub(super) fn describe(kind: &JobKind) -> String {
    match kind {
        JobKind::MakeDatabase { addon, version, .. } => {
            format!("making database {addon} (Postgres {version})")
        }
        JobKind::MakeReplica { leader, follower } => format!("making {follower}, a follower of {leader}"),
        JobKind::MakeFork { source, addon, to: None } => format!("making {addon}, a fork of {source}"),
        JobKind::MakeFork { source, addon, to: Some(to) } => {
            format!("making {addon}, which is {source} as it was at {to} ms")
        }
        JobKind::Unfollow { addon } => format!("promoting {addon}"),
        JobKind::UpgradeFollower { addon, version } => {
            format!("promoting {addon} and upgrading it to {version}")
        }
        JobKind::UpgradeLeader { addon, version, .. } => format!("upgrading {addon} to {version}"),
        JobKind::ResetConnections { addon } => format!("ending the sessions of {addon}"),
        JobKind::ChangePlan { addon, plan, .. } => format!("changing the plan of {addon} to {plan}"),
        JobKind::DestroyDatabase { addon } => format!("destroying {addon}"),
        JobKind::Backup { addon, .. } => format!("taking a backup of {addon}"),
        JobKind::Copy { .. } => "copying a database".to_owned(),
        JobKind::MakeCredential { addon, credential, .. } => {
            format!("making credential {credential} of {addon}")
        }
        JobKind::StartDyno(dyno) => format!("starting {} of {}", dyno.dyno, dyno.app),
        JobKind::StopDyno { app, dyno, .. } => format!("stopping {dyno} of {app}"),
        JobKind::ReleasePhase { app, release, .. } => format!("the release phase of {app} v{release}"),
        JobKind::ReadLog(target) => format!("{} reading the trigger log", target.connect_addon),
        JobKind::PollOrg(target) => format!("{} polling the org", target.connect_addon),
        JobKind::InstallSchema { target, .. } => format!("{} making its schema", target.connect_addon),
        JobKind::DropSchema { target, .. } => format!("dropping the schema of {}", target.connect_addon),
        JobKind::RefreshOrg { from, to } => format!("making org {to} of {from}"),
        JobKind::LoadMapping { target, object } => format!("{} loading {object}", target.connect_addon),
        JobKind::AlterMapping { target, object, .. } => {
            format!("{} altering the table of {object}", target.connect_addon)
        }
        JobKind::LeaveMapping { target, object, .. } => {
            format!("{} leaving the table of {object}", target.connect_addon)
        }
        JobKind::LoadColumns { target, object, fields } => {
            format!("{} loading {} of {object}", target.connect_addon, fields.join(", "))
        }
    }
}
