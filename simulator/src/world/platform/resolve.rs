//! The resolver endpoints: a name, a config var or an id in, an array out.

use serde_json::Value;

use crate::world::call::Call;
use crate::world::ids::{number, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::state::{Addon, Attachment};
use crate::world::World;

impl World {
    /// `POST /actions/addon-attachments/resolve`.
    pub(super) fn resolve_attachment(&self, call: &Call<'_>) -> Reply {
        let wanted =
            call.text("/addon_attachment").ok_or_else(|| Refusal::invalid("addon_attachment is needed."))?;
        let (app, wanted) = match wanted.split_once("::") {
            Some((app, wanted)) => (Some(app), wanted),
            None => (call.text("/app"), wanted),
        };
        let app = match app {
            Some(app) => Some(self.app(app)?.name.clone()),
            None => None,
        };
        let service = call.text("/addon_service");
        let pool: Vec<&Attachment> = self
            .attachments
            .iter()
            .filter(|held| app.as_ref().is_none_or(|app| held.app == *app))
            .filter(|held| {
                service.is_none_or(|want| self.addon(&held.addon).is_ok_and(|addon| &*addon.service == want))
            })
            .collect();
        let hits = pick(&pool, wanted, self);
        if hits.is_empty() {
            return Err(Refusal::not_found("add_on attachment"));
        }
        ok(Value::Array(hits.into_iter().map(|held| self.attachment_json(held, call)).collect()))
    }

    /// `POST /actions/addons/resolve`.
    pub(super) fn resolve_addon(&self, call: &Call<'_>) -> Reply {
        let wanted = call.text("/addon").ok_or_else(|| Refusal::invalid("addon is needed."))?;
        let (app, wanted) = match wanted.split_once("::") {
            Some((app, wanted)) => (Some(app), wanted),
            None => (call.text("/app"), wanted),
        };
        let service = call.text("/addon_service");
        let serves = |addon: &Addon| service.is_none_or(|want| &*addon.service == want);
        let mut hits: Vec<&Addon> = Vec::new();
        if let Some(app) = app {
            let app = self.app(app)?.name.clone();
            let name = wanted.strip_suffix("_URL").unwrap_or(wanted);
            if let Some(held) = self.attachment(&app, name).or_else(|| self.attachment(&app, wanted)) {
                hits.extend(self.addon(&held.addon).ok());
            } else {
                let mine = |addon: &&Addon| {
                    addon.app == app || self.attachments_of(&app).any(|held| held.addon == addon.name)
                };
                let by_name = self.addon(wanted).ok().filter(mine);
                let by_service = || {
                    self.addons
                        .iter()
                        .map(|addon| &**addon)
                        .filter(mine)
                        .filter(|addon| &*addon.service == wanted)
                };
                match by_name {
                    Some(addon) => hits.push(addon),
                    None => hits.extend(by_service()),
                }
            }
        } else {
            hits.extend(self.addon(wanted).ok());
        }
        hits.retain(|addon| serves(addon));
        if hits.is_empty() {
            return Err(Refusal::not_found("add_on"));
        }
        ok(Value::Array(hits.into_iter().map(|addon| self.addon_json(addon, call)).collect()))
    }
}

/// Exact names first, then config vars, then add-on names and ids, then a fragment that only one has.
fn pick<'a>(pool: &[&'a Attachment], wanted: &str, world: &World) -> Vec<&'a Attachment> {
    let id = number(Kind::Attachment, wanted);
    let addon = world.addon(wanted).ok().map(|addon| addon.name.clone());
    let exact = |held: &&&Attachment| &*held.name == wanted || Some(held.id) == id;
    let by_var = |held: &&&Attachment| wanted.strip_suffix("_URL").is_some_and(|name| &*held.name == name);
    let by_addon = |held: &&&Attachment| addon.as_ref().is_some_and(|addon| held.addon == *addon);
    let tests: [&dyn Fn(&&&Attachment) -> bool; 3] = [&exact, &by_var, &by_addon];
    for test in tests {
        let hits: Vec<&Attachment> = pool.iter().filter(|held| test(held)).copied().collect();
        if !hits.is_empty() {
            return hits;
        }
    }
    let fragment = wanted.to_uppercase();
    let hits: Vec<&Attachment> =
        pool.iter().filter(|held| held.name.split('_').any(|part| part == fragment)).copied().collect();
    if hits.len() == 1 {
        hits
    } else {
        Vec::new()
    }
}
