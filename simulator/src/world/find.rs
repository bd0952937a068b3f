//! Looking things up, by name or id.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ids::{number, Kind};
use super::reply::Refusal;
use super::state::{Addon, AddonState, App, Attachment, Connection, Database, Name, Release, ReleaseStatus};
use super::World;

/// The service name of Heroku Postgres.
pub(super) const POSTGRES: &str = "heroku-postgresql";
/// The service name of Heroku Connect.
pub(super) const CONNECT: &str = "herokuconnect";

impl World {
    /// An app by name or id.
    pub(super) fn app(&self, reference: &str) -> Result<&App, Refusal> {
        let id = number(Kind::App, reference);
        self.apps
            .iter()
            .find(|app| &*app.name == reference || Some(app.id) == id)
            .map(|app| &**app)
            .ok_or_else(|| Refusal::not_found("app"))
    }

    /// The same, to change it.
    pub(super) fn app_mut(&mut self, reference: &str) -> Result<&mut App, Refusal> {
        let id = number(Kind::App, reference);
        self.apps
            .iter_mut()
            .find(|app| &*app.name == reference || Some(app.id) == id)
            .map(Arc::make_mut)
            .ok_or_else(|| Refusal::not_found("app"))
    }

    /// An add-on that is not gone, by name or id.
    pub(super) fn addon(&self, reference: &str) -> Result<&Addon, Refusal> {
        let id = number(Kind::Addon, reference);
        self.addons
            .iter()
            .find(|addon| &*addon.name == reference || Some(addon.id) == id)
            .map(|addon| &**addon)
            .ok_or_else(|| Refusal::not_found("add_on"))
    }

    /// The same, to change it.
    pub(super) fn addon_mut(&mut self, reference: &str) -> Result<&mut Addon, Refusal> {
        let id = number(Kind::Addon, reference);
        self.addons
            .iter_mut()
            .find(|addon| &*addon.name == reference || Some(addon.id) == id)
            .map(Arc::make_mut)
            .ok_or_else(|| Refusal::not_found("add_on"))
    }

    /// A database by add-on name.
    pub(super) fn database(&self, addon: &str) -> Option<&Database> {
        self.addon(addon).ok()?.database.as_ref()
    }

    /// The same, to change it.
    pub(super) fn database_mut(&mut self, addon: &str) -> Option<&mut Database> {
        self.addon_mut(addon).ok()?.database.as_mut()
    }

    /// Names of the databases that follow `leader`.
    pub(super) fn followers(&self, leader: &str) -> Vec<Name> {
        let follows = |addon: &&Arc<Addon>| {
            addon.database.as_ref().and_then(|db| db.following.as_deref()).is_some_and(|name| name == leader)
        };
        self.addons.iter().filter(follows).map(|addon| addon.name.clone()).collect()
    }

    /// Attachments of an app.
    pub(super) fn attachments_of<'a>(&'a self, app: &'a str) -> impl Iterator<Item = &'a Attachment> {
        self.attachments.iter().filter(move |attachment| &*attachment.app == app)
    }

    /// One attachment of an app by name.
    pub(super) fn attachment(&self, app: &str, name: &str) -> Option<&Attachment> {
        self.attachments.iter().find(|attachment| &*attachment.app == app && &*attachment.name == name)
    }

    /// What an attachment's config var holds, if its add-on is ready.
    pub(super) fn attachment_url(&self, attachment: &Attachment) -> Option<String> {
        let addon = self.addon(&attachment.addon).ok()?;
        if !matches!(addon.state, AddonState::Provisioned) {
            return None;
        }
        let url = addon.database.as_ref()?.url.as_deref()?;
        match attachment.namespace.as_deref().and_then(|space| space.strip_prefix("credential:")) {
            Some(credential) => Some(credential_url(url, credential)),
            None => Some(url.to_owned()),
        }
    }

    /// The config vars that an app has now: its own, and those of its add-ons.
    pub(super) fn vars_of(&self, app: &App) -> BTreeMap<String, String> {
        let mut vars = (*app.own_vars).clone();
        for attachment in self.attachments_of(&app.name) {
            if let Some(url) = self.attachment_url(attachment) {
                vars.insert(format!("{}_URL", attachment.name), url);
                vars.extend(self.bastion_vars(attachment));
            }
        }
        for addon in self.addons.iter().filter(|addon| addon.app == app.name && addon.database.is_none()) {
            vars.extend(addon.vars.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        vars
    }

    /// The Postgres add-on that serves `url`.
    pub(super) fn serving(&self, url: &str) -> Option<&Name> {
        let wanted = place(url)?;
        let serves = |url: &str| place(url) == Some(wanted);
        let found = self.addons.iter().find(|addon| {
            addon.database.as_ref().and_then(|database| database.url.as_deref()).is_some_and(serves)
        });
        found.map(|addon| &addon.name)
    }

    /// A connection by its add-on's name.
    pub(super) fn connection_mut(&mut self, addon: &str) -> Option<&mut Connection> {
        self.connections.iter_mut().find(|connection| &*connection.addon == addon).map(Arc::make_mut)
    }
}

impl App {
    /// The release that dynos boot: the newest one that succeeded.
    pub(super) fn current(&self) -> Option<&Arc<Release>> {
        self.releases.iter().rev().find(|release| release.status == ReleaseStatus::Succeeded)
    }
}

/// Host and the rest of a URL. Both names of the loopback host are the same server.
fn place(url: &str) -> Option<(&str, &str)> {
    let (_, place) = url.rsplit_once('@')?;
    let place = place.split('?').next()?;
    let host = place.find([':', '/']).unwrap_or(place.len());
    Some(match place.split_at(host) {
        ("localhost", rest) => ("127.0.0.1", rest),
        other => other,
    })
}

fn credential_url(url: &str, credential: &str) -> String {
    match (url.find("://"), url.find('@')) {
        (Some(start), Some(end)) if start + 3 <= end => {
            let secret = url[start + 3..end].split_once(':').map_or("", |(_, secret)| secret);
            format!("{}{credential}:{secret}{}", &url[..start + 3], &url[end..])
        }
        _ => url.to_owned(),
    }
}
