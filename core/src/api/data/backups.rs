//! Backups and copies: transfers.

use super::database_path;
use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use crate::snapshot::Url;
use connect_wire::{Api, Method};

answer! {
    /// A backup (`to_type` is `gof3r`) or a copy.
    pub struct Transfer {
        num: Option<u64> = "/num",
        to_type: Option<String> = "/to_type",
        from_url: Option<Url> = "/from_url",
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

/// Takes a logical backup.
#[must_use]
pub fn capture_backup(addon_id: &str) -> Effect {
    change(Api::Data, Method::Post, database_path(addon_id, "/backups"), None)
}
