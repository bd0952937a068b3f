use serde_json::Value;

use super::{listed, Judgement, Predicate};
use crate::api::connect::{mapping_standing, MappingDetail, AT_REST};
use crate::codes;
use crate::field;
use crate::late::{arguments, Known, LateError, MappingName, Slot};
use crate::look::{Look, Stop};

arguments! {
    /// A mapping is configured as it was seen, but for fields that this run left out, and is at rest: nobody saved it meanwhile.
    pub struct MappingUnchanged {
        /// Gets the number of its configuration.
        bind: Slot<u64>,
        /// It may be broken: a field that is gone is why.
        broken: bool,
        /// Its configuration, as it was seen.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        config: Value,
        /// Mapping.
        mapping: MappingName,
        /// Fields that were left out.
        without: Vec<String>,
    }
}

impl MappingUnchanged {
    fn drifted(&self, now: &MappingDetail) -> Option<Judgement> {
        let Some(config) = &now.config else {
            return Some(Judgement::unread("its configuration could not be read"));
        };
        let wanted = field::without(&self.config, &self.without);
        if *config == wanted {
            return None;
        }
        let (now, before) = (field::fields_of(config), field::fields_of(&wanted));
        let only = |these: &[&str], those: &[&str]| {
            let only: Vec<&str> = these.iter().filter(|one| !those.contains(one)).copied().collect();
            (!only.is_empty()).then(|| listed(&only))
        };
        let added = only(&now, &before).map(|names| format!("; with {names}"));
        let removed = only(&before, &now).map(|names| format!("; without {names}"));
        let detail = format!(
            "mapping {} was saved by somebody else{}{}",
            self.mapping.object,
            added.unwrap_or_default(),
            removed.unwrap_or_default()
        );
        Some(Judgement::Never { code: codes::DRIFT_MAPPING, detail })
    }
}

impl Predicate for MappingUnchanged {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(self.mapping.ask(), "the mapping")?;
        if let Some(drifted) = self.drifted(&now) {
            return Ok(drifted);
        }
        let Some(revision) = now.revision else {
            return Ok(Judgement::unread("the number of its configuration is not shown"));
        };
        let state = now.state.as_deref().unwrap_or_default();
        // One that polls at this moment refuses to be saved.
        let rests = AT_REST.contains(&state) || self.broken && mapping_standing(state) == "broken";
        Ok(if rests {
            Judgement::holds().binding(&self.bind, &revision)
        } else {
            Judgement::state(now.state.as_deref())
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(super::state_by_hand(&self.mapping.connection))
    }
}
