use super::{DynosUp, Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, LateError, Slot};
use crate::look::{Look, Stop};

arguments! {
    /// At least one dyno of a type is up.
    pub struct SomeUp {
        /// All of the app that are to be up.
        all: DynosUp,
        /// Gets whether all of them are: then nobody has to look again.
        bind: Slot<bool>,
        /// Process type.
        #[serde(rename = "type")]
        kind: String,
    }
}

impl Predicate for SomeUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.all.app), "the dynos")?;
        let all = self.all.of(known, &dynos)?;
        if matches!(all, Judgement::Holds { .. }) {
            return Ok(all.binding(&self.bind, &true));
        }
        for dyno in &dynos {
            if self.all.is_up(known, dyno, &self.kind)? {
                return Ok(Judgement::holds());
            }
        }
        Ok(Judgement::not_yet(&format!("no {} dyno of {} is up", self.kind, self.all.app)))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        self.all.by_hand(known)
    }
}
