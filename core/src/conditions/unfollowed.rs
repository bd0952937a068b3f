use super::{Judgement, Predicate};
use crate::answer::Link;
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
        Ok(match database.following {
            Link::None => {
                Judgement::proven("unfollowed", "new database follows nobody", "`following` is empty")
            }
            Link::Unsaid | Link::To(_) => Judgement::not_yet("it still follows"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
