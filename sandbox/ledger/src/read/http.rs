//! One GET of a loopback server.

use std::io;
use std::time::Duration;

use ureq::Agent;

/// An org's whole history takes a while to be written down.
const PATIENCE: Duration = Duration::from_secs(60);

/// Gets the body of `http://host:port/path`; any status but 200 is an error.
pub(super) fn get(url: &str) -> io::Result<Vec<u8>> {
    // The environment may name the sandbox as a proxy for the CLI; loopback needs none.
    let agent = Agent::config_builder().proxy(None).max_redirects(0).timeout_global(Some(PATIENCE)).build();
    let mut answer = Agent::new_with_config(agent).get(url).call().map_err(ureq::Error::into_io)?;
    if answer.status() != 200 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, answer.status().to_string()));
    }
    let body = answer.body_mut().with_config().limit(u64::MAX);
    body.read_to_vec().map_err(ureq::Error::into_io)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    fn serve(head: &str, body: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer = format!("HTTP/1.1 {head}\r\n\r\n{body}");
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
        assert_eq!(get(&serve("200 OK\r\nContent-Length: 2", "{}")).unwrap(), b"{}");
        assert_eq!(get(&serve("200 OK", "{\"a\":1}")).unwrap(), b"{\"a\":1}");
        let chunked = serve("200 OK\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n");
        assert_eq!(get(&chunked).unwrap(), b"{}");
        // More than the library takes unasked.
        let history = "x".repeat(11 * 1024 * 1024);
        let url = serve(&format!("200 OK\r\nContent-Length: {}", history.len()), &history);
        assert!(get(&url).unwrap() == history.as_bytes());
    }

    #[test]
    fn a_cut_body_and_an_error_are_errors() {
        let error = |head, body| get(&serve(head, body)).unwrap_err();
        assert_eq!(error("200 OK\r\nContent-Length: 20", "{\"a\"").kind(), io::ErrorKind::UnexpectedEof);
        assert!(error("503 Service Unavailable", "").to_string().contains("503"));
        assert!(error("204 No Content", "").to_string().contains("204"));
        assert!(error("302 Found\r\nLocation: /elsewhere", "").to_string().contains("302"));
        assert!(get("http://127.0.0.1:1/").is_err());
    }
}
