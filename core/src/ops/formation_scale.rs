//! Sets process types to quantities (`PATCH /apps/{app}/formation`).

use super::{Landed, Op, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// Scales process types.
    pub struct FormationScale {
        /// App.
        app: String,
        /// Process types; those that are not named stay as they are.
        formation: Late<Vec<Process>>,
    }
}

impl Verb for FormationScale {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::scale(&self.app, &self.formation.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let now = look.read(platform::formation(&self.app), "the app")?;
        let met = self.formation.get(known)?.iter().all(|wanted| {
            now.iter().any(|process| {
                process.kind.as_deref() == Some(wanted.kind.as_str())
                    && process.quantity == Some(wanted.quantity)
            })
        });
        Ok(Landed::from(Some(met), "the formation"))
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn restores(&self, call: &Op) -> bool {
        let Op::FormationScale(call) = call else { return false };
        self.app == call.app && self.formation != call.formation
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let words: Vec<String> = self
            .formation
            .get(known)?
            .iter()
            .map(|process| match &process.size {
                Some(size) => shell_word(&format!("{}={}:{size}", process.kind, process.quantity)),
                None => shell_word(&format!("{}={}", process.kind, process.quantity)),
            })
            .collect();
        Ok(Some(format!("heroku ps:scale {} --app {}", words.join(" "), shell_word(&self.app))))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let formation = self.formation.get(known)?;
        let words: Vec<String> =
            formation.iter().map(|process| format!("{}={}", process.kind, process.quantity)).collect();
        Ok(format!("scale {} to {}", self.app, words.join(" ")))
    }
}
