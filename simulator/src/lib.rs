//! The simulator answers: a deterministic model of the parts of Heroku that matter.
//!
//! It does no I/O, reads no clock, draws no random number and knows nothing of plans, steps or procedures. Of the core it
//! uses the HTTP values of [`connect_core::wire`] and nothing else.
