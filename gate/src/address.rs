//! An address in an answer that a person is to open.

use serde_json::Value;

/// Characters that a URL may consist of (RFC 3986), and that no terminal obeys.
const MARKS: &[u8] = b"-._~:/?#[]@!$&'()*+,;=%";

/// Hosts that are this machine: a sandbox speaks no TLS.
const HERE: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The web address that stands at this pointer: `None` for everything else, so that no answer can have anything else shown or opened.
#[must_use]
pub fn address<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    let text = body.pointer(pointer)?.as_str()?;
    let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || MARKS.contains(&byte));
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = match authority.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (authority, ""),
    };
    let reaches = match scheme {
        "https" => true,
        "http" => HERE.contains(&name),
        _ => false,
    };
    let numbered = port.bytes().all(|byte| byte.is_ascii_digit());
    (harmless && reaches && numbered && !name.is_empty() && !authority.contains('@')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_web_address_comes_through_as_it_stands() {
        for text in [
            "https://login.salesforce.com/services/oauth2/authorize?state=a%2Fb&x=1#y",
            "https://acme.my.salesforce.com:8443",
            "http://127.0.0.1:5000/salesforce/login/1",
            "http://[::1]:5000/",
            "http://localhost/",
        ] {
            assert_eq!(address(&json!({ "redirect": text }), "/redirect"), Some(text));
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "javascript:alert(1)",
            "javascript://login.salesforce.com/%0aalert(1)",
            "file:///etc/passwd",
            "http://login.salesforce.com/",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1:80@evil.example/",
            "https://login.salesforce.com@evil.example/",
            "https:///services",
            "https://login.salesforce.com:8x/",
            "https://login.salesforce.com/\u{1b}[2J",
            "https://login.salesforce.com/\nnext",
            "https://login.salesforce.com/ --flag",
            "https://login.salesforce.com/\u{202e}",
            "https://login.sal\u{435}sforce.com/",
            "https://login.salesforce.com/\"><script>",
        ] {
            assert_eq!(address(&json!({ "redirect": text }), "/redirect"), None, "{text:?}");
        }
        for body in
            [json!(null), json!({}), json!({"redirect": null}), json!({"redirect": {"href": "https://a/"}})]
        {
            assert_eq!(address(&body, "/redirect"), None, "{body}");
        }
    }
}
