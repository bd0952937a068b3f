use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, LateError, Slot};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// The newest backup or copy of an app is noted, so that a later one can be told from it.
    pub struct TransfersNoted {
        /// App.
        app: String,
        /// Gets its number, 0 if there is none.
        bind: Slot<u64>,
    }
}

impl Predicate for TransfersNoted {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let transfers = look.read(data::transfers(&self.app), "the backups")?;
        let newest = transfers.iter().filter_map(|one| one.num).max().unwrap_or(0);
        Ok(Judgement::holds().binding(&self.bind, &newest))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:backups --app {}", shell_word(&self.app))))
    }
}
