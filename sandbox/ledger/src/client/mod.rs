//! One dyno process: it gets its database's URL at boot and writes until it is told to stop.
//!
//! As on Heroku, nothing that changes later reaches a running dyno: a client whose database was moved goes on writing
//! to the old one. It counts a write only when its `COMMIT` was acknowledged.

mod author;
mod book;
mod dice;
mod dyno;
mod options;
mod outcome;
mod session;
mod target;
mod write;

pub use author::Author;
pub use book::Book;
pub use dice::Dice;
pub use dyno::run;
pub use options::{DynoType, Options, OptionsError, USAGE};
pub use outcome::Outcome;
pub use session::Session;
pub use target::Target;
pub use write::Write;
