use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// Every wanted dyno is up on a release at or past one.
    pub struct DynosUp {
        /// App.
        app: String,
        /// Process types with their quantities.
        formation: Vec<Process>,
        /// Release.
        release: Late<u64>,
    }
}

impl Predicate for DynosUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let release = self.release.get(known)?;
        let mut up = Vec::new();
        for wanted in &self.formation {
            let running = dynos
                .iter()
                .filter(|dyno| {
                    dyno.kind.as_ref() == Some(&wanted.kind) && dyno.state.as_deref() == Some("up")
                })
                .filter(|dyno| dyno.release.is_some_and(|version| version >= release))
                .count() as u64;
            let (kind, quantity) = (&wanted.kind, wanted.quantity);
            if running < quantity {
                return Ok(Judgement::not_yet(&format!("{running} of {quantity} {kind} dynos are up")));
            }
            up.push(format!("{kind}={running}"));
        }
        Ok(Judgement::proven(
            format!("dynos/{}", self.app),
            format!("dynos of {}", self.app),
            format!("{} on release v{release} or later", up.join(" ")),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
