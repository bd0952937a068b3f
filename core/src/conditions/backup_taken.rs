use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Location};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A backup of a database, newer than a noted one, has succeeded.
    pub struct BackupTaken {
        /// Number of the newest backup or copy before.
        after: Late<u64>,
        /// App that pays for it.
        app: String,
        /// Where the database is.
        location: Location,
    }
}

impl Predicate for BackupTaken {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let after = self.after.get(known)?;
        let transfers = look.read(data::transfers(&self.app), "the backups")?;
        let mut newest: Option<&data::Transfer> = None;
        for one in transfers.iter().filter(|one| one.num.is_some_and(|num| num > after)) {
            if one.is_backup() && self.location.serves(known, one.from_url.as_ref())? {
                newest = newest.filter(|newest| newest.num > one.num).or(Some(one));
            }
        }
        Ok(match newest {
            None => Judgement::not_yet("no backup of the new database is listed"),
            Some(one) if one.finished_at.is_none() => Judgement::not_yet("the backup is being taken"),
            Some(one) if one.succeeded == Some(true) => {
                let num = one.num.unwrap_or(0);
                Judgement::proven(
                    "backup/new",
                    "first backup of the new database",
                    format!("b{num:03} succeeded"),
                )
            }
            // A failed one stays so: the next is taken when somebody resumes.
            Some(one) => {
                let detail = format!("backup b{:03} of the new database failed", one.num.unwrap_or(0));
                Judgement::Never { code: codes::BACKUP_NOT_TAKEN, detail }
            }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:backups --app {}", shell_word(&self.app))))
    }
}
