//! Postgres' own programs, the server among them.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use super::{files, Fleet};
use crate::error::HardwareError;

impl Fleet {
    /// A program of `major` under the servers' account, ready for its arguments.
    pub(super) fn tool(&self, major: u32, name: &'static str, home: &Path) -> Result<Command, HardwareError> {
        let mut command = self.account.command(&self.binaries.bin(major)?.join(name));
        self.surround(&mut command, major, home);
        Ok(command)
    }

    /// Folder and environment of everything that runs. Nothing is inherited but the search path: a `PGHOST`
    /// in the caller's environment must not send a program elsewhere. Own process group: Ctrl-C is for the sandbox,
    /// which then stops its servers in order.
    fn surround(&self, command: &mut Command, major: u32, home: &Path) {
        command
            .process_group(0)
            .current_dir(home)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("LD_LIBRARY_PATH", self.binaries.lib(major))
            .env("PGPASSWORD", &self.superuser);
    }
}

/// How often it is asked whether a program is still wanted.
const ASKED: Duration = Duration::from_millis(50);

/// The same as [`run`] as long as it is wanted; then it is killed where it is.
pub(super) fn run_while(
    mut command: Command,
    tool: &'static str,
    wanted: &dyn Fn() -> bool,
) -> Result<String, HardwareError> {
    let program = PathBuf::from(command.get_program());
    let failed = || HardwareError::file("run", &program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed())?;
    let mut said = String::new();
    let reader = child.stderr.take().map(|mut errors| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _read = errors.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        })
    });
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed())? {
            break status;
        }
        if !wanted() {
            child.kill().map_err(failed())?;
        }
        std::thread::sleep(ASKED);
    };
    if let Some(text) = reader.and_then(|reader| reader.join().ok()) {
        said.push_str(&text);
    }
    ended(status, said, tool)
}

/// Runs a program to its end; anything but success is an error with the end of what it said.
pub(super) fn run(mut command: Command, tool: &'static str) -> Result<String, HardwareError> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(HardwareError::file("run", Path::new(command.get_program())))?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    ended(output.status, said, tool)
}

fn ended(status: ExitStatus, said: String, tool: &'static str) -> Result<String, HardwareError> {
    match status.success() {
        true => Ok(said),
        false => {
            Err(HardwareError::Tool { tool, status: status.to_string(), tail: files::last_lines(&said) })
        }
    }
}
