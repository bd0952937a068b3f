//! Stops dynos that no formation holds, one by one: one-off dynos and jobs of a scheduler
//! (`POST /apps/{app}/dynos/{dyno}/actions/stop`). It looks first, and again until none is left.

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Stops dynos of an app.
    pub struct DynosStop {
        /// App.
        app: String,
        /// Types that stop by being scaled to 0.
        but: Vec<String>,
    }
}

impl Verb for DynosStop {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::stop_dyno(&self.app, known.found()?))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the app")?;
        let left = dynos.into_iter().find(|dyno| {
            let of_formation = dyno.kind.as_ref().is_some_and(|kind| self.but.contains(kind));
            !of_formation && dyno.state.as_deref() != Some("stopping")
        });
        Ok(match left {
            None => Landed::Yes,
            Some(dyno) => match dyno.name {
                Some(name) => Landed::No(Some(name)),
                None => Landed::Unclear("a dyno has no name".to_owned()),
            },
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn repeats(&self) -> bool {
        true
    }

    fn wants_gone(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps:stop --process-type run --app {}", shell_word(&self.app))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("stop one-off dynos of {}", self.app))
    }
}
