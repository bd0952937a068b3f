use super::{DynosUp, Judgement, Predicate};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// At least one dyno of a type is up.
    pub struct SomeUp {
        /// All of the app that are to be up.
        all: DynosUp,
        /// Process type.
        #[serde(rename = "type")]
        kind: String,
    }
}

impl Predicate for SomeUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        if self.all.seen.get(known)? {
            return Ok(Judgement::holds());
        }
        for dyno in look.read(platform::dynos(&self.all.app), "the dynos")? {
            if self.all.is_up(known, &dyno, &self.kind)? {
                return Ok(Judgement::holds());
            }
        }
        Ok(Judgement::not_yet(&format!("no {} dyno of {} is up", self.kind, self.all.app)))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        self.all.reads(known)
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        self.all.by_hand(known)
    }
}
