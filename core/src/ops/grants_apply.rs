//! Gives a copy the owners, grants, default privileges and settings that the source has and no dump carried along.

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Makes rights and settings as they were.
    pub struct GrantsApply {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
    }
}

impl Verb for GrantsApply {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::rights_apply(&self.new.get(known)?, known.found()?))
    }

    /// What is there already is made once more, which changes nothing.
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let old = look.read(query::rights(&self.old.get(known)?), "the rights in the old database")?;
        let (Some(rights), Some(settings)) = (old.rights, old.settings) else {
            return Ok(Landed::Unclear("the rights could not be read".to_owned()));
        };
        let all: Vec<&String> = rights.iter().chain(&settings).collect();
        Ok(if all.is_empty() { Landed::Yes } else { Landed::No(Some(query::listed(&all))) })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok("make owners, grants and settings as they are in the old database".to_owned())
    }
}
