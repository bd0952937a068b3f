//! `POST /addon-attachments`: attach, or replace what holds a name.

use std::sync::Arc;

use crate::world::call::Call;
use crate::world::find::POSTGRES;
use crate::world::reply::{with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{AddonState, Attachment};
use crate::world::World;
use crate::FaultKind;

impl World {
    pub(super) fn attach(&mut self, call: &Call<'_>) -> Reply {
        let app = call.reference("app").ok_or_else(|| Refusal::invalid("app is needed."))?;
        let app = self.app(app)?.name.clone();
        let reference = call.reference("addon").ok_or_else(|| Refusal::invalid("addon is needed."))?;
        let addon = self.addon(reference)?;
        if addon.state != AddonState::Provisioned {
            return Err(Refusal::unprocessable(format!("{} is not provisioned yet.", addon.name)));
        }
        let postgres = &*addon.service == POSTGRES;
        let addon = addon.name.clone();
        let wanted = match call.text("/name") {
            Some(given) => well_formed(given)?.to_owned(),
            None if postgres => self.free_colour(&app),
            None => return Err(Refusal::invalid("name is needed.")),
        };
        let namespace = call.text("/namespace").map(name);
        let pooler = call.text("/namespace").is_some_and(|one| one.starts_with("connection-pooling:"));
        if pooler && !self.settings.switches.pooler_by_attach {
            return Err(Refusal::unprocessable("A connection pooler cannot be attached like this."));
        }
        let old = self.attachment(&app, &wanted).cloned();
        if let Some(old) = &old {
            if old.addon == addon && old.namespace == namespace {
                return Err(Refusal::invalid(format!("{addon} is already attached to {app} as {wanted}.")));
            }
            if call.text("/confirm") != Some(&*app) {
                return Err(Refusal::confirm(format!(
                    "{wanted} is held by {}. Say {app} to replace it.",
                    old.addon
                )));
            }
            self.not_last(old)?;
            self.not_a_colour(old)?;
        }
        let id = self.next();
        let made = Attachment { id, name: name(&wanted), namespace, app: app.clone(), addon, at: call.now };
        let answer = self.attachment_json(&made, call);
        if old.is_some() && self.strikes(&FaultKind::PromoteNoop, Some(&app)) {
            return with(201, answer);
        }
        match old {
            Some(old) => self.swap(&old, made, call.now),
            None => {
                let text = format!("Attach {} (@ref:{})", made.name, made.addon);
                Arc::make_mut(&mut self.attachments).push(made);
                self.release(&app, &text, call.now);
            }
        }
        with(201, answer)
    }

    /// Two releases: one without the config var, one with the new value. Dynos get the newest good one.
    fn swap(&mut self, old: &Attachment, made: Attachment, now: u64) {
        let key = format!("{}_URL", made.name);
        let detach = format!("Detach {} (@ref:{})", old.name, old.addon);
        let attach = format!("Attach {} (@ref:{})", made.name, made.addon);
        let app = made.app.clone();
        let attachments = Arc::make_mut(&mut self.attachments);
        attachments.retain(|held| held.id != old.id);
        attachments.push(made);
        self.add_release(&app, &detach, Some(&key), now);
        self.add_release(&app, &attach, None, now);
        self.restart_on_current(&app, now);
    }

    /// A colour name of the add-on's billing app is the add-on's own and does not move.
    fn not_a_colour(&self, held: &Attachment) -> Result<(), Refusal> {
        let billing = self.addon(&held.addon)?.app.clone();
        if held.app == billing && held.name.starts_with("HEROKU_POSTGRESQL_") {
            return Err(Refusal::invalid(format!(
                "Cannot replace {}: it belongs to {}.",
                held.name, held.addon
            )));
        }
        Ok(())
    }
}

fn well_formed(given: &str) -> Result<&str, Refusal> {
    let good = given.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_');
    if good && given.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        Ok(given)
    } else {
        Err(Refusal::invalid("name may hold A-Z, 0-9 and _ and must start with a letter."))
    }
}
