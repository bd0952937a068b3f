use super::{Judgement, Predicate};
use crate::api::platform;
use crate::effect::Observation;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// The login still works.
    pub struct LoginValid {}
}

impl Predicate for LoginValid {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        Ok(match look.observation(platform::account().effect)? {
            Observation::Http { status: 200..=299, .. } => Judgement::holds(),
            _ => Judgement::not_yet("the login could not be checked"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some("heroku whoami".to_owned()))
    }
}
