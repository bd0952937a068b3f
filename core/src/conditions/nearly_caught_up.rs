use super::{Judgement, Predicate};
use crate::api::data;
use crate::figures::leading_number;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// A follower is mostly caught up: fewer commits behind than a limit.
    pub struct NearlyCaughtUp {
        /// Add-on id of the follower.
        addon_id: Late<String>,
        /// Limit.
        commits: u64,
    }
}

impl Predicate for NearlyCaughtUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the follower")?;
        Ok(match database.shown("Behind By").and_then(leading_number) {
            Some(behind) if behind < self.commits => Judgement::holds(),
            Some(behind) => Judgement::not_yet(&format!("{behind} commits behind")),
            None => Judgement::not_yet("its lag is not shown yet"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
