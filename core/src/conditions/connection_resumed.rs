use super::{state_by_hand, Judgement, Predicate};
use crate::late::{arguments, ConnectionName, Known, LateError, Location};
use crate::look::{Look, Stop};

arguments! {
    /// Connect runs, and on the intended database.
    pub struct ConnectionResumed {
        /// Connection.
        connection: ConnectionName,
        /// Where it must run.
        database: Location,
    }
}

impl Predicate for ConnectionResumed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        if !connection.runs() {
            return Ok(Judgement::state(connection.state.as_deref()));
        }
        let (host, database) = (connection.host.as_deref(), connection.database.as_deref());
        Ok(if self.database.is(known, host, connection.port, database)? {
            Judgement::proven(
                format!("resumed/{}", self.connection.resource),
                "Connect runs on",
                format!("the intended database, state {}", connection.state()),
            )
        } else {
            Judgement::not_yet("it is still on another database")
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
