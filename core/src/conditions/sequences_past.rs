use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Every sequence of a schema is at or past its column.
    pub struct SequencesPast {
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for SequencesPast {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let row = look.read(query::sequences(&self.place.get(known)?, &self.schema), "the sequences")?;
        Ok(match (row.behind, row.checked) {
            (Some(0), Some(checked)) => Judgement::proven(
                format!("sequences/{}", self.schema),
                "sequences",
                format!("{checked} checked, none behind its column"),
            ),
            (Some(behind), _) => {
                let detail = format!("{behind} sequences are behind their columns");
                Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail }
            }
            _ => Judgement::not_yet("the sequences could not be read"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
