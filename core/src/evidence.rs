//! Lines of proof.

use serde::{Deserialize, Serialize};

/// One line of proof. A later proof of the same thing takes the place of the earlier one; two things with the same title do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    /// What is proven, as a key: `what/of-whom`.
    pub proves: String,
    /// What is proven, in words.
    pub title: String,
    /// What was read.
    pub value: String,
}

/// Adds what was proven, in place of an earlier proof of the same thing.
pub fn add(all: &mut Vec<Evidence>, fresh: &[Evidence]) {
    for one in fresh {
        all.retain(|old| old.proves != one.proves);
        all.push(one.clone());
    }
}
