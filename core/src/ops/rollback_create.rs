//! Creates a database that holds what another one held at a moment (`POST /apps/{app}/addons` with `rollback` and `to`).

use super::{addons_create, made, AddonDestroy, Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::ending::Millis;
use crate::face::instant;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Creates it.
    pub struct RollbackCreate {
        /// Name of the add-on.
        addon: Late<String>,
        /// App that will pay for it.
        app: String,
        /// Name of its attachment.
        attachment: Late<String>,
        /// `service:plan`.
        plan: String,
        /// Add-on name of the other one.
        source: String,
        /// The moment.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        to: Millis,
    }
}

impl Verb for RollbackCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let to = instant(self.to);
        Ok(platform::create_rollback(&self.app, &self.plan, (&addon, &attachment), (&self.source, &to)))
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
        let more = format!("--rollback {} --to {}", shell_word(&self.source), shell_word(&instant(self.to)));
        Ok(Some(addons_create(&self.plan, &self.app, &addon, &attachment, &more)))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!(
            "make {}, which holds what {} held at {}",
            self.addon.get(known)?,
            self.source,
            instant(self.to)
        ))
    }
}
