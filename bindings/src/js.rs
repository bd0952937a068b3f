//! Values and errors on their way across the boundary.

use connect_core::value;
use js_sys::{Error, Reflect, JSON};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;
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

/// A value for JavaScript, by way of its text: text is what the core makes of it for journals too, and a second way to write every type
/// would be a second copy of that code in the module.
pub fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    JSON::parse(&serde_json::to_string(value).map_err(|error| misfit(&error))?)
}

/// A value of JavaScript, by way of its text too: what JSON has no word for is not there, or `null`.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let text = JSON::stringify(&value).map_err(|_| misfit(&"this is not JSON"))?;
    // Of nothing at all there is no text.
    let value = match text.as_string() {
        Some(text) => serde_json::from_str(&text).map_err(|error| misfit(&error))?,
        None => Value::Null,
    };
    value::read(value).map_err(|error| misfit(&error))
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
