//! One request, taken apart.

use connect_wire::{Method, Request};
use serde_json::Value;

/// A request with its path decoded.
pub(crate) struct Call<'a> {
    pub request: &'a Request,
    pub method: Method,
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub now: u64,
}

static NULL: Value = Value::Null;

impl<'a> Call<'a> {
    /// Decodes the path; `None` if it is not well encoded.
    pub fn new(request: &'a Request, now: u64) -> Option<Self> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let segments = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| decode(segment, false))
            .collect::<Option<Vec<_>>>()?;
        let query = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decode(name, true)?, decode(value, true)?))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self { request, method: request.method, segments, query, now })
    }

    /// Segments as a slice of texts, for matching.
    pub fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// A query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A header by lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name).map(String::as_str)
    }

    /// A word is listed in a header such as `Accept-Expansion`.
    pub fn wants(&self, header: &str, word: &str) -> bool {
        self.header(header).is_some_and(|list| list.split(',').any(|item| item.trim() == word))
    }

    /// `addon:plan,config_vars` means both `addon:plan` and `config_vars`.
    pub fn includes(&self, word: &str) -> bool {
        self.wants("accept-inclusion", word)
    }

    /// The body, `null` if there is none.
    pub fn body(&self) -> &Value {
        self.request.body.as_ref().unwrap_or(&NULL)
    }

    /// A text of the body.
    pub fn text(&self, pointer: &str) -> Option<&str> {
        self.body().pointer(pointer).and_then(Value::as_str)
    }

    /// A reference that may be a text or an object with `id` or `name`.
    pub fn reference(&self, key: &str) -> Option<&str> {
        let value = self.body().get(key)?;
        value
            .as_str()
            .or_else(|| value.get("name").and_then(Value::as_str))
            .or_else(|| value.get("id").and_then(Value::as_str))
    }
}

fn decode(text: &str, plus: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => {
                let hex = text.get(at + 1..at + 3)?;
                out.push(u8::from_str_radix(hex, 16).ok()?);
                at += 3;
            }
            b'+' if plus => {
                out.push(b' ');
                at += 1;
            }
            byte => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        assert_eq!(decode("a%2Fb+c", false).as_deref(), Some("a/b+c"));
        assert_eq!(decode("a+b%20c", true).as_deref(), Some("a b c"));
        assert_eq!(decode("%4", false), None);
        assert_eq!(decode("%zz", false), None);
        assert_eq!(decode("%ff", false), None);
    }
}
