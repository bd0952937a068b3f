use super::{Judgement, Predicate};
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// No session is open on a database that began before a moment. Who connected since is named: a monitor, a BI tool or Connect's
    /// own listener come back at once, and nothing ends that but read-only.
    pub struct NoSessions {
        /// Moment on the clock of the server.
        before: Late<String>,
        /// Database.
        place: Place,
    }
}

impl Predicate for NoSessions {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let place = self.place.get(known)?;
        let sessions = look.read(query::sessions_before(&place, &self.before.get(known)?), "the sessions")?;
        let role = self.place.role;
        Ok(match sessions.open {
            Some(0) => {
                let since = match sessions.since.as_slice() {
                    [] => "none".to_owned(),
                    names => format!("none from before; connected again: {}", names.join(", ")),
                };
                let title = format!("connections to the {}", role.words());
                Judgement::proven(format!("no-sessions/{}", role.key()), title, since)
            }
            Some(open) => Judgement::not_yet(&format!("{open} connections are still open")),
            None => Judgement::not_yet("the connections could not be counted"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
