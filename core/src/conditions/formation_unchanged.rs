use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// The formation is the one that the plan will restore.
    pub struct FormationUnchanged {
        /// App.
        app: String,
        /// What the plan knows.
        formation: Vec<Process>,
    }
}

impl Predicate for FormationUnchanged {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let list = look.read(platform::formation(&self.app), "the formation")?;
        let word = |kind: &str, quantity: u64, size: Option<&str>| {
            format!("{kind}={quantity}:{}", size.unwrap_or(""))
        };
        let mut now: Vec<String> = list
            .iter()
            // The release phase is no running process.
            .filter(|process| process.kind.as_deref() != Some("release"))
            .filter_map(|process| {
                Some(word(process.kind.as_deref()?, process.quantity?, process.size.as_deref()))
            })
            .collect();
        let mut planned: Vec<String> = self
            .formation
            .iter()
            .map(|process| word(&process.kind, process.quantity, process.size.as_deref()))
            .collect();
        now.sort();
        planned.sort();
        Ok(if now == planned {
            Judgement::holds()
        } else {
            let detail = format!("formation is now {}, was {}", now.join(" "), planned.join(" "));
            Judgement::Never { code: codes::DRIFT_FORMATION, detail }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps:scale --app {}", shell_word(&self.app))))
    }
}
