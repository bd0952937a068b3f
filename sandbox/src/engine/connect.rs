//! What Heroku Connect does: its states are the simulator's, its work is done here.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use connect_hardware::{
    connect_schema, load_columns, load_mapping, log_counts, mapping_counts, poll_org_from, Access, Field,
    Mapping, Org, OrgError, Stamp, TableChanges, Unmapped, WorkError,
};
use connect_simulator::scenario::{self, UnmappedPending};
use connect_simulator::{ColumnChanges, Gauge, SyncCounts, SyncTarget, WriteError};

use super::{Engine, Machines};
use crate::clock;
use crate::lock::lock;

/// Records of each object in a new org.
const SEEDED: usize = 40;
/// How often Connect tries to reach a database, and how long it waits in between.
const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(400);

/// Connect's own memory of one connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress {
    /// Add-on name.
    pub(super) addon: String,
    /// Where it worked last.
    url: String,
    schema: String,
    org: String,
    /// Changes of the org up to here are in the database, by object.
    since: BTreeMap<String, Stamp>,
    /// How often each object was loaded: what a poll has read meanwhile is no mark.
    loads: BTreeMap<String, u64>,
    /// Polls of the org, and readings of the log, that began after everything was told to come to rest.
    pub(super) quiet_polls: u64,
    pub(super) quiet_reads: u64,
}

impl Progress {
    /// A poll that began when this was so has brought every change up to here.
    fn polled(&mut self, began: &Self, mappings: &[Mapping], up_to: Stamp) {
        for mapping in mappings.iter().filter(|mapping| !mapping.held) {
            let object = &mapping.object;
            if self.loads.get(object) == began.loads.get(object) {
                let own = began.since.get(object).copied().unwrap_or_default();
                self.since.insert(object.clone(), up_to.max(own));
            }
        }
    }

    /// An object was loaded. A poll beside that may have brought a change which the load then put back: the next one reads everything.
    fn loaded(&mut self, object: &str) {
        self.since.remove(object);
        *self.loads.entry(object.to_owned()).or_default() += 1;
    }
}

/// Why Connect's work was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    #[error(transparent)]
    Work(#[from] WorkError),
    #[error(transparent)]
    Org(#[from] OrgError),
    #[error("schema {0} is in use")]
    SchemaInUse(String),
    #[error("there is no mapping of {0}")]
    NoMapping(String),
    #[error("db_key does not resolve to a database")]
    NoDatabase,
}

impl ConnectError {
    /// True if the database refused: it answered, and did not do it.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Work(WorkError::Refused { .. }))
    }

    /// True if Connect shows `DB_UNAVAILABLE`.
    pub(super) fn is_unavailable(&self) -> bool {
        matches!(self, Self::NoDatabase | Self::Work(WorkError::Unavailable(_)))
    }
}

/// Installs Connect's schema in a new database and loads every mapping; an org that is empty gets records first.
pub(super) fn install(
    engine: &Engine,
    machines: &Machines,
    url: &str,
    target: &SyncTarget,
) -> Result<(), ConnectError> {
    let mappings = mappings(target);
    let org = &org(machines, target)?;
    connect_schema::install(url, &target.schema, &mappings, &target.organization_id)?;
    let mut since = BTreeMap::new();
    for mapping in &mappings {
        if org.count(&mapping.object) == 0 {
            org.seed(&mapping.object, SEEDED)?;
        }
        let loaded = load_mapping(url, &target.schema, mapping, org)?;
        since.insert(mapping.object.clone(), loaded.up_to);
    }
    count(engine, &SyncTarget { url: url.to_owned(), ..target.clone() }, &mappings, org);
    remember(engine, target, |progress| {
        url.clone_into(&mut progress.url);
        progress.since = since;
    });
    Ok(())
}

/// Reads the trigger log and writes to the org.
pub(super) fn read_log(
    engine: &Engine,
    machines: &Machines,
    target: &SyncTarget,
) -> Result<SyncCounts, ConnectError> {
    let (url, mut mappings, org) = (url(target)?, mappings(target), &org(machines, target)?);
    let unmapped = match engine.scenario.switches.unmapped_pending {
        UnmappedPending::Sent => Unmapped::Sent,
        UnmappedPending::Failed => Unmapped::Failed,
        UnmappedPending::Ignored => Unmapped::Ignored,
    };
    mappings.iter_mut().for_each(|mapping| mapping.unmapped = unmapped);
    let quiet = engine.quiet.load(Ordering::Relaxed);
    let report = patiently(engine, || connect_hardware::read_log(url, &target.schema, &mappings, org))?;
    remember(engine, target, |progress| progress.quiet_reads += u64::from(quiet));
    count(engine, target, &mappings, org);
    let refused = report.refused.into_iter().map(|one| WriteError {
        id: u64::try_from(one.id).unwrap_or_default(),
        table: one.table,
        record: one.record_id.into(),
        message: one.message,
    });
    Ok(SyncCounts { written: report.sent, refused: refused.collect() })
}

/// Polls the org and writes to Postgres.
pub(super) fn poll_org(
    engine: &Engine,
    machines: &Machines,
    target: &SyncTarget,
) -> Result<SyncCounts, ConnectError> {
    let (url, mappings, org) = (url(target)?, mappings(target), &org(machines, target)?);
    let quiet = engine.quiet.load(Ordering::Relaxed);
    let began = lock(&engine.progress)
        .get(&target.connection)
        // What was read of another org says nothing of this one.
        .filter(|progress| progress.org == target.organization_id)
        .cloned()
        .unwrap_or_default();
    let own = |mapping: &Mapping| began.since.get(&mapping.object).copied().unwrap_or_default();
    let report = patiently(engine, || poll_org_from(url, &target.schema, &mappings, org, &own))?;
    remember(engine, target, |progress| {
        progress.polled(&began, &mappings, report.up_to);
        progress.quiet_polls += u64::from(quiet);
    });
    let written = report.inserted + report.updated + report.deleted;
    Ok(SyncCounts { written, ..SyncCounts::default() })
}

/// Loads one mapping anew.
pub(super) fn load(
    engine: &Engine,
    machines: &Machines,
    target: &SyncTarget,
    object: &str,
) -> Result<SyncCounts, ConnectError> {
    let (url, org) = (url(target)?, &org(machines, target)?);
    let mapping = mapping(target, object)?;
    // An object that was never mapped has records too.
    if org.add_object(object) {
        org.seed(object, SEEDED)?;
    }
    let report = patiently(engine, || load_mapping(url, &target.schema, &mapping, org))?;
    remember(engine, target, |progress| progress.loaded(object));
    Ok(SyncCounts { written: report.rows, ..SyncCounts::default() })
}

/// Makes the schema of a connection, or completes it.
pub(super) fn install_schema(
    engine: &Engine,
    target: &SyncTarget,
    minds_others: bool,
) -> Result<(), ConnectError> {
    let url = url(target)?;
    if minds_others && patiently(engine, || connect_schema::org_id(url, &target.schema))?.is_some() {
        return Err(ConnectError::SchemaInUse(target.schema.clone()));
    }
    patiently(engine, || connect_schema::install(url, &target.schema, &[], &target.organization_id))?;
    Ok(())
}

/// Drops the schema of a connection that is gone. Nobody hears of it where that cannot be done.
pub(super) fn drop_schema(target: &SyncTarget, cascade: bool) {
    if let Ok(url) = url(target) {
        let _kept = connect_schema::drop_schema(url, &target.schema, &mappings(target), cascade);
    }
}

/// Leaves the table of a mapping that is gone. Nobody hears of it where that cannot be done.
pub(super) fn leave(target: &SyncTarget, object: &str, drops: bool) -> Result<(), ConnectError> {
    let mapping = mapping(target, object)?;
    if let Ok(url) = url(target) {
        let _kept = connect_schema::leave_mapping(url, &target.schema, &mapping, drops);
    }
    Ok(())
}

/// Makes the table of a mapping what the mapping says.
pub(super) fn alter(
    engine: &Engine,
    target: &SyncTarget,
    object: &str,
    changes: &ColumnChanges,
) -> Result<(), ConnectError> {
    let (url, mapping) = (url(target)?, mapping(target, object)?);
    let add = changes.add.iter().map(|one| (one.column.clone(), one.sql_type.clone()));
    let alter = changes.alter.iter().map(|one| (one.column.clone(), one.sql_type.clone(), one.cuts));
    let changes = TableChanges { drop: changes.drop.clone(), add: add.collect(), alter: alter.collect() };
    patiently(engine, || connect_schema::alter_mapping(url, &target.schema, &mapping, &changes))?;
    Ok(())
}

/// Fills columns that were added.
pub(super) fn load_added(
    engine: &Engine,
    machines: &Machines,
    target: &SyncTarget,
    object: &str,
    fields: &[String],
) -> Result<SyncCounts, ConnectError> {
    let (url, mapping, org) = (url(target)?, mapping(target, object)?, &org(machines, target)?);
    let written = patiently(engine, || load_columns(url, &target.schema, &mapping, fields, org))?;
    remember(engine, target, |progress| progress.loaded(object));
    Ok(SyncCounts { written, ..SyncCounts::default() })
}

fn mapping(target: &SyncTarget, object: &str) -> Result<Mapping, ConnectError> {
    let mut all = mappings(target).into_iter();
    all.find(|mapping| mapping.object == object).ok_or_else(|| ConnectError::NoMapping(object.to_owned()))
}

/// Connect shows `DB_UNAVAILABLE` when a database stays out of reach; a session that somebody ended is just opened anew.
fn patiently<T>(engine: &Engine, work: impl Fn() -> Result<T, WorkError>) -> Result<T, WorkError> {
    let mut attempt = 1;
    loop {
        match work() {
            Err(WorkError::Unavailable(_)) if attempt < ATTEMPTS && !engine.stopping() => attempt += 1,
            other => return other,
        }
        std::thread::sleep(PAUSE);
    }
}

/// Rows of the trigger log that are not written yet, where the connection worked last; `None` if it cannot be read.
pub(super) fn waiting_rows(progress: &Progress) -> Option<u64> {
    log_counts(&progress.url, &progress.schema).ok().map(|counts| counts.waiting())
}

/// Feeds what Connect itself would show. A count that cannot be had is left as it was.
fn count(engine: &Engine, target: &SyncTarget, mappings: &[Mapping], org: &Org) {
    let connection = || target.connection.clone();
    let mut gauges = Vec::new();
    if let Ok(counts) = log_counts(&target.url, &target.schema) {
        let (new, pending, failed) = (counts.new, counts.pending, counts.failed);
        gauges.push(Gauge::Log { connection: connection(), new, pending, failed });
    }
    let counted: Vec<Mapping> = mappings.iter().filter(|mapping| !mapping.held).cloned().collect();
    for counts in mapping_counts(&target.url, &target.schema, &counted).unwrap_or_default() {
        let sf = u64::try_from(org.count(&counts.object)).unwrap_or(u64::MAX);
        let (db, pending) = (counts.db, counts.pending);
        gauges.push(Gauge::Mapping { connection: connection(), object: counts.object, db, sf, pending });
    }
    let mut world = lock(&engine.world);
    for gauge in gauges {
        world.gauge(gauge, clock::now());
    }
}

fn remember(engine: &Engine, target: &SyncTarget, change: impl FnOnce(&mut Progress)) {
    let mut all = lock(&engine.progress);
    let progress = all.entry(target.connection.clone()).or_default();
    target.connect_addon.clone_into(&mut progress.addon);
    target.schema.clone_into(&mut progress.schema);
    if progress.org != target.organization_id {
        target.organization_id.clone_into(&mut progress.org);
        progress.since.clear();
    }
    if !target.url.is_empty() {
        target.url.clone_into(&mut progress.url);
    }
    change(progress);
}

fn url(target: &SyncTarget) -> Result<&str, ConnectError> {
    if target.url.is_empty() {
        return Err(ConnectError::NoDatabase);
    }
    Ok(&target.url)
}

/// Its org, which is there from the first time that somebody works with it.
fn org(machines: &Machines, target: &SyncTarget) -> Result<Org, ConnectError> {
    let objects: Vec<String> = target.mappings.iter().map(|mapping| mapping.object.clone()).collect();
    Ok(machines.orgs.open(&target.organization_id, &objects)?)
}

fn mappings(target: &SyncTarget) -> Vec<Mapping> {
    target
        .mappings
        .iter()
        .map(|spec| Mapping {
            object: spec.object.clone(),
            access: match spec.access {
                scenario::Access::ReadOnly => Access::ReadOnly,
                scenario::Access::ReadWrite => Access::ReadWrite,
            },
            streaming: spec.streaming,
            upsert_field: spec.upsert_field.clone(),
            fields: spec
                .fields
                .iter()
                .map(|field| Field { name: field.name.clone(), sql_type: field.column_type() })
                .collect(),
            indexes: spec
                .indexes
                .iter()
                .map(|(field, index)| (field.clone(), index["unique"] == true))
                .collect(),
            held: target.held.contains(&spec.object),
            unmapped: Unmapped::default(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use connect_hardware::Access;

    use super::*;

    #[test]
    fn what_a_poll_read_beside_a_load_is_no_mark() {
        let mappings =
            [Mapping::new("Account", Access::ReadWrite), Mapping::new("Contact", Access::ReadOnly)];
        let mut progress = Progress::default();
        progress.polled(&Progress::default(), &mappings, Stamp(5));
        let began = progress.clone();
        progress.loaded("Account");
        progress.polled(&began, &mappings, Stamp(9));
        assert_eq!(progress.since.get("Account"), None, "the next poll reads everything");
        assert_eq!(progress.since.get("Contact"), Some(&Stamp(9)));
        let began = progress.clone();
        progress.polled(&began, &mappings, Stamp(12));
        assert_eq!(progress.since.get("Account"), Some(&Stamp(12)));
    }
}
