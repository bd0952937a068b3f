use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Position};

arguments! {
    /// Nobody wrote a row since a position was read, although definitions were changed by ours.
///
/// What was ever written into tables, the log's head and what sequences have reached stand still; transactions and the catalog tell
/// nothing here, so that what leaves no count of rows is not found: a table that somebody else made or truncated.
    pub struct RowsUnmoved {
        /// Database.
        place: Place,
        /// The position then.
        position: Late<Position>,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// What is proven.
        title: String,
    }
}

impl Predicate for RowsUnmoved {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(query::position(&self.place.get(known)?, &self.schemas), "the position")?;
        let Some(now) = now.0 else { return Ok(Judgement::unread("the position is incomplete")) };
        let before = self.position.get(known)?;
        if !now.rows_like(&before) {
            let detail = format!("was: {}; is: {}", before.describe_rows(), now.describe_rows());
            return Ok(Judgement::Never { code: codes::DOWNTIME_WRITTEN_AFTER_POSITION, detail });
        }
        let proves = format!("unmoved/{}/{}", self.place.role.key(), self.title);
        Ok(Judgement::proven(proves, &self.title, now.describe_rows()))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
