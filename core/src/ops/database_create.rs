//! Creates an empty database of a major version (`POST /apps/{app}/addons`). The version is always said: without it the service
//! chooses.

use super::{addons_create, made, AddonDestroy, Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::request::Major;

arguments! {
    /// Creates a database.
    pub struct DatabaseCreate {
        /// Name of the add-on.
        addon: Late<String>,
        /// App that will pay for it.
        app: String,
        /// Name of its attachment.
        attachment: Late<String>,
        /// `service:plan`.
        plan: String,
        /// Postgres major.
        version: Major,
    }
}

impl Verb for DatabaseCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let version = self.version.to_string();
        Ok(platform::create_database(&self.app, &self.plan, &addon, &attachment, &version))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        made(&self.app, &self.addon, known, look)
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn undo(&self) -> Undo {
        Undo::by(AddonDestroy { addon: self.addon.clone(), app: self.app.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let more = format!("--version {}", self.version);
        Ok(Some(addons_create(&self.plan, &self.app, &addon, &attachment, &more)))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!(
            "make {}, a database of Postgres {} on {}",
            self.addon.get(known)?,
            self.version,
            self.plan
        ))
    }
}
