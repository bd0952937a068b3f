//! How states are told apart: 64 bits of everything that decides what may follow, the same in every process.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

/// A set of digests.
pub type Digests = HashSet<u64, foldhash::fast::FixedState>;

/// A digest being made.
#[derive(Clone)]
pub struct Digest(FoldHasher<'static>);

impl Digest {
    /// The digest of what is fed into it.
    pub fn of(feed: impl FnOnce(&mut Self)) -> u64 {
        let mut digest = Self::default();
        feed(&mut digest);
        digest.finish()
    }
}

impl Default for Digest {
    fn default() -> Self {
        Self(FixedState::default().build_hasher())
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn write_u8(&mut self, number: u8) {
        self.0.write_u8(number);
    }

    fn write_u16(&mut self, number: u16) {
        self.0.write_u16(number);
    }

    fn write_u32(&mut self, number: u32) {
        self.0.write_u32(number);
    }

    fn write_u64(&mut self, number: u64) {
        self.0.write_u64(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.0.write_usize(number);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}
