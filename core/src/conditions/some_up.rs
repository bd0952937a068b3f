use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// At least one dyno of a type is up on a release at or past one.
    pub struct SomeUp {
        /// App.
        app: String,
        /// Process type.
        #[serde(rename = "type")]
        kind: String,
        /// Release.
        release: Late<u64>,
    }
}

impl Predicate for SomeUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let release = self.release.get(known)?;
        let up = dynos.iter().any(|dyno| {
            dyno.kind.as_ref() == Some(&self.kind)
                && dyno.state.as_deref() == Some("up")
                && dyno.release.is_some_and(|version| version >= release)
        });
        Ok(if up {
            Judgement::holds()
        } else {
            Judgement::not_yet(&format!("no {} dyno of {} is up", self.kind, self.app))
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
