//! A server that the service worked on: where it was, or where its config var says that it is now.

use crate::api::platform;
use crate::effect::{Observation, UnreachableReason};
use crate::late::{Known, Location, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Server};
use crate::snapshot::Url;

use super::Judgement;

const NEW_SERVER: &str = "the new server";

/// A server, and how it was reached.
pub(super) struct Found {
    /// The server.
    pub server: Server,
    /// How it was reached.
    pub place: query::Place,
    /// Where it is, if that changed.
    pub moved: Option<Url>,
}

/// Finds the server of `place`, which was at `location`; `url` is where its service says that it is.
pub(super) fn found(
    (place, location): (&Place, &Location),
    url: Option<&Url>,
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Found, Stop> {
    let place = place.get(known)?;
    let here = url.map(|url| location.is(known, Some(&url.host), Some(url.port.into()), Some(&url.database)));
    if here.transpose()? == Some(true) {
        match look.observation(query::server(&place).effect)? {
            Observation::Unreachable { reason: UnreachableReason::UrlChanged } => {}
            Observation::Sql { row } => {
                let server = <Server as crate::answer::Answer>::read(row);
                return Ok(Found { server, place, moved: None });
            }
            other => return Err(Look::unread(other, NEW_SERVER)),
        }
    }
    let mut config = look.read(platform::config(&place.app), "the config vars")?;
    let named = config.0.remove(&place.config_var).flatten();
    let Some(named) = named.filter(|named| url.is_none_or(|url| url.same_database(named))) else {
        let words = format!("{} does not hold its new address yet", place.config_var);
        return Err(Stop::Judged(Judgement::NotYet(words)));
    };
    let place = query::Place { expect: Some(named.fingerprint.clone()), ..place };
    let server = look.read(query::server(&place), NEW_SERVER)?;
    Ok(Found { server, place, moved: Some(named) })
}
