//! A plan played in memory, without a session: for a page, and for other people's programs. Only built with the feature
//! `rehearsal`, because it carries the simulator, which the CLI has no use for.

use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_rehearsal::chance::Chance;
use connect_rehearsal::{Again, Rehearsal as InMemory};
use wasm_bindgen::prelude::*;

use crate::js::{error, from_js, to_js};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = concat!(include_str!("../rehearsal.ts"), include_str!("../film.ts"));

/// A rehearsal: the same core that runs a plan, against the simulator.
#[wasm_bindgen]
pub struct Rehearsal(InMemory);

#[wasm_bindgen]
impl Rehearsal {
    /// A rehearsal in a world like the one that was surveyed.
    ///
    /// # Errors
    /// When the arguments are not of the declared types, or something stands against a plan.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: JsValue,
    ) -> Result<Rehearsal, JsValue> {
        let (snapshot, request): (Snapshot, Request) = (from_js(snapshot)?, from_js(request)?);
        InMemory::of(&snapshot, &request)
            .map(Self)
            .map_err(|message| error("rehearsal/no-plan", false, &message))
    }

    /// The plan that is played.
    ///
    /// # Errors
    /// Never in practice.
    #[wasm_bindgen(unchecked_return_type = "Plan")]
    pub fn plan(&self) -> Result<JsValue, JsValue> {
        to_js(self.0.plan())
    }

    /// Goes on until the next thing to tell. The chance strikes the next effect.
    ///
    /// # Errors
    /// When the argument is not of the declared type.
    #[wasm_bindgen(unchecked_return_type = "Told")]
    pub fn step(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Chance")] chance: JsValue,
    ) -> Result<JsValue, JsValue> {
        let chance: Chance = from_js(chance)?;
        to_js(&self.0.step(chance).map_err(|message| error("rehearsal/broken", true, &message))?)
    }

    /// The same rehearsal at the same point, apart from this one.
    #[must_use]
    pub fn fork(&self) -> Rehearsal {
        Self(self.0.clone())
    }

    /// The process dies here, and another one goes on from its journal.
    ///
    /// # Errors
    /// When the argument is not of the declared type, or nothing was recorded yet.
    pub fn dies(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Again")] again: JsValue,
    ) -> Result<(), JsValue> {
        let again: Again = from_js(again)?;
        self.0.dies(again).map_err(|message| error("rehearsal/not-begun", false, &message))
    }
}
