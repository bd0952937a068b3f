use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Every owner, grant and default privilege of the old database is there in the new one. Settings that could not be made are named.
    pub struct RightsKept {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
    }
}

impl Predicate for RightsKept {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let old = look.read(query::rights(&self.old.get(known)?), "the rights in the old database")?;
        let new = look.read(query::rights(&self.new.get(known)?), "the rights in the new database")?;
        let (Some(wanted), Some(there)) = (old.rights, new.rights) else {
            return Ok(Judgement::unread("the rights could not be read"));
        };
        let missing: Vec<&str> =
            wanted.iter().filter(|one| !there.contains(one)).map(String::as_str).collect();
        if !missing.is_empty() {
            let detail = format!("missing in the new database: {}", listed(&missing));
            return Ok(Judgement::Never { code: codes::TARGET_UNPROVEN, detail });
        }
        let (set, kept) = (old.settings.unwrap_or_default(), new.settings.unwrap_or_default());
        let unset: Vec<&str> = set.iter().filter(|one| !kept.contains(one)).map(String::as_str).collect();
        let mut value = format!(
            "{} owners and grants, {} settings as on the old side",
            wanted.len(),
            set.len() - unset.len()
        );
        if !unset.is_empty() {
            value.push_str(&format!("; not allowed in the new database: {}", listed(&unset)));
        }
        Ok(Judgement::proven("rights", "owners, grants and settings", value))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::rights(&place.get(known)?).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
