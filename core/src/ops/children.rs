//! Rows of other tables that point at rows of a mapped table: kept before the table goes, and pointed at the new rows.

use super::{Landed, Undo, Verb};
use crate::answer::Answer;
use crate::effect::{Effect, Observation};
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Children};

arguments! {
    /// Keeps what each points at.
    pub struct ChildrenKeep {
        /// Database.
        place: Place,
        /// Schema of the mapped table.
        schema: String,
        /// Mapped table.
        table: String,
        /// A column by which a record is known in another organization too, if it is such a one that the table is loaded from.
        unique: Option<String>,
    }
}

arguments! {
    /// Points each at the row that it pointed at.
    pub struct ChildrenPoint {
        /// Database.
        place: Place,
        /// Schema of the mapped table.
        schema: String,
        /// Mapped table.
        table: String,
        /// A column by which a record is known in another organization too, if it is such a one that the table is loaded from.
        unique: Option<String>,
    }
}

/// How they stand; `None` if none was ever kept in this database.
fn seen(
    place: &Place,
    schema: &str,
    table: &str,
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Option<Children>, Stop> {
    match look.observation(query::children(&place.get(known)?, schema, table).effect)? {
        Observation::Sql { row } => Ok(Some(Children::read(row))),
        Observation::SqlFailed { code } if code == "42P01" || code == "3F000" => Ok(None),
        other => Err(Look::unread(other, "what points at the table")),
    }
}

impl Verb for ChildrenKeep {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::children_keep(&self.place.get(known)?, &self.schema, &self.table, self.unique.as_deref()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let seen = seen(&self.place, &self.schema, &self.table, known, look)?;
        // By what each points at now: a row that Salesforce does not have yet has no id to keep, and one that is gone since keeps the one it had.
        let kept = |seen: Children| Some(seen.unkept? == 0 && seen.stale? == 0);
        let all = seen.map_or(Some(false), kept);
        Ok(Landed::from(all, "what points at the table"))
    }

    /// It goes with the lock, in whose schema it stands.
    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("keep what points at rows of {}.{}", self.schema, self.table))
    }
}

impl Verb for ChildrenPoint {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::children_point(&self.place.get(known)?, &self.schema, &self.table, self.unique.as_deref()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let seen = seen(&self.place, &self.schema, &self.table, known, look)?;
        let right = seen.map_or(Some(true), |seen| seen.wrong.map(|wrong| wrong == 0));
        Ok(Landed::from(right, "what points at the table"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("point what pointed at rows of {}.{} at the new ones", self.schema, self.table))
    }
}
