//! Loading a mapping: the first load, the reload, and columns that were added.

use serde::{Deserialize, Serialize};

use super::rows::{self, Filling, Table};
use super::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::org::{Org, Stamp};

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadReport {
    /// Rows in the table now.
    pub rows: u64,
    /// It holds every change up to here: a mark to poll from. Of several loads the lowest counts.
    pub up_to: Stamp,
}

/// Clears the mapping's table and fills it with the org's live records, in one transaction. Rows without `sfid` are
/// lost and `id` values change, as in reality.
pub fn load_mapping(url: &str, schema: &str, mapping: &Mapping, org: &Org) -> Result<LoadReport, WorkError> {
    let _work = org.begin_work();
    let mut client = session::open(url)?;
    let mut transaction = client.transaction()?;
    let mut report = LoadReport { rows: 0, up_to: org.latest() };
    rows::clear(&mut transaction, schema, mapping)?;
    let table = Table::prepare(&mut transaction, schema, mapping)?;
    for record in org.changed_since(&mapping.object, Stamp::default())? {
        if !record.deleted {
            table.apply(&mut transaction, &record)?;
            report.rows += 1;
        }
    }
    transaction.commit()?;
    Ok(report)
}

/// Fills the columns of these fields from the org's live records, in one transaction. Nothing else of a row changes, and rows that never
/// reached the org have nothing to be filled with.
pub fn load_columns(
    url: &str,
    schema: &str,
    mapping: &Mapping,
    fields: &[String],
    org: &Org,
) -> Result<u64, WorkError> {
    let _work = org.begin_work();
    let mut client = session::open(url)?;
    let mut transaction = client.transaction()?;
    let mut filled = 0;
    if let Some(filling) = Filling::prepare(&mut transaction, schema, mapping, fields)? {
        for record in org.changed_since(&mapping.object, Stamp::default())? {
            if !record.deleted {
                filled += filling.fill(&mut transaction, &record)?;
            }
        }
    }
    transaction.commit()?;
    Ok(filled)
}
