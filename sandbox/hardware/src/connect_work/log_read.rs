//! Reading the trigger log and writing to the org.

use std::collections::HashMap;

use postgres::Client;
use serde::{Deserialize, Serialize};

use super::entry::{Entry, COLUMNS};
use super::note::{note, Outcome};
use super::send::{send, Sent};
use super::session;
use crate::error::WorkError;
use crate::mapping::{Access, Mapping};
use crate::org::Org;
use crate::sql::ident;

/// Entries picked up at once: committed as picked up, sent one by one, noted in one transaction.
const BATCH: usize = 100;

/// What one reading of the log did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadLogReport {
    /// Entries that the org accepted.
    pub sent: u64,
    /// Those among them that an earlier reading had left `PENDING`.
    pub retried: u64,
    /// Entries that the org refused.
    pub refused: Vec<Refused>,
    /// Entries with nothing to send (`IGNORE`, `READONLY`), moved to the archive.
    pub set_aside: u64,
}

/// An entry that the org refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Its id in the log.
    pub id: i32,
    /// Table.
    pub table: String,
    /// Id of the row.
    pub record_id: i32,
    /// The org's words.
    pub message: String,
}

/// Reads the log of `schema` in the database at `url`, in order, until it holds nothing to send of what was captured
/// before it began: a reading ends, however fast clients write.
///
/// Entries left `PENDING` by a reading that was cut off come first. Each batch is committed as `PENDING` before the org
/// hears of it, and moved to the archive with its outcome afterwards, together with the new `sfid` on the rows.
pub fn read_log(
    url: &str,
    schema: &str,
    mappings: &[Mapping],
    org: &Org,
) -> Result<ReadLogReport, WorkError> {
    let _work = org.begin_work();
    let mut client = session::open(url)?;
    let mut log = Log { schema, mappings, org, report: ReadLogReport::default() };
    for batch in log.left(&mut client)?.chunks(BATCH) {
        log.deliver(&mut client, batch)?;
    }
    let head = log.head(&mut client)?;
    loop {
        log.set_aside(&mut client)?;
        let batch = log.pick_up(&mut client, head)?;
        if batch.is_empty() {
            return Ok(log.report);
        }
        log.deliver(&mut client, &batch)?;
    }
}

struct Log<'a> {
    schema: &'a str,
    mappings: &'a [Mapping],
    org: &'a Org,
    report: ReadLogReport,
}

/// Ids that rows have in the org, by table and row id.
type Known<'a> = HashMap<(&'a str, i32), String>;

impl Log<'_> {
    /// Tables whose entries wait.
    fn held(&self) -> Vec<String> {
        self.mappings.iter().filter(|mapping| mapping.held).map(Mapping::table).collect()
    }

    /// What an earlier reading picked up and did not finish.
    fn left(&self, client: &mut Client) -> Result<Vec<Entry>, WorkError> {
        let s = ident(self.schema);
        let text = format!(
            "SELECT {COLUMNS} FROM {s}._trigger_log
             WHERE state = 'PENDING' AND table_name <> ALL ($1) ORDER BY id"
        );
        Ok(client.query(&text, &[&self.held()])?.iter().map(|row| Entry::read(row, true)).collect())
    }

    /// The newest entry, 0 when there is none.
    fn head(&self, client: &mut Client) -> Result<i32, WorkError> {
        let text = format!("SELECT coalesce(max(id), 0) FROM {}._trigger_log", ident(self.schema));
        Ok(client.query_one(&text, &[])?.get(0))
    }

    /// Marks the next batch up to `head` `PENDING`, committed, and returns it in order.
    fn pick_up(&self, client: &mut Client, head: i32) -> Result<Vec<Entry>, WorkError> {
        let text = format!(
            "WITH next AS (
                 SELECT id AS picked FROM {s}._trigger_log WHERE state IN ('NEW', 'REQUEUE') AND id <= {head}
                     AND table_name <> ALL ($1)
                 ORDER BY id LIMIT {BATCH} FOR UPDATE
             )
             UPDATE {s}._trigger_log SET state = 'PENDING', updated_at = now() FROM next WHERE id = picked
             RETURNING {COLUMNS}",
            s = ident(self.schema)
        );
        let mut batch: Vec<Entry> =
            client.query(&text, &[&self.held()])?.iter().map(|row| Entry::read(row, false)).collect();
        batch.sort_by_key(|entry| entry.id);
        Ok(batch)
    }

    /// Archives what is not to be sent.
    fn set_aside(&mut self, client: &mut Client) -> Result<(), WorkError> {
        let text = format!(
            "WITH gone AS (DELETE FROM {s}._trigger_log WHERE state IN ('IGNORE', 'READONLY') RETURNING *)
             INSERT INTO {s}._trigger_log_archive
             SELECT id, txid, created_at, now(), now(), txid_current(),
                    CASE state WHEN 'IGNORE' THEN 'IGNORED' ELSE state END,
                    action, table_name, record_id, sfid, old, \"values\", sf_result, sf_message
             FROM gone",
            s = ident(self.schema)
        );
        self.report.set_aside += client.execute(&text, &[])?;
        Ok(())
    }

    /// Sends a batch in order, outside any transaction, then notes what became of it.
    fn deliver(&mut self, client: &mut Client, batch: &[Entry]) -> Result<(), WorkError> {
        let mut known = self.known(client, batch)?;
        let mut outcomes = Vec::with_capacity(batch.len());
        for entry in batch {
            let row = (entry.table.as_str(), entry.record_id);
            let mapping = self.mappings.iter().find(|mapping| mapping.table() == entry.table);
            let sent = match mapping {
                Some(mapping) if mapping.access == Access::ReadWrite => {
                    send(self.org, self.schema, mapping, entry, known.get(&row).map(String::as_str))?
                }
                Some(_) => Sent::Failed("the mapping is read-only".to_owned()),
                None => Sent::Failed(format!("{} is not mapped", entry.table)),
            };
            if let Sent::Done(record) = &sent {
                known.insert(row, record.id.clone());
            }
            outcomes.push(Outcome { entry, mapped: mapping.is_some(), sent });
        }
        let mut transaction = client.transaction()?;
        note(&mut transaction, self.schema, &outcomes)?;
        transaction.commit()?;
        for outcome in &outcomes {
            self.org.forget(&outcome.entry.request(self.schema));
            self.report.count(outcome);
        }
        Ok(())
    }

    /// The ids that the batch's rows have now. The log has an update's id only if the row had one when it was captured.
    fn known<'a>(&self, client: &mut Client, batch: &'a [Entry]) -> Result<Known<'a>, WorkError> {
        let mut known = Known::new();
        for table in self.mappings.iter().map(Mapping::table) {
            let entries: Vec<&Entry> = batch.iter().filter(|entry| entry.table == table).collect();
            let Some(first) = entries.first() else { continue };
            let ids: Vec<i32> = entries.iter().map(|entry| entry.record_id).collect();
            let text = format!(
                "SELECT id, sfid FROM {}.{} WHERE id = ANY ($1) AND sfid IS NOT NULL",
                ident(self.schema),
                ident(&table)
            );
            for row in client.query(&text, &[&ids])? {
                known.insert((first.table.as_str(), row.get(0)), row.get(1));
            }
        }
        Ok(known)
    }
}

impl ReadLogReport {
    fn count(&mut self, outcome: &Outcome<'_>) {
        match &outcome.sent {
            Sent::Done(_) => {
                self.sent += 1;
                self.retried += u64::from(outcome.entry.retried);
            }
            Sent::Failed(message) => self.refused.push(Refused {
                id: outcome.entry.id,
                table: outcome.entry.table.clone(),
                record_id: outcome.entry.record_id,
                message: message.clone(),
            }),
        }
    }
}
