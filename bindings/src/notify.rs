//! What people are told who do not watch.

use connect_core::command::Context;
use connect_core::ending::Ending;
use connect_core::line::Line;
use connect_core::notify::{self, Herald as CoreHerald, Occasion};
use wasm_bindgen::prelude::*;

use crate::js::{from_js, to_js, whole};

/// Follows one command by what its shell is given to do.
#[wasm_bindgen]
pub struct Herald(CoreHerald);

#[wasm_bindgen]
impl Herald {
    /// Follows a command from its beginning.
    ///
    /// # Errors
    /// When the argument is not of the declared type.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Context")] context: JsValue,
    ) -> Result<Herald, JsValue> {
        let context: Context = from_js(context)?;
        Ok(Self(CoreHerald::new(&context)))
    }

    /// Takes a line that is about to be appended to the journal of a run.
    ///
    /// # Errors
    /// Never in practice.
    #[wasm_bindgen(unchecked_return_type = "Notification | null")]
    pub fn appended(&mut self, run: &str, line: &str) -> Result<JsValue, JsValue> {
        to_js(&self.0.appended(run, line))
    }

    /// Takes a question that is about to be asked.
    ///
    /// # Errors
    /// When the argument is not of the declared type.
    #[wasm_bindgen(unchecked_return_type = "Notification | null")]
    pub fn asked(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Line[]")] question: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let question: Vec<Line> = from_js(question)?;
        to_js(&self.0.asked(&question, whole(now)))
    }

    /// Takes the end of the command.
    ///
    /// # Errors
    /// When the argument is not of the declared type.
    #[wasm_bindgen(unchecked_return_type = "Notification | null")]
    pub fn ended(
        &self,
        exit_code: u8,
        #[wasm_bindgen(unchecked_param_type = "Ending")] ending: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let ending: Ending = from_js(ending)?;
        to_js(&self.0.ended(exit_code, ending, whole(now)))
    }
}

/// What is said where a notification was not delivered. `why`: a status or a stable word, never an address.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen(unchecked_return_type = "Line")]
pub fn undelivered(
    #[wasm_bindgen(unchecked_param_type = "Occasion")] occasion: JsValue,
    why: &str,
) -> Result<JsValue, JsValue> {
    let occasion: Occasion = from_js(occasion)?;
    to_js(&notify::undelivered(occasion, why))
}
