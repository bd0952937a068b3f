use super::{state_by_hand, Judgement, Predicate};
use crate::late::{arguments, ConnectionName, Known, LateError, Slot};
use crate::look::{Look, Stop};
use crate::snapshot::Polled;

arguments! {
    /// It is noted when each mapping of a connection has polled Salesforce last.
    pub struct PollsNoted {
        /// Gets it.
        bind: Slot<Vec<Polled>>,
        /// Connection.
        connection: ConnectionName,
    }
}

impl Predicate for PollsNoted {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        Ok(Judgement::holds().binding(&self.bind, &connection.polls()))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
