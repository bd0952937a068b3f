//! Attachments: list, show, detach.

use std::sync::Arc;

use serde_json::Value;

use crate::world::call::Call;
use crate::world::ids::{number, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::state::Attachment;
use crate::world::World;

impl World {
    pub(super) fn list_attachments(&self, call: &Call<'_>, app: Option<&str>) -> Reply {
        let held = self.attachments.iter().filter(|held| app.is_none_or(|app| &*held.app == app));
        ok(Value::Array(held.map(|held| self.attachment_json(held, call)).collect()))
    }

    pub(super) fn attachments_of_addon(&self, call: &Call<'_>, addon: &str) -> Reply {
        let addon = self.addon(addon)?;
        let held = self.attachments.iter().filter(|held| held.addon == addon.name);
        ok(Value::Array(held.map(|held| self.attachment_json(held, call)).collect()))
    }

    pub(super) fn show_attachment(&self, call: &Call<'_>, app: Option<&str>, reference: &str) -> Reply {
        ok(self.attachment_json(self.find_attachment(app, reference)?, call))
    }

    fn find_attachment(&self, app: Option<&str>, reference: &str) -> Result<&Attachment, Refusal> {
        let id = number(Kind::Attachment, reference);
        self.attachments
            .iter()
            .filter(|held| app.is_none_or(|app| &*held.app == app))
            .find(|held| Some(held.id) == id || (app.is_some() && &*held.name == reference))
            .ok_or_else(|| Refusal::not_found("add_on attachment"))
    }

    pub(super) fn detach(&mut self, call: &Call<'_>, reference: &str) -> Reply {
        let held = self.find_attachment(None, reference)?.clone();
        self.not_last(&held)?;
        let answer = self.attachment_json(&held, call);
        Arc::make_mut(&mut self.attachments).retain(|known| known.id != held.id);
        self.release(&held.app, &format!("Detach {} (@ref:{})", held.name, held.addon), call.now);
        ok(answer)
    }

    /// The last attachment of an add-on on its billing app stays.
    pub(super) fn not_last(&self, held: &Attachment) -> Result<(), Refusal> {
        let billing = self.addon(&held.addon)?.app.clone();
        if held.app != billing {
            return Ok(());
        }
        let others =
            self.attachments_of(&billing).filter(|other| other.addon == held.addon && other.id != held.id);
        if others.count() > 0 {
            return Ok(());
        }
        let text = format!("Cannot destroy last attachment to billing app for resource {}", held.addon);
        Err(Refusal::invalid(text))
    }
}
