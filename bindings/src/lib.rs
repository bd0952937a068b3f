//! The WebAssembly face of the core: three functions and a session. No logic, no mirrored types.
//!
//! Values cross the boundary through one serializer with the JSON-compatible setting.

use connect_core::command::{Command, Context};
use connect_core::effect::{Observation, Reading};
use connect_core::session::Session as CoreSession;
use serde::de::DeserializeOwned;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../types.ts");

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsError::from)
}

/// By way of a JSON value: read directly, a struct would pass over fields that it does not know.
fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    let value: serde_json::Value = serde_wasm_bindgen::from_value(value)?;
    serde_json::from_value(value).map_err(JsError::from)
}

/// Versions of everything that is written down.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(unchecked_return_type = "Versions")]
pub fn versions() -> Result<JsValue, JsError> {
    to_js(&serde_json::json!({
        "core": env!("CARGO_PKG_VERSION"),
        "plan": connect_core::plan::FORMAT_VERSION,
        "journal": connect_core::journal::FORMAT_VERSION,
        "snapshot": connect_core::snapshot::FORMAT_VERSION,
        "report": connect_core::report::FORMAT_VERSION,
    }))
}

/// Lets through what the readings name; see the gate.
///
/// # Errors
/// When the arguments are not of the declared types.
#[wasm_bindgen(unchecked_return_type = "unknown")]
pub fn redact(
    #[wasm_bindgen(unchecked_param_type = "unknown")] body: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Reading[]")] reads: JsValue,
    salt: &str,
) -> Result<JsValue, JsError> {
    let body: serde_json::Value = from_js(body)?;
    let reads: Vec<Reading> = from_js(reads)?;
    to_js(&connect_gate::redact(&body, &reads, salt))
}

/// One command of the CLI, from its first word to its exit code.
#[wasm_bindgen]
pub struct Session(CoreSession);

#[wasm_bindgen]
impl Session {
    /// A session for a command.
    ///
    /// # Errors
    /// When the arguments are not of the declared types.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Command")] command: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Context")] context: JsValue,
    ) -> Result<Session, JsError> {
        let (command, context): (Command, Context) = (from_js(command)?, from_js(context)?);
        Ok(Self(CoreSession::new(command, context)))
    }

    /// The one thing to do next. `now` is milliseconds since 1970.
    ///
    /// # Errors
    /// When the last directive was not answered, or the plan does not fit this version.
    #[wasm_bindgen(unchecked_return_type = "Directive")]
    pub fn next(&mut self, now: f64) -> Result<JsValue, JsError> {
        to_js(&self.0.next(millis(now)).map_err(|error| JsError::new(&error.to_string()))?)
    }

    /// Takes the answer to a directive.
    ///
    /// # Errors
    /// When the id is not the one that was asked.
    pub fn observe(
        &mut self,
        id: f64,
        #[wasm_bindgen(unchecked_param_type = "Observation")] observation: JsValue,
        now: f64,
    ) -> Result<(), JsError> {
        let observation: Observation = from_js(observation)?;
        self.0
            .observe(millis(id), &observation, millis(now))
            .map_err(|error| JsError::new(&error.to_string()))
    }
}

/// JavaScript numbers are floats; these are small whole ones.
fn millis(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds fit far below 2^53"
    )]
    let whole = number.max(0.0) as u64;
    whole
}
