//! Has a person log into Salesforce for a new connection (`POST /connections/{id}/authorize_url`). The address is shown by the shell, and
//! enters neither plan nor journal.

use super::{Landed, Undo, Verb};
use crate::api::recreation;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, NewConnection, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::seeded::{self, Bug};
use crate::shell::shell_word;

arguments! {
    /// Asks for it.
    pub struct AuthorizeOpen {
        /// Schema of before, which notes the organization that it was filled from.
        aside: Late<String>,
        /// Version of Salesforce's API; the service's own if absent.
        api_version: Option<String>,
        /// Connection.
        connection: NewConnection,
        /// `production` or `sandbox`.
        environment: String,
        /// Database.
        place: Place,
        /// True if it must be the organization of before, false if it must be another one.
        same: bool,
    }
}

/// Into which organization a connection was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organization {
    /// Into none yet.
    None,
    /// Into the right one.
    Right,
    /// Into another one.
    Wrong,
}

/// Into which it was.
///
/// # Errors
/// What is still to be read, or could not be.
pub fn organization(
    connection: &NewConnection,
    place: &Place,
    aside: &Late<String>,
    same: bool,
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Organization, Stop> {
    let seen = look.read(connection.get(known)?.ask(), "the connection")?;
    let Some(now) = seen.org.as_ref().filter(|_| seen.state() != NOT_YET) else {
        return Ok(Organization::None);
    };
    let noted = query::connect_schema(&place.get(known)?, &aside.get(known)?);
    let before = look.read(noted, "the organization of before")?.org;
    Ok(match before {
        Some(before) if (before == now.0) == same || seeded::has(Bug::AnyOrganization) => Organization::Right,
        // What cannot be compared is not right.
        _ => Organization::Wrong,
    })
}

/// A connection into which nobody has logged.
const NOT_YET: &str = "NEED_AUTHENTICATION";

impl Verb for AuthorizeOpen {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let name = self.connection.get(known)?;
        let version = self.api_version.as_deref();
        Ok(recreation::authorize(&name.region, &name.connection, &self.environment, version))
    }

    /// The address was given; whether somebody goes there is waited for. A wrong login wants another address.
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let into = organization(&self.connection, &self.place, &self.aside, self.same, known, look)?;
        Ok(if into == Organization::Right { Landed::Yes } else { Landed::No(None) })
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let name = self.connection.get(known)?;
        let (app, resource) = (shell_word(&name.app), shell_word(&name.resource));
        let environment = shell_word(&self.environment);
        let version = self.api_version.as_ref().map(|version| format!(" --api {}", shell_word(version)));
        let version = version.unwrap_or_default();
        Ok(Some(format!(
            "heroku connect:sf:auth --app {app} --resource {resource} --environment {environment}{version}"
        )))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let resource = self.connection.resource.get(known)?;
        Ok(format!("ask for the address at which somebody logs into Salesforce for {resource}"))
    }
}
