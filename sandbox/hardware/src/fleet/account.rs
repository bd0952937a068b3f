//! The user that servers run as. Postgres refuses root, so root hands them to `nobody`.

use std::os::unix::fs::{chown, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::error::HardwareError;

/// Ids of `nobody` where `/etc/passwd` does not say.
const NOBODY: (u32, u32) = (65534, 65534);

/// util-linux' program that sets what a new process may do and when it is told to stop.
const SETPRIV: &str = "/usr/bin/setpriv";

/// Who runs the servers: ourselves, or the unprivileged user when we are root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    switch: Option<(u32, u32)>,
    /// Lets `nobody` walk through folders that are closed to it, such as root's home.
    walks: bool,
}

impl Account {
    /// Ourselves, unless we are root. All of `folders` must be within reach.
    pub(super) fn detect(folders: &[&Path]) -> Result<Account, HardwareError> {
        let switch = rustix::process::geteuid().is_root().then(|| nobody().unwrap_or(NOBODY));
        let Some((uid, _)) = switch else { return Ok(Account { switch, walks: false }) };
        let closed: Option<&Path> = folders.iter().find_map(|folder| closed_to(uid, folder));
        match closed {
            Some(path) if !has_setpriv() => Err(HardwareError::Unreachable { path: path.to_path_buf() }),
            closed => Ok(Account { switch, walks: closed.is_some() }),
        }
    }

    /// A command that runs `program` as this account, and that is told to stop when we die, where the system can do
    /// that.
    pub(super) fn command(self, program: &Path) -> Command {
        if !has_setpriv() {
            let mut command = Command::new(program);
            if let Some((uid, gid)) = self.switch {
                command.uid(uid).gid(gid);
            }
            return command;
        }
        let mut command = Command::new(SETPRIV);
        command.args(["--pdeathsig", "INT"]);
        if let Some((uid, gid)) = self.switch {
            command.arg(format!("--reuid={uid}")).arg(format!("--regid={gid}")).arg("--clear-groups");
        }
        if self.walks {
            command.args(["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]);
        }
        command.arg("--").arg(program);
        command
    }

    /// Gives one file or folder to this account.
    pub(super) fn give(self, path: &Path) -> Result<(), HardwareError> {
        match self.switch {
            Some((uid, gid)) => {
                chown(path, Some(uid), Some(gid)).map_err(HardwareError::file("give away", path))
            }
            None => Ok(()),
        }
    }
}

fn has_setpriv() -> bool {
    cfg!(target_os = "linux") && Path::new(SETPRIV).is_file()
}

/// The first folder on the way to `path` that this user cannot enter.
fn closed_to(uid: u32, path: &Path) -> Option<&Path> {
    path.ancestors().filter(|folder| !folder.as_os_str().is_empty()).find(|folder| {
        let open = |meta: std::fs::Metadata| {
            meta.mode() & 0o001 != 0 || (meta.uid() == uid && meta.mode() & 0o100 != 0)
        };
        // A folder that is not there is another error, found later.
        !folder.metadata().map_or(true, open)
    })
}

fn nobody() -> Option<(u32, u32)> {
    let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
    passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next()? == "nobody").then_some(())?;
        let uid = parts.nth(1)?.parse().ok()?;
        let gid = parts.next()?.parse().ok()?;
        Some((uid, gid))
    })
}
