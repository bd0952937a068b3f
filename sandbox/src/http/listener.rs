//! Accepts connections on loopback.

use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{connection, Service};

/// Why the server could not listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenerError {
    /// Another program has the port.
    #[error("port {0} on 127.0.0.1 is taken by another program: choose another one, or 0 for any")]
    Taken(u16),
    /// Anything else the operating system said.
    #[error("cannot listen on 127.0.0.1:{0}: {1}")]
    Refused(u16, std::io::Error),
}

/// A port that is ours and not served yet: what answers requests must know the port first.
#[derive(Debug)]
pub struct Listener {
    runtime: Runtime,
    socket: TcpListener,
    port: u16,
}

impl Listener {
    /// Takes a port on 127.0.0.1; 0 takes any free one.
    ///
    /// # Errors
    /// [`ListenerError::Taken`] if somebody else has it.
    pub fn bind(port: u16) -> Result<Self, ListenerError> {
        let refused = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ListenerError::Taken(port),
            _ => ListenerError::Refused(port, error),
        };
        // One thread moves the bytes; those that answer come and go.
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(refused)?;
        let socket = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port))).map_err(refused)?;
        let port = socket.local_addr().map_err(refused)?.port();
        Ok(Self { runtime, socket, port })
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts to serve.
    #[must_use]
    pub fn serve(self, service: Arc<dyn Service>) -> Serving {
        let (stopping, stop) = watch::channel(false);
        let accepting = self.runtime.spawn(accept(self.socket, service, stop));
        Serving { port: self.port, stopping, accepting: Some(accepting), runtime: Some(self.runtime) }
    }
}

/// A running server. Dropping it ends all connections.
#[derive(Debug)]
pub struct Serving {
    port: u16,
    stopping: watch::Sender<bool>,
    accepting: Option<JoinHandle<()>>,
    runtime: Option<Runtime>,
}

impl Serving {
    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Frees the port; of open connections, only requests that are being answered go on.
    pub fn stop(&mut self) {
        self.stopping.send_replace(true);
        if let (Some(runtime), Some(accepting)) = (&self.runtime, self.accepting.take()) {
            let _ = runtime.block_on(accepting);
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.stop();
        if let Some(runtime) = self.runtime.take() {
            // A request that is still being answered has nobody to answer to.
            runtime.shutdown_background();
        }
    }
}

async fn accept(socket: TcpListener, service: Arc<dyn Service>, mut stop: watch::Receiver<bool>) {
    loop {
        let connection = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            accepted = socket.accept() => accepted,
        };
        if let Ok((stream, _)) = connection {
            tokio::spawn(connection::serve(stream, Arc::clone(&service), stop.clone()));
        }
    }
}
