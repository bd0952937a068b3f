use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// What is the case.
    pub struct __Pascal__ {
        /// App.
        app: String,
    }
}

impl Predicate for __Pascal__ {
    fn judge(&self, _: &Known<'_>, _: &Look<'_>) -> Result<Judgement, Stop> {
        Ok(Judgement::NotYet(format!("nothing is known of {}", self.app)))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
