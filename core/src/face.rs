//! For whom something is said: how wide, how much, and by which clock. It changes words and lines, never what is done.

use connect_wire::calendar;
use serde::{Deserialize, Serialize};

use crate::ending::Millis;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// For whom something is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Face {
    /// Columns of the terminal; `None` where lines may be of any length.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub columns: Option<usize>,
    /// True if everything is wanted, not only the answer.
    pub verbose: bool,
    /// The clock on the wall.
    pub local: LocalTime,
}

/// The clock on the wall: a shell knows the rules of time zones, the core does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocalTime {
    /// Name of the zone, for example `Europe/Berlin`; empty for UTC.
    pub zone: String,
    /// Distances from UTC, oldest first.
    pub offsets: Vec<Offset>,
}

/// How far a zone is from UTC, from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Offset {
    /// From when on.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub from: Millis,
    /// Minutes that are added to UTC.
    pub minutes: i32,
}

impl LocalTime {
    /// A moment by both clocks, as in `27 Nov 02:15 America/New_York (07:15 UTC)`.
    #[must_use]
    pub fn moment(&self, at: Millis) -> String {
        let (day, time) = read(at, 0);
        if self.zone.is_empty() {
            return format!("{day} {time} UTC");
        }
        let (local_day, local_time) = read(at, self.minutes_at(at));
        let day = if day == local_day { String::new() } else { format!("{day} ") };
        format!("{local_day} {local_time} {} ({day}{time} UTC)", self.zone)
    }

    /// A moment in few characters, as in `27 Nov 02:15`.
    #[must_use]
    pub fn short(&self, at: Millis) -> String {
        let (day, time) = read(at, self.minutes_at(at));
        format!("{day} {time}")
    }

    fn minutes_at(&self, at: Millis) -> i32 {
        let rule = self.offsets.iter().rev().find(|rule| rule.from <= at).or(self.offsets.first());
        rule.map_or(0, |rule| rule.minutes)
    }
}

/// A moment to the second, as in `27 Nov 06:15:03 UTC`.
#[must_use]
pub fn second(at: Millis) -> String {
    let (day, time) = read(at, 0);
    format!("{day} {time}:{:02} UTC", at / 1000 % 60)
}

/// A day by UTC, as in `27 Nov`.
#[must_use]
pub fn day(at: Millis) -> String {
    read(at, 0).0
}

/// A moment to the second as services take it, as in `2026-11-27 06:15:03+00:00`.
#[must_use]
pub fn instant(at: Millis) -> String {
    let seconds = i64::try_from(at / 1000).unwrap_or(i64::MAX / 2);
    let (day, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, date) = calendar::date(day);
    let (hour, minute) = (second / 3600, second / MINUTE % 60);
    format!("{year:04}-{month:02}-{date:02} {hour:02}:{minute:02}:{:02}+00:00", second % 60)
}

/// Day and time on a clock that is so many minutes from UTC.
fn read(at: Millis, minutes: i32) -> (String, String) {
    let seconds = i64::try_from(at / 1000).unwrap_or(i64::MAX / 2) + i64::from(minutes) * MINUTE;
    let (day, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (month, date) = month_and_date(day);
    (format!("{date} {month}"), format!("{:02}:{:02}", second / 3600, second / MINUTE % 60))
}

fn month_and_date(day: i64) -> (&'static str, i64) {
    let (_, month, date) = calendar::date(day);
    let name = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month));
    (name.copied().unwrap_or_default(), date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: Millis = 1_795_760_100_000;

    fn new_york() -> LocalTime {
        let rule = |from, minutes| Offset { from, minutes };
        LocalTime {
            zone: "America/New_York".into(),
            offsets: vec![rule(0, -300), rule(1_772_953_200_000, -240), rule(1_793_512_800_000, -300)],
        }
    }

    #[test]
    fn a_moment_is_told_by_both_clocks() {
        assert_eq!(new_york().moment(NIGHT), "27 Nov 01:15 America/New_York (06:15 UTC)");
        assert_eq!(LocalTime::default().moment(NIGHT), "27 Nov 06:15 UTC");
        let evening = NIGHT - 5 * 3_600_000;
        assert_eq!(new_york().moment(evening), "26 Nov 20:15 America/New_York (27 Nov 01:15 UTC)");
        assert_eq!(new_york().short(evening), "26 Nov 20:15");
    }

    #[test]
    fn an_instant_is_read_as_it_is_written() {
        assert_eq!(instant(NIGHT), "2026-11-27 06:15:00+00:00");
        for at in [0, NIGHT, 951_782_400_000, 1_709_251_199_000, 4_107_542_399_000] {
            assert_eq!(crate::figures::moment(&instant(at)), Some(at), "{}", instant(at));
        }
    }

    #[test]
    fn the_clock_that_counts_is_that_of_the_moment_and_not_of_today() {
        let summer = 1_784_000_000_000;
        assert_eq!(new_york().moment(summer), "13 Jul 23:33 America/New_York (14 Jul 03:33 UTC)");
    }

    #[test]
    fn days_are_right_around_leap_days_and_new_year() {
        let utc = LocalTime::default();
        let days = [
            (0, "1 Jan"),
            (951_782_400_000, "29 Feb"),
            (951_868_800_000, "1 Mar"),
            (1_709_164_800_000, "29 Feb"),
            (1_798_675_200_000, "31 Dec"),
            (4_107_542_400_000, "1 Mar"),
            (4_107_456_000_000, "28 Feb"),
        ];
        for (at, day) in days {
            assert_eq!(utc.moment(at), format!("{day} 00:00 UTC"), "{at}");
        }
    }
}
