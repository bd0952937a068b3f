use super::{Judgement, Predicate};
use crate::codes;
use crate::face::second;
use crate::late::{arguments, Known, Late, LateError};
use crate::line::clock;
use crate::look::{Look, Stop};
use crate::query::Beat;

arguments! {
    /// Of every moment it can be said that what was acknowledged is there.
    pub struct SpanProven {
        /// The first beat on the present server.
        after: Late<Beat>,
        /// The last beat on the server of before.
        before: Late<Beat>,
    }
}

impl Predicate for SpanProven {
    fn judge(&self, known: &Known<'_>, _: &Look<'_>) -> Result<Judgement, Stop> {
        let (before, after) = (self.before.get(known)?, self.after.get(known)?);
        if before.server.same_server(&after.server) {
            return Ok(Judgement::proven("span", "writes of every moment", "no other server took over"));
        }
        let span = clock(after.at.saturating_sub(before.at));
        Ok(Judgement::Never {
            code: codes::DATABASE_SPAN_UNPROVEN,
            detail: format!(
                "those acknowledged between {} and {} ({span}) are not proven: a server that takes over may lack the newest ones",
                second(before.at),
                second(after.at)
            ),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
