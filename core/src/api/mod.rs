//! Requests to the services, as data: paths, headers, bodies, and the types of their answers. One file per resource.
//!
//! Nothing here decides when a request is sent. Facts are from the CLI 11.10.0 and the Connect plugin 0.13.3.

pub mod connect;
pub mod data;
pub mod metrics;
pub mod platform;
pub mod recreation;
pub mod status;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::answer::{Answer, Ask};
use crate::effect::{Effect, HttpEffect, Reading};
use connect_wire::{Api, Method, Request};

/// Deadline of one exchange. The client's own is 60 s and can be outlived when a body is cut.
const TIMEOUT_MS: u64 = 30_000;

/// Percent-encodes one path segment or query value.
fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn http(api: Api, method: Method, path: String, body: Option<Value>, reads: Vec<Reading>) -> HttpEffect {
    let mut headers = BTreeMap::new();
    if matches!(api, Api::Platform | Api::Data | Api::Metrics) {
        headers.insert("accept".to_owned(), "application/vnd.heroku+json; version=3".to_owned());
    }
    HttpEffect {
        request: Request { api, base: None, method, path, headers, body },
        mutates: method != Method::Get,
        reads,
        config_of: None,
        secrets: Vec::new(),
        opens: None,
        timeout_ms: TIMEOUT_MS,
    }
}

/// A read of this path.
fn get<A: Answer>(api: Api, path: String) -> Ask<A> {
    Ask::of(|reads| Effect::Http(http(api, Method::Get, path, None, reads)))
}

/// The same with one more header.
fn get_with<A: Answer>(api: Api, path: String, header: (&str, &str)) -> Ask<A> {
    Ask::of(|reads| {
        let mut effect = http(api, Method::Get, path, None, reads);
        effect.request.headers.insert(header.0.to_owned(), header.1.to_owned());
        Effect::Http(effect)
    })
}

/// A change: nothing of its answer is believed, so nothing of it is read.
fn change(api: Api, method: Method, path: String, body: Option<Value>) -> Effect {
    Effect::Http(http(api, method, path, body, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn outside_names_cannot_leave_their_segment() {
        assert_eq!(segment("a/../b?c#d e\u{e9}"), "a%2F..%2Fb%3Fc%23d%20e%C3%A9");
    }
}
