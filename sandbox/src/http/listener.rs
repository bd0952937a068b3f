//! Accepts connections on loopback, one thread for each.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

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
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
        let port = socket.local_addr().map_err(refused)?.port();
        Ok(Self { socket, port })
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts to serve.
    #[must_use]
    pub fn serve(self, service: Arc<dyn Service>) -> Serving {
        let stopping = Arc::new(AtomicBool::new(false));
        let port = self.port;
        let accepting = {
            let stopping = Arc::clone(&stopping);
            std::thread::spawn(move || accept(&self.socket, &service, &stopping))
        };
        Serving { port, stopping, accepting: Some(accepting) }
    }
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub struct Serving {
    port: u16,
    stopping: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Serving {
    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Takes no more connections; open ones end within moments.
    pub fn stop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        if let Some(accepting) = self.accepting.take() {
            // Wakes the accepting thread, which then sees that it shall stop.
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
            let _ = TcpStream::connect_timeout(&address, Duration::from_secs(1));
            let _ = accepting.join();
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.stop();
    }
}

fn accept(socket: &TcpListener, service: &Arc<dyn Service>, stopping: &Arc<AtomicBool>) {
    for stream in socket.incoming() {
        if stopping.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let (service, stopping) = (Arc::clone(service), Arc::clone(stopping));
        std::thread::spawn(move || connection::serve(&stream, service.as_ref(), &stopping));
    }
}
