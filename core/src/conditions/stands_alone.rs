use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::request::Major;
use crate::shell::shell_word;

arguments! {
    /// A database that was a follower follows nobody any more and is on the version that it had: it leads back from an upgrade of its leader.
    pub struct StandsAlone {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// Its major.
        major: Major,
        /// Database.
        place: Place,
    }
}

impl Predicate for StandsAlone {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = self.addon.get(known)?;
        let database = look.read(data::database(&self.addon_id.get(known)?), "the copy that leads back")?;
        match database.leads() {
            Some(true) => {}
            Some(false) => return Ok(Judgement::NotYet(self.follows(&addon))),
            None => return Ok(Judgement::unread("whether it follows was not said")),
        }
        let server = look.read(query::server(&self.place.get(known)?), "the copy that leads back")?;
        Ok(match (server.in_recovery, server.version_num.map(|number| number / 10_000)) {
            (Some(false), Some(major)) if major == self.major.0 => Judgement::proven(
                "way-back",
                "copy that leads back",
                format!("{addon} follows nobody, on Postgres {major}, with everything up to L0"),
            ),
            (Some(false), Some(major)) => Judgement::NotYet(format!(
                "{addon} is on Postgres {major}: it leads back to nothing, and is billed until it is destroyed"
            )),
            (Some(true), _) => Judgement::NotYet(self.follows(&addon)),
            _ => Judgement::unread("its server could not be read"),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!(
            "heroku pg:info {} --app {}",
            shell_word(&self.addon.get(known)?),
            shell_word(&self.app)
        )))
    }
}

impl StandsAlone {
    fn follows(&self, addon: &str) -> String {
        format!(
            "{addon} follows: it leads back to nothing, and is billed until `heroku addons:destroy {} --app {}`",
            shell_word(addon),
            shell_word(&self.app)
        )
    }
}
