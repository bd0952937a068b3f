use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// Every wanted dyno that was up before is up on a release at or past one.
    pub struct DynosUp {
        /// App.
        app: String,
        /// How many of each type were not up when the app was surveyed.
        down: Vec<Process>,
        /// Process types with their quantities.
        formation: Late<Vec<Process>>,
        /// Release.
        release: Late<u64>,
    }
}

impl Predicate for DynosUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let release = self.release.get(known)?;
        let mut up = Vec::new();
        for Process { kind, quantity, .. } in self.formation.get(known)? {
            let running = dynos
                .iter()
                .filter(|dyno| dyno.kind.as_ref() == Some(&kind) && dyno.state.as_deref() == Some("up"))
                .filter(|dyno| dyno.release.is_some_and(|version| version >= release))
                .count() as u64;
            let down = self.down.iter().find(|process| process.kind == kind);
            let wanted = quantity.saturating_sub(down.map_or(0, |process| process.quantity));
            if running < wanted {
                let app = &self.app;
                return Ok(Judgement::not_yet(&format!(
                    "{running} of {wanted} {kind} dynos of {app} are up"
                )));
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
