//! The listener and the socket faults, over loopback, without Postgres. Long, because all cases share one peer that breaks off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
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
        assert_ne!(request.path, "/panic");
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
    let file = tempfile::NamedTempFile::new().unwrap();
    let (backend, records) = (Arc::new(Echo::default()), Arc::new(Records::create(file.path()).unwrap()));
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
    assert_eq!(rig.records.dump(0).unwrap()["requests"].as_array().unwrap().len(), 4);
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
    assert_eq!(rig.records.dump(0).unwrap()["requests"], json!([]));
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
        let seen = rig.records.dump(1).unwrap();
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

/// Sends these bytes and reads until the server closes.
fn converse(rig: &Rig, bytes: &[u8]) -> String {
    let mut stream = rig.connect();
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn requests_that_arrive_at_once_are_answered_in_turn() {
    let chunked = "3;x=y\r\n[1,\r\n2\r\n2]\r\n0\r\nT: v\r\n\r\n";
    let text = format!(
        "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}\
         GET /b HTTP/1.1\r\nHOST: localhost\r\nAuthorization: one\r\nAUTHORIZATION: two\r\nConnection: close\r\n\r\n"
    );
    let answers = converse(&rig(&[]), text.as_bytes());
    let (first, second) = answers.split_once("}HTTP/1.1 200 ").unwrap();
    assert!(first.contains("\"path\":\"/a\"") && first.contains("\"body\":[1,2]"), "{first}");
    assert!(second.contains("\"path\":\"/b\"") && second.contains("\"key\":\"one,two\""), "{second}");
}

#[test]
fn a_client_may_ask_before_it_sends_speak_an_old_version_or_want_no_body() {
    let rig = rig(&[]);
    let mut stream = rig.connect();
    stream
        .write_all(b"PUT /c HTTP/1.1\r\nHost: localhost\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n")
        .unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"5").unwrap();
    assert!(receive(&mut stream).2.contains("\"body\":5"));

    let head = converse(&rig, b"HEAD /d HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(head.contains("content-length: ") && head.ends_with("\r\n\r\n"), "{head}");
    let old = converse(&rig, b"GET /e HTTP/1.0\r\n\r\n");
    assert!(old.starts_with("HTTP/1.0 200 ") && old.contains("\"path\":\"/e\""), "{old}");
}

#[test]
fn what_cannot_be_read_is_refused_and_the_connection_closed() {
    let rig = rig(&[]);
    let status = |bytes: &[u8]| converse(&rig, bytes).split(' ').nth(1).unwrap().to_owned();
    assert_eq!(status(b"nonsense\r\n\r\n"), "400");
    assert_eq!(status(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"), "400");
    assert_eq!(
        status(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
        "400"
    );
    assert_eq!(status(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"), "413");
    assert_eq!(status(&[b"GET / HTTP/1.1\r\nHost: ".as_slice(), &[b'a'; 70_000]].concat()), "431");
    // Not a byte more than it takes, so that nothing unread turns the close into a reset.
    let long = [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n".as_slice(),
        &[b'1'; 8 * 1024 * 1024 + 1],
    ];
    assert_eq!(status(&long.concat()), "413");
    assert_eq!(rig.handled(), 0);
    // A request that stops in the middle has no effect.
    let mut stream = rig.connect();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n[1").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
    assert_eq!(rig.handled(), 0);
}

#[test]
fn a_request_that_panics_fails_alone() {
    let rig = rig(&[]);
    assert_eq!(converse(&rig, b"GET /panic HTTP/1.1\r\nHost: localhost\r\n\r\n"), "");
    let mut stream = rig.connect();
    send(&mut stream, "GET", "/apps", "");
    assert_eq!(receive(&mut stream).0, 200);
}

#[test]
fn a_client_that_closes_its_side_still_gets_its_answer() {
    let rig = rig(&["slow:50@/a"]);
    let mut stream = rig.connect();
    send(&mut stream, "GET", "/a", "");
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('}'), "{answer}");
}

#[test]
fn half_of_a_body_that_no_buffer_holds_arrives_whole() {
    let rig = rig(&["body-cut@/a"]);
    let mut stream = rig.connect();
    send(&mut stream, "POST", "/a", &json!("x".repeat(7 * 1024 * 1024)).to_string());
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert!(length > 7 * 1024 * 1024);
    assert_eq!(body.len(), length / 2);
}

#[test]
fn an_answer_in_the_tunnel_can_be_lost_too() {
    let rig = rig(&["reset-after-effect"]);
    let mut stream = rig.connect();
    stream.write_all(b"CONNECT localhost:5599 HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(receive(&mut stream).0, 200);
    send(&mut stream, "GET", "/apps", "");
    assert_eq!(receive(&mut stream).0, 200);
    send(&mut stream, "POST", "/apps", "");
    let error = stream.read(&mut [0; 9]).unwrap_err();
    assert_eq!((error.kind(), rig.handled()), (ErrorKind::ConnectionReset, 2));
}

#[test]
fn a_server_that_stops_finishes_what_it_is_answering_and_nothing_else() {
    let mut rig = rig(&["slow:300@/slow", "hang@/hang"]);
    let (mut idle, mut slow, mut hanging) = (rig.connect(), rig.connect(), rig.connect());
    send(&mut idle, "GET", "/idle", "");
    assert_eq!(receive(&mut idle).0, 200);
    send(&mut slow, "GET", "/slow", "");
    send(&mut hanging, "GET", "/hang", "");
    while rig.records.dump(0).unwrap()["requests"].as_array().unwrap().len() < 3 {
        std::thread::yield_now();
    }
    rig.serving.stop();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for mut stream in [idle, hanging] {
        assert_eq!(stream.read(&mut [0; 9]).unwrap(), 0);
    }
}
