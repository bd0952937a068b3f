//! Random letters for names and passwords, and a free choice of ports.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::HardwareError;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Fills `N` bytes from the system's random source.
fn bytes<const N: usize>() -> Result<[u8; N], HardwareError> {
    let source = Path::new("/dev/urandom");
    let mut buffer = [0; N];
    File::open(source)
        .and_then(|mut file| file.read_exact(&mut buffer))
        .map_err(HardwareError::file("read", source))?;
    Ok(buffer)
}

/// `prefix` followed by `N` random letters and digits (five bits each).
pub(crate) fn word<const N: usize>(prefix: char) -> Result<String, HardwareError> {
    let random = bytes::<N>()?;
    let letters = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Ok(std::iter::once(prefix).chain(letters).collect())
}

/// A random number below `limit`.
pub(crate) fn below(limit: u16) -> Result<u16, HardwareError> {
    Ok(u16::from_le_bytes(bytes::<2>()?) % limit.max(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain_and_differ() {
        let one = word::<20>('u').unwrap();
        assert_eq!(one.len(), 21);
        assert!(one.starts_with('u') && one.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        assert_ne!(one, word::<20>('u').unwrap());
        assert!((0..50).all(|_| below(7).unwrap() < 7));
    }
}
