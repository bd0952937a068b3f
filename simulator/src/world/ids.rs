//! Ids, names and times as texts.

use std::collections::BTreeMap;

use connect_wire::calendar;

/// What an id belongs to: the first digits of its UUID.
#[derive(Debug, Clone, Copy)]
#[repr(u16)]
pub(crate) enum Kind {
    App = 0xa001,
    Release = 0xa002,
    Dyno = 0xa003,
    Addon = 0xa004,
    Attachment = 0xa005,
    Transfer = 0xa006,
    Connection = 0xa007,
    Mapping = 0xa008,
    Monitor = 0xa009,
    User = 0xa00a,
    Plan = 0xa00b,
    Service = 0xa00c,
    Request = 0xa00d,
    Other = 0xa00e,
}

/// Length of a UUID as text.
const UUID: usize = 36;

/// A UUID, the same for the same kind and number.
pub(crate) fn uuid(kind: Kind, number: u64) -> String {
    let mixed = mix(number ^ ((kind as u64) << 40));
    format!(
        "{:04x}{:04x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        kind as u16,
        (mixed >> 48) & 0xffff,
        (mixed >> 32) & 0xffff,
        (mixed >> 20) & 0xfff,
        (mixed >> 8) & 0xfff,
        number & 0xffff_ffff_ffff
    )
}

/// The number of [`uuid`], if `text` is such an id of `kind`.
pub(crate) fn number(kind: Kind, text: &str) -> Option<u64> {
    // Most references are names.
    let tail = text.rsplit('-').next().filter(|_| text.len() == UUID)?;
    let number = u64::from_str_radix(tail, 16).ok()?;
    (uuid(kind, number) == text).then_some(number)
}

/// A stable number for a name.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Digest of config vars.
pub(crate) fn digest(vars: &BTreeMap<String, String>) -> u64 {
    vars.iter().fold(17, |sum, (name, value)| mix(sum ^ hash(name)) ^ hash(value).rotate_left(9))
}

fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

const ADJECTIVES: [&str; 12] = [
    "angular",
    "cubed",
    "curved",
    "deep",
    "flat",
    "globular",
    "octagonal",
    "parallel",
    "rigid",
    "shaped",
    "solid",
    "spherical",
];

/// A made-up add-on name such as `postgresql-cubed-40012`.
pub(crate) fn addon_name(service: &str, number: u64) -> String {
    let stem = if service == "heroku-postgresql" { "postgresql" } else { service };
    let at = usize::try_from(number).unwrap_or(0) % ADJECTIVES.len();
    format!("{stem}-{}-{}", ADJECTIVES[at], 40_000 + number % 50_000)
}

/// Colours in the order in which free ones are given to attachments.
pub(crate) const COLOURS: [&str; 28] = [
    "AMBER", "AQUA", "BLACK", "BLUE", "BRONZE", "BROWN", "CHARCOAL", "COBALT", "COPPER", "CRIMSON", "CYAN",
    "GOLD", "GRAY", "GREEN", "IVORY", "JADE", "MAROON", "MAUVE", "NAVY", "OLIVE", "ONYX", "ORANGE", "PINK",
    "PUCE", "ROSE", "SILVER", "TEAL", "VIOLET",
];

/// `2026-11-22T18:43:52Z` from milliseconds since the epoch.
pub(crate) fn iso(ms: u64) -> String {
    let (y, mo, d, h, mi, s) = civil(ms);
    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
}

/// The same with milliseconds as Connect writes it.
pub(crate) fn iso_fine(ms: u64) -> String {
    let (y, mo, d, h, mi, s) = civil(ms);
    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{:03}000Z", ms % 1000)
}

/// Connect's other form, in mapping times: `2026-11-22 18:43:52.120000+00:00`.
pub(crate) fn spaced_fine(ms: u64) -> String {
    let (y, mo, d, h, mi, s) = civil(ms);
    format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}.{:03}000+00:00", ms % 1000)
}

/// `2026-11-22 18:43:52 +0000` as the Data API writes it.
pub(crate) fn spaced(ms: u64) -> String {
    let (y, mo, d, h, mi, s) = civil(ms);
    format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02} +0000")
}

/// Milliseconds since the epoch of `2026-11-22 18:43:52+00:00`; `T`, parts of a second and `Z`, `UTC` or `+0000` are fine. Other zones are not
/// read.
pub(crate) fn moment(text: &str) -> Option<u64> {
    let (day, rest) = text.trim().split_once(['T', ' '])?;
    let zone = ["+00:00", "+0000", "+00", "Z", "UTC"].into_iter().find(|zone| rest.ends_with(zone))?;
    let (clock, parts) = match rest.strip_suffix(zone)?.trim().split_once('.') {
        Some((clock, parts)) => (clock, format!("{parts:0<3}").get(..3)?.parse::<i64>().ok()?),
        None => (rest.strip_suffix(zone)?.trim(), 0),
    };
    let numbers =
        |text: &str, by: char| -> Option<Vec<i64>> { text.split(by).map(|part| part.parse().ok()).collect() };
    let (day, clock) = (numbers(day, '-')?, numbers(clock, ':')?);
    let (
        &[year @ 1970..=9999, month @ 1..=12, day @ 1..=31],
        &[hour @ 0..=23, minute @ 0..=59, ref seconds @ ..],
    ) = (day.as_slice(), clock.as_slice())
    else {
        return None;
    };
    let second = match seconds {
        [] => 0,
        [second @ 0..=60] => *second,
        _ => return None,
    };
    let days = calendar::day(year, month, day);
    u64::try_from((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + parts).ok()
}

/// Year, month, day, hour, minute and second.
fn civil(ms: u64) -> (i64, i64, i64, i64, i64, i64) {
    let seconds = i64::try_from(ms / 1000).unwrap_or(i64::MAX / 2);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = calendar::date(days);
    (year, month, day, rest / 3600, rest % 3600 / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_civil() {
        assert_eq!(iso(1_795_373_032_000), "2026-11-22T18:43:52Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(spaced(0), "1970-01-01 00:00:00 +0000");
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for ms in [0, 951_782_400_000, 1_795_373_032_000, 4_107_542_399_000, 1_709_251_199_000] {
            for text in [iso(ms), iso_fine(ms), spaced(ms), spaced_fine(ms)] {
                assert_eq!(moment(&text), Some(ms), "{text}");
            }
        }
        assert_eq!(moment("2026-11-22 18:43+00:00"), Some(1_795_372_980_000));
        assert_eq!(moment("2026-11-22 18:43:52.5 UTC"), Some(1_795_373_032_500));
        for text in
            ["", "2026-11-22", "2026-11-22 18:43:52", "2026-11-22 18:43:52+02:00", "2026-13-01 00:00Z"]
        {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn ids_go_both_ways() {
        let id = uuid(Kind::Addon, 77);
        assert_eq!(number(Kind::Addon, &id), Some(77));
        assert_eq!(number(Kind::App, &id), None);
        assert_eq!(number(Kind::Addon, "postgresql-curved-10001"), None);
    }
}
