//! Writing one captured change to the org.

use crate::mapping::{usual_fields, Field, Mapping, Unmapped};
use crate::org::{Change, Fields, Org, OrgError, Record};

use super::entry::{fields, Action, Entry};

/// Columns that every table has and the org sets by itself.
const SYSTEM: [&str; 4] = ["id", "sfid", "systemmodstamp", "isdeleted"];

/// What became of a change.
pub(super) enum Sent {
    /// The org has it; the record as it is now.
    Done(Record),
    /// The org refused; the text for `sf_message`.
    Failed(String),
}

/// Sends one change. `sfid` is the row's id as the database has it now, which may be newer than the log's.
///
/// An insert goes by the upsert field where the mapping has one. A retry changes nothing that its first attempt did. An
/// entry that is *new again*, in a database that was set back, is sent again: without an upsert field it makes a second
/// record, and an update takes the record back, as in reality. Columns that are not mapped any more are left out.
pub(super) fn send(
    org: &Org,
    schema: &str,
    mapping: &Mapping,
    entry: &Entry,
    sfid: Option<&str>,
) -> Result<Sent, OrgError> {
    let (more, left) = unmapped(mapping, entry);
    if let (Unmapped::Failed, Some(column)) = (mapping.unmapped, left) {
        return Ok(Sent::Failed(format!("INVALID_FIELD: {column} is not mapped")));
    }
    let mapping = &more;
    let outcome = match change(mapping, entry, sfid) {
        Some(change) => org.send_once(entry.request(schema), &mapping.object, change),
        None => return Ok(Sent::Failed("MISSING_ARGUMENT: the row has no sfid".to_owned())),
    };
    match outcome {
        Ok(record) => Ok(Sent::Done(record)),
        Err(OrgError::Refused { code, message }) => Ok(Sent::Failed(format!("{code}: {message}"))),
        Err(error) => Err(error),
    }
}

/// The mapping by which an entry is read, and a column of the entry that is not mapped.
fn unmapped<'a>(mapping: &Mapping, entry: &'a Entry) -> (Mapping, Option<&'a str>) {
    let mut more = mapping.clone();
    let own = |column: &str| SYSTEM.contains(&column) || mapping.field_of_column(column).is_some();
    let left = entry.values.keys().map(String::as_str).find(|column| !own(column));
    if left.is_some() && mapping.unmapped == Unmapped::Sent {
        let known = |field: &Field| mapping.field_of_column(&field.column()).is_some();
        more.fields.extend(usual_fields().into_iter().filter(|field| !known(field)));
    }
    (more, left)
}

fn change(mapping: &Mapping, entry: &Entry, sfid: Option<&str>) -> Option<Change> {
    let id = entry.sfid.as_deref().or(sfid).map(str::to_owned);
    let fields = fields(mapping, &entry.values);
    match (entry.action, id) {
        (Action::Insert, _) => Some(upsert(mapping, entry, fields.clone()).unwrap_or(Change::Insert(fields))),
        (Action::Update, Some(id)) => Some(Change::Update { id, fields }),
        (Action::Update, None) => {
            let mut all = self::fields(mapping, &entry.old);
            all.extend(fields);
            upsert(mapping, entry, all)
        }
        (Action::Delete, id) => id.map(|id| Change::Delete { id }),
    }
}

/// The change by external id, if the mapping has an upsert field and the row a value in it.
fn upsert(mapping: &Mapping, entry: &Entry, fields: Fields) -> Option<Change> {
    let field = mapping.upsert_field.clone()?;
    let value = entry.text(&field)?.to_owned();
    Some(Change::Upsert { field, value, fields })
}
