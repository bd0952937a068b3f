use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Somebody else is connected to a database.
    pub struct ClientsSeen {
        /// Database.
        place: Place,
    }
}

impl Predicate for ClientsSeen {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the connections")?;
        let role = self.place.role;
        Ok(match server.sessions {
            Some(0) => Judgement::not_yet(&format!("nobody is connected to the {} yet", role.words())),
            Some(sessions) => Judgement::proven(
                format!("clients/{}", role.key()),
                format!("clients of the {}", role.words()),
                format!("{sessions} connected"),
            ),
            None => Judgement::not_yet("the connections could not be counted"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
