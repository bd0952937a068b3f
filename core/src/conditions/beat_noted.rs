use super::{Judgement, Predicate};
use crate::answer::{said, Answer, Config, Said};
use crate::api::platform;
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Beat, BeatRow};

arguments! {
    /// A beat was acknowledged and is noted.
    pub struct BeatNoted {
        /// Gets it.
        bind: Slot<Beat>,
        /// Database.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// The session of this name, which is opened for it and stays open; a fresh one if absent.
        session: Option<String>,
    }
}

impl Predicate for BeatNoted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let beating =
            Beating { place: &self.place, schemas: &self.schemas, session: self.session.as_deref() };
        Ok(match beating.beat(known, look, "")? {
            Some(beat) => Judgement::holds().binding(&self.bind, &beat),
            None => Judgement::not_yet("no test write was acknowledged"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// How to beat.
pub(super) struct Beating<'a> {
    pub place: &'a Place,
    pub schemas: &'a str,
    pub session: Option<&'a str>,
}

impl Beating<'_> {
    /// A beat where the config var points now; `None` if none was acknowledged. Config vars that cannot be read say nothing against
    /// `address`.
    pub fn beat(&self, known: &Known<'_>, look: &Look<'_>, address: &str) -> Result<Option<Beat>, Stop> {
        let place = self.place.get(known)?;
        let config = look.observation(platform::config(&place.app).effect)?;
        let url = match said(config) {
            Said::Value(value) => Config::read(value).0.remove(&place.config_var).flatten(),
            Said::Absent | Said::Unread(_) => None,
        };
        let address =
            url.map_or(address.to_owned(), |url| format!("{}:{}/{}", url.host, url.port, url.database));
        self.beat_here(known, look, &address)
    }

    /// The same where the address is known.
    pub fn beat_here(&self, known: &Known<'_>, look: &Look<'_>, address: &str) -> Result<Option<Beat>, Stop> {
        let answer =
            look.observation(query::beat(&self.place.get(known)?, self.schemas, self.session).effect)?;
        Ok(match said(answer) {
            Said::Value(row) => BeatRow::read(row).beat(address, known.now()),
            Said::Absent | Said::Unread(_) => None,
        })
    }
}
