//! What people hung on columns of a mapped table: kept in our own schema, dropped where Postgres would refuse to alter the columns beside
//! it, and made again.

use super::{Landed, Undo, Verb};
use crate::answer::Answer;
use crate::effect::{Effect, Observation};
use crate::late::{arguments, Known, LateError, TableColumns};
use crate::look::{Look, Stop};
use crate::query::{self, Kept};

arguments! {
    /// Keeps their definitions.
    pub struct DependantsKeep {
        /// What they hang on.
        of: TableColumns,
    }
}

arguments! {
    /// Drops those that stand in the way.
    pub struct DependantsDrop {
        /// What they hang on.
        of: TableColumns,
    }
}

arguments! {
    /// Makes again those that are gone.
    pub struct DependantsRestore {
        /// What they hang on.
        of: TableColumns,
    }
}

/// What is kept; `None` if nothing was ever kept in this database.
fn kept(of: &TableColumns, known: &Known<'_>, look: &Look<'_>) -> Result<Option<Kept>, Stop> {
    let (place, which) = of.get(known)?;
    match look.observation(query::dependants_kept(&place, which).effect)? {
        Observation::Sql { row } => Ok(Some(Kept::read(row))),
        Observation::SqlFailed { code } if code == "42P01" || code == "3F000" => Ok(None),
        other => Err(Look::unread(other, "what was kept")),
    }
}

impl Verb for DependantsKeep {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (place, which) = self.of.get(known)?;
        Ok(query::dependants_keep(&place, which))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let kept = kept(&self.of, known, look)?;
        Ok(Landed::from(Some(kept.is_some_and(|kept| kept.new.is_empty())), "what was kept"))
    }

    /// It goes with the lock, in whose schema it stands.
    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("keep the definitions of what hangs on {}", self.of.names()))
    }
}

impl Verb for DependantsDrop {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (place, which) = self.of.get(known)?;
        Ok(query::dependants_drop(&place, which))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let (place, which) = self.of.get(known)?;
        let found = look.read(query::dependants(&place, which), "what hangs on the columns")?.found;
        Ok(Landed::from(
            Some(found.iter().all(|one| one.refuses == Some(false))),
            "what hangs on the columns",
        ))
    }

    fn undo(&self) -> Undo {
        Undo::by(DependantsRestore { of: self.of.clone() })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("drop what Postgres would refuse to alter {} beside", self.of.names()))
    }
}

impl Verb for DependantsRestore {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (place, which) = self.of.get(known)?;
        Ok(query::dependants_restore(&place, which))
    }

    /// What was tried and refused is for the condition behind it to name.
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let Some(kept) = kept(&self.of, known, look)? else { return Ok(Landed::Yes) };
        let dealt = kept.kept.iter().all(|one| one.there == Some(true) || one.state.is_some());
        Ok(Landed::from(Some(dealt), "what was kept"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make again what hung on {}", self.of.names()))
    }
}
