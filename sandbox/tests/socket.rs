//! The listener and the socket faults, over loopback, without Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connect_sandbox::faults::{parse, AnyFault, Board};
use connect_sandbox::http::{Listener, ListenerError, Outgoing, Serving};
use connect_sandbox::record::Records;
use connect_sandbox::server::{Backend, Control, Server};
use connect_wire::{Api, Body, Request, Response};
use serde_json::{json, Value};

#[derive(Default)]
struct Echo(AtomicUsize);

impl Backend for Echo {
    fn handle(&self, request: &Request) -> Response {
        self.0.fetch_add(1, Ordering::SeqCst);
        if request.path == "/page" {
            return Response { body: Body::Text("<p>hello".into()), ..Response::empty(503) };
        }
        if request.path == "/nothing" {
            return Response::empty(204);
        }
        let mut response = Response::json(
            200,
            json!({"api": request.api, "path": request.path, "body": request.body,
            "base": request.base, "key": request.headers.get("authorization")}),
        );
        response.headers.insert("request-id".into(), "r1".into());
        response
    }
}

struct NoControl;

impl Control for NoControl {
    fn control(&self, method: &str, path: &str, query: &str, body: &Value) -> Option<Outgoing> {
        (path == "/known").then(|| Outgoing::json(200, &json!([method, query, body])))
    }
}

struct Rig {
    serving: Serving,
    backend: Arc<Echo>,
    records: Arc<Records>,
}

fn rig(faults: &[&str]) -> Rig {
    let mut board = Board::default();
    for text in faults {
        match parse(text) {
            Ok(AnyFault::Socket(fault)) => board.arm(fault),
            other => panic!("{other:?}"),
        }
    }
    let listener = Listener::bind(0).unwrap();
    let (backend, records) = (Arc::new(Echo::default()), Arc::new(Records::default()));
    let base = format!("http://127.0.0.1:{}", listener.port());
    let server =
        Server::new(backend.clone(), Arc::new(NoControl), Arc::new(Mutex::new(board)), records.clone(), base);
    Rig { serving: listener.serve(Arc::new(server)), backend, records }
}

impl Rig {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.serving.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    fn handled(&self) -> usize {
        self.backend.0.load(Ordering::SeqCst)
    }
}

fn send(stream: &mut TcpStream, method: &str, target: &str, body: &str) {
    let length = body.len();
    let text =
        format!("{method} {target} HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).unwrap();
}

/// Reads one whole answer: status, head, body.
fn receive(stream: &mut TcpStream) -> (u16, String, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |n| n.parse().unwrap());
            if body.len() >= length {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return (status, head.to_owned(), body.to_owned());
            }
        }
        let mut block = [0; 4096];
        let count = stream.read(&mut block).unwrap();
        assert!(count > 0, "the connection ended early: {text}");
        bytes.extend_from_slice(&block[..count]);
    }
}

#[test]
fn several_requests_on_one_connection() {
    let rig = rig(&[]);
    let mut stream = rig.connect();
    send(&mut stream, "POST", "/client/v11/databases/x/upgrade/run", r#"{"version":"17"}"#);
    let (status, head, body) = receive(&mut stream);
    assert_eq!(status, 200);
    assert!(head.contains("content-type: application/json") && head.contains("request-id: r1"));
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&body["api"], &body["body"]["version"], &body["base"]),
        (&json!("data"), &json!("17"), &Value::Null)
    );
    send(&mut stream, "GET", "/api/v3/connections/1", "null");
    let (_, _, body) = receive(&mut stream);
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["base"], format!("http://127.0.0.1:{}", rig.serving.port()));
    send(&mut stream, "GET", "/nothing", "");
    assert_eq!(receive(&mut stream).0, 204);
    send(&mut stream, "GET", "/page", "");
    let (status, head, body) = receive(&mut stream);
    assert_eq!((status, body.as_str()), (503, "<p>hello"));
    assert!(head.contains("text/html"));
    assert_eq!(rig.records.dump(0)["requests"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_not_for_the_services() {
    let rig = rig(&["429"]);
    let mut stream = rig.connect();
    send(&mut stream, "PUT", "/_sandbox/known?a=b", "[1]");
    assert_eq!(receive(&mut stream).2, r#"["PUT","a=b",[1]]"#);
    send(&mut stream, "GET", "/_sandbox/unknown", "");
    assert_eq!(receive(&mut stream).0, 404);
    send(&mut stream, "GET", "http://example.com/x", "");
    assert_eq!(receive(&mut stream).0, 502);
    send(&mut stream, "POST", "/apps", "{half");
    assert_eq!(receive(&mut stream).0, 400);
    assert_eq!(rig.records.dump(0)["requests"], json!([]));
    assert_eq!(rig.handled(), 0);
}

#[test]
fn a_proxy_client_reaches_the_metrics_service_through_a_tunnel() {
    let rig = rig(&[]);
    let mut stream = rig.connect();
    stream.write_all(b"CONNECT api.metrics.heroku.com:5599 HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(receive(&mut stream).0, 200);
    stream
        .write_all(
            b"GET /apps/1/formation/web/monitors HTTP/1.1\r\nhost: api.metrics.heroku.com:5599\r\n\r\n",
        )
        .unwrap();
    let body: Value = serde_json::from_str(&receive(&mut stream).2).unwrap();
    assert_eq!(body["api"], json!(Api::Metrics));
    let mut stream = rig.connect();
    stream.write_all(b"CONNECT example.com:443 HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(receive(&mut stream).0, 403);
}

#[test]
fn a_reset_before_the_effect_and_one_after() {
    for (fault, handled) in [("reset-before-effect", 0), ("reset-after-effect", 1)] {
        let rig = rig(&[fault]);
        let mut stream = rig.connect();
        send(&mut stream, "GET", "/apps", "");
        assert_eq!(receive(&mut stream).0, 200);
        send(&mut stream, "POST", "/apps", r#"{"n":1}"#);
        let mut rest = Vec::new();
        assert_eq!(stream.read_to_end(&mut rest).unwrap_err().kind(), ErrorKind::ConnectionReset, "{fault}");
        assert!(rest.is_empty());
        assert_eq!(rig.handled(), 1 + handled, "{fault}");
        // The same request once more goes through.
        let mut stream = rig.connect();
        send(&mut stream, "POST", "/apps", r#"{"n":1}"#);
        assert_eq!(receive(&mut stream).0, 200);
        let seen = rig.records.dump(1);
        assert_eq!(seen["requests"][0]["fault"], fault);
        assert_eq!(seen["requests"][0]["status"], if handled == 1 { json!(200) } else { Value::Null });
        assert_eq!(seen["requests"][1]["fault"], Value::Null);
    }
}

#[test]
fn a_body_that_is_cut() {
    let rig = rig(&["body-cut@/a", "body-cut:stall@/b"]);
    let mut stream = rig.connect();
    send(&mut stream, "GET", "/a", "");
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body.len(), length / 2);

    let mut stream = rig.connect();
    send(&mut stream, "GET", "/b", "");
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut bytes = Vec::new();
    let error = stream.read_to_end(&mut bytes).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    assert!(String::from_utf8_lossy(&bytes).contains("\r\n\r\n{"));
    assert_eq!(rig.handled(), 2);
}

#[test]
fn silence_statuses_and_slowness() {
    let rig = rig(&["hang@POST /h", "status:503:html@/s", "status:500:json@/j", "429@/r", "slow:120@/l"]);
    let mut stream = rig.connect();
    send(&mut stream, "POST", "/h", "");
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(stream.read(&mut [0; 9]).is_err());
    let mut stream = rig.connect();
    send(&mut stream, "GET", "/s", "");
    let (status, head, body) = receive(&mut stream);
    assert!(status == 503 && head.contains("text/html") && body.starts_with("<!DOCTYPE"));
    send(&mut stream, "GET", "/j", "");
    assert!(receive(&mut stream).2.contains("internal_server_error"));
    send(&mut stream, "GET", "/r", "");
    let (status, _, body) = receive(&mut stream);
    assert!(status == 429 && body.contains("rate_limit"));
    assert_eq!(rig.handled(), 0);
    let before = Instant::now();
    send(&mut stream, "GET", "/l", "");
    assert_eq!(receive(&mut stream).0, 200);
    assert!(before.elapsed() >= Duration::from_millis(120));
}

#[test]
fn a_taken_port_is_named_and_a_stopped_server_frees_it() {
    let mut rig = rig(&[]);
    let port = rig.serving.port();
    let Err(error) = Listener::bind(port) else { panic!("bound twice") };
    assert!(matches!(error, ListenerError::Taken(taken) if taken == port));
    assert!(error.to_string().contains(&port.to_string()));
    rig.serving.stop();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
    assert!(
        stream.is_err()
            || stream.as_mut().is_ok_and(|stream| matches!(stream.read(&mut [0; 9]), Ok(0) | Err(_)))
    );
}
