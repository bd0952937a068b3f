//! What only grows is kept in a file, not in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::Serialize;

/// A file of JSON lines, written at its end and read back as a whole.
#[derive(Debug)]
pub struct Lines {
    file: File,
    /// Bytes of whole lines. What lies behind them is a line that could not be finished, and is written over.
    length: u64,
}

/// Where one line is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    offset: u64,
    length: u32,
}

impl Lines {
    /// Begins an empty file, replacing an older one.
    pub fn create(path: &Path) -> io::Result<Lines> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Lines { file, length: 0 })
    }

    /// Appends one line; it is one write, so that another reader of the file never sees half of one.
    pub fn append(&mut self, line: &impl Serialize) -> io::Result<Place> {
        let mut bytes = serde_json::to_vec(line)?;
        let place =
            Place { offset: self.length, length: u32::try_from(bytes.len()).map_err(io::Error::other)? };
        bytes.push(b'\n');
        self.file.write_all_at(&bytes, self.length)?;
        self.length += bytes.len() as u64;
        Ok(place)
    }

    /// Reads one line back.
    pub fn at<T: DeserializeOwned>(&self, place: Place) -> io::Result<T> {
        let mut bytes = vec![0; place.length as usize];
        self.file.read_exact_at(&mut bytes, place.offset)?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// Reads all lines, one after the other.
    pub fn all(&self) -> impl Iterator<Item = io::Result<String>> + '_ {
        BufReader::new(Cursor { file: &self.file, at: 0 }.take(self.length)).lines()
    }
}

/// Reads a file from a place of its own, so that nobody else's reading or writing moves it.
struct Cursor<'a> {
    file: &'a File,
    at: u64,
}

impl Read for Cursor<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(out, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_line_that_was_cut_short_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        fs::write(&path, "of an earlier run").unwrap();
        let mut lines = Lines::create(&path).unwrap();
        let first = lines.append(&"a").unwrap();
        // As on a full disk.
        fs::write(&path, "\"a\"\n\"hal").unwrap();
        assert_eq!(lines.all().collect::<io::Result<Vec<_>>>().unwrap(), ["\"a\""]);
        let second = lines.append(&"whole").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"\"a\"\n\"whole\"\n");
        assert_eq!(lines.at::<String>(first).unwrap(), "a");
        assert_eq!(lines.at::<String>(second).unwrap(), "whole");
    }
}
