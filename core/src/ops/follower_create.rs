//! Creates a follower of a leader (`POST /apps/{app}/addons` with `follow`).

use super::{addons_create, made, AddonDestroy, Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Creates a follower.
    pub struct FollowerCreate {
        /// Name of the add-on.
        addon: Late<String>,
        /// App that will pay for it.
        app: String,
        /// Name of its attachment.
        attachment: Late<String>,
        /// Add-on name of its leader.
        leader: Late<String>,
        /// `service:plan`.
        plan: String,
    }
}

impl Verb for FollowerCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let leader = self.leader.get(known)?;
        Ok(platform::create_follower(&self.app, &self.plan, &addon, &attachment, &leader))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        made(&self.app, &self.addon, known, look)
    }

    fn looks_first(&self) -> bool {
        // One of the database that leads since is tried again where it was left over; any other has a name that is new.
        matches!(self.leader, Late::Slot(_))
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn undo(&self) -> Undo {
        Undo::by(AddonDestroy { addon: self.addon.clone(), app: self.app.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let more = format!("--follow {}", shell_word(&self.leader.get(known)?));
        Ok(Some(addons_create(&self.plan, &self.app, &addon, &attachment, &more)))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let (addon, leader) = (self.addon.get(known)?, self.leader.get(known)?);
        Ok(format!("make {addon}, a follower of {leader} on {}", self.plan))
    }
}
