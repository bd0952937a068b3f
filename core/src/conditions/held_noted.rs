use super::{Judgement, Predicate};
use crate::face::second;
use crate::late::{arguments, HeldSlots, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::ops::holder;
use crate::snapshot::Held;

arguments! {
    /// The lock says until when Connect stays paused.
    pub struct HeldNoted {
        /// Gets since when, and until when.
        bind: HeldSlots,
        /// Database.
        place: Place,
        /// Run id.
        run: Late<String>,
    }
}

impl Predicate for HeldNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let run = self.run.get(known)?;
        let lock = holder(&self.place, known, look)?.filter(|lock| lock.run_id.as_ref() == Some(&run));
        let Some(held) = lock.and_then(|lock| lock.held) else {
            return Ok(Judgement::not_yet("the lock does not say so"));
        };
        let Ok(held) = serde_json::from_str::<Held>(&held) else {
            return Ok(Judgement::unread("the lock says it in a way that is not understood"));
        };
        let value = format!("since {}, due {}", second(held.since), second(held.due));
        Ok(Judgement::proven("held", "the pause is noted in the database", value)
            .binding(&self.bind.since(), &held.since)
            .binding(&self.bind.due(), &held.due))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
