use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::BROKEN;
use crate::codes;
use crate::late::{arguments, uses_nothing, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};
use serde::{Deserialize, Serialize};

arguments! {
    /// Connect is healthy again: running, no mapping broken, and every mapping has polled Salesforce since.
    pub struct Healthy {
        /// When each mapping had polled last.
        before: Vec<Polled>,
        /// Connection.
        connection: ConnectionName,
    }
}

impl Predicate for Healthy {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        if !connection.runs() {
            return Ok(Judgement::state(Some(connection.state())));
        }
        for mapping in &connection.mappings {
            let (object, state) = (mapping.object(), mapping.state.as_deref().unwrap_or("unknown"));
            if BROKEN.contains(&state) {
                let detail = format!("mapping {object} is {state}");
                return Ok(Judgement::Never { code: codes::CONNECT_MAPPING_BROKEN, detail });
            }
            let before = self.before.iter().find(|one| one.object == object);
            if before.and_then(|one| one.sf_poll.as_ref()) == mapping.sf_poll.as_ref() {
                return Ok(Judgement::not_yet(&format!("mapping {object} has not polled Salesforce yet")));
            }
        }
        Ok(Judgement::proven(
            format!("healthy/{}", self.connection.resource),
            "Connect is healthy",
            format!("state {}, every mapping polled since", connection.state()),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}

/// When a mapping had polled Salesforce last, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Polled {
    /// Salesforce object.
    pub object: String,
    /// Time.
    pub sf_poll: Option<String>,
}

uses_nothing!(Polled);
