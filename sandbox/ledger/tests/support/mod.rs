//! What both tests need: Postgres programs, a folder, client processes and a little patience.

#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use connect_hardware::{Access, Fleet, Mapping};

pub const SCHEMA: &str = "salesforce";
pub const ORG_ID: &str = "00D5g000000abcdEAA";

/// Where the Postgres programs are: `CONNECT_POSTGRES`, or where the project's set-up puts them.
pub fn binaries() -> Result<PathBuf, String> {
    let folder = std::env::var_os("CONNECT_POSTGRES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/postgres"), PathBuf::from);
    for major in [15, 17] {
        let program = folder.join(format!("{major}/bin/postgres"));
        if !program.exists() {
            return Err(format!("{} is missing: run the project's set-up first", program.display()));
        }
    }
    Ok(folder)
}

/// A new folder for one test, removed when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("ledger-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Opens a fleet in the folder.
pub fn fleet(folder: &Folder) -> Result<Fleet, String> {
    Fleet::open(&folder.0.join("fleet"), &binaries()?).map_err(|error| error.to_string())
}

/// A read-write mapping with an upsert field, one without, and a read-only one.
pub fn mappings() -> Vec<Mapping> {
    let upsert =
        Mapping { upsert_field: Some("External_Id__c".into()), ..Mapping::new("Account", Access::ReadWrite) };
    vec![upsert, Mapping::new("Contact", Access::ReadWrite), Mapping::new("Product2", Access::ReadOnly)]
}

/// A running client process, killed when dropped.
pub struct Client(pub Child);

impl Client {
    pub fn start(dyno: &str, name: &str, url: &str, acks: &Path, seed: u64) -> Result<Self, String> {
        Command::new(env!("CARGO_BIN_EXE_client"))
            .args(["--type", dyno, "--name", name, "--app", "acme-sync", "--seed", &seed.to_string()])
            .arg("--acks")
            .arg(acks)
            .env("DATABASE_URL", url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map(Client)
            .map_err(|error| format!("the client could not be started: {error}"))
    }

    /// SIGTERM, as a dyno manager sends it; gives how long the process took to end, and whether it ended well.
    pub fn stop(mut self) -> Result<(Duration, bool), String> {
        let started = Instant::now();
        let told = Command::new("kill").arg(self.0.id().to_string()).status();
        told.map_err(|error| format!("kill: {error}"))?;
        let mut status = None;
        wait_until("the client ends", || {
            status = self.0.try_wait().map_err(|error| error.to_string())?;
            Ok(status.is_some())
        })?;
        Ok((started.elapsed(), status.is_some_and(|status| status.success())))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Polls a real process until something is so; gives up after 30 s.
pub fn wait_until(what: &str, mut so: impl FnMut() -> Result<bool, String>) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        if so()? {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err(format!("waited 30 s in vain until {what}"))
}

/// Lines of all acknowledgement files.
pub fn ack_count(acks: &Path) -> usize {
    let files = std::fs::read_dir(acks).into_iter().flatten().flatten();
    files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).map(|text| text.lines().count()).sum()
}

/// Runs statements as given, one by one, each its own transaction.
pub fn execute(url: &str, statements: &[&str]) -> Result<(), String> {
    let failed = |error: postgres::Error| match error.as_db_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    };
    let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(failed)?;
    for statement in statements {
        client.batch_execute(statement).map_err(|error| format!("{}: {statement}", failed(error)))?;
    }
    Ok(())
}

/// One value as text.
pub fn value(url: &str, query: &str) -> Result<String, String> {
    let failed = |error: postgres::Error| error.to_string();
    let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(failed)?;
    let row = client.query_one(query, &[]).map_err(failed)?;
    row.try_get(0).map_err(failed)
}
