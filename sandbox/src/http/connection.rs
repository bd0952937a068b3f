//! One connection: requests in, answers out, until either side ends it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use socket2::SockRef;

use super::{answer, Delivery, Incoming, Outgoing, ReadError, Reader, Service};

/// How often an idle or silent connection looks whether the server is stopping.
const LOOK: Duration = Duration::from_millis(100);

/// Serves a connection to its end.
pub(super) fn serve(stream: &TcpStream, service: &dyn Service, stopping: &AtomicBool) {
    // Failures of this kind end the connection; there is nobody to tell.
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(LOOK));
    let mut reader = Reader::new(Patient { stream, stopping });
    loop {
        let request = match next(&mut reader, stream) {
            Ok(Some(request)) => request,
            Ok(None) => return,
            Err(error) => {
                refuse(stream, &error);
                return;
            }
        };
        if request.method == "CONNECT" {
            if !tunnel(stream, service, &request.target) {
                return;
            }
            continue;
        }
        let keep_alive = wants_more(&request);
        let outgoing = service.serve(&request);
        if !deliver(stream, &outgoing, keep_alive, request.method == "HEAD", stopping) || !keep_alive {
            return;
        }
    }
}

/// A stream whose reads wait as long as the server runs.
struct Patient<'a> {
    stream: &'a TcpStream,
    stopping: &'a AtomicBool,
}

impl Read for Patient<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let mut stream = self.stream;
            match stream.read(out) {
                Err(error) if is_timeout(&error) => {
                    if self.stopping.load(Ordering::Relaxed) {
                        return Ok(0);
                    }
                }
                other => return other,
            }
        }
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

fn next(reader: &mut Reader<Patient<'_>>, mut stream: &TcpStream) -> Result<Option<Incoming>, ReadError> {
    let Some(head) = reader.head()? else { return Ok(None) };
    if head.expects_continue() {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    reader.body(head).map(Some)
}

fn refuse(mut stream: &TcpStream, error: &ReadError) {
    let status = match error {
        ReadError::Malformed(_) => 400,
        ReadError::TooLarge => 413,
        ReadError::Lost(_) => return,
    };
    let outgoing = Outgoing::new(status, "text/plain", error.to_string().into_bytes());
    let _ = stream.write_all(answer::head(&outgoing, false).as_bytes());
    let _ = stream.write_all(&outgoing.body);
}

/// Answers a proxy client's `CONNECT`. The tunnel leads back to this connection: what follows is plain HTTP for us.
fn tunnel(mut stream: &TcpStream, service: &dyn Service, authority: &str) -> bool {
    if service.tunnels_to(authority) {
        return stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").is_ok();
    }
    let text = format!("The sandbox is a proxy for its own hosts only, not for {authority}.\n");
    let outgoing = Outgoing::new(403, "text/plain", text.into_bytes());
    let _ = stream.write_all(answer::head(&outgoing, false).as_bytes());
    let _ = stream.write_all(&outgoing.body);
    false
}

fn wants_more(request: &Incoming) -> bool {
    !request.headers.get("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
}

/// Delivers an answer; false when the connection is over.
fn deliver(
    mut stream: &TcpStream,
    outgoing: &Outgoing,
    keep_alive: bool,
    head_only: bool,
    stopping: &AtomicBool,
) -> bool {
    if !outgoing.delay.is_zero() {
        std::thread::sleep(outgoing.delay);
    }
    match outgoing.delivery {
        Delivery::Whole => {
            let mut bytes = answer::head(outgoing, keep_alive).into_bytes();
            if !head_only {
                bytes.extend_from_slice(&outgoing.body);
            }
            stream.write_all(&bytes).is_ok()
        }
        Delivery::Reset => {
            // Linger zero turns the close that follows into a reset.
            let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
            false
        }
        Delivery::CutAndClose => {
            half(stream, outgoing);
            false
        }
        Delivery::CutAndStall => {
            half(stream, outgoing);
            wait_for_hangup(stream, stopping);
            false
        }
        Delivery::Silence => {
            wait_for_hangup(stream, stopping);
            false
        }
    }
}

fn half(mut stream: &TcpStream, outgoing: &Outgoing) {
    let mut outgoing = outgoing.clone();
    if outgoing.body.len() < 2 {
        // Nothing to cut: without this the answer would arrive complete.
        outgoing.body = b"{}".to_vec();
    }
    let _ = stream.write_all(answer::head(&outgoing, true).as_bytes());
    let _ = stream.write_all(&outgoing.body[..outgoing.body.len() / 2]);
}

fn wait_for_hangup(stream: &TcpStream, stopping: &AtomicBool) {
    let mut sink = [0; 1024];
    let mut patient = Patient { stream, stopping };
    while matches!(patient.read(&mut sink), Ok(count) if count > 0) {}
}
