//! Requests to the services, as data: paths, headers, bodies and what may be read of each answer.
//!
//! Nothing here decides when a request is sent. Facts are from the CLI 11.10.0 and the Connect plugin 0.13.3.

pub mod connect;
pub mod data;
pub mod platform;
pub mod status;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::effect::{Effect, Form, HttpEffect, Reading};
use connect_wire::{Api, Method, Request};

/// Deadline of one exchange. The client's own is 60 s and can be outlived when a body is cut.
const TIMEOUT_MS: u64 = 30_000;

/// Percent-encodes one path segment or query value.
#[must_use]
pub fn segment(text: &str) -> String {
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

/// A reading of the value itself.
#[must_use]
pub fn plain(pointer: &str) -> Reading {
    Reading { pointer: pointer.to_owned(), form: Form::Plain }
}

/// A reading of how many there are.
#[must_use]
pub fn count(pointer: &str) -> Reading {
    Reading { pointer: pointer.to_owned(), form: Form::Count }
}

/// A reading of where a URL points, without its user and password.
#[must_use]
pub fn url(pointer: &str) -> Reading {
    Reading { pointer: pointer.to_owned(), form: Form::Url }
}

fn plains(pointers: &[&str]) -> Vec<Reading> {
    pointers.iter().map(|pointer| plain(pointer)).collect()
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
        timeout_ms: TIMEOUT_MS,
    }
}

fn get(api: Api, path: String, reads: Vec<Reading>) -> Effect {
    Effect::Http(http(api, Method::Get, path, None, reads))
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn outside_names_cannot_leave_their_segment() {
        assert_eq!(segment("a/../b?c#d e\u{e9}"), "a%2F..%2Fb%3Fc%23d%20e%C3%A9");
    }
}
