//! The bastion of Private and Shield Spaces: a program of its own that speaks SSH, told by lines of JSON what stands behind it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use connect_hardware::Endpoint;
use connect_simulator::scenario::BastionManner;
use serde_json::{json, Value};

use crate::lock::lock;

/// Why there is no bastion.
#[derive(Debug, thiserror::Error)]
pub enum BastionError {
    /// The program cannot be started, or is gone.
    #[error("the bastion does not run: {0}")]
    Gone(#[from] std::io::Error),
    /// It said something that nobody understands.
    #[error("the bastion said what nobody understands: {0}")]
    Said(String),
}

/// Host and private key by which a client gets through to one database.
pub struct Access {
    /// Host, with the port on which SSH is spoken.
    pub host: String,
    /// Key.
    pub key: String,
}

/// The running program. It ends with its standard input, so with the sandbox.
pub struct Bastion(Mutex<Running>);

struct Running {
    child: Child,
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Bastion {
    /// Starts it.
    ///
    /// # Errors
    /// [`BastionError`] if the program cannot be started.
    pub fn start(program: &Path, manner: BastionManner) -> Result<Self, BastionError> {
        let mut child =
            Command::new("node").arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let gone = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let (words, answers) = (child.stdin.take().ok_or_else(gone)?, child.stdout.take().ok_or_else(gone)?);
        let bastion = Self(Mutex::new(Running { child, words, answers: BufReader::new(answers) }));
        let manner = match manner {
            BastionManner::Ok | BastionManner::None => "ok",
            BastionManner::Refuses => "refuses",
            BastionManner::Breaks => "breaks",
        };
        bastion.tell(&json!({"manner": manner}))?;
        Ok(bastion)
    }

    /// Lets through to a database who shows the key that is given back; none of before.
    ///
    /// # Errors
    /// [`BastionError`] if it is gone.
    pub fn open(&self, endpoint: &Endpoint) -> Result<Access, BastionError> {
        let Endpoint { addon, port, .. } = endpoint;
        let door =
            json!({"addon": addon, "host": endpoint.shown_host(), "port": port, "socket": endpoint.socket()});
        let mut running = lock(&self.0);
        running.tell(&json!({"open": door}))?;
        let mut line = String::new();
        running.answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).unwrap_or_default();
        let text = |key: &str| answer[key].as_str().map(str::to_owned);
        match (text("host"), text("privateKey")) {
            (Some(host), Some(key)) => Ok(Access { host, key }),
            _ => Err(BastionError::Said(line)),
        }
    }

    /// Lets nobody through to a database that is gone.
    ///
    /// # Errors
    /// [`BastionError`] if it is gone.
    pub fn close(&self, addon: &str) -> Result<(), BastionError> {
        self.tell(&json!({"close": addon}))
    }

    /// Ends every connection at this moment.
    ///
    /// # Errors
    /// [`BastionError`] if it is gone.
    pub fn cut(&self) -> Result<(), BastionError> {
        self.tell(&json!({"cut": true}))
    }

    fn tell(&self, word: &Value) -> Result<(), BastionError> {
        lock(&self.0).tell(word)
    }
}

impl Running {
    fn tell(&mut self, word: &Value) -> Result<(), BastionError> {
        writeln!(self.words, "{word}")?;
        Ok(self.words.flush()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
