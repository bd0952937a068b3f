use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, BecameRow, Revived, WaitingRow};

arguments! {
    /// It is known what became of every change that a rollback brought back, and so which of them must not be sent.
    pub struct RevivedJudged {
        /// The moment to which the database went back.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: Millis,
        /// Gets which.
        bind: Slot<Revived>,
        /// The database that went back.
        new: Place,
        /// The database as it was; if nobody has it, none of them is sent.
        old: Option<Place>,
        /// Schema.
        schema: String,
        /// Tables whose records have an identifier of their own: sent twice they are still one.
        unique: Vec<String>,
    }
}

/// What is done with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It was captured after the rollback: it is sent like any other.
    Own,
    /// It was never sent.
    Keep,
    /// Salesforce has it.
    Mark,
    /// Salesforce may have it.
    Doubtful,
}

impl RevivedJudged {
    fn fate(&self, row: &WaitingRow, became: &[BecameRow]) -> Fate {
        let same = |one: &&BecameRow| {
            one.id == row.id && one.txid == row.txid && one.at == row.at && one.table == row.table
        };
        let before = row.before == Some(true);
        let Some(was) = became.iter().find(same) else {
            return if before { Fate::Doubtful } else { Fate::Own };
        };
        let unique = row.table.as_ref().is_some_and(|table| self.unique.contains(table));
        match (was.state.as_deref(), row.action.as_deref()) {
            (Some("SUCCESS" | "MERGED" | "IGNORE" | "IGNORED" | "READONLY"), _) => Fate::Mark,
            (Some("NEW" | "REQUEUE"), _) if was.later == Some(true) => Fate::Doubtful,
            (Some("NEW" | "REQUEUE"), _) => Fate::Keep,
            (Some("PENDING"), Some("INSERT")) if unique => Fate::Keep,
            _ => Fate::Doubtful,
        }
    }

    fn judged(&self, rows: &[WaitingRow], became: &[BecameRow]) -> Option<Revived> {
        let mut revived = Revived::default();
        for row in rows {
            let fate = self.fate(row, became);
            match fate {
                Fate::Own => {}
                Fate::Keep => revived.kept += 1,
                Fate::Mark | Fate::Doubtful => {
                    revived.mark.push(row.id.clone()?);
                    revived.doubtful += u64::from(fate == Fate::Doubtful);
                    let table = row.table.clone().filter(|_| row.action.as_deref() == Some("INSERT"));
                    revived.inserts.extend(table);
                }
            }
        }
        Some(revived)
    }
}

impl Predicate for RevivedJudged {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = query::waiting(&self.new.get(known)?, &self.schema, self.at);
        let waiting = look.read(ask, "the trigger log")?;
        let Some(count) = waiting.rows else {
            return Ok(Judgement::unread("what the rollback brought back could not be counted"));
        };
        if count > query::MOST || waiting.waiting.len() as u64 != count {
            let most = query::MOST;
            let detail =
                format!("{count} changes came back into the log: no more than {most} are judged one by one");
            return Ok(Judgement::Never { code: codes::RESYNC_TOO_MANY, detail });
        }
        let ids: Vec<String> = waiting.waiting.iter().filter_map(|row| row.id.clone()).collect();
        let became = match &self.old {
            Some(old) if !ids.is_empty() => {
                let ask = query::became(&old.get(known)?, &self.schema, &ids);
                look.read(ask, "the log of the database as it was")?.rows
            }
            _ => Vec::new(),
        };
        let Some(revived) = self.judged(&waiting.waiting, &became) else {
            return Ok(Judgement::unread("what the rollback brought back could not be read"));
        };
        let (mark, kept, doubtful) = (revived.mark.len(), revived.kept, revived.doubtful);
        let doubt = match doubtful {
            0 => String::new(),
            some => format!(", {some} of them because Salesforce may have them: look there"),
        };
        let mut tables: Vec<&str> = revived.inserts.iter().map(String::as_str).collect();
        tables.dedup();
        let new =
            if tables.is_empty() { String::new() } else { format!("; new rows of {}", listed(&tables)) };
        Ok(Judgement::proven(
            format!("revived/{}", self.schema),
            "Changes that the rollback brought back",
            format!("{mark} are not sent again{doubt}; {kept} that were never sent are{new}"),
        )
        .binding(&self.bind, &revived))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::waiting(&self.new.get(known)?, &self.schema, self.at).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
