//! What stands in the lock table.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;

/// A lock row, and a digest of it.
#[derive(Debug)]
pub(super) struct Lock {
    pub row: Value,
    digest: u64,
}

impl Lock {
    pub fn shared(row: Value) -> Arc<Self> {
        let mut hasher = DefaultHasher::new();
        row.hash(&mut hasher);
        Arc::new(Self { row, digest: hasher.finish() })
    }
}

impl Hash for Lock {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.digest.hash(hasher);
    }
}
