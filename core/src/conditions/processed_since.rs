use super::{state_by_hand, Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, ConnectionName, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Head};

arguments! {
    /// What had been captured by a moment is out of Connect's queue: sent, merged or refused.
    pub struct ProcessedSince {
        /// Rows that were in flight for longer than a day and that the operator accepted.
        baseline: u64,
        /// Connection.
        connection: ConnectionName,
        /// Where the log stood at that moment.
        head: Late<Head>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for ProcessedSince {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let queue = look.read(query::queue(&self.place.get(known)?, &self.schema), "the trigger log")?;
        let Some(rows) = queue.rows() else {
            return Ok(Judgement::unread("what is to be sent could not be read"));
        };
        let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<u64>().ok());
        let head = self.head.get(known)?;
        let (oldest, last) = (number(&queue.oldest), number(&head.id));
        // What the archive gives back has no place in the log yet, and was captured earlier.
        let past = match (oldest, &head.id) {
            (_, None) => true,
            (oldest, Some(_)) => oldest.zip(last).is_some_and(|(oldest, last)| oldest > last),
        };
        if rows > self.baseline && !past {
            let left = rows - self.baseline;
            return Ok(Judgement::nearing(queue.told(left), &[("changes", Some(left))]));
        }
        Ok(Judgement::proven(
            format!("processed/{}", self.connection.resource),
            "everything captured by then has left the queue",
            format!("up to id {}; {rows} changes are in the queue now", head.id.as_deref().unwrap_or("none")),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::queue(&self.place.get(known)?, &self.schema).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection))
    }
}
