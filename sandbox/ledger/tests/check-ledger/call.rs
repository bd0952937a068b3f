//! One call of the verdict's program.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::world::World;

/// What the verdict is asked about.
pub struct Call {
    pub old: String,
    pub new: String,
    pub org: PathBuf,
    pub acks: PathBuf,
    pub version: u32,
    pub undone: bool,
}

/// What it answered.
pub struct Answer {
    pub failed: Vec<String>,
    pub summary: String,
    pub json: Value,
}

impl Call {
    /// The honest call.
    pub fn of(world: &World) -> Self {
        Call {
            old: world.old.url(),
            new: world.new_url.clone(),
            org: world.dump.clone(),
            acks: world.acks.clone(),
            version: 17,
            undone: false,
        }
    }

    /// Runs the program. Its exit code has to agree with what it prints.
    pub fn verdict(&self) -> Result<Answer, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ledger"));
        command.args(["verdict", "--json", "--old", &self.old, "--version", &self.version.to_string()]);
        command.arg("--org").arg(&self.org).arg("--acks").arg(&self.acks);
        if self.undone {
            command.arg("--undone");
        } else {
            command.args(["--new", &self.new]);
        }
        let output = command.output().map_err(|error| format!("the ledger could not be started: {error}"))?;
        let json: Value = serde_json::from_slice(&output.stdout).map_err(|error| {
            format!("the ledger printed no verdict ({error}): {}", String::from_utf8_lossy(&output.stderr))
        })?;
        let checks = json["checks"].as_array().ok_or("the verdict has no checks")?;
        let failed: Vec<String> = checks
            .iter()
            .filter(|check| check["passed"] != true)
            .filter_map(|check| check["name"].as_str().map(str::to_owned))
            .collect();
        if output.status.success() != failed.is_empty() || (json["passed"] == true) != failed.is_empty() {
            return Err(format!("exit code {:?} does not agree with {failed:?}", output.status.code()));
        }
        let summary = json["summary"].as_str().unwrap_or_default().to_owned();
        Ok(Answer { failed, summary, json })
    }
}
