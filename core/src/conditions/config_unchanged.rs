use serde_json::Value;

use super::config_arrived::differing;
use super::{listed, state_by_hand, Judgement, Predicate};
use crate::api::recreation;
use crate::codes;
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// The configuration of a connection is as it was planned with.
    pub struct ConfigUnchanged {
        /// `{version, mappings}`.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        config: Value,
        /// Connection.
        connection: ConnectionName,
    }
}

impl Predicate for ConfigUnchanged {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = &self.connection;
        let now = look.read(recreation::mappings(&name.region, &name.connection), "the configuration")?;
        let Some(now) = now.0 else { return Ok(Judgement::unread("the configuration could not be read")) };
        let mut changed = differing(&now, &self.config);
        let gone: Vec<&str> =
            differing(&self.config, &now).into_iter().filter(|one| !changed.contains(one)).collect();
        changed.extend(gone);
        if changed.is_empty() {
            return Ok(Judgement::holds());
        }
        let detail = format!(
            "mappings of {} were changed since the plan was made: {}",
            name.resource,
            listed(&changed)
        );
        Ok(Judgement::Never { code: codes::DRIFT_CONFIG, detail })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
