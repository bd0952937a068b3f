//! The ledger in an environment that is made for the CLI, where the sandbox is everybody's proxy.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

#[test]
fn the_org_is_asked_without_a_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let org = format!("http://{}/_sandbox/org?id=o", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let count = stream.read(&mut request).unwrap();
        let body = r#"{"records": {}, "history": []}"#;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        String::from_utf8_lossy(&request[..count]).into_owned()
    });
    let nowhere = "http://127.0.0.1:1";
    let verdict = Command::new(env!("CARGO_BIN_EXE_ledger"))
        .args(["verdict", "--undone", "--version", "15", "--acks", "/nowhere", "--org", &org])
        .args(["--old", "postgres://127.0.0.1:1/none"])
        .envs([("HTTP_PROXY", nowhere), ("http_proxy", nowhere), ("ALL_PROXY", nowhere), ("NO_PROXY", "")])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&verdict.stdout);
    assert!(text.contains("the old database: ") && !text.contains("the org: "), "{text}");
    assert!(server.join().unwrap().starts_with("GET /_sandbox/org?id=o HTTP/1.1\r\n"));
}
