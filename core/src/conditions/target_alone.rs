use super::{Judgement, Predicate};
use crate::api::{data, platform};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Location, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The database that a copy erases is ours alone: it has no attachment but the run's, nobody is connected to it, it follows nobody,
    /// and it is another one than the source.
    pub struct TargetAlone {
        /// Add-on id.
        addon_id: Late<String>,
        /// App.
        app: String,
        /// Name of its attachment.
        attachment: Late<String>,
        /// Where it is.
        location: Location,
        /// The source.
        old: Place,
        /// Where the source is.
        old_location: Location,
        /// Database.
        place: Place,
    }
}

impl Predicate for TargetAlone {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let id = self.addon_id.get(known)?;
        let ours = self.attachment.get(known)?;
        let list = look.read(platform::attachments_of_addon(&id), "the attachments")?;
        let shown = |one: &platform::Attachment| {
            format!("{}::{}", one.app.as_deref().unwrap_or("?"), one.name.as_deref().unwrap_or("?"))
        };
        let own = format!("{}::{ours}", self.app);
        if let Some(other) = list.iter().map(shown).find(|one| *one != own) {
            return Ok(attached(format!(
                "the new database is attached as {other} too: a copy would erase it"
            )));
        }
        if list.is_empty() {
            return Ok(Judgement::not_yet("the attachment of the new database is not listed"));
        }
        let database = look.read(data::database(&id), "the database")?;
        if database.leads() != Some(true) || !database.rows("Followers").is_empty() {
            return Ok(attached("the new database follows another one, or is followed".to_owned()));
        }
        let (place, old) = (self.place.get(known)?, self.old.get(known)?);
        let server = look.read(query::server(&place), "the new database")?;
        let (Some(sessions), Some(false)) = (server.sessions, server.in_recovery) else {
            return Ok(Judgement::unread("who is connected to the new database could not be read"));
        };
        if sessions > 0 {
            return Ok(Judgement::NotYet(format!("{sessions} sessions of others on the new database")));
        }
        let new = look.read(query::itself(&place), "the new database")?;
        let old = look.read(query::itself(&old), "the old database")?;
        let (Some(new), Some(old)) = (new.system, old.system) else {
            return Ok(Judgement::unread("which server it is could not be read"));
        };
        if new == old && self.location.database.get(known)? == self.old_location.database.get(known)? {
            return Ok(attached("the new database is the old one under another address".to_owned()));
        }
        Ok(Judgement::proven(
            "target",
            "the database that is written over",
            "ours alone, and not the old one",
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let (id, place) = (self.addon_id.get(known)?, self.place.get(known)?);
        Ok(vec![
            platform::attachments_of_addon(&id).effect,
            data::database(&id).effect,
            query::server(&place).effect,
            query::itself(&place).effect,
            query::itself(&self.old.get(known)?).effect,
        ])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

fn attached(detail: String) -> Judgement {
    Judgement::Never { code: codes::TARGET_ATTACHED, detail }
}
