use super::server_replaced::seen;
use super::{state_by_hand, Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Connect runs and has sent everything that was captured: nothing of the log, and nothing that the archive gives back, waits for it,
    /// at every look of one whole cycle.
    pub struct Drained {
        /// Rows that were in flight for longer than a day and that the operator accepted.
        baseline: u64,
        /// Since when that was seen.
        bind: Slot<Option<u64>>,
        /// Connection.
        connection: ConnectionName,
        /// For how long it must be so, milliseconds.
        for_ms: u64,
        /// Its database.
        place: Place,
        /// Its schema.
        schema: String,
    }
}

impl Predicate for Drained {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        let queue = look.read(query::queue(&self.place.get(known)?, &self.schema), "the trigger log")?;
        let Some(rows) = queue.rows() else {
            return Ok(Judgement::unread("what is to be sent could not be read"));
        };
        let since = seen(known, &self.bind).flatten();
        let waits = rows.saturating_sub(self.baseline);
        let why = match (connection.runs(), waits) {
            (false, _) => Some(format!("Connect is {}", connection.state())),
            (true, 0) => None,
            (true, _) => Some(queue.told(waits)),
        };
        Ok(match (why, since) {
            (Some(why), Some(_)) => Judgement::learning(why, false).binding(&self.bind, &None),
            (Some(why), None) => {
                Judgement::nearing(why, &[("changes", Some(waits).filter(|waits| *waits > 0))])
            }
            (None, Some(since)) if known.now().saturating_sub(since) >= self.for_ms => Judgement::proven(
                format!("drained/{}", self.connection.resource),
                "everything captured is sent to Salesforce",
                format!("{rows} changes waited for a whole cycle of Connect"),
            ),
            (None, Some(_)) => Judgement::not_yet("nothing is left to send, seen for less than a cycle"),
            (None, None) => {
                Judgement::learning("nothing is left to send", false).binding(&self.bind, &Some(known.now()))
            }
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let queue = query::queue(&self.place.get(known)?, &self.schema);
        Ok(vec![self.connection.ask().effect, queue.effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
