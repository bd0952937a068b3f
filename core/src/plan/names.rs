//! Names of what a run creates, made from its id, so that a probe looks for ours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::late::{slots, Bindings, Slot};

/// Slots and the names they stand for: in those `{run}` and `{RUN}` stand for the run id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// With one more name.
    #[must_use]
    pub fn with(mut self, slot: &Slot<String>, name: &str) -> Self {
        self.0.insert(slot.name().to_owned(), name.to_owned());
        self
    }

    /// The names of one run.
    #[must_use]
    pub fn made_for(&self, run: &str) -> Bindings {
        let made = |name: &String| name.replace("{run}", run).replace("{RUN}", &run.to_uppercase());
        self.0.iter().map(|(slot, name)| (slot.clone(), made(name).into())).collect()
    }

    /// What is known before the first step: the run, its holder, and the names of what it will create.
    #[must_use]
    pub fn at_begin(&self, run: &str, holder: &str) -> Bindings {
        let mut bindings = self.made_for(run);
        bindings.insert(slots::RUN.name().to_owned(), run.into());
        bindings.insert(slots::HOLDER.name().to_owned(), holder.into());
        bindings
    }

    /// The names as they are shown before there is a run.
    #[must_use]
    pub fn shown(&self) -> Bindings {
        self.0.iter().map(|(slot, name)| (slot.clone(), name.as_str().into())).collect()
    }

    /// The slots that have names.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
