//! The bastion before a private database.

use super::database_path;
use crate::api::http;
use crate::effect::Bastion;
use connect_wire::{Api, Method};

/// Where its host and its key are learnt by who reaches the database by this config var. In a Private Space the service is asked; in a
/// Shield Space they are config vars beside the URL's, if the space allows any.
#[must_use]
pub fn bastion(addon_id: &str, shield: bool, config_var: &str) -> Bastion {
    if shield {
        let name = config_var.strip_suffix("_URL").unwrap_or(config_var);
        return Bastion::ConfigVars { hosts: format!("{name}_BASTIONS"), key: format!("{name}_BASTION_KEY") };
    }
    let request = http(Api::Data, Method::Get, database_path(addon_id, "/bastion"), None, Vec::new()).request;
    Bastion::Service { request }
}
