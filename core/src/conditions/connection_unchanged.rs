use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::BROKEN;
use crate::codes;
use crate::late::{arguments, ConnectionName, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// A connection names the config var that the plan knows, and runs.
    pub struct ConnectionUnchanged {
        /// Connection.
        connection: ConnectionName,
        /// Config var that the plan knows.
        db_key: String,
    }
}

impl Predicate for ConnectionUnchanged {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let connection = look.read(self.connection.ask(), "the connection")?;
        let drift = |detail: String| Ok(Judgement::Never { code: codes::DRIFT_CONNECTION, detail });
        let name = &self.connection.resource;
        match connection.db_key.as_deref() {
            Some(now) if now == self.db_key => {}
            Some(now) => return drift(format!("{name} names {now} now, was {}", self.db_key)),
            None => return Ok(Judgement::unread("its config var is not shown")),
        }
        let broken = |state: Option<&str>| state.is_some_and(|state| BROKEN.contains(&state));
        if let Some(mapping) = connection.mappings.iter().find(|one| broken(one.state.as_deref())) {
            let state = mapping.state.as_deref().unwrap_or("broken");
            return drift(format!("mapping {} of {name} is {state} now", mapping.object()));
        }
        // A pause of this run may stand already.
        Ok(if connection.runs() || connection.state() == "PAUSED" {
            Judgement::holds()
        } else {
            Judgement::state(Some(connection.state()))
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
