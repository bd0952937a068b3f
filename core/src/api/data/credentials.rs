//! Credentials of a database.

use serde_json::json;

use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// A credential and what it is at.
    pub struct Credential {
        name: Option<String> = "/name",
        state: Option<String> = "/state",
    }
}

impl Credential {
    /// Its name, unless it is the default one.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| *name != "default")
    }
}

/// Credentials of a database, by the name of its add-on or its id.
#[must_use]
pub fn credentials(addon: &str) -> Ask<Vec<Credential>> {
    get(Api::Data, path(addon))
}

/// Makes a credential.
#[must_use]
pub fn create_credential(addon: &str, name: &str) -> Effect {
    change(Api::Data, Method::Post, path(addon), Some(json!({ "name": name })))
}

fn path(addon: &str) -> String {
    format!("/postgres/v0/databases/{}/credentials", segment(addon))
}
