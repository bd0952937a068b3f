use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::figures::leading_number;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::line::clock;
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
        if lag.seconds.is_some_and(|seconds| seconds <= self.seconds) {
            return Ok(Judgement::holds());
        }
        let commits = behind.map(|behind| format!("{behind} commits"));
        let time = lag.seconds.map(|seconds| clock(seconds.saturating_mul(1_000)));
        let seen = commits.into_iter().chain(time).collect::<Vec<_>>();
        if seen.is_empty() {
            return Ok(Judgement::unread("its lag is not shown yet"));
        }
        let left = [
            ("commits", behind.map(|behind| (behind + 1).saturating_sub(self.commits))),
            ("seconds", lag.seconds.map(|seconds| seconds - self.seconds)),
        ];
        Ok(Judgement::nearing(format!("{} behind", seen.join(" and ")), &left))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
