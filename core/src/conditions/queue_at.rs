use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// No more than so many captured changes wait for Connect: read once Connect is paused and nobody can write, where one that came in
    /// after the last look would be sent by nobody.
    pub struct QueueAt {
        /// So many at the most.
        baseline: u64,
        /// Database.
        place: Place,
        /// Connect's schema.
        schema: String,
    }
}

impl Predicate for QueueAt {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let queue = look.read(query::queue(&self.place.get(known)?, &self.schema), "the trigger log")?;
        Ok(match queue.rows() {
            None => Judgement::unread("what is to be sent could not be read"),
            Some(rows) if rows > self.baseline => {
                let oldest = queue.oldest.as_deref().unwrap_or("?");
                let detail =
                    format!("{rows} changes came in after the last look, the oldest has id {oldest}");
                Judgement::Never { code: codes::CONNECT_NOT_DRAINED, detail }
            }
            Some(rows) => Judgement::proven(
                format!("queue/{}", self.schema),
                "changes waiting for Connect at the cutoff",
                format!("{rows} in {}", self.schema),
            ),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
