//! Ownership of a state folder, and the servers a dead owner left in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::{kill_process, Pid, Signal};

use super::{files, wait};
use crate::error::HardwareError;

/// Takes the folder's lock, which the system gives back when this process ends, however it ends.
pub(super) fn own(state: &Path) -> Result<File, HardwareError> {
    let path = state.join("owner.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(HardwareError::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(HardwareError::InUse { path: state.to_path_buf() }),
        Err(TryLockError::Error(source)) => Err(HardwareError::file("lock", &path)(source)),
    }
}

/// Ends every server whose data folder lies under `root` and removes the folder.
pub(super) fn reap(root: &Path) -> Result<(), HardwareError> {
    for data in data_folders(root) {
        end(&data);
    }
    files::remove_tree(root)
}

fn data_folders(root: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    inside(root).iter().flat_map(|home| inside(home)).filter(|path| path.is_dir()).collect()
}

/// The process named in the folder's pid file, if it lives and really is the server of this folder: the number may
/// have gone to somebody else since.
fn server_of(data: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let pid: i32 = text.lines().next()?.trim().parse().ok()?;
    let folder = data.to_str()?;
    command_line(pid)?.contains(folder).then(|| Pid::from_raw(pid)).flatten()
}

fn command_line(pid: i32) -> Option<String> {
    if let Ok(bytes) = fs::read(format!("/proc/{pid}/cmdline")) {
        return Some(String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let output = Command::new("ps").args(["-o", "args=", "-p", &pid.to_string()]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Ends the server of a folder, if there is one. A process that is dead but not yet waited for by its parent has no
/// command line any more and counts as gone.
fn end(data: &Path) {
    for signal in [Signal::QUIT, Signal::KILL] {
        let Some(pid) = server_of(data) else { return };
        // Refused only if it has ended meanwhile, which the wait sees.
        let _ = kill_process(pid, signal);
        let gone = || server_of(data).is_none().then_some(());
        if wait::until(Duration::from_secs(10), Duration::from_millis(10), gone).is_some() {
            return;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_of_somebody_else_is_left_alone() {
        let data = std::env::temp_dir().join(format!("orphan-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        fs::write(data.join("postmaster.pid"), format!("{}\n", std::process::id())).unwrap();
        assert_eq!(server_of(&data), None, "this test's own process is no server of that folder");
        fs::remove_dir_all(&data).unwrap();
    }
}
