//! Numbers out of what services show as text.

/// The number at the start of a text: `15` of `15.19 (deprecating)`, `3` of `3 commits`, `1200` of `1,200 commits`.
#[must_use]
pub fn leading_number(text: &str) -> Option<u64> {
    let digits: String =
        text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
    digits.parse().ok()
}

/// A WAL position such as `0/16B3748`, comparable.
#[must_use]
pub fn lsn(text: &str) -> Option<u64> {
    let (high, low) = text.split_once('/')?;
    Some(u64::from_str_radix(high, 16).ok()? << 32 | u64::from_str_radix(low, 16).ok()?)
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
    fn wal_positions_compare_as_numbers() {
        assert!(lsn("0/FFFFFFFF") < lsn("1/0"));
        assert_eq!(lsn("nonsense"), None);
    }
}
