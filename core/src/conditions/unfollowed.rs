use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};

arguments! {
    /// A database follows nobody.
    pub struct Unfollowed {
        /// Add-on id.
        addon_id: Late<String>,
    }
}

impl Predicate for Unfollowed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the database")?;
        Ok(match database.leads() {
            Some(true) => {
                Judgement::proven("unfollowed", "new database follows nobody", "`following` is empty")
            }
            Some(false) => Judgement::not_yet("it still follows"),
            None => Judgement::unread("whether it follows was not said"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
