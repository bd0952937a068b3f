use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Exported};

/// So much of a hash tells files apart.
const SHORT_HASH: usize = 16;

arguments! {
    /// Rows are in a file of the run's folder.
    pub struct RowsExported {
        /// The moment that tells which they are.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: Millis,
        /// The file.
        file: String,
        /// Database.
        place: Place,
        /// Which rows.
        rows: Exported,
        /// Schema.
        schema: String,
    }
}

impl Predicate for RowsExported {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = query::exported(&self.place.get(known)?, &self.schema, self.rows, self.at, &self.file);
        let written = look.read(ask, "the rows for the file")?;
        let (Some(rows), Some(sha256)) = (written.rows, written.sha256) else {
            return Ok(Judgement::unread("what went into the file is not known"));
        };
        let short: String = sha256.chars().take(SHORT_HASH).collect();
        Ok(Judgement::proven(
            format!("exported/{}", self.file),
            format!("{} in the run's folder", self.file),
            format!("{rows} changes, sha256 {short}…"),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let place = self.place.get(known)?;
        Ok(vec![query::exported(&place, &self.schema, self.rows, self.at, &self.file).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
