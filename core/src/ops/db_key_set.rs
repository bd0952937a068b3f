//! Points a connection at another config var (`PATCH /connections/{id}`).

use super::{Landed, Op, Undo, Verb};
use crate::api::connect;
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, Late, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// Sets `db_key`.
    pub struct DbKeySet {
        /// Connection.
        connection: ConnectionName,
        /// Config var.
        db_key: Late<String>,
    }
}

impl Verb for DbKeySet {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let db_key = self.db_key.get(known)?;
        Ok(connect::set_db_key(&self.connection.region, &self.connection.connection, &db_key))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let db_key = self.db_key.get(known)?;
        let connection = look.read(self.connection.ask(), "the connection")?;
        Ok(Landed::from(connection.db_key.map(|now| now == db_key), "`db_key`"))
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn restores(&self, call: &Op) -> bool {
        let Op::DbKeySet(call) = call else { return false };
        self.connection == call.connection && self.db_key != call.db_key
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.connection.by_hand(&self.request(known)?))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("point {} at {}", self.connection.resource, self.db_key.get(known)?))
    }
}
