//! The durable lock: one row in a schema of our own in the lead database.
//!
//! It is written before the first change and travels along with replication and upgrade.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{psql, Landed, Op, Undo, Verb};
use crate::answer::Answer;
use crate::effect::{Effect, Observation};
use crate::late::{arguments, uses_nothing, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Head, OWN_SCHEMA};
use crate::snapshot::{HeldConnection, Process};
use crate::zone::Zone;

/// How an app was before the run: what every way back restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Original {
    /// App.
    pub app: String,
    /// Active autoscaler, by monitor id.
    pub autoscaler: Option<String>,
    /// Formation.
    pub formation: Vec<Process>,
    /// Maintenance mode.
    pub maintenance: bool,
    /// Preboot.
    pub preboot: bool,
}

uses_nothing!(Original, Zone);

arguments! {
    /// Takes the lock.
    pub struct LockTake {
        /// What tells this holder from every other one.
        claim: Late<String>,
        /// Who.
        holder: Late<String>,
        /// The run that is over and holds the lock for a purpose that this run ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        instead_of: Option<String>,
        /// How the apps were.
        original: Vec<Original>,
        /// Lead database.
        place: Place,
        /// Run id.
        run: Late<String>,
        /// When, milliseconds since 1970.
        since: String,
    }
}

arguments! {
    /// Notes the zone in the lock.
    pub struct LockZone {
        /// What tells this holder from every other one.
        claim: Late<String>,
        /// Who.
        holder: Late<String>,
        /// Lead database.
        place: Place,
        /// Run id.
        run: Late<String>,
        /// Zone that is entered.
        zone: Zone,
    }
}

arguments! {
    /// What a pause holds of a connection.
    pub struct HeldHead {
        /// Where its log stood.
        head: Late<Head>,
        /// True if this run paused it.
        ours: bool,
        /// Add-on name.
        resource: String,
    }
}

arguments! {
    /// Notes in the lock that this run ends here and Connect stays paused, and for how long.
    pub struct LockHold {
        /// What tells this holder from every other one.
        claim: Late<String>,
        /// The connections that are paused.
        connections: Vec<HeldHead>,
        /// Add-on id of the database.
        database: String,
        /// For so long, milliseconds, unless a moment is said.
        for_ms: u64,
        /// Who.
        holder: Late<String>,
        /// Lead database.
        place: Place,
        /// What it is for, if that was said.
        reason: Option<String>,
        /// Run id.
        run: Late<String>,
        /// Until this moment, milliseconds since 1970.
        until: Option<u64>,
    }
}

arguments! {
    /// Gives the lock back to the run that held it for its purpose.
    pub struct LockReturn {
        /// Lead database.
        place: Place,
        /// Run id.
        run: Late<String>,
        /// The run that held it.
        to: String,
    }
}

arguments! {
    /// Removes the lock and its schema.
    pub struct LockRelease {
        /// Lead database.
        place: Place,
        /// Run id.
        run: Late<String>,
    }
}

impl Verb for LockTake {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let row = json!({
            "runId": self.run.get(known)?,
            "holder": self.holder.get(known)?,
            "claim": self.claim.get(known)?,
            "since": self.since,
            "zone": Zone::Prepare.word(),
            "head": "",
            "original": self.original,
            "plan": known.plan(),
            "insteadOf": self.instead_of,
        });
        Ok(query::lock_take(&self.place.get(known)?, &row.to_string()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(match holder(&self.place, known, look)? {
            None => Landed::No(None),
            Some(lock) if lock.run_id.is_some() && lock.run_id == self.instead_of => Landed::No(None),
            Some(lock) => {
                let claim = self.claim.get(known)?;
                Landed::from(lock.claim.map(|held| held == claim), "the lock")
            }
        })
    }

    fn carries_plan(&self) -> bool {
        true
    }

    fn undo(&self) -> Undo {
        let (place, run) = (self.place.clone(), self.run.clone());
        match &self.instead_of {
            None => Undo::by(LockRelease { place, run }),
            Some(to) => Undo::by(LockReturn { place, run, to: to.clone() }),
        }
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        // Without the run's own account the row is of no use to anybody.
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("lock the {} for this run and note how every app was", self.place.role.words()))
    }
}

impl Verb for LockZone {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let row = json!({
            "runId": self.run.get(known)?,
            "holder": self.holder.get(known)?,
            "claim": self.claim.get(known)?,
            "zone": self.zone.word(),
            "bindings": known.all(),
        });
        Ok(query::lock_zone(&self.place.get(known)?, &row.to_string()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(match holder(&self.place, known, look)? {
            // Where nothing is locked, nothing says that the run is further than it is.
            None if self.zone == Zone::Prepare => Landed::Yes,
            None => Landed::No(None),
            Some(lock) => Landed::from(lock.zone.map(|zone| zone == self.zone.word()), "the lock"),
        })
    }

    fn undo(&self) -> Undo {
        match self.zone {
            Zone::Downtime => Undo::Restore,
            // What is taken back from here on is taken back as a whole, the lock included.
            Zone::Prepare | Zone::CutOver | Zone::Settle => Undo::Nothing,
        }
    }

    fn restores(&self, call: &Op) -> bool {
        matches!(call, Op::LockZone(note) if note.run == self.run && self.zone == Zone::Prepare)
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("note in the lock that the run is in {}", self.zone.word()))
    }
}

impl Verb for LockHold {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let connections: Result<Vec<HeldConnection>, LateError> = self
            .connections
            .iter()
            .map(|one| {
                let (resource, head) = (one.resource.clone(), one.head.get(known)?);
                Ok(HeldConnection { resource, head, ours: one.ours })
            })
            .collect();
        let row = json!({
            "runId": self.run.get(known)?,
            "holder": self.holder.get(known)?,
            "claim": self.claim.get(known)?,
            "forMs": self.for_ms,
            "until": self.until,
            "held": {"reason": self.reason, "database": self.database, "connections": connections?},
        });
        Ok(query::lock_hold(&self.place.get(known)?, &row.to_string()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(match holder(&self.place, known, look)? {
            None => Landed::No(None),
            Some(lock) => {
                let run = self.run.get(known)?;
                let ours = lock.run_id.map(|holder| holder == run);
                Landed::from(ours.map(|ours| ours && lock.held.is_some()), "the lock")
            }
        })
    }

    fn undo(&self) -> Undo {
        // It goes with the lock.
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok("note in the lock until when Connect stays paused".to_owned())
    }
}

impl Verb for LockReturn {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let row = json!({"runId": self.run.get(known)?});
        Ok(query::lock_return(&self.place.get(known)?, &row.to_string()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let_go(&self.place, &self.run, known, look)
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        // Nobody could write the row of before by hand.
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("give the lock of the {} back to run {}", self.place.role.words(), self.to))
    }
}

impl Verb for LockRelease {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::lock_release(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let_go(&self.place, &self.run, known, look)
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        // Whoever types this cannot know whether something is kept beside it that nobody else has.
        psql(&self.place, known, &format!("DROP TABLE {OWN_SCHEMA}.lock"))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("remove the lock of this run from the {}", self.place.role.words()))
    }
}

/// True if the lock is not this run's any more: somebody else's is not ours to remove.
fn let_go(place: &Place, run: &Late<String>, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
    Ok(match holder(place, known, look)? {
        None => Landed::Yes,
        Some(lock) => {
            let run = run.get(known)?;
            Landed::from(lock.run_id.map(|holder| holder != run), "the lock")
        }
    })
}

/// The lock as it is; `None` if there is none.
pub(crate) fn holder(place: &Place, known: &Known<'_>, look: &Look<'_>) -> Result<Option<query::Lock>, Stop> {
    let ask = query::lock_read(&place.get(known)?);
    let observation = look.observation(ask.effect)?;
    if query::no_lock(observation) {
        return Ok(None);
    }
    match observation {
        Observation::Sql { row } => Ok(Some(query::Lock::read(row))),
        other => Err(Look::unread(other, "the lock")),
    }
}
