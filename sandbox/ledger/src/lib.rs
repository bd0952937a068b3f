//! The ledger of the sandbox: clients that write, and a verdict on what became of their writes.
//!
//! The ledger trusts nobody. It shares no code with the core or the simulator: the clients know a database URL from
//! their environment and nothing else, and the verdict is made from the two databases, the org and the clients'
//! acknowledgements, read by the ledger itself.
//!
//! * [`client`]: one dyno process.
//! * [`ack`]: what a client was told had succeeded, one JSON line each.
//! * [`facts`]: everything the verdict is made from, as plain values.
//! * [`read`]: the reading of facts from servers, the org and files. The only I/O of the verdict.
//! * [`verdict`]: facts in, verdict out. Pure.
//! * [`print`]: the verdict as text and as JSON.

pub mod ack;
pub mod client;
pub mod facts;
pub mod print;
pub mod read;
pub mod verdict;
