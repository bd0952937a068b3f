//! Removes an attachment by its name (`DELETE /addon-attachments/{id}`); the probe finds the id.

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Removes an attachment.
    pub struct AttachmentDestroy {
        /// App.
        app: String,
        /// Name of the attachment.
        attachment: Late<String>,
    }
}

impl Verb for AttachmentDestroy {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::detach(known.found()?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let name = self.attachment.get(known)?;
        let list = look.read(platform::attachments_of_app(&self.app), "the app")?;
        let found = list.into_iter().find(|one| one.name.as_deref() == Some(name.as_str()));
        Ok(match found {
            None => Landed::Yes,
            Some(one) => match one.id {
                Some(id) => Landed::No(Some(id)),
                None => Landed::Unclear("the attachment has no id".to_owned()),
            },
        })
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn on_card(&self) -> bool {
        false
    }

    fn wants_gone(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let name = shell_word(&self.attachment.get(known)?);
        Ok(Some(format!("heroku addons:detach {name} --app {}", shell_word(&self.app))))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("detach {} from {}", self.attachment.get(known)?, self.app))
    }
}
