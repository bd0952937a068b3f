//! Makes a connection run on a database: one that is paused is resumed, one that is broken or runs on another database is
//! restarted, so that it looks anew where its config var points. It looks first which of them it is.

use super::{ConnectionPause, Landed, Undo, Verb};
use crate::api::connect;
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, LateError, Location};
use crate::look::{Look, Stop};

arguments! {
    /// Starts a connection.
    pub struct ConnectionStart {
        /// Connection.
        connection: ConnectionName,
        /// Where it must run.
        database: Location,
    }
}

impl Verb for ConnectionStart {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(connect::action(&self.connection.region, &self.connection.connection, known.found()?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        let (host, database) = (connection.host.as_deref(), connection.database.as_deref());
        let there = self.database.is(known, host, connection.port, database)?;
        Ok(match connection.state() {
            "PAUSED" => Landed::No(Some("resume".to_owned())),
            "SYSTEM_ERROR" | "DB_UNAVAILABLE" => Landed::No(Some("restart".to_owned())),
            _ if connection.runs() && there => Landed::Yes,
            _ if connection.runs() => Landed::No(Some("restart".to_owned())),
            state => Landed::Unclear(format!("state is {state}")),
        })
    }

    fn undo(&self) -> Undo {
        Undo::by(ConnectionPause { connection: self.connection.clone() })
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let change = connect::action(&self.connection.region, &self.connection.connection, "resume");
        Ok(self.connection.by_hand(&change))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("resume {} of {}", self.connection.resource, self.connection.app))
    }
}
