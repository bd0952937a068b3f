use super::{state_by_hand, Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query;
use crate::snapshot::Polled;

/// Connect sends what was captured; it does not pause before it is through.
const POLLING_DB: &str = "POLLING_DB_CHANGES";

arguments! {
    /// Connect is quiet: PAUSED, every mapping at rest, no change in flight.
    ///
    /// PAUSED alone proves nothing: a mapping that was loading keeps writing, and a PENDING row is a call to Salesforce in flight.
    pub struct Quiesced {
        /// PENDING rows older than a day that the operator accepted.
        baseline: u64,
        /// Gets when each mapping had polled last.
        bind: Slot<Vec<Polled>>,
        /// Connection.
        connection: ConnectionName,
        /// Its database.
        place: Place,
        /// Its schema.
        schema: String,
    }
}

impl Predicate for Quiesced {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        match connection.state.as_deref() {
            Some("PAUSED") => (),
            Some(POLLING_DB) => {
                let queue =
                    look.read(query::queue(&self.place.get(known)?, &self.schema), "the trigger log")?;
                let waits = queue.rows().unwrap_or(0).saturating_sub(self.baseline);
                let detail = format!("state is {POLLING_DB}: {}", queue.told(waits));
                return Ok(Judgement::nearing(detail, &[("changes", queue.rows().map(|_| waits))]));
            }
            state => return Ok(Judgement::state(state)),
        }
        let restless = connection.restless();
        if !restless.is_empty() {
            return Ok(Judgement::not_yet(&format!("paused, but still working: {}", restless.join(", "))));
        }
        let log = look.read(query::log_states(&self.place.get(known)?, &self.schema), "the trigger log")?;
        let Some(pending) = log.pending else {
            return Ok(Judgement::unread("unknown changes in flight"));
        };
        if pending > self.baseline {
            let detail = format!("{pending} changes in flight");
            return Ok(Judgement::nearing(detail, &[("changes", Some(pending - self.baseline))]));
        }
        let waiting = log.new.unwrap_or(0);
        Ok(Judgement::proven(
            format!("quiet/{}", self.connection.resource),
            "Connect is quiet",
            format!("PAUSED, every mapping at rest, 0 in flight, {waiting} captured and kept"),
        )
        .binding(&self.bind, &connection.polls()))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let log = query::log_states(&self.place.get(known)?, &self.schema);
        Ok(vec![self.connection.ask().effect, log.effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
