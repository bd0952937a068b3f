use super::{Judgement, Predicate};
use crate::answer::Link;
use crate::api::data;
use crate::late::{arguments, Known, Late, LateError, Location, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Beat};
use crate::shell::shell_word;

arguments! {
    /// A follower follows the database where it is now, and has what was written there.
    pub struct FollowersFollow {
        /// Add-on name of the follower.
        addon: Late<String>,
        /// Its id.
        addon_id: Late<String>,
        /// The newest beat of the database, where beats are written.
        beat: Option<Late<Beat>>,
        /// Where the database is.
        leader: Location,
        /// The follower, if SQL reaches it.
        place: Option<Place>,
    }
}

impl Predicate for FollowersFollow {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = self.addon.get(known)?;
        let database = look.read(data::database(&self.addon_id.get(known)?), "the follower")?;
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
        let proves = format!("follows/{name}");
        let (Some(place), Some(beat)) = (&self.place, &self.beat) else {
            return Ok(Judgement::proven(
                proves,
                format!("follower {name}"),
                "follows; what it has was not read",
            ));
        };
        let beat = beat.get(known)?.number;
        let kept = look.read(query::beat_kept(&place.get(known)?), "the test writes of the follower")?;
        Ok(match kept.number {
            Some(kept) if kept >= beat => Judgement::proven(
                proves,
                format!("follower {name}"),
                format!("follows, and has test write {kept}"),
            ),
            _ => Judgement::not_yet(&format!("{name} has not got the newest test write")),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku addons:info {}", shell_word(&self.addon.get(known)?))))
    }
}
