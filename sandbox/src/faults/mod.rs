//! Faults of three kinds: of the socket (here), of the hardware (here), of the model (the simulator's).
//!
//! As text, `NAME[:ARGUMENT…][@TARGET][#N]`. For socket faults `@TARGET` is `all`, `all-mutating`, `/path-prefix` or
//! `METHOD /path-prefix` (`*` stands for one path segment) and `#N` is the one matching request, counted from 1.

mod board;
mod list;
mod parse;

pub use board::{mutates, Board, Effect};
pub use list::catalogue;
pub use parse::{parse, BadFault};

use std::time::Duration;

use connect_simulator::Fault;

/// Any fault the sandbox knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyFault {
    /// Between client and server.
    Socket(SocketFault),
    /// Of real Postgres.
    Hardware(HardwareFault),
    /// Of the simulated services.
    Model(Fault),
}

/// A fault between client and server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketFault {
    /// As it was written.
    pub text: String,
    /// What goes wrong.
    pub effect: Effect,
    /// Which requests it is about.
    pub target: Target,
    /// Only the N-th matching request, from 1. `None`: every distinct request once for the wide targets, each matching
    /// request for a path.
    pub nth: Option<u32>,
}

/// Which requests a socket fault is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Every request.
    All,
    /// Every request that is not a GET and not one of the resolvers, which only read.
    AllMutating,
    /// Requests of one path prefix, and of one method if it is given.
    Path {
        /// Method, upper case.
        method: Option<String>,
        /// Prefix of the path, segments; `*` stands for any one.
        prefix: String,
    },
}

/// A fault of real Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HardwareFault {
    /// The next follower made gets nothing from its leader for this long.
    FollowerLag(Duration),
    /// Every connection through the bastion ends, this long after the next follower was made; zero means at once.
    BastionCut(Duration),
    /// The server of a database dies and comes back by itself three seconds later.
    PostgresCrash {
        /// How long after the next follower was made; zero means at once.
        after: Duration,
        /// Database add-on; `None` means the leader of that follower, or the target of `DATABASE` if it is at once.
        addon: Option<String>,
    },
}
