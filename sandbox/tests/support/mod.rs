//! Starts the real program on real Postgres, and speaks HTTP to it.
#![allow(dead_code)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{mpsc, OnceLock};
use std::time::{Duration, Instant};

use serde_json::{json, Value};

pub const APP: &str = "acme-sync";

static COUNTER: AtomicUsize = AtomicUsize::new(0);

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub fn postgres() -> PathBuf {
    let folder = workspace().join(".tools/postgres");
    assert!(folder.is_dir(), "{} is missing: run the set-up first", folder.display());
    folder
}

/// A program of the ledger package, which cargo does not build for this package's tests by itself.
pub fn ledger_program(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_BIN_EXE_connect-sandbox")).ancestors().nth(2).unwrap().to_owned();
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "connect-ledger", "--target-dir"])
            .arg(&target)
            .current_dir(workspace())
            .status()
            .unwrap();
        assert!(built.success(), "the ledger package does not build");
        target.join("debug")
    });
    folder.join(name)
}

/// The main scenario, changed by `change`.
pub fn scenario(change: impl FnOnce(&mut Value)) -> Value {
    let text = fs::read_to_string(workspace().join("tests/scenarios/upgrade-follower.json")).unwrap();
    let mut scenario = serde_json::from_str(&text).unwrap();
    change(&mut scenario);
    scenario
}

/// A folder of its own, which the account of the Postgres servers can reach.
pub fn folder() -> PathBuf {
    let n = COUNTER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("connect-sandbox-test-{}-{n}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn command(scenario: &Path, state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connect-sandbox"));
    command.arg("--scenario").arg(scenario).arg("--state").arg(state);
    command.arg("--postgres").arg(postgres()).arg("--client").arg(ledger_program("client"));
    command
}

pub struct Sandbox {
    pub url: String,
    pub state: PathBuf,
    pub child: Child,
    stdin: Option<ChildStdin>,
}

impl Sandbox {
    pub fn start(scenario: &Value, arguments: &[&str]) -> Self {
        Self::start_in(&folder().join("state"), scenario, arguments, Stdio::inherit())
    }

    pub fn start_in(state: &Path, scenario: &Value, arguments: &[&str], stderr: Stdio) -> Self {
        let file = state.with_file_name("scenario.json");
        fs::write(&file, scenario.to_string()).unwrap();
        let mut child = command(&file, state)
            .args(arguments)
            .arg("--exit-with-stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        // If it was piped: nobody listens, and every word it says fails.
        drop(child.stderr.take());
        let (line, ready) = mpsc::channel();
        let out = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            let mut text = String::new();
            let _ = BufReader::new(out).read_line(&mut text);
            let _ = line.send(text);
        });
        let line = ready.recv_timeout(Duration::from_secs(120)).expect("the sandbox did not get ready");
        let ready: Value = serde_json::from_str(&line).expect("the first line of the sandbox is not JSON");
        assert_eq!(ready["ready"], true);
        assert_eq!(ready["env"]["HEROKU_HOST"], ready["url"]);
        let stdin = child.stdin.take();
        Sandbox { url: ready["url"].as_str().unwrap().to_owned(), state: state.to_owned(), child, stdin }
    }

    /// Sends one request with the token; an error if the connection breaks.
    pub fn try_call(&self, method: &str, path: &str, body: &Value) -> std::io::Result<(u16, Value)> {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(Duration::from_secs(90)))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer sandbox-token\r\naccept: \
             application/vnd.heroku+json; version=3\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or(std::io::ErrorKind::InvalidData)?;
        Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
    }

    /// Sends one request and expects a 2xx.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.try_call(method, path, body).unwrap();
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    pub fn get(&self, path: &str) -> Value {
        self.call("GET", path, &Value::Null)
    }

    /// Asks until `wanted` says yes to the answer.
    pub fn wait_for(&self, what: &str, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(Instant::now() < deadline, "{what} did not come: {answer}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Makes a follower of `DATABASE` and waits until it can be used. Gives its add-on name and id.
    pub fn follower(&self) -> (String, String) {
        let wish = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "config": {"follow": "DATABASE_URL"},
            "attachment": {"name": "UPGRADED"}});
        let addon = self.call("POST", &format!("/apps/{APP}/addons"), &wish);
        let name = addon["name"].as_str().unwrap().to_owned();
        self.wait_for("the follower", &format!("/apps/{APP}/addons/{name}"), |addon| {
            addon["state"] == "provisioned"
        });
        (name, addon["id"].as_str().unwrap().to_owned())
    }

    /// The path of the scenario's only connection on the regional API.
    pub fn connection(&self) -> String {
        let found = self.get(&format!("/connections?app={APP}"));
        let id = found["results"][0]["id"].as_str().unwrap().to_owned();
        format!("/api/v3/connections/{id}")
    }

    pub fn scale(&self, quantity: u32) {
        let updates: Vec<Value> = ["web", "worker"]
            .iter()
            .map(|kind| json!({"type": kind, "quantity": quantity.to_string()}))
            .collect();
        self.call("PATCH", &format!("/apps/{APP}/formation"), &json!({"updates": updates}));
    }

    /// Closes standard input, which ends the sandbox.
    pub fn end(mut self) -> ExitStatus {
        self.finish()
    }

    fn finish(&mut self) -> ExitStatus {
        drop(self.stdin.take());
        wait(&mut self.child)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.finish();
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(self.state.parent().unwrap());
        }
    }
}

/// Waits for the end of a sandbox; kills it if it does not come.
pub fn wait(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            return child.wait().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Command lines of all processes that have to do with this folder.
pub fn processes_of(folder: &Path) -> Vec<String> {
    let list: Output = Command::new("ps").args(["axww", "-o", "command"]).output().unwrap();
    let needle = folder.to_str().unwrap();
    String::from_utf8_lossy(&list.stdout)
        .lines()
        .filter(|line| line.contains(needle))
        .map(str::to_owned)
        .collect()
}

/// Waits until no process has to do with this folder.
pub fn nothing_left(folder: &Path) {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let left = processes_of(folder);
        if left.is_empty() {
            return;
        }
        assert!(Instant::now() < deadline, "left behind: {left:#?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
