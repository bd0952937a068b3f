//! The sandbox: the simulator behind HTTP, real Postgres underneath, dynos as real processes, and controls.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod bastion;
pub mod cli;
pub mod clock;
pub mod control;
pub mod dynos;
pub mod engine;
pub mod faults;
pub mod http;
mod lock;
pub mod record;
pub mod route;
pub mod run;
mod say;
pub mod server;
