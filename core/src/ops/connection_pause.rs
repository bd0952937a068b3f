//! Asks a connection to pause; it pauses from IDLE, once pending work is done.

use super::{ConnectionResume, Landed, Undo, Verb};
use crate::api::connect;
use crate::codes::{self, Code};
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// Pauses a connection.
    pub struct ConnectionPause {
        /// Connection.
        connection: ConnectionName,
    }
}

impl Verb for ConnectionPause {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(connect::action(&self.connection.region, &self.connection.connection, "pause"))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        Ok(Landed::from(connection.state.map(|state| state == "PAUSED"), "the connection's state"))
    }

    fn undo(&self) -> Undo {
        Undo::by(ConnectionResume { connection: self.connection.clone() })
    }

    fn not_now(&self) -> Option<Code> {
        // Whether pausing is refused or deferred while Connect polls is not known.
        Some(codes::CONNECT_PAUSE_REFUSED)
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.connection.by_hand(&self.request(known)?))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("pause {} of {}", self.connection.resource, self.connection.app))
    }
}

arguments! {
    /// Pauses a connection that must not run before something is done about its database: nothing takes that back.
    pub struct ConnectionStop {
        /// Connection.
        connection: ConnectionName,
    }
}

impl ConnectionStop {
    fn pause(&self) -> ConnectionPause {
        ConnectionPause { connection: self.connection.clone() }
    }
}

impl Verb for ConnectionStop {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        self.pause().request(known)
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        self.pause().landed(known, look)
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn not_now(&self) -> Option<Code> {
        self.pause().not_now()
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        self.pause().by_hand(known)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("pause {} of {} for good", self.connection.resource, self.connection.app))
    }
}
