use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::{mapping_standing, BROKEN};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, MappingName, Place};
use crate::look::{Look, Stop};
use crate::query::{self, TableBefore};

arguments! {
    /// A mapping was loaded anew, by the traces of it in its table, and is in step; and clearing the table was no change that is sent.
    pub struct MappingReloaded {
        /// What its table held before.
        before: Late<TableBefore>,
        /// Mapping.
        mapping: MappingName,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// Table.
        table: String,
    }
}

impl Predicate for MappingReloaded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (object, table) = (&self.mapping.object, &self.table);
        let now = look.read(self.mapping.ask(), "the mapping")?;
        let seen = look.read(query::loaded(&self.place.get(known)?, &self.schema, table), "the table")?;
        // Whatever the load comes to: these would be sent.
        if let Some(deletes @ 1..) = seen.deletes {
            let detail = format!(
                "{deletes} deletes of {table} wait to be sent: clearing the table was captured, and they would delete Salesforce's records"
            );
            return Ok(Judgement::Never { code: codes::RESYNC_CLEAR_CAPTURED, detail });
        }
        match now.state.as_deref() {
            Some(state) if BROKEN.contains(&state) => {
                let detail = format!("mapping {object} is {state}");
                return Ok(Judgement::Never { code: codes::LOAD_FAILED, detail });
            }
            Some(state) if state != "INITIAL" && mapping_standing(state) == "at rest" => {}
            state => return Ok(Judgement::state(state)),
        }
        let (Some(anew), Some(rows), Some(_)) =
            (seen.anew(&self.before.get(known)?), seen.rows, seen.deletes)
        else {
            return Ok(Judgement::unread("the table could not be read"));
        };
        if !anew {
            return Ok(Judgement::NotYet(format!("{table} was not cleared yet")));
        }
        Ok(Judgement::proven(
            format!("reloaded/{table}"),
            format!("Mapping {object} reloaded"),
            format!("{rows} rows, as Salesforce has them"),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.mapping.connection))
    }
}
