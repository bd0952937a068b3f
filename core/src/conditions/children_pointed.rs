use super::{Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Rows of other tables point at the row that they pointed at, or at none where that is gone.
    pub struct ChildrenPointed {
        /// Database.
        place: Place,
        /// Schema of the mapped table.
        schema: String,
        /// Mapped table.
        table: String,
    }
}

impl Predicate for ChildrenPointed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let seen = look.read(
            query::children(&self.place.get(known)?, &self.schema, &self.table),
            "what points at the table",
        )?;
        let (Some(kept), Some(pointed), Some(alone), Some(wrong)) =
            (seen.kept, seen.pointed, seen.alone, seen.wrong)
        else {
            return Ok(Judgement::unread("what points at the table could not be counted"));
        };
        if wrong > 0 {
            return Ok(Judgement::NotYet(format!(
                "{wrong} of {kept} rows do not point at what they pointed at"
            )));
        }
        let table = &self.table;
        let gone = match alone {
            0 => String::new(),
            alone => format!(
                ", {alone} at nothing: their parent is not in Salesforce, and they are listed in heroku_connect_maintenance.children"
            ),
        };
        Ok(Judgement::proven(
            format!("children/{table}"),
            format!("rows that point at {table}"),
            format!("{pointed} of {kept} at the same record as before{gone}"),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::children(&self.place.get(known)?, &self.schema, &self.table).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
