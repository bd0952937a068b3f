//! Makes a release with the present config vars where the newest one failed: the database is attached under a spare name
//! (`POST /addon-attachments`), which goes again at once. It looks first whether a release failed.

use super::{AttachmentDestroy, Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Makes a release anew, if the newest one failed.
    pub struct ReleaseAgain {
        /// Add-on name.
        addon: String,
        /// App.
        app: String,
        /// Spare name of the attachment.
        attachment: Late<String>,
    }
}

impl Verb for ReleaseAgain {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::attach(&self.app, &self.addon, &self.attachment.get(known)?, None, false))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let name = self.attachment.get(known)?;
        let attached = look.read(platform::attachments_of_app(&self.app), "the app")?;
        if attached.iter().any(|one| one.name.as_deref() == Some(name.as_str())) {
            return Ok(Landed::Yes);
        }
        let releases = look.read(platform::releases(&self.app), "the releases")?;
        Ok(match releases.first().and_then(|newest| newest.status.as_deref()) {
            Some("failed") => Landed::No(None),
            Some("succeeded") => Landed::Yes,
            _ => Landed::Unclear("a release is running".to_owned()),
        })
    }

    fn undo(&self) -> Undo {
        Undo::by(AttachmentDestroy { app: self.app.clone(), attachment: self.attachment.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon), shell_word(&self.app));
        Ok(Some(format!(
            "heroku addons:attach {addon} --app {app} --as {}",
            shell_word(&self.attachment.get(known)?)
        )))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("release {} again if its newest release failed", self.app))
    }
}
