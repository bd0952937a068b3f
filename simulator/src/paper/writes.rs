//! Sets of writes.

use std::ops::Range;

/// A number of an acknowledged write.
pub(super) type Write = u32;

/// A set of writes, as ranges of neighbours that rise and do not touch: databases hold nearly all of them and differ in
/// few places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writes {
    ranges: Vec<Range<Write>>,
    len: usize,
}

impl Writes {
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds a write; false if it was there.
    pub fn insert(&mut self, write: Write) -> bool {
        let at = self.reaching(write);
        if self.ranges.get(at).is_some_and(|range| range.start <= write) {
            return false;
        }
        self.len += 1;
        let joins_next = self.ranges.get(at).is_some_and(|next| next.start == write + 1);
        let joins_last = at > 0 && self.ranges[at - 1].end == write;
        match (joins_last, joins_next) {
            (true, true) => self.ranges[at - 1].end = self.ranges.remove(at).end,
            (true, false) => self.ranges[at - 1].end += 1,
            (false, true) => self.ranges[at].start = write,
            (false, false) => self.ranges.insert(at, write..write + 1),
        }
        true
    }

    /// Takes a write away; false if it was not there.
    pub fn remove(&mut self, write: Write) -> bool {
        let at = self.reaching(write);
        let Some(range) = self.ranges.get(at).filter(|range| range.start <= write).cloned() else {
            return false;
        };
        let parts = [range.start..write, write + 1..range.end].into_iter().filter(|part| !part.is_empty());
        self.ranges.splice(at..=at, parts);
        self.len -= 1;
        true
    }

    /// Adds every write of `other`.
    pub fn extend(&mut self, other: &Self) {
        for write in other.iter() {
            self.insert(write);
        }
    }

    /// All of them, rising.
    pub fn iter(&self) -> impl Iterator<Item = Write> + '_ {
        self.ranges.iter().flat_map(Clone::clone)
    }

    /// How many of them `other` lacks.
    pub fn missing_in(&self, other: &Self) -> usize {
        let mut shared = 0;
        let mut others = other.ranges.iter().peekable();
        for own in &self.ranges {
            while let Some(theirs) = others.peek() {
                let (from, to) = (own.start.max(theirs.start), own.end.min(theirs.end));
                shared += to.saturating_sub(from) as usize;
                // A range that reaches further may share with the next one too.
                if theirs.end > own.end {
                    break;
                }
                others.next();
            }
        }
        self.len - shared
    }

    /// Index of the first range that ends after `write`.
    fn reaching(&self, write: Write) -> usize {
        match self.ranges.last() {
            Some(last) if last.end > write => self.ranges.partition_point(|range| range.end <= write),
            _ => self.ranges.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn of(numbers: &[Write]) -> Writes {
        let mut writes = Writes::default();
        for number in numbers {
            writes.insert(*number);
        }
        writes
    }

    /// Every subset of eight numbers against every other, inserted in two orders.
    #[test]
    fn it_is_a_set() {
        let all: Vec<Vec<Write>> =
            (0..256_u32).map(|bits| (0..8).filter(|bit| bits >> bit & 1 == 1).collect()).collect();
        for one in &all {
            let set = of(one);
            let mut backwards = one.clone();
            backwards.reverse();
            assert_eq!(of(&backwards), set);
            assert_eq!(set.len(), one.len());
            assert_eq!(&set.iter().collect::<Vec<_>>(), one);
            for other in &all {
                let missing = one.iter().filter(|number| !other.contains(number)).count();
                assert_eq!(set.missing_in(&of(other)), missing, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_is_taken_away_is_gone_and_nothing_else() {
        let all: Vec<Write> = vec![1, 2, 3, 7, 9, 10];
        for gone in 0..12 {
            let mut set = of(&all);
            assert_eq!(set.remove(gone), all.contains(&gone));
            let left: Vec<Write> = all.iter().copied().filter(|one| *one != gone).collect();
            assert_eq!((set.iter().collect::<Vec<_>>(), set.len()), (left.clone(), left.len()), "{gone}");
        }
    }

    #[test]
    fn a_write_is_added_once() {
        let mut set = of(&[1, 2, 3, 7]);
        assert!(!set.insert(2));
        assert_eq!(set.len(), 4);
        set.extend(&of(&[3, 4, 5, 6]));
        assert_eq!(set.iter().collect::<BTreeSet<_>>(), (1..8).collect());
        assert_eq!(set.ranges.len(), 1);
    }
}
