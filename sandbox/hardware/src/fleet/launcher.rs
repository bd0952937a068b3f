//! One thread that starts all servers.
//!
//! On Linux a server is told to stop when its parent dies, and "parent" there means the *thread* that started it: a
//! server started by a short-lived job thread would stop with the job.

use std::io;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{channel, Sender};
use std::thread;

use crate::error::HardwareError;

struct Order {
    command: Command,
    reply: Sender<io::Result<Child>>,
}

/// Hands commands to the starting thread, which lives as long as this value.
pub(super) struct Launcher {
    orders: Sender<Order>,
}

impl Launcher {
    pub(super) fn new() -> Result<Launcher, HardwareError> {
        let (orders, inbox) = channel::<Order>();
        thread::Builder::new()
            .name("postgres-launcher".to_owned())
            .spawn(move || {
                for mut order in inbox {
                    let started = order.command.spawn();
                    // Nobody waits any more only if the fleet is going down; the child then ends with this thread.
                    drop(order.reply.send(started));
                }
            })
            .map_err(HardwareError::file("start the thread of", Path::new("the launcher")))?;
        Ok(Launcher { orders })
    }

    /// Starts `command` on the launcher's thread.
    pub(super) fn spawn(&self, command: Command) -> io::Result<Child> {
        let gone = || io::Error::other("the launcher has ended");
        let (reply, answer) = channel();
        self.orders.send(Order { command, reply }).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }
}
