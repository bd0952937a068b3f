//! HTTP/1.1 at a socket: text in, values out. Nothing here knows Heroku.
//!
//! The protocol is hyper's. What no server may do on purpose, answers that break off, is done on the bare socket.

mod breakage;
mod connection;
mod exchange;
mod listener;

use std::collections::BTreeMap;
use std::time::Duration;

pub use listener::{Listener, ListenerError, Serving};

/// One request as it came off the socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Method, as sent.
    pub method: String,
    /// Request target, as sent: `/path?query`, or an absolute URL when the client speaks to a proxy.
    pub target: String,
    /// Lower-case header names; of a repeated header the values are joined by a comma.
    pub headers: BTreeMap<String, String>,
    /// Body bytes, chunks already joined.
    pub body: Vec<u8>,
}

/// How an answer fails to reach the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breakage {
    /// No answer: the connection is reset (RST, not FIN).
    Reset,
    /// Head and half of the body, then the connection is closed.
    CutAndClose,
    /// Head and half of the body, then silence until the client gives up.
    CutAndStall,
    /// No answer: silence until the client gives up.
    Silence,
}

/// One answer for the socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// HTTP status.
    pub status: u16,
    /// Headers beside content length and connection.
    pub headers: BTreeMap<String, String>,
    /// Body bytes.
    pub body: Vec<u8>,
    /// Time to wait before the answer leaves.
    pub delay: Duration,
    /// What becomes of it on its way; `None`: it is delivered.
    pub breakage: Option<Breakage>,
}

impl Outgoing {
    /// An answer with a body of the given content type, delivered whole and at once.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        let headers = BTreeMap::from([("content-type".to_owned(), content_type.to_owned())]);
        Self { status, headers, body, delay: Duration::ZERO, breakage: None }
    }

    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string().into_bytes())
    }
}

/// What answers requests. Called on threads of its own: it may block.
pub trait Service: Send + Sync + 'static {
    /// Answers one request.
    fn serve(&self, request: &Incoming) -> Outgoing;

    /// True if a proxy client may tunnel to this `host:port`; the tunnel ends in this same service.
    fn tunnels_to(&self, authority: &str) -> bool;
}
