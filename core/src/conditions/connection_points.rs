use super::{state_by_hand, Judgement, Predicate};
use crate::late::{arguments, Known, Late, LateError, Location, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// A new connection names this config var and this schema, and means this database by it.
    pub struct ConnectionPoints {
        /// Connection.
        connection: NewConnection,
        /// Where it must be.
        database: Location,
        /// Config var.
        db_key: Late<String>,
        /// Schema.
        schema: String,
    }
}

impl Predicate for ConnectionPoints {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let seen = look.read(self.connection.get(known)?.ask(), "the connection")?;
        let db_key = self.db_key.get(known)?;
        if seen.db_key.as_ref() != Some(&db_key) || seen.schema.as_ref() != Some(&self.schema) {
            return Ok(Judgement::not_yet("it does not name this config var and this schema yet"));
        }
        let (host, database) = (seen.host.as_deref(), seen.database.as_deref());
        Ok(if self.database.is(known, host, seen.port, database)? {
            Judgement::proven(
                "points".to_owned(),
                "The new connection is on",
                format!("the database of {db_key}, schema {}", self.schema),
            )
        } else {
            Judgement::not_yet("it is on another database")
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
