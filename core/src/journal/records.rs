//! Records, kept so that a copy costs nothing.

use std::sync::Arc;

use super::record::Record;

/// Records, oldest first. Copies share what they have in common.
#[derive(Debug, Clone, Default)]
pub struct Records {
    newest: Option<Arc<Link>>,
    len: usize,
}

#[derive(Debug)]
struct Link {
    record: Record,
    older: Option<Arc<Link>>,
}

impl Records {
    /// Adds the newest.
    pub fn push(&mut self, record: Record) {
        self.newest = Some(Arc::new(Link { record, older: self.newest.take() }));
        self.len += 1;
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The newest.
    #[must_use]
    pub fn last(&self) -> Option<&Record> {
        self.newest.as_ref().map(|link| &link.record)
    }

    /// The oldest.
    #[must_use]
    pub fn first(&self) -> Option<&Record> {
        self.newest_first().last()
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.since(0)
    }

    /// All but the oldest `count`, oldest first.
    pub fn since(&self, count: usize) -> impl Iterator<Item = &Record> {
        let mut wanted: Vec<&Record> = self.newest_first().take(self.len.saturating_sub(count)).collect();
        wanted.reverse();
        wanted.into_iter()
    }

    /// The oldest `count`, or as many as there are.
    #[must_use]
    pub fn oldest(&self, count: usize) -> Self {
        let mut newest = self.newest.as_ref();
        for _ in count..self.len {
            newest = newest.and_then(|link| link.older.as_ref());
        }
        Self { newest: newest.cloned(), len: self.len.min(count) }
    }

    fn newest_first(&self) -> impl Iterator<Item = &Record> {
        std::iter::successors(self.newest.as_deref(), |link| link.older.as_deref()).map(|link| &link.record)
    }
}

impl Drop for Records {
    /// One link after the other: a long list must not need a deep stack.
    fn drop(&mut self) {
        let mut next = self.newest.take();
        while let Some(link) = next {
            next = Arc::into_inner(link).and_then(|mut link| link.older.take());
        }
    }
}

impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.newest_first().eq(other.newest_first())
    }
}

impl Extend<Record> for Records {
    fn extend<I: IntoIterator<Item = Record>>(&mut self, records: I) {
        records.into_iter().for_each(|record| self.push(record));
    }
}

impl FromIterator<Record> for Records {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Self {
        let mut all = Self::default();
        all.extend(records);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Entry, FORMAT_VERSION};
    use super::*;

    fn record(seq: u64) -> Record {
        Record { version: FORMAT_VERSION.into(), seq, at: 0, prev: String::new(), entry: Entry::Approved }
    }

    fn numbers<'a>(records: impl Iterator<Item = &'a Record>) -> Vec<u64> {
        records.map(|record| record.seq).collect()
    }

    #[test]
    fn copies_part_where_they_differ() {
        let mut one: Records = (0..4).map(record).collect();
        let mut other = one.oldest(3);
        other.push(record(9));
        one.push(record(4));
        assert_eq!(numbers(one.iter()), [0, 1, 2, 3, 4]);
        assert_eq!(numbers(other.iter()), [0, 1, 2, 9]);
        assert_eq!(numbers(one.since(3)), [3, 4]);
        assert_eq!((one.first().map(|one| one.seq), one.last().map(|one| one.seq)), (Some(0), Some(4)));
        assert!(one != other && one.oldest(3) == other.oldest(3) && one.oldest(9) == one);
    }

    #[test]
    fn a_long_list_is_given_up_without_a_deep_stack() {
        let records: Records = (0..1_000_000).map(record).collect();
        assert_eq!(records.len(), 1_000_000);
    }
}
