//! Look-ups that several checks need.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::check::Expectation;
use crate::ack::{Ack, Op};
use crate::facts::{ChangeOp, Facts, Record, Row, Side, Source};

/// What the clients know about one key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The highest acknowledged version.
    pub acked: Option<i64>,
    /// The highest version whose answer was lost.
    pub maybe: Option<i64>,
}

/// Values by table and by something that names a row or a record in it.
type ByTable<'a, T> = HashMap<&'a str, HashMap<&'a str, T>>;

/// Facts by key.
pub(super) struct Index<'a> {
    /// The acknowledgements to judge: not those of databases that are no part of the run, nor those of tables that
    /// belong to another connection.
    pub acks: Vec<&'a Ack>,
    known: BTreeMap<&'a str, BTreeMap<&'a str, Known>>,
    by_key: ByTable<'a, Vec<&'a Row>>,
    by_sfid: ByTable<'a, Vec<&'a Row>>,
    by_id: ByTable<'a, &'a Row>,
    live: ByTable<'a, Vec<&'a Record>>,
    deleted_ids: HashMap<&'a str, HashSet<&'a str>>,
    deleted_keys: HashMap<&'a str, HashSet<&'a str>>,
    made: BTreeMap<(&'a str, &'a str), Made>,
}

/// How often Connect made a record with one key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Made {
    /// In all.
    pub times: usize,
    /// Since the run has a part in it.
    pub ours: usize,
}

impl<'a> Index<'a> {
    /// Builds the look-ups; `lead` is the database that has to hold everything.
    pub fn new(facts: &'a Facts, lead: &'a Side, expectation: &Expectation) -> Self {
        let acks: Vec<&Ack> = facts
            .acks
            .iter()
            .filter(|ack| !expectation.elsewhere.contains(&ack.server))
            .filter(|ack| {
                ![&facts.old, lead].iter().any(|side| side.other_connections.contains(schema_of(&ack.table)))
            })
            .collect();
        let mut index = Index {
            known: known(&acks, lead, expectation),
            acks,
            by_key: HashMap::new(),
            by_sfid: HashMap::new(),
            by_id: HashMap::new(),
            live: HashMap::new(),
            deleted_ids: HashMap::new(),
            deleted_keys: HashMap::new(),
            made: BTreeMap::new(),
        };
        for (name, table) in &lead.tables {
            for row in table.rows.iter().flatten() {
                if let Some(key) = &row.key {
                    index.by_key.entry(name).or_default().entry(key).or_default().push(row);
                }
                if let Some(sfid) = &row.sfid {
                    index.by_sfid.entry(name).or_default().entry(sfid).or_default().push(row);
                }
                if !row.id.is_empty() {
                    index.by_id.entry(name).or_default().insert(&row.id, row);
                }
            }
        }
        for change in &facts.org.history {
            if change.op == ChangeOp::Delete && change.source == Source::Org {
                index.deleted_ids.entry(&change.table).or_default().insert(&change.id);
            }
            if let (ChangeOp::Insert, Source::Connect, Some(key)) = (change.op, change.source, &change.key) {
                let made = index.made.entry((bare(&change.table), key)).or_default();
                made.times += 1;
                made.ours += usize::from(!expectation.forgives(change));
            }
        }
        for (table, records) in &facts.org.records {
            for record in records {
                let Some(key) = &record.key else { continue };
                if !record.deleted {
                    index.live.entry(table).or_default().entry(key).or_default().push(record);
                } else if index.deleted_by_org(table, &record.id) {
                    index.deleted_keys.entry(table).or_default().insert(key);
                }
            }
        }
        index
    }

    /// What clients know: table, key and versions.
    pub fn known(&self) -> impl Iterator<Item = (&'a str, &'a str, Known)> + '_ {
        self.known.iter().flat_map(|(table, keys)| keys.iter().map(|(key, known)| (*table, *key, *known)))
    }

    /// True when clients wrote to this table.
    pub fn is_written(&self, table: &str) -> bool {
        self.known.contains_key(table)
    }

    /// What clients know of one key.
    pub fn known_of(&self, table: &str, key: &str) -> Option<Known> {
        self.known.get(table)?.get(key).copied()
    }

    /// Rows of the database in use with this key; `table` with its schema.
    pub fn rows(&self, table: &str, key: &str) -> &[&'a Row] {
        self.by_key.get(table).and_then(|keys| keys.get(key)).map_or(&[], Vec::as_slice)
    }

    /// Rows of the database in use with this Salesforce id.
    pub fn rows_of_record(&self, table: &str, sfid: &str) -> &[&'a Row] {
        self.by_sfid.get(table).and_then(|ids| ids.get(sfid)).map_or(&[], Vec::as_slice)
    }

    /// The row of the database in use with this primary key.
    pub fn row_with_id(&self, table: &str, id: &str) -> Option<&'a Row> {
        self.by_id.get(table)?.get(id).copied()
    }

    /// Records of the org with this external id that are not deleted.
    pub fn live(&self, table: &str, key: &str) -> &[&'a Record] {
        self.live.get(bare(table)).and_then(|keys| keys.get(key)).map_or(&[], Vec::as_slice)
    }

    /// True when the org's own users deleted the record: its row has to be gone then.
    pub fn deleted_by_org(&self, table: &str, sfid: &str) -> bool {
        self.deleted_ids.get(bare(table)).is_some_and(|ids| ids.contains(sfid))
    }

    /// The same by external id, for a key that no other record has taken over.
    pub fn key_deleted_by_org(&self, table: &str, key: &str) -> bool {
        let deleted = self.deleted_keys.get(bare(table)).is_some_and(|keys| keys.contains(key));
        deleted && self.live(table, key).is_empty()
    }

    /// How often Connect made records, by table and key.
    pub fn made(&self) -> impl Iterator<Item = (&'a str, &'a str, Made)> + '_ {
        self.made.iter().map(|((table, key), made)| (*table, *key, *made))
    }

    /// True when Connect had made several records with this key, and the run has no part in any of them.
    pub fn doubled_before(&self, table: &str, key: &str) -> bool {
        self.made.get(&(bare(table), key)).is_some_and(|made| made.times > 1 && made.ours == 0)
    }

    /// Keys or Salesforce ids that stand in more than one row, with table and number.
    pub fn doubled(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (what, tables) in [("key", &self.by_key), ("Salesforce id", &self.by_sfid)] {
            for (table, rows) in tables {
                // A row for each record that there is of it.
                let known = |key: &str, rows: usize| {
                    what == "key" && self.doubled_before(table, key) && rows <= self.live(table, key).len()
                };
                let doubled = rows.iter().filter(|(key, rows)| rows.len() > 1 && !known(key, rows.len()));
                found.extend(
                    doubled.map(|(value, rows)| {
                        format!("{table}: {what} {value} stands in {} rows", rows.len())
                    }),
                );
            }
        }
        found.sort();
        found
    }
}

/// A table's name without its schema, as the org and the log have it.
pub(super) fn bare(table: &str) -> &str {
    table.split_once('.').map_or(table, |(_, name)| name)
}

/// The schema of a name that has one.
pub(super) fn schema_of(name: &str) -> &str {
    name.split_once('.').map_or("", |(schema, _)| schema)
}

/// What was acknowledged in a moment of which nothing is proven may be there or not, like a write with a lost answer.
fn known<'a>(
    acks: &[&'a Ack],
    lead: &Side,
    expectation: &Expectation,
) -> BTreeMap<&'a str, BTreeMap<&'a str, Known>> {
    let Expectation { unproven, rolled_back_to, .. } = expectation;
    let open = |ack: &Ack| {
        unproven.is_some_and(|(from, to)| from <= ack.at && ack.at <= to)
            // Clients know the millisecond, databases more.
            || rolled_back_to.is_some_and(|moment| ack.at >= moment && ack.server != lead.server.address)
    };
    let mut known: BTreeMap<&str, BTreeMap<&str, Known>> = BTreeMap::new();
    for ack in acks.iter().filter(|ack| !expectation.leaves(ack)) {
        let entry = known.entry(&ack.table).or_default().entry(&ack.key).or_default();
        let highest = if ack.op == Op::Maybe || open(ack) { &mut entry.maybe } else { &mut entry.acked };
        *highest = (*highest).max(Some(ack.version));
    }
    known
}
