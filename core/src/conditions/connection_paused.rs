use super::{state_by_hand, Judgement, Predicate};
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// A connection is PAUSED now.
    pub struct ConnectionPaused {
        /// Connection.
        connection: ConnectionName,
    }
}

impl Predicate for ConnectionPaused {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        Ok(match connection.state.as_deref() {
            Some("PAUSED") => Judgement::holds(),
            state => Judgement::state(state),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
