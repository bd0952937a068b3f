//! One GET of a loopback server.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// Gets the body of `http://host:port/path`; any status but 200 is an error.
pub(super) fn get(url: &str) -> io::Result<Vec<u8>> {
    let rest = url.strip_prefix("http://").ok_or_else(|| broken("only http:// is understood"))?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
    let address = address.to_socket_addrs()?.next().ok_or_else(|| broken("the host has no address"))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // 1.0: the answer is neither chunked nor followed by another one.
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {authority}\r\nAccept: application/json\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    read_answer(&mut stream, &mut answer)?;
    body(&answer)
}

/// Reads until the end, or until as much has come as was announced: a server may keep the connection open.
fn read_answer(stream: &mut impl Read, answer: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        answer.extend_from_slice(&buffer[..count]);
        if count == 0 || announced(answer).is_some_and(|length| answer.len() >= length) {
            return Ok(());
        }
    }
}

/// The length of head and body together, if the head is complete and names it.
fn announced(answer: &[u8]) -> Option<usize> {
    let end = head_end(answer)?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse().ok()?;
    Some(end + 4 + length)
}

fn head_end(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|window| window == b"\r\n\r\n")
}

fn body(answer: &[u8]) -> io::Result<Vec<u8>> {
    let end = head_end(answer).ok_or_else(|| broken("the answer has no head"))?;
    let status = String::from_utf8_lossy(&answer[..end]).lines().next().unwrap_or_default().to_owned();
    if status.split_whitespace().nth(1) != Some("200") {
        return Err(broken(&status));
    }
    match announced(answer) {
        Some(length) if answer.len() < length => Err(broken("the answer was cut")),
        _ => Ok(answer[end + 4..].to_vec()),
    }
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn serve(answer: &'static str) -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        format!("http://{address}/_sandbox/org")
    }

    #[test]
    fn a_body_arrives_whole() {
        let url = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        assert_eq!(get(&url).unwrap(), b"{}");
        let url = serve("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}");
        assert_eq!(get(&url).unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn a_cut_body_and_an_error_are_errors() {
        let url = serve("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"a\"");
        assert!(get(&url).unwrap_err().to_string().contains("cut"));
        let url = serve("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        assert!(get(&url).unwrap_err().to_string().contains("503"));
    }
}
