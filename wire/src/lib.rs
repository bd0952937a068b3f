//! HTTP requests and responses as values, and the calendar: what core and simulator share.
//!
//! No socket, no encoding of bodies, no secrets: an `authorization` header is added by the shell that sends a request.

pub mod calendar;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which service a request is meant for. The shell knows the hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Api {
    /// `api.heroku.com`.
    Platform,
    /// `api.data.heroku.com`: Postgres, transfers, data maintenances.
    Data,
    /// `hc-central.heroku.com`: finds Connect connections.
    ConnectDiscovery,
    /// The regional Connect host that discovery names.
    ConnectRegion,
    /// `status.heroku.com`, no authentication.
    Status,
    /// `api.metrics.heroku.com`: native autoscaling.
    Metrics,
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read.
    Get,
    /// Create or act.
    Post,
    /// Change in part.
    Patch,
    /// Replace or act.
    Put,
    /// Remove.
    Delete,
}

/// One request. `path` is percent-encoded and holds the query string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// Target service.
    pub api: Api,
    /// Absolute base URL, only for [`Api::ConnectRegion`]; otherwise `None`.
    pub base: Option<String>,
    /// Method.
    pub method: Method,
    /// Encoded path with query.
    pub path: String,
    /// Lower-case header names.
    pub headers: BTreeMap<String, String>,
    /// JSON body.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub body: Option<Value>,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// No body at all.
    Empty,
    /// `application/json`.
    Json(Value),
    /// Anything else, for example an HTML error page.
    Text(String),
}

/// One answer. Bodies are values; text exists only at a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Lower-case header names.
    pub headers: BTreeMap<String, String>,
    /// Body.
    pub body: Body,
}

impl Response {
    /// A JSON answer without further headers.
    #[must_use]
    pub fn json(status: u16, body: Value) -> Self {
        Self { status, headers: BTreeMap::new(), body: Body::Json(body) }
    }

    /// An answer without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: BTreeMap::new(), body: Body::Empty }
    }
}
