use super::{Judgement, Predicate};
use crate::answer::Link;
use crate::api::data;
use crate::figures::leading_number;
use crate::late::{arguments, Known, Late, LateError, Location, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::shell::shell_word;

arguments! {
    /// A follower that was made anew after an upgrade of its leader follows it where it is now, on its version.
    pub struct FollowerAnew {
        /// Add-on name of the follower.
        addon: String,
        /// Its id.
        addon_id: String,
        /// Where its leader is.
        leader: Location,
        /// The major of its leader.
        major: Late<u64>,
        /// The follower, if SQL reaches it.
        place: Option<Place>,
    }
}

impl Predicate for FollowerAnew {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (name, major) = (&self.addon, self.major.get(known)?);
        let database = look.read(data::database(&self.addon_id), "the follower")?;
        if database.waiting == Some(true) {
            return Ok(Judgement::not_yet(&format!("Heroku is at work on {name}")));
        }
        let there = match &database.following {
            Link::To(url) => self.leader.serves(known, url.as_ref())?,
            Link::None => return Ok(Judgement::not_yet(&format!("{name} follows nobody: make it anew"))),
        };
        if !there {
            return Ok(Judgement::not_yet(&format!("{name} follows another address: make it anew")));
        }
        if database.shown("PG Version").and_then(leading_number) != Some(major) {
            return Ok(Judgement::not_yet(&format!("{name} is not on Postgres {major} yet")));
        }
        let proven =
            |value: &str| Judgement::proven(format!("follows/{name}"), format!("follower {name}"), value);
        let Some(place) = &self.place else {
            return Ok(proven("follows, on the new version; its server was not read"));
        };
        let server = look.read(query::server(&place.get(known)?), "the follower's server")?;
        Ok(match (server.in_recovery, server.version_num.map(|number| number / 10_000)) {
            (Some(true), Some(shown)) if shown == major => proven("follows, on the new version, and replays"),
            _ => Judgement::not_yet(&format!("the server of {name} does not replay the new version yet")),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku addons:info {}", shell_word(&self.addon))))
    }
}
