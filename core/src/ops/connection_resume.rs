//! Asks a paused connection to go on where it stopped.

use super::{ConnectionPause, Landed, Undo, Verb};
use crate::api::connect;
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// Resumes a connection.
    pub struct ConnectionResume {
        /// Connection.
        connection: ConnectionName,
    }
}

impl Verb for ConnectionResume {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(connect::action(&self.connection.region, &self.connection.connection, "resume"))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        Ok(Landed::from(connection.state.map(|state| state != "PAUSED"), "the connection's state"))
    }

    fn undo(&self) -> Undo {
        Undo::by(ConnectionPause { connection: self.connection.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.connection.by_hand(&self.request(known)?))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("resume {} of {}", self.connection.resource, self.connection.app))
    }
}
