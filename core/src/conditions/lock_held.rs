use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The lock of a run is still that of this process: nobody on another machine has taken the run over.
    pub struct LockHeld {
        /// Who.
        holder: Late<String>,
        /// Database.
        place: Place,
        /// Run id.
        run: Late<String>,
    }
}

impl Predicate for LockHeld {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let lock = look.read(query::lock_read(&self.place.get(known)?), "the lock")?;
        let (run, holder) = (self.run.get(known)?, self.holder.get(known)?);
        let taken = |by: String| {
            let detail = format!("{by} has taken this run over; nothing more is done here");
            Judgement::Never { code: codes::RUN_TAKEN_OVER, detail }
        };
        Ok(match (lock.run_id, lock.holder) {
            (Some(of), _) if of != run => taken(format!("run {of}")),
            (Some(_), Some(now)) if now != holder => taken(now),
            (Some(_), Some(_)) => Judgement::holds(),
            _ => Judgement::not_yet("the lock could not be read"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
