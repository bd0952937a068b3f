//! Of a test build only: the switch of a seeded bug.

use connect_core::seeded;
use wasm_bindgen::prelude::*;

/// Switches a seeded bug on for the life of the process.
///
/// # Errors
/// When there is none of this name.
#[wasm_bindgen(js_name = switchOn)]
pub fn switch_on(name: &str) -> Result<(), JsError> {
    seeded::switch_on(name).map(drop).map_err(|message| JsError::new(&message))
}
