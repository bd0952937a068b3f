//! Imports mappings into a new connection (`POST /connections/{id}/actions/import`): each is merged by its object.

use serde_json::Value;

use super::{Landed, Undo, Verb};
use crate::api::recreation;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// Imports them.
    pub struct ConfigImport {
        /// `{version, mappings}` as they were exported, without the connection's own part.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        config: Value,
        /// Connection.
        connection: NewConnection,
        /// Objects of the mappings.
        objects: Vec<String>,
    }
}

impl Verb for ConfigImport {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let name = self.connection.get(known)?;
        Ok(recreation::import(&name.region, &name.connection, &self.config))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let seen = look.read(self.connection.get(known)?.ask(), "the connection")?;
        let listed = |object: &String| seen.mappings.iter().any(|one| one.object() == object);
        Ok(if self.objects.iter().all(listed) { Landed::Yes } else { Landed::No(None) })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.connection.get(known)?.by_hand(&self.request(known)?))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let resource = self.connection.resource.get(known)?;
        Ok(format!("import {} mappings into {resource}", self.objects.len()))
    }
}
