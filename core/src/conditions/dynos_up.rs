use super::{Judgement, Predicate};
use crate::api::platform::{self, Dyno};
use crate::effect::Effect;
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
        /// True if that was seen already.
        seen: Late<bool>,
    }
}

impl DynosUp {
    /// True if a dyno is up on a release at or past the wanted one.
    pub(super) fn is_up(&self, known: &Known<'_>, dyno: &Dyno, kind: &str) -> Result<bool, LateError> {
        let release = self.release.get(known)?;
        Ok(dyno.kind.as_deref() == Some(kind)
            && dyno.state.as_deref() == Some("up")
            && dyno.release.is_some_and(|version| version >= release))
    }

    /// Judges a list of dynos.
    pub(super) fn of(&self, known: &Known<'_>, dynos: &[Dyno]) -> Result<Judgement, LateError> {
        let release = self.release.get(known)?;
        let mut up = Vec::new();
        for Process { kind, quantity, .. } in self.formation.get(known)? {
            let mut running: u64 = 0;
            for dyno in dynos {
                running += u64::from(self.is_up(known, dyno, &kind)?);
            }
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
}

impl Predicate for DynosUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        if self.seen.get(known)? {
            return Ok(Judgement::holds());
        }
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        Ok(self.of(known, &dynos)?)
    }

    fn reads(&self, _: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        // Where another step looks first, it sees them all up.
        Ok(match self.seen {
            Late::Slot(_) => Vec::new(),
            Late::Now(_) => vec![platform::dynos(&self.app).effect],
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
