use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::BROKEN;
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::snapshot::Polled;

arguments! {
    /// Connect is healthy again: running, no mapping broken, and every mapping has polled Salesforce since.
    pub struct Healthy {
        /// When each mapping had polled last before Connect was resumed.
        before: Late<Vec<Polled>>,
        /// Connection.
        connection: ConnectionName,
        /// How many writes Salesforce had refused before.
        failed: Option<u64>,
        /// Its database.
        place: Place,
        /// Its schema.
        schema: String,
    }
}

impl Predicate for Healthy {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        if !connection.runs() {
            return Ok(Judgement::state(connection.state.as_deref()));
        }
        let before = self.before.get(known)?;
        for mapping in &connection.mappings {
            let (object, state) = (mapping.object(), mapping.state.as_deref().unwrap_or("unknown"));
            if BROKEN.contains(&state) {
                let detail = format!("mapping {object} is {state}");
                return Ok(Judgement::Never { code: codes::CONNECT_MAPPING_BROKEN, detail });
            }
            let polled = before.iter().find(|one| one.object == object);
            if polled.and_then(|one| one.sf_poll.as_ref()) == mapping.sf_poll.as_ref() {
                return Ok(Judgement::not_yet(&format!("mapping {object} has not polled Salesforce yet")));
            }
        }
        let log = look.read(query::log_states(&self.place.get(known)?, &self.schema), "the trigger log")?;
        let refused = match (log.failed, self.failed) {
            (Some(now), Some(before)) if now <= before => "no write refused since".to_owned(),
            (Some(now), Some(before)) => format!("{} writes refused since: see their errors", now - before),
            _ => "refused writes not counted".to_owned(),
        };
        let pending = log.pending.map_or("?".to_owned(), |pending| pending.to_string());
        Ok(Judgement::proven(
            format!("healthy/{}", self.connection.resource),
            "Connect is healthy",
            format!(
                "state {}, every mapping polled since it was resumed, {pending} changes in flight, {refused}",
                connection.state()
            ),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let log = query::log_states(&self.place.get(known)?, &self.schema);
        Ok(vec![self.connection.ask().effect, log.effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
