//! The WebAssembly face of the core: a session for the CLI, and functions for programs that only plan and show. No logic, no
//! mirrored types.
//!
//! Values cross the boundary as JSON text.

mod gate;
mod js;
mod notify;
#[cfg(feature = "rehearsal")]
mod page;
#[cfg(feature = "rehearsal")]
mod rehearsal;
#[cfg(feature = "seeded-bugs")]
mod seeded;
mod session;
mod show;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../types.ts");
