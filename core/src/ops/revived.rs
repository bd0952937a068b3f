//! Puts changes out of Connect's reach that a rollback brought back into its log, although Salesforce has them.

use super::{Landed, Undo, Verb};
use crate::answer::Answer;
use crate::effect::{Effect, Observation};
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Marked, Revived};

arguments! {
    /// Marks them as not to be sent; each is kept in our own schema.
    pub struct RevivedMark {
        /// Database.
        place: Place,
        /// Which.
        revived: Late<Revived>,
        /// Schema.
        schema: String,
    }
}

arguments! {
    /// Lets them wait again.
    pub struct RevivedUnmark {
        /// Database.
        place: Place,
        /// Which.
        revived: Late<Revived>,
        /// Schema.
        schema: String,
    }
}

/// How they stand; `None` if none was ever marked in this database.
fn seen(
    place: &Place,
    schema: &str,
    ids: &[String],
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Option<Marked>, Stop> {
    match look.observation(query::revived(&place.get(known)?, schema, ids).effect)? {
        Observation::Sql { row } => Ok(Some(Marked::read(row))),
        Observation::SqlFailed { code } if code == "42P01" || code == "3F000" => Ok(None),
        other => Err(Look::unread(other, "what was marked")),
    }
}

impl Verb for RevivedMark {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let revived = self.revived.get(known)?;
        Ok(query::revived_mark(&self.place.get(known)?, &self.schema, &revived.mark))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let ids = self.revived.get(known)?.mark;
        let seen = seen(&self.place, &self.schema, &ids, known, look)?;
        let all = seen.map_or(Some(false), |seen| Some(seen.waits? == 0 && seen.marked? == ids.len() as u64));
        Ok(Landed::from(all, "what was marked"))
    }

    fn undo(&self) -> Undo {
        let Self { place, revived, schema } = self.clone();
        Undo::by(RevivedUnmark { place, revived, schema })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let count = self.revived.get(known).map(|revived| revived.mark.len()).unwrap_or_default();
        Ok(format!("mark {count} changes of schema {} as not to be sent again", self.schema))
    }
}

impl Verb for RevivedUnmark {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let revived = self.revived.get(known)?;
        Ok(query::revived_unmark(&self.place.get(known)?, &self.schema, &revived.mark))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let ids = self.revived.get(known)?.mark;
        let seen = seen(&self.place, &self.schema, &ids, known, look)?;
        Ok(Landed::from(seen.map_or(Some(true), |seen| Some(seen.marked? == 0)), "what was marked"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("let the changes of schema {} wait again", self.schema))
    }
}
