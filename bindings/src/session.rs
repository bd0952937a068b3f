//! One command of the CLI.

use connect_core::command::{Command, Context};
use connect_core::effect::Observation;
use connect_core::session::{Session as CoreSession, SessionError};
use wasm_bindgen::prelude::*;

use crate::js::{error, from_js, to_js, whole};

/// Which journals a command needs.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen(unchecked_return_type = "Journals")]
pub fn journals(
    #[wasm_bindgen(unchecked_param_type = "Command")] command: JsValue,
) -> Result<JsValue, JsValue> {
    to_js(&from_js::<Command>(command)?.journals())
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
    ) -> Result<Session, JsValue> {
        let (command, context): (Command, Context) = (from_js(command)?, from_js(context)?);
        Ok(Self(CoreSession::new(command, context)))
    }

    /// The one thing to do next. `now` is milliseconds since 1970.
    ///
    /// # Errors
    /// When the last directive was not answered, or the plan does not fit this version.
    #[wasm_bindgen(unchecked_return_type = "Directive")]
    pub fn next(&mut self, now: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.next(whole(now)).map_err(|source| refused(&source))?)
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
    ) -> Result<(), JsValue> {
        let observation: Observation = from_js(observation)?;
        self.0.observe(whole(id), &observation, whole(now)).map_err(|source| refused(&source))
    }
}

fn refused(source: &SessionError) -> JsValue {
    error(&source.code(), source.bug(), &source.to_string())
}
