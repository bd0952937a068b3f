//! Values and errors on their way across the boundary.

use js_sys::{Error, Reflect};
use serde::de::DeserializeOwned;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// An error of the core as a JavaScript error with `code` and `bug` as properties.
pub fn error(code: &str, bug: bool, message: &str) -> JsValue {
    let error = Error::new(message);
    for (name, value) in [("code", JsValue::from_str(code)), ("bug", JsValue::from_bool(bug))] {
        // An ordinary object takes any property.
        let _ = Reflect::set(&error, &JsValue::from_str(name), &value);
    }
    error.into()
}

/// A value that is not of the declared type: a bug of the caller.
fn misfit(what: &dyn std::fmt::Display) -> JsValue {
    error("call/type", true, &what.to_string())
}

/// A value for JavaScript.
pub fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|error| misfit(&error))
}

/// By way of a JSON value: read directly, a struct would pass over fields that it does not know.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let value: serde_json::Value = serde_wasm_bindgen::from_value(value).map_err(|error| misfit(&error))?;
    serde_json::from_value(value).map_err(|error| misfit(&error))
}

/// JavaScript numbers are floats; these are small whole ones.
pub fn whole(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds fit far below 2^53"
    )]
    let whole = number.max(0.0) as u64;
    whole
}
