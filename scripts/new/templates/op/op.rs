//! What it changes (`METHOD /path`). Arguments: `app`.

use super::{Landed, Op};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// What it changes.
pub struct __Pascal__;

impl Op for __Pascal__ {
    fn name(&self) -> &'static str {
        "__snake__@1"
    }

    fn request(&self, _: &Args) -> Result<Effect, ArgError> {
        Err(ArgError::Unknown("__snake__@1: its request is not written".to_owned()))
    }

    fn probe(&self, _: &Args) -> Result<Effect, ArgError> {
        Err(ArgError::Unknown("__snake__@1: its probe is not written".to_owned()))
    }

    fn landed(&self, _: &Args, _: &Observation) -> Result<Landed, ArgError> {
        Ok(Landed::Unclear("not written".to_owned()))
    }

    fn by_hand(&self, _: &Args) -> Result<String, ArgError> {
        Err(ArgError::Unknown("__snake__@1: its command is not written".to_owned()))
    }
}
