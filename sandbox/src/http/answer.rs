//! Writes answers.

use std::fmt::Write as _;

use super::Outgoing;

/// The head of an answer, up to and including the empty line. `Content-Length` always tells the whole body's length,
/// also when only a part of it will follow.
pub(super) fn head(answer: &Outgoing, keep_alive: bool) -> String {
    let mut text = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    for (name, value) in &answer.headers {
        if !matches!(name.as_str(), "content-length" | "connection" | "transfer-encoding") && is_clean(value)
        {
            let _ = write!(text, "{name}: {value}\r\n");
        }
    }
    // An answer that may have no body must not announce one.
    if !matches!(answer.status, 204 | 304) {
        let _ = write!(text, "content-length: {}\r\n", answer.body.len());
    }
    text.push_str(if keep_alive { "connection: keep-alive\r\n\r\n" } else { "connection: close\r\n\r\n" });
    text
}

fn is_clean(value: &str) -> bool {
    !value.contains(['\r', '\n'])
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Payload Too Large",
        422 => "Unprocessable Entity",
        423 => "Locked",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_the_whole_bodys_and_headers_cannot_be_split() {
        let mut answer = Outgoing::new(200, "text/plain", b"four".to_vec());
        answer.headers.insert("bad".into(), "a\r\nset-cookie: b".into());
        answer.headers.insert("content-length".into(), "1".into());
        let text = head(&answer, true);
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"));
        assert!(text.contains("content-length: 4\r\n"));
        assert!(!text.contains("set-cookie") && !text.contains("content-length: 1\r\n"));
        assert!(text.ends_with("connection: keep-alive\r\n\r\n"));
    }

    #[test]
    fn no_content_announces_none() {
        let text = head(&Outgoing::new(204, "text/plain", Vec::new()), false);
        assert!(!text.contains("content-length") && text.contains("connection: close"));
    }
}
