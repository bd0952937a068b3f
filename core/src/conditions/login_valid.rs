//! The login still works. No arguments.

use super::{Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// The login still works.
pub struct LoginValid;

impl Condition for LoginValid {
    fn name(&self) -> &'static str {
        "login_valid@1"
    }

    fn next_read(&self, _: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::platform::account()) } else { None })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        Ok(match answers.first() {
            Some(Observation::Http { status: 200..=299, .. }) => Judgement::holds(),
            _ => Judgement::NotYet("the login could not be checked".to_owned()),
        })
    }
}
