use super::beat_noted::Beating;
use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::Beat;

arguments! {
    /// Nothing that was connected before another server took over still writes to the server of before.
    pub struct OneLead {
        /// The first beat on the present server.
        after: Late<Beat>,
        /// The last beat on the server of before.
        before: Late<Beat>,
        /// Database, at whatever address it is.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// The session that was opened before the change.
        session: String,
    }
}

impl Predicate for OneLead {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (before, after) = (self.before.get(known)?, self.after.get(known)?);
        if before.server.same_server(&after.server) {
            return Ok(Judgement::holds());
        }
        let kept = Beating { place: &self.place, schemas: &self.schemas, session: Some(&self.session) };
        let wrote = kept.beat_here(known, look, "")?;
        Ok(match wrote.filter(|beat| beat.server.same_server(&before.server)) {
            Some(_) => Judgement::Never {
                code: codes::DATABASE_TWO_LEADS,
                detail: "the server of before still takes writes of sessions that were open: restarted dynos use the present one; what \
                         was written there meanwhile must be found by a person"
                    .to_owned(),
            },
            None => Judgement::proven(
                "one-lead",
                "server of before",
                "it takes no writes of a session that was open before the change",
            ),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
