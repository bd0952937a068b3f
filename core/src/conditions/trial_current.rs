use super::inventory_equal::{both, of_service};
use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Everything that the trial left in the new database is still in the old one. A copy removes only what its source has: what was
    /// dropped there since would stay.
    pub struct TrialCurrent {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
    }
}

impl Predicate for TrialCurrent {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let Some((old, new)) = both(&self.old, &self.new, known, look)? else {
            return Ok(Judgement::unread("the definitions could not be read"));
        };
        let dropped: Vec<&str> = new
            .keys()
            .filter(|name| !old.contains_key(*name) && !of_service(name))
            .map(String::as_str)
            .collect();
        Ok(if dropped.is_empty() {
            Judgement::holds()
        } else {
            let detail =
                format!("dropped since the trial, and still in the new database: {}", listed(&dropped));
            Judgement::Never { code: codes::COPY_TRIAL_STALE, detail }
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::definitions(&place.get(known)?).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
