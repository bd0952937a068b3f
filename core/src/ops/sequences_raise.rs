//! Moves the sequences of a schema on, to where those of another database are and a little further.

use std::collections::BTreeMap;

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Moves them on.
    pub struct SequencesRaise {
        /// The database whose sequences are moved.
        new: Place,
        /// The other one.
        old: Place,
        /// Schema.
        schema: String,
    }
}

impl Verb for SequencesRaise {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        // What they are to reach is what the look found.
        let reached = serde_json::from_str(known.found()?).unwrap_or_default();
        Ok(query::sequences_raise(&self.new.get(known)?, &self.schema, &reached))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let old = look.read(query::sequences(&self.old.get(known)?, &self.schema), "the old sequences")?;
        let new = look.read(query::sequences(&self.new.get(known)?, &self.schema), "the new sequences")?;
        let (Some(old), Some(new)) = (old.next, new.next) else {
            return Ok(Landed::Unclear("the sequences could not be read".to_owned()));
        };
        let number = |text: &String| text.parse::<i128>().ok();
        let short: BTreeMap<&String, &String> = old
            .iter()
            .filter(|(name, wanted)| new.get(*name).is_some_and(|now| number(now) < number(wanted)))
            .collect();
        Ok(if short.is_empty() { Landed::Yes } else { Landed::No(serde_json::to_string(&short).ok()) })
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("move the sequences of schema {} past those of the old database", self.schema))
    }
}
