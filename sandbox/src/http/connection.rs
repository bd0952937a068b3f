//! One connection: hyper serves it until it ends, or until the bare socket is needed.

use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};

use super::exchange::{self, Handover};
use super::{breakage, Service};

const MAX_HEAD: usize = 64 * 1024;

/// Serves a connection to its end. Failures end it; there is nobody to tell.
pub(super) async fn serve(mut socket: TcpStream, service: Arc<dyn Service>, mut stop: watch::Receiver<bool>) {
    let _ = socket.set_nodelay(true);
    loop {
        let Some((bare, handover)) = answer(socket, &service, &mut stop).await else { return };
        socket = bare;
        match handover {
            // The tunnel leads back to this connection: what follows is plain HTTP for us.
            Handover::Tunnel => {
                if socket.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.is_err() {
                    return;
                }
            }
            Handover::Break(breakage, outgoing) => {
                tokio::select! {
                    () = breakage::perform(&mut socket, breakage, &outgoing) => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
                return;
            }
        }
    }
}

/// Answers requests. Gives the socket back when one of them needs it; `None` when the connection is over.
async fn answer(
    socket: TcpStream,
    service: &Arc<dyn Service>,
    stop: &mut watch::Receiver<bool>,
) -> Option<(TcpStream, Handover)> {
    let (hand, mut handed) = mpsc::channel(1);
    let exchange = service_fn(|request| exchange::answer(request, Arc::clone(service), hand.clone()));
    let mut connection = http1::Builder::new()
        // A client that has said all it has to say may close its side and still gets its answer.
        .half_close(true)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(socket), exchange);
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = &mut connection => return None,
            Some(handover) = handed.recv() => {
                return Some((connection.into_parts().io.into_inner(), handover));
            }
            _ = stop.wait_for(|stop| *stop), if !stopping => {
                stopping = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
}
