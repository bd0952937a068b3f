//! Attaches an add-on under a name, replacing what has that name (`POST /addon-attachments`, as `pg:promote` does).

use super::{AttachmentDestroy, Landed, Op, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Attaches an add-on.
    pub struct AttachmentCreate {
        /// Add-on name.
        addon: Late<String>,
        /// App.
        app: String,
        /// Name of the attachment.
        attachment: Late<String>,
        /// Credential (`credential:NAME`) or pool; the default credential if absent.
        namespace: Option<String>,
        /// True if what has that name is replaced; a name of ours that is taken is refused.
        replaces: bool,
    }
}

impl Verb for AttachmentCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        Ok(platform::attach(&self.app, &addon, &attachment, self.namespace.as_deref(), self.replaces))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let (addon, attachment) = (self.addon.get(known)?, self.attachment.get(known)?);
        let list = look.read(platform::attachments_of_app(&self.app), "the app")?;
        let there = list.iter().any(|one| {
            one.name.as_deref() == Some(attachment.as_str())
                && one.addon.as_deref() == Some(addon.as_str())
                && one.namespace == self.namespace
        });
        Ok(Landed::from(Some(there), "the attachment"))
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn undo(&self) -> Undo {
        if self.replaces {
            return Undo::Restore;
        }
        Undo::by(AttachmentDestroy { app: self.app.clone(), attachment: self.attachment.clone() })
    }

    fn restores(&self, call: &Op) -> bool {
        let Op::AttachmentCreate(call) = call else { return false };
        (&self.app, &self.attachment, &self.namespace) == (&call.app, &call.attachment, &call.namespace)
            && self.addon != call.addon
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        let name = shell_word(&self.attachment.get(known)?);
        let confirm = if self.replaces { format!(" --confirm {app}") } else { String::new() };
        // A pool has a command of its own.
        Ok(Some(match self.namespace.as_deref().map(|namespace| namespace.strip_prefix("credential:")) {
            None => format!("heroku addons:attach {addon} --app {app} --as {name}{confirm}"),
            Some(Some(credential)) => format!(
                "heroku addons:attach {addon} --app {app} --as {name} --credential {}{confirm}",
                shell_word(credential)
            ),
            Some(None) => format!("heroku pg:connection-pooling:attach {addon} --app {app} --as {name}"),
        }))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("attach {} to {} as {}", self.addon.get(known)?, self.app, self.attachment.get(known)?))
    }
}
