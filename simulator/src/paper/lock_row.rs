//! What stands in the lock table.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;

/// A lock row, and a digest of who holds it, in which zone, and of what was learnt by then: names, not values, which are times and
/// counters.
#[derive(Debug)]
pub(super) struct Lock {
    pub row: Value,
    /// What keys the fingerprints of its run.
    pub salt: String,
    digest: u64,
}

impl Lock {
    pub fn shared(row: Value, salt: String) -> Arc<Self> {
        let mut hasher = DefaultHasher::new();
        for key in ["runId", "claim", "zone"] {
            row.get(key).hash(&mut hasher);
        }
        row.get("held").is_some().hash(&mut hasher);
        let learnt = row.get("bindings").and_then(Value::as_object);
        learnt.into_iter().flatten().for_each(|(name, _)| name.hash(&mut hasher));
        Arc::new(Self { row, salt, digest: hasher.finish() })
    }
}

impl Hash for Lock {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.digest.hash(hasher);
    }
}
