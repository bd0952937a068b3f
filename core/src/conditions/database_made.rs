use super::{Judgement, Predicate};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::request::Major;

arguments! {
    /// A database that was made is at rest, runs the wanted major, and holds nothing.
    pub struct DatabaseMade {
        /// Add-on id.
        addon_id: Late<String>,
        /// Database.
        place: Place,
        /// Postgres major.
        version: Major,
    }
}

impl Predicate for DatabaseMade {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the database")?;
        if database.waiting != Some(false) || database.leads() != Some(true) {
            return Ok(Judgement::not_yet("the database is being prepared"));
        }
        let place = self.place.get(known)?;
        let server = look.read(query::server(&place), "the new database")?;
        let number = server.version_num.unwrap_or(0);
        if number / 10_000 != self.version.0 {
            return Ok(Judgement::NotYet(format!("its server is {number}, not Postgres {}", self.version)));
        }
        let Some(objects) = look.read(query::definitions(&place), "the new database")?.objects else {
            return Ok(Judgement::unread("what it holds could not be read"));
        };
        if let Some(table) = objects.keys().find_map(|name| name.strip_prefix("relation ")) {
            return Ok(Judgement::NotYet(format!("it is not empty: it holds {table}")));
        }
        let value = format!("empty, Postgres {} (server_version_num {number})", self.version);
        Ok(Judgement::proven("made", "the database that was made", value))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let place = self.place.get(known)?;
        let database = data::database(&self.addon_id.get(known)?).effect;
        Ok(vec![database, query::server(&place).effect, query::definitions(&place).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
