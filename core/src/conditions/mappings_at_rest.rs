use super::{state_by_hand, Judgement, Predicate};
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// Every mapping of a connection is at rest.
    pub struct MappingsAtRest {
        /// Connection.
        connection: ConnectionName,
    }
}

impl Predicate for MappingsAtRest {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        let restless = connection.restless();
        Ok(if restless.is_empty() {
            Judgement::holds()
        } else {
            Judgement::not_yet(&format!("working: {}", restless.join(", ")))
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
