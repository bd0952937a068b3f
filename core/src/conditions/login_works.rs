use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// A login through a config var works, on a database that leads.
    pub struct LoginWorks {
        /// Database and config var.
        place: Place,
    }
}

impl Predicate for LoginWorks {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let place = self.place.get(known)?;
        let server = look.read(query::server(&place), "the login")?;
        Ok(match server.in_recovery {
            Some(false) => Judgement::proven(
                format!("login/{}/{}", place.app, place.config_var),
                format!("login through {} of {}", place.config_var, place.app),
                "works",
            ),
            Some(true) => Judgement::not_yet("it leads to a follower"),
            None => Judgement::not_yet("the login could not be tried"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
