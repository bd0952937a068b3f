use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::figures::leading_number;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// A follower is mostly caught up: few commits behind, or little time.
    pub struct NearlyCaughtUp {
        /// Add-on id of the follower.
        addon_id: Late<String>,
        /// Fewer commits than this.
        commits: u64,
        /// The follower, over SQL.
        place: Place,
        /// Or no more seconds than this.
        seconds: u64,
    }
}

impl Predicate for NearlyCaughtUp {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the follower")?;
        if database.leads() == Some(true) {
            let detail = "it is not a follower any more".to_owned();
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let behind = database.shown("Behind By").and_then(leading_number);
        if behind.is_some_and(|behind| behind < self.commits) {
            return Ok(Judgement::holds());
        }
        let lag = look.read(query::lag(&self.place.get(known)?), "the follower")?;
        Ok(match (lag.seconds, behind) {
            (Some(seconds), _) if seconds <= self.seconds => Judgement::holds(),
            (Some(seconds), Some(behind)) => Judgement::NotYet(format!(
                "{behind} commits and {} behind",
                crate::line::clock(seconds * 1_000)
            )),
            (Some(seconds), None) => {
                Judgement::NotYet(format!("{} behind", crate::line::clock(seconds * 1_000)))
            }
            (None, Some(behind)) => Judgement::NotYet(format!("{behind} commits behind")),
            (None, None) => Judgement::not_yet("its lag is not shown yet"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
