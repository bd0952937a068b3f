//! Days as people count them: the Gregorian calendar, by UTC.

/// Days of 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that a leap day is a year's last.
const TO_1970: i64 = 719_468;

/// Year, month and day of the month of a day since 1970-01-01.
#[must_use]
pub fn date(day: i64) -> (i64, i64, i64) {
    let (era, day) = ((day + TO_1970).div_euclid(CYCLE), (day + TO_1970).rem_euclid(CYCLE));
    let year = (day - day / 1_460 + day / 36_524 - day / (CYCLE - 1)) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    (era * 400 + year + i64::from(month <= 2), month, date)
}

/// The day since 1970-01-01 of a year, a month and a day of the month.
#[must_use]
pub fn day(year: i64, month: i64, date: i64) -> i64 {
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * from_march + 2) / 5
        + date
        - 1
        - TO_1970
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other_and_go_both_ways() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(day(2000, 2, 29) + 1), (2000, 3, 1));
        assert_eq!(date(day(2100, 2, 28) + 1), (2100, 3, 1));
        let (mut year, mut month, mut of_month) = date(day(1999, 12, 31));
        for at in day(2000, 1, 1)..day(2405, 1, 1) {
            let next = date(at);
            let expected = match next {
                (y, 1, 1) => (y, month, of_month) == (year + 1, 12, 31),
                (y, m, 1) => (y, m) == (year, month + 1) && of_month >= 28,
                (y, m, d) => (y, m, d) == (year, month, of_month + 1) && d <= 31,
            };
            assert!(expected, "{at}: {next:?} after {year}-{month}-{of_month}");
            let (y, m, d) = next;
            assert_eq!(day(y, m, d), at);
            (year, month, of_month) = next;
        }
    }
}
