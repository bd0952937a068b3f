use super::{Judgement, Predicate};
use crate::answer::Link;
use crate::api::data;
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Location};
use crate::look::{Look, Stop};

arguments! {
    /// A database follows exactly this leader.
    pub struct Follows {
        /// Add-on id of the follower.
        addon_id: Late<String>,
        /// Where the leader is.
        leader: Option<Location>,
        /// True if it did follow: then one that follows nobody has stopped, and will not begin again.
        settled: bool,
    }
}

impl Predicate for Follows {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the follower")?;
        if self.settled && database.leads() == Some(true) {
            let detail = "it does not follow any more".to_owned();
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let Link::To(following) = database.following else {
            return Ok(Judgement::not_yet("it does not follow yet"));
        };
        let Some(leader) = &self.leader else {
            return Ok(Judgement::unread("where its leader is could not be read"));
        };
        let Some(url) = following else {
            return Ok(Judgement::unread("whom it follows could not be read"));
        };
        Ok(if leader.is(known, Some(&url.host), Some(u64::from(url.port)), Some(&url.database))? {
            Judgement::proven("follows", "follower follows this leader", "yes")
        } else {
            Judgement::Never {
                code: codes::TARGET_NOT_A_COPY,
                detail: "it follows another database".to_owned(),
            }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
