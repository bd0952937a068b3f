use super::{Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Revived, TableBefore};

arguments! {
    /// A mapped table may be cleared: no change of it waits to be sent, every row of it is in Salesforce, but for those that were accepted, and
    /// no foreign key of another table points at it. It is noted what it holds.
    pub struct TableHeld {
        /// Rows without a Salesforce id that were accepted.
        alone: u64,
        /// Gets what it holds.
        bind: Slot<TableBefore>,
        /// Database.
        place: Place,
        /// What must not be sent: its new rows have no Salesforce id before they are loaded.
        revived: Late<Revived>,
        /// Schema.
        schema: String,
        /// Table.
        table: String,
    }
}

impl Predicate for TableHeld {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let table = &self.table;
        let seen = look.read(query::loaded(&self.place.get(known)?, &self.schema, table), "the table")?;
        let marked = self.revived.get(known)?.inserts.iter().filter(|one| *one == table).count() as u64;
        let (Some(held), Some(alone), Some(waits), Some(keys)) =
            (seen.held(), seen.alone, seen.waits, seen.keys)
        else {
            return Ok(Judgement::unread("what the table holds could not be read"));
        };
        if keys > 0 {
            let detail = format!(
                "{keys} foreign keys that were made meanwhile point at {table}: clearing it would be refused, or take rows of others along; drop them first"
            );
            return Ok(Judgement::Never { code: codes::MAPPING_REFERENCED_BY_FK, detail });
        }
        if waits > 0 {
            return Ok(Judgement::NotYet(format!("{waits} changes of {table} wait to be sent")));
        }
        let most = self.alone.saturating_add(marked);
        if alone > most {
            let detail = format!(
                "{alone} rows of {table} have no Salesforce id, {most} were known: a reload would take them away"
            );
            return Ok(Judgement::Never { code: codes::CONNECT_SFID_MISSING, detail });
        }
        Ok(Judgement::holds().binding(&self.bind, &held))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::loaded(&self.place.get(known)?, &self.schema, &self.table).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
