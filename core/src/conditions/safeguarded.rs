use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::seeded::{self, Bug};
use crate::shell::shell_word;
use crate::snapshot::Safeguard;

arguments! {
    /// A database has what kept the data of another one safe. Nothing can be sent for it: the service makes it, in its own time.
    pub struct Safeguarded {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// What it must have.
        wanted: Vec<Safeguard>,
    }
}

impl Predicate for Safeguarded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let shown = look.read(data::database(&self.addon_id.get(known)?), "the database")?.safeguards();
        let there = |one: &&Safeguard| shown.contains(one) || seeded::has(Bug::SafeUnread);
        let (there, missing): (Vec<&Safeguard>, Vec<&Safeguard>) = self.wanted.iter().partition(there);
        let said = |list: &[&Safeguard]| list.iter().map(|one| one.said()).collect::<Vec<_>>().join(", ");
        if !missing.is_empty() {
            return Ok(Judgement::not_yet(&format!("not yet as safe as before: without {}", said(&missing))));
        }
        let name = self.addon.get(known)?;
        Ok(Judgement::proven("safeguards", format!("what keeps {name} safe, as before"), said(&there)))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        Ok(Some(format!("heroku pg:info {addon} --app {app}")))
    }
}
