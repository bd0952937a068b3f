//! What slots hold before the first step: names of what a run creates, made from its id, so that a probe looks for ours; and what the
//! survey found and a later step may find anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::late::{slots, Bindings, Bound, Slot};

/// Slots and what they hold: in texts `{run}` and `{RUN}` stand for the run id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Names(
    #[cfg_attr(feature = "types", ts(type = "Record<string, boolean | string | Process[]>"))]
    BTreeMap<String, Value>,
);

impl Names {
    /// With one more name.
    #[must_use]
    pub fn with(mut self, slot: &Slot<String>, name: &str) -> Self {
        self.0.insert(slot.name().to_owned(), name.into());
        self
    }

    /// With one more value.
    #[must_use]
    pub fn with_value<T: Bound>(mut self, slot: &Slot<T>, value: &T) -> Self {
        if let Some(value) = crate::value::of(value) {
            self.0.insert(slot.name().to_owned(), value);
        }
        self
    }

    /// The names of one run.
    #[must_use]
    pub fn made_for(&self, run: &str) -> Bindings {
        let made = |value: &Value| match value {
            Value::String(name) => name.replace("{run}", run).replace("{RUN}", &run.to_uppercase()).into(),
            other => other.clone(),
        };
        self.0.iter().map(|(slot, value)| (slot.clone(), made(value))).collect()
    }

    /// What is known before the first step: the run, who holds it by which claim, and the names of what it will create.
    #[must_use]
    pub fn at_begin(&self, run: &str, holder: &str) -> Bindings {
        let mut bindings = self.made_for(run);
        bindings.insert(slots::RUN.name().to_owned(), run.into());
        bindings.insert(slots::HOLDER.name().to_owned(), holder.into());
        bindings.insert(slots::CLAIM.name().to_owned(), run.into());
        bindings
    }

    /// The names as they are shown before there is a run.
    #[must_use]
    pub fn shown(&self) -> Bindings {
        self.0.iter().map(|(slot, value)| (slot.clone(), value.clone())).collect()
    }

    /// The slots that have names.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
