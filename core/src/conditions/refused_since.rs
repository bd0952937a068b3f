use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{arguments, ConnectionName, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// It is known which of the changes captured since a moment Salesforce has refused.
    pub struct RefusedSince {
        /// Connection.
        connection: ConnectionName,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// The moment.
        since: Millis,
    }
}

impl RefusedSince {
    fn ask(&self, known: &Known<'_>) -> Result<crate::answer::Ask<query::Refused>, LateError> {
        let seconds = known.now().saturating_sub(self.since) / 1_000;
        Ok(query::refused(&self.place.get(known)?, &self.schema, seconds))
    }
}

impl Predicate for RefusedSince {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let refused = look.read(self.ask(known)?, "the trigger log")?;
        let Some(rows) = refused.rows else {
            return Ok(Judgement::unread("what Salesforce refused could not be read"));
        };
        let tables: Vec<String> =
            refused.tables.iter().flatten().map(|(table, rows)| format!("{rows} of {table}")).collect();
        let ids = refused.ids.unwrap_or_default().join(", ");
        let found = match rows {
            0 => "none".to_owned(),
            _ => format!("{rows} ({}), ids in the log: {ids}", tables.join(", ")),
        };
        Ok(Judgement::proven(
            format!("refused/{}", self.connection.resource),
            "changes captured meanwhile that Salesforce refused",
            found,
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![self.ask(known)?.effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
