//! Backups and copies: transfers.

use serde_json::json;

use super::database_path;
use crate::answer::{answer, Ask};
use crate::api::{change, get, platform, segment};
use crate::effect::{Effect, Secret};
use crate::query::Place;
use crate::snapshot::Url;
use connect_wire::{Api, Method};

answer! {
    /// A backup (`to_type` is `gof3r`) or a copy.
    pub struct Transfer {
        num: Option<u64> = "/num",
        to_type: Option<String> = "/to_type",
        uuid: Option<String> = "/uuid",
        from_name: Option<String> = "/from_name",
        from_url: Option<Url> = "/from_url",
        to_name: Option<String> = "/to_name",
        to_url: Option<Url> = "/to_url",
        bytes: Option<u64> = "/processed_bytes",
        warnings: Option<u64> = "/warnings",
        canceled_at: Option<String> = "/canceled_at",
        finished_at: Option<String> = "/finished_at",
        succeeded: Option<bool> = "/succeeded",
    }
}

impl Transfer {
    /// True if it is a backup.
    #[must_use]
    pub fn is_backup(&self) -> bool {
        self.to_type.as_deref() == Some("gof3r")
    }
}

/// Transfers of an app.
#[must_use]
pub fn transfers(app: &str) -> Ask<Vec<Transfer>> {
    get(Api::Data, format!("/client/v11/apps/{}/transfers", segment(app)))
}

/// Copies one database into another, whose content is erased: each with a name, and the place whose URL the shell puts in.
#[must_use]
pub fn copy(addon_id: &str, from: (&str, &Place), to: (&str, &Place)) -> Effect {
    let body = json!({"from_name": from.0, "from_url": null, "to_name": to.0, "to_url": null});
    let secret = |key: &str, place: &Place| Secret {
        key: key.to_owned(),
        app: place.app.clone(),
        config_var: place.config_var.clone(),
        lookup: platform::config_lookup(&place.app),
        expect: place.expect.clone(),
    };
    let mut effect = change(Api::Data, Method::Post, database_path(addon_id, "/transfers"), Some(body));
    if let Effect::Http(http) = &mut effect {
        http.secrets = vec![secret("from_url", from.1), secret("to_url", to.1)];
    }
    effect
}

/// Cancels a backup or a copy.
#[must_use]
pub fn cancel_transfer(app: &str, id: &str) -> Effect {
    let path = format!("/client/v11/apps/{}/transfers/{}/actions/cancel", segment(app), segment(id));
    change(Api::Data, Method::Post, path, None)
}

/// Takes a logical backup.
#[must_use]
pub fn capture_backup(addon_id: &str) -> Effect {
    change(Api::Data, Method::Post, database_path(addon_id, "/backups"), None)
}
