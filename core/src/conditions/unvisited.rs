use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Nobody else connected to a database while it was watched. A client that is refused comes and goes between two looks; the
    /// server's own counter of sessions sees it.
    pub struct Unvisited {
        /// Database.
        place: Place,
    }
}

impl Predicate for Unvisited {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let seen = look.read(query::visits(&self.place.get(known)?), "the connections")?;
        let role = self.place.role;
        let who = if seen.names.is_empty() { String::new() } else { format!(": {}", seen.names.join(", ")) };
        Ok(match (seen.visits, seen.open) {
            (Some(0), Some(0)) => {
                let title = format!("clients of the {}", role.words());
                Judgement::proven(format!("unvisited/{}", role.key()), title, "none while it was watched")
            }
            (Some(visits), Some(open)) => Judgement::NotYet(format!(
                "{open} connected and {visits} new connections to the {} while it was watched{who}",
                role.words()
            )),
            _ => Judgement::not_yet("the connections could not be counted"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
