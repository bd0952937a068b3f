//! How long a wait will last, measured by what its last looks saw.

use std::collections::VecDeque;

use crate::ending::Millis;
use crate::judgement::Left;
use crate::line::about;

/// So many looks are compared: what went on longer ago says little of what comes.
const LOOKS: usize = 12;
/// So many are needed before anything is said: two of them can be far apart by chance.
const ENOUGH: usize = 6;

/// What the last looks of one condition saw.
#[derive(Debug, Clone, Default)]
pub struct Trend {
    looks: VecDeque<(Millis, Vec<Left>)>,
}

impl Trend {
    /// Notes what is left at this moment.
    pub fn note(&mut self, now: Millis, left: &[Left]) {
        if self.looks.len() == LOOKS {
            self.looks.pop_front();
        }
        self.looks.push_back((now, left.to_vec()));
    }

    /// Milliseconds until the first of its figures has come down to nothing, `u64::MAX` if none of them comes down; `None`
    /// before there are enough looks.
    fn lasts(&self) -> Option<u64> {
        let (_, newest) = self.looks.back()?;
        newest.iter().filter_map(|left| lasts(&self.series(left.of))).min()
    }

    fn series(&self, of: &str) -> Vec<(Millis, u64)> {
        let amount = |left: &[Left]| left.iter().find(|one| one.of == of).map(|one| one.amount);
        self.looks.iter().filter_map(|(at, left)| Some((*at, amount(left)?))).collect()
    }
}

/// How long until a figure that fell from the mean of its older half to that of its newer half has come down to nothing.
fn lasts(series: &[(Millis, u64)]) -> Option<u64> {
    let ((.., newest), half) = (series.last().filter(|_| series.len() >= ENOUGH)?, series.len() / 2);
    let sums = |part: &[(Millis, u64)]| {
        part.iter().fold((0_u128, 0_u128), |(time, amount), one| {
            (time + u128::from(one.0), amount + u128::from(one.1))
        })
    };
    let (older, newer) = (sums(series.get(..half)?), sums(series.get(series.len() - half..)?));
    Some(match (newer.0.checked_sub(older.0), older.1.checked_sub(newer.1)) {
        (Some(time), Some(fell @ 1..)) => {
            u64::try_from(u128::from(*newest).saturating_mul(time) / fell).unwrap_or(u64::MAX)
        }
        _ => u64::MAX,
    })
}

/// What can be said of the end of these waits, all of which must end within a time: words that go on with what was seen, none
/// before there is anything to say.
pub fn outlook<'a>(trends: impl Iterator<Item = &'a Trend>, within: u64) -> String {
    let all: Option<Vec<u64>> = trends.map(Trend::lasts).collect();
    match all.and_then(|all| all.into_iter().max()) {
        None => String::new(),
        Some(lasts) if lasts <= within => format!(", {} left", about(lasts)),
        Some(u64::MAX) => ", not falling: no end in sight".to_owned(),
        Some(_) => ", not falling fast enough to end in time".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outlook after looks five seconds apart.
    fn after(amounts: &[u64]) -> String {
        let mut trend = Trend::default();
        for (at, amount) in (0..).zip(amounts) {
            trend.note(at * 5_000, &[Left { of: "commits", amount: *amount }]);
        }
        outlook([&trend].into_iter(), 3_600_000)
    }

    #[test]
    fn nothing_is_said_of_the_end_before_there_are_enough_looks() {
        assert_eq!(after(&[]), "");
        assert_eq!(after(&[600, 500, 400, 300, 200]), "");
        assert_eq!(after(&[600, 500, 400, 300, 200, 100]), ", less than a minute left");
    }

    #[test]
    fn the_last_looks_count_and_not_how_it_was_in_the_beginning() {
        let slow = (0..12).map(|look| 100_000 - 10 * look);
        let fast = (0..12).map(|look| 90_000 - 1_000 * look);
        let amounts: Vec<u64> = slow.chain(fast).collect();
        assert_eq!(after(&amounts), ", about 7 min left");
    }

    #[test]
    fn what_does_not_fall_has_no_end_that_could_be_told() {
        for amounts in [[9; 6], [1, 2, 3, 4, 5, 6], [u64::MAX; 6], [0, u64::MAX, 0, u64::MAX, 0, u64::MAX]] {
            assert_eq!(after(&amounts), ", not falling: no end in sight", "{amounts:?}");
        }
        let barely = [1_000_005, 1_000_004, 1_000_003, 1_000_002, 1_000_001, 1_000_000];
        assert_eq!(after(&barely), ", not falling fast enough to end in time");
    }

    #[test]
    fn one_figure_that_falls_is_enough_and_the_slowest_of_several_waits_counts() {
        let mut follower = Trend::default();
        let mut other = Trend::default();
        for look in 0..6 {
            let seconds = Left { of: "seconds", amount: 1_200 - 60 * look };
            follower.note(look * 60_000, &[Left { of: "commits", amount: 7 }, seconds]);
            other.note(look * 60_000, &[Left { of: "changes", amount: 600 - 10 * look }]);
        }
        assert_eq!(outlook([&follower].into_iter(), 7_200_000), ", about 15 min left");
        assert_eq!(outlook([&follower, &other].into_iter(), 7_200_000), ", about 55 min left");
        assert_eq!(outlook([&follower, &Trend::default()].into_iter(), 7_200_000), "");
    }
}
