//! Sets process types to quantities (`PATCH /apps/{app}/formation`).

use super::{Landed, Op, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// Scales process types.
    pub struct FormationScale {
        /// App.
        app: String,
        /// Process types; those that are not named stay as they are.
        formation: Vec<Process>,
    }
}

impl FormationScale {
    fn kinds(&self) -> impl Iterator<Item = &str> {
        self.formation.iter().map(|process| process.kind.as_str())
    }
}

impl Verb for FormationScale {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::scale(&self.app, &self.formation))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let now = look.read(platform::formation(&self.app), "the app")?;
        let met = self.formation.iter().all(|wanted| {
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
        self.app == call.app && self.kinds().eq(call.kinds())
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let words: Vec<String> = self
            .formation
            .iter()
            .map(|process| match &process.size {
                Some(size) => shell_word(&format!("{}={}:{size}", process.kind, process.quantity)),
                None => shell_word(&format!("{}={}", process.kind, process.quantity)),
            })
            .collect();
        Ok(Some(format!("heroku ps:scale {} --app {}", words.join(" "), shell_word(&self.app))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        let words: Vec<String> =
            self.formation.iter().map(|process| format!("{}={}", process.kind, process.quantity)).collect();
        Ok(format!("scale {} to {}", self.app, words.join(" ")))
    }
}
