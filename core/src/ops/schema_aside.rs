//! Puts Connect's schema aside before its connection is destroyed, and takes it back.

use super::{psql, Landed, Undo, Verb};
use crate::answer::Answer;
use crate::effect::{Effect, Observation};
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Left, Schema};

arguments! {
    /// Renames the schema, switches its triggers off and closes its tables, unless more is left in it than was accepted.
    pub struct SchemaAside {
        /// Rows without a Salesforce id that were accepted; any number if absent.
        alone: Option<u64>,
        /// What it is called then.
        aside: Late<String>,
        /// Refused changes that were accepted; any number if absent.
        failed: Option<u64>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// Its mapped tables.
        tables: Vec<String>,
        /// Changes that were accepted to stay unsent; any number if absent.
        waits: Option<u64>,
    }
}

arguments! {
    /// Takes it back.
    pub struct SchemaBack {
        /// What it is called now.
        aside: Late<String>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

/// What a schema holds; `None` if there is none of this name.
fn seen(place: &Place, name: &str, known: &Known<'_>, look: &Look<'_>) -> Result<Option<Schema>, Stop> {
    match look.observation(query::connect_schema(&place.get(known)?, name).effect)? {
        Observation::Sql { row } => Ok(Some(Schema::read(row))),
        Observation::SqlFailed { code } if code == "42P01" || code == "3F000" => Ok(None),
        other => Err(Look::unread(other, "Connect's schema")),
    }
}

impl Verb for SchemaAside {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let left = Left { waits: self.waits, failed: self.failed, alone: self.alone };
        let aside = self.aside.get(known)?;
        Ok(query::schema_aside(&self.place.get(known)?, &self.schema, &aside, &self.tables, left))
    }

    /// All of it happens in one transaction, so that the new name tells.
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let aside = seen(&self.place, &self.aside.get(known)?, known, look)?;
        Ok(if aside.is_some() { Landed::Yes } else { Landed::No(None) })
    }

    fn undo(&self) -> Undo {
        Undo::by(SchemaBack {
            aside: self.aside.clone(),
            place: self.place.clone(),
            schema: self.schema.clone(),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("put schema {} aside as {}, with its tables closed", self.schema, self.aside.get(known)?))
    }
}

impl Verb for SchemaBack {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::schema_back(&self.place.get(known)?, &self.schema, &self.aside.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let aside = seen(&self.place, &self.aside.get(known)?, known, look)?;
        Ok(if aside.is_none() { Landed::Yes } else { Landed::No(None) })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        psql(&self.place, known, &query::back_by_hand(&self.schema, &self.aside.get(known)?))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("take schema {} back from {}", self.schema, self.aside.get(known)?))
    }
}
