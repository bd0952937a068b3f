//! Points a new connection at a config var and a schema (`PATCH /connections/{id}`).

use super::{Landed, Undo, Verb};
use crate::api::recreation;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, NewConnection};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Sets both.
    pub struct ConnectionPoint {
        /// Connection.
        connection: NewConnection,
        /// Config var.
        db_key: Late<String>,
        /// Schema.
        schema: String,
    }
}

impl Verb for ConnectionPoint {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let name = self.connection.get(known)?;
        Ok(recreation::point(&name.region, &name.connection, &self.db_key.get(known)?, &self.schema))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let seen = look.read(self.connection.get(known)?.ask(), "the connection")?;
        let both = seen.db_key == Some(self.db_key.get(known)?) && seen.schema.as_ref() == Some(&self.schema);
        Ok(if both { Landed::Yes } else { Landed::No(None) })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let name = self.connection.get(known)?;
        let (app, resource) = (shell_word(&name.app), shell_word(&name.resource));
        let (key, schema) = (shell_word(&self.db_key.get(known)?), shell_word(&self.schema));
        Ok(Some(format!(
            "heroku connect:db:set --db {key} --schema {schema} --app {app} --resource {resource}"
        )))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let resource = self.connection.resource.get(known)?;
        Ok(format!("point {resource} at {}, schema {}", self.db_key.get(known)?, self.schema))
    }
}
