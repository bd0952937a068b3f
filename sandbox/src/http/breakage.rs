//! Answers that break off, on a socket that hyper has let go of.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{exchange, Breakage, Outgoing};

/// Does what must be done before the socket is dropped.
pub(super) async fn perform(socket: &mut TcpStream, breakage: Breakage, outgoing: &Outgoing) {
    match breakage {
        // Turns the close that follows into a reset.
        Breakage::Reset => drop(socket.set_zero_linger()),
        Breakage::CutAndClose => half(socket, outgoing).await,
        Breakage::CutAndStall => {
            half(socket, outgoing).await;
            hang_up(socket).await;
        }
        Breakage::Silence => hang_up(socket).await,
    }
}

async fn half(socket: &mut TcpStream, outgoing: &Outgoing) {
    // A body of one byte has no half: the answer would arrive complete.
    let body: &[u8] = if outgoing.body.len() < 2 { b"{}" } else { &outgoing.body };
    let mut bytes = head(outgoing, body.len()).into_bytes();
    bytes.extend_from_slice(&body[..body.len() / 2]);
    // A client that is gone needs no half.
    let _ = socket.write_all(&bytes).await;
}

/// The head of the whole answer: its `Content-Length` tells the length of what will not all come.
fn head(outgoing: &Outgoing, length: usize) -> String {
    let response = exchange::whole(outgoing.clone());
    let mut text = format!("HTTP/1.1 {}\r\ncontent-length: {length}\r\n", response.status());
    for (name, value) in response.headers() {
        text.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
    }
    text + "\r\n"
}

/// Waits until the client gives up.
async fn hang_up(socket: &mut TcpStream) {
    let mut sink = [0; 1024];
    while matches!(socket.read(&mut sink).await, Ok(count) if count > 0) {}
}
