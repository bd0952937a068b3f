//! Numbers out of what services show as text.

use connect_wire::calendar;

/// The number at the start of a text: `15` of `15.19 (deprecating)`, `3` of `3 commits`, `1200` of `1,200 commits`.
#[must_use]
pub fn leading_number(text: &str) -> Option<u64> {
    let digits: String =
        text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
    digits.parse().ok()
}

/// What US cents a month are a day, as it is said.
#[must_use]
pub fn a_day(cents: u64) -> String {
    let day = cents.saturating_mul(12) / 365;
    format!("about ${}.{:02} a day", day / 100, day % 100)
}

/// Units of size as services show them, each 1024 of the one before.
const UNITS: [&str; 5] = ["bytes", "KB", "MB", "GB", "TB"];

/// A size such as `64 GB` or `1.5 TB`, in bytes; what stands behind the unit is left out.
#[must_use]
pub fn size(text: &str) -> Option<u64> {
    let mut words = text.split_whitespace();
    let (number, unit) = (words.next()?.replace(',', ""), words.next()?);
    let unit = 1024_u64.checked_pow(u32::try_from(UNITS.iter().position(|one| *one == unit)?).ok()?)?;
    let (whole, part) = number.split_once('.').unwrap_or((&number, "0"));
    let tenths = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part = part.parse::<u64>().ok()?.checked_mul(unit)? / tenths;
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(part)
}

/// A size as people read it.
#[must_use]
pub fn size_shown(bytes: u64) -> String {
    let (mut unit, mut size) = (0, 1_u128);
    while u128::from(bytes) >= size * 1024 && unit + 1 < UNITS.len() {
        (unit, size) = (unit + 1, size * 1024);
    }
    let tenths = (u128::from(bytes) * 10 + size / 2) / size;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let part = if tenth == 0 { String::new() } else { format!(".{tenth}") };
    format!("{whole}{part} {}", UNITS[unit])
}

/// A price in US cents a month, as it is said.
#[must_use]
pub fn monthly(cents: u64) -> String {
    format!("${}.{:02} a month", cents / 100, cents % 100)
}

/// A moment in UTC as services write it, `2026-11-26 22:00:00 +0000`, with `T` or a blank between day and time and `Z`, `UTC` or
/// `+0000` behind it: milliseconds since 1970.
#[must_use]
pub fn moment(text: &str) -> Option<u64> {
    let (day, rest) = (text.get(..10)?, text.get(11..)?);
    let time = rest.get(..8)?;
    let zone = rest.get(8..)?.trim();
    let zone = zone
        .strip_prefix('.')
        .map_or(zone, |part| part.trim_start_matches(|c: char| c.is_ascii_digit()).trim());
    let utc = ["Z", "UTC", "+0000", "+00:00"].contains(&zone)
        && matches!(text.as_bytes().get(10), Some(b' ' | b'T'));
    let numbers = |text: &str, by: char| -> Option<[i64; 3]> {
        let mut parts = text.split(by).map(|part| part.parse().ok());
        let three = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(three)
    };
    let ([year, month, date], [hour, minute, second]) = (numbers(day, '-')?, numbers(time, ':')?);
    let sound = (1970..9999).contains(&year) && (1..13).contains(&month) && (1..32).contains(&date);
    let sound = sound && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..61).contains(&second);
    let seconds = calendar::day(year, month, date) * 86_400 + hour * 3_600 + minute * 60 + second;
    u64::try_from(seconds * 1_000).ok().filter(|_| utc && sound)
}

/// A WAL position such as `0/16B3748`, comparable.
#[must_use]
pub fn lsn(text: &str) -> Option<u64> {
    let (high, low) = text.split_once('/')?;
    Some(u64::from_str_radix(high, 16).ok()? << 32 | u64::from_str_radix(low, 16).ok()?)
}

/// The sum of what others say; what cannot be counted any more is as much as can be.
pub fn total(all: impl Iterator<Item = u64>) -> u64 {
    all.fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_lags_are_read_by_their_leading_digits() {
        assert_eq!(leading_number("15.19 (deprecating)"), Some(15));
        assert_eq!(leading_number("1,200 commits"), Some(1200));
        assert_eq!(leading_number("unknown"), None);
    }

    #[test]
    fn sizes_are_read_and_shown_with_their_units() {
        const GB: u64 = 1_073_741_824;
        for (text, bytes) in [
            ("64 GB", Some(64 * GB)),
            (" 1.5 TB (12.3%)", Some(1_536 * GB)),
            ("39.9 MB", Some(41_838_182)),
            ("1,024 GB", Some(1_024 * GB)),
            ("0.0 KB", Some(0)),
            ("64", None),
            ("64 parsecs", None),
            ("many GB", None),
            ("99999999999999999999 GB", None),
            ("18014398509481984 TB", None),
        ] {
            assert_eq!(size(text), bytes, "{text}");
        }
        for (bytes, text) in
            [(0, "0 bytes"), (41_838_182, "39.9 MB"), (64 * GB, "64 GB"), (1_536 * GB, "1.5 TB")]
        {
            assert_eq!(size_shown(bytes), text);
        }
    }

    #[test]
    fn moments_are_read_in_utc_and_in_no_other_zone() {
        for (text, moment_ms) in [
            ("1970-01-01 00:00:00 +0000", Some(0)),
            ("2026-11-27 06:15:03 +0000", Some(1_795_760_103_000)),
            ("2026-11-27T06:15:03Z", Some(1_795_760_103_000)),
            ("2026-11-27T06:15:03.250Z", Some(1_795_760_103_000)),
            ("2024-02-29 00:00:00 UTC", Some(1_709_164_800_000)),
            ("2100-03-01 00:00:00 +00:00", Some(4_107_542_400_000)),
            ("2026-11-27 06:15:03 -0500", None),
            ("2026-11-27 06:15:03", None),
            ("2026-13-27 06:15:03 +0000", None),
            ("tomorrow at ten, UTC", None),
            ("", None),
        ] {
            assert_eq!(moment(text), moment_ms, "{text}");
        }
    }

    #[test]
    fn wal_positions_compare_as_numbers() {
        assert!(lsn("0/FFFFFFFF") < lsn("1/0"));
        assert_eq!(lsn("nonsense"), None);
    }

    #[test]
    fn a_sum_stays_at_the_most_that_can_be_counted() {
        assert_eq!(total([1, 2].into_iter()), 3);
        assert_eq!(total([u64::MAX, 1].into_iter()), u64::MAX);
    }
}
