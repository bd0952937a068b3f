//! What an answer may tell the core: called by a shell before anything reaches a session.

use connect_core::effect::Reading;
use wasm_bindgen::prelude::*;

use crate::js::{from_js, to_js};

/// Lets through what the readings name; see the gate.
///
/// # Errors
/// When the arguments are not of the declared types.
#[wasm_bindgen(unchecked_return_type = "unknown")]
pub fn redact(
    #[wasm_bindgen(unchecked_param_type = "unknown")] body: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Reading[]")] reads: JsValue,
    salt: &str,
) -> Result<JsValue, JsValue> {
    let body: serde_json::Value = from_js(body)?;
    let reads: Vec<Reading> = from_js(reads)?;
    to_js(&connect_gate::redact(&body, &reads, salt))
}

/// The web address at this pointer of an answer, for a person to open: `undefined` for everything else.
///
/// # Errors
/// When the body is not JSON.
#[wasm_bindgen(js_name = address)]
pub fn address(
    #[wasm_bindgen(unchecked_param_type = "unknown")] body: JsValue,
    pointer: &str,
) -> Result<Option<String>, JsValue> {
    let body: serde_json::Value = from_js(body)?;
    Ok(connect_gate::address(&body, pointer).map(str::to_owned))
}

/// The organization that an export file names, as the fingerprint that it has in an answer: `undefined` if it names
/// none, or cannot be read.
#[wasm_bindgen(js_name = organization)]
#[must_use]
pub fn organization(file: &str, salt: &str) -> Option<String> {
    connect_gate::organization(file, salt)
}

/// The row of a query, with the texts in these columns as keyed fingerprints.
///
/// # Errors
/// When the arguments are not of the declared types.
#[wasm_bindgen(js_name = redactRow, unchecked_return_type = "unknown")]
pub fn redact_row(
    #[wasm_bindgen(unchecked_param_type = "unknown")] row: JsValue,
    fingerprints: Vec<String>,
    salt: &str,
) -> Result<JsValue, JsValue> {
    to_js(&connect_gate::redact_row(from_js(row)?, &fingerprints, salt))
}
