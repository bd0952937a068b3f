//! What is the case. Arguments: `app`.

use super::{Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// What is the case.
pub struct __Pascal__;

impl Condition for __Pascal__ {
    fn name(&self) -> &'static str {
        "__snake__@1"
    }

    fn next_read(&self, _: &Args, _: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Err(ArgError::Unknown("__snake__@1: what it reads is not written".to_owned()))
    }

    fn judge(&self, _: &Args, _: &[Observation]) -> Result<Judgement, ArgError> {
        Ok(Judgement::NotYet("not written".to_owned()))
    }
}
