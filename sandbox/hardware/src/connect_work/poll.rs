//! Polling the org and writing its changes to Postgres.

use postgres::Transaction;
use serde::{Deserialize, Serialize};

use super::rows::{Applied, Table};
use super::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::org::{Delivery, Org, Request, Stamp};
use crate::sql::ident;

/// What one poll did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PollReport {
    /// The new high-water mark; the next poll starts here. Connect keeps it on its own side, so a database that was set
    /// back does not get again what lies before it.
    pub up_to: Stamp,
    /// Rows inserted.
    pub inserted: u64,
    /// Rows updated.
    pub updated: u64,
    /// Rows deleted.
    pub deleted: u64,
}

/// Brings every change since `since`, of all mappings whether streaming or not, into the tables of `schema` at `url`, in
/// one transaction. On an error nothing was applied and the mark stays where it was.
pub fn poll_org(
    url: &str,
    schema: &str,
    mappings: &[Mapping],
    org: &Org,
    since: Stamp,
) -> Result<PollReport, WorkError> {
    let report = poll_org_from(url, schema, mappings, org, &|_| since)?;
    Ok(PollReport { up_to: report.up_to.max(since), ..report })
}

/// The same where each mapping has a mark of its own: one that was left alone for a while is behind the others. A mapping's mark is
/// afterwards the one of the report, or its own of before if that is higher. Mappings that are held are left alone.
pub fn poll_org_from(
    url: &str,
    schema: &str,
    mappings: &[Mapping],
    org: &Org,
    since: &dyn Fn(&Mapping) -> Stamp,
) -> Result<PollReport, WorkError> {
    let _work = org.begin_work();
    let mut client = session::open(url)?;
    // Objects are read one after the other while the org goes on: a record changed after this moment comes next time,
    // or the mark would pass changes of the objects that were read first.
    let up_to = org.latest();
    let mut report = PollReport { up_to, ..PollReport::default() };
    let mut held = None;
    let mut transaction = client.transaction()?;
    for mapping in mappings.iter().filter(|mapping| !mapping.held) {
        let mut changed = org.changed_since(&mapping.object, since(mapping))?;
        changed.retain(|record| record.stamp <= up_to);
        if changed.is_empty() {
            continue;
        }
        let table = Table::prepare(&mut transaction, schema, mapping)?;
        let open = org.open_requests(&mapping.object);
        for record in &changed {
            let requests = open.get(&record.id).map(Vec::as_slice).unwrap_or_default();
            if let Some(stamp) = waiting(&mut transaction, org, requests)? {
                // Its row may be here without the id, which the retry brings; the mark must not pass it.
                held = Some(held.map_or(stamp, |other: Stamp| other.min(stamp)));
                continue;
            }
            report.count(table.apply(&mut transaction, record)?);
        }
    }
    transaction.commit()?;
    if let Some(held) = held {
        report.up_to = report.up_to.min(Stamp(held.0 - 1));
    }
    Ok(report)
}

/// When the first of these requests was done whose log entry still waits in this database. Those whose entry is gone
/// were noted, or belong to another database's past.
fn waiting(
    transaction: &mut Transaction<'_>,
    org: &Org,
    requests: &[(Request, Delivery)],
) -> Result<Option<Stamp>, WorkError> {
    let mut first: Option<Stamp> = None;
    for (request, delivery) in requests {
        let text = format!(
            "SELECT EXISTS (SELECT FROM {}._trigger_log WHERE id = $1 AND txid = $2 AND table_name = $3)",
            ident(&request.schema)
        );
        let row = transaction.query_one(&text, &[&request.entry, &request.txid, &request.table])?;
        if row.get(0) {
            first = Some(first.map_or(delivery.stamp, |other| other.min(delivery.stamp)));
        } else {
            org.forget(request);
        }
    }
    Ok(first)
}

impl PollReport {
    fn count(&mut self, applied: Applied) {
        match applied {
            Applied::Inserted => self.inserted += 1,
            Applied::Updated => self.updated += 1,
            Applied::Deleted => self.deleted += 1,
            Applied::Same => {}
        }
    }
}
