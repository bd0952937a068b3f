//! The bastion before a private database: `GET /client/v11/databases/{id}/bastion` in a Private Space, config vars in a Shield Space.

use serde_json::json;

use crate::scenario::BastionManner;
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{Addon, Attachment, Bastion};
use crate::world::World;

impl World {
    /// Host and key, as the service tells them.
    pub(super) fn bastion(&self, reference: &str, now: u64) -> Reply {
        let addon = self.addon(reference)?;
        let told = addon.plan.starts_with("private");
        match self.key_of(addon, now).filter(|_| told) {
            Some((host, key)) => ok(json!({"host": host, "private_key": key})),
            None => Err(Refusal::not_found("bastion")),
        }
    }

    /// The same as config vars of an attachment.
    pub(in crate::world) fn bastion_vars(&self, held: &Attachment) -> Vec<(String, String)> {
        let shield = self.addon(&held.addon).ok().filter(|addon| addon.plan.starts_with("shield"));
        // Config vars do not come later than the database: what lags is the bastion itself.
        let Some((host, key)) = shield.and_then(|addon| self.key_of(addon, u64::MAX)) else {
            return Vec::new();
        };
        vec![(format!("{}_BASTIONS", held.name), host), (format!("{}_BASTION_KEY", held.name), key)]
    }

    fn key_of(&self, addon: &Addon, now: u64) -> Option<(String, String)> {
        let bastion = &addon.database.as_ref()?.bastion;
        if !private(&addon.plan)
            || now < bastion.from
            || self.settings.switches.bastion == BastionManner::None
        {
            return None;
        }
        let made_up = || (format!("bastion.{}.example", addon.name), bastion.paper_key(&addon.name));
        let real = bastion.real.as_ref().map(|(host, key)| (host.to_string(), key.to_string()));
        Some(real.unwrap_or_else(made_up))
    }

    /// True for a database without a public address.
    #[must_use]
    pub fn private(&self, addon: &str) -> bool {
        self.addon(addon).is_ok_and(|addon| private(&addon.plan))
    }

    /// True if the bastion on paper lets through to a database who shows this key.
    #[must_use]
    pub fn lets_through(&self, addon: &str, key: &str, now: u64) -> bool {
        let open = matches!(self.settings.switches.bastion, BastionManner::Ok | BastionManner::Breaks);
        let known = self.addon(addon).ok().and_then(|addon| self.key_of(addon, now));
        open && known.is_some_and(|(_, wanted)| wanted == key)
    }

    /// A real bastion stands before a database.
    pub fn stands_before(&mut self, addon: &str, host: &str, key: &str) {
        if let Some(database) = self.database_mut(addon) {
            database.bastion.real = Some((name(host), name(key)));
        }
    }

    /// A database stopped following or was upgraded: its bastion may have another key since.
    pub(in crate::world) fn rekey(&mut self, addon: &str) {
        let rekeys = self.settings.switches.bastion_rekeys;
        if let Some(database) = self.database_mut(addon).filter(|_| rekeys) {
            database.bastion.rekeyed += 1;
        }
    }
}

impl Bastion {
    fn paper_key(&self, addon: &str) -> String {
        format!("key {} of {addon}", self.rekeyed)
    }
}

fn private(plan: &str) -> bool {
    plan.starts_with("private-") || plan.starts_with("shield-")
}
