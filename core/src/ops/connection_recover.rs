//! Restarts a connection that lost its database and did not find it again (`POST …/actions/restart`). It looks first: one that runs, or
//! stands still for another reason, is left alone.

use super::{Landed, Undo, Verb};
use crate::api::connect;
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// Restarts a connection in trouble.
    pub struct ConnectionRecover {
        /// Connection.
        connection: ConnectionName,
    }
}

impl Verb for ConnectionRecover {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(connect::action(&self.connection.region, &self.connection.connection, "restart"))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        let lost = |state: String| matches!(state.as_str(), "DB_UNAVAILABLE" | "SYSTEM_ERROR");
        Ok(Landed::from(connection.state.map(|state| !lost(state)), "the connection's state"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.connection.by_hand(&self.request(known)?))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("restart {} of {} if it lost its database", self.connection.resource, self.connection.app))
    }
}
