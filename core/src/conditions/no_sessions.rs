use super::{Judgement, Predicate};
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// No other session is open on a database, or none that began before a moment.
    pub struct NoSessions {
        /// Moment on the clock of the server.
        before: Option<Late<String>>,
        /// Database.
        place: Place,
    }
}

impl Predicate for NoSessions {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let place = self.place.get(known)?;
        let open = match &self.before {
            Some(before) => {
                look.read(query::sessions_before(&place, &before.get(known)?), "the sessions")?.open
            }
            None => look.read(query::server(&place), "the sessions")?.sessions,
        };
        let role = self.place.role;
        Ok(match open {
            Some(0) => Judgement::proven(
                format!("no-sessions/{}", role.key()),
                format!("sessions on the {}", role.words()),
                "none",
            ),
            Some(open) => Judgement::not_yet(&format!("{open} sessions are still open")),
            None => Judgement::not_yet("the sessions could not be counted"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
