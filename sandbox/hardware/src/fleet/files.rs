//! Folders: made, copied, removed, given away.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::account::Account;
use crate::error::HardwareError;

/// Makes the folder if it is not there and returns its absolute path.
pub(super) fn folder(path: &Path) -> Result<PathBuf, HardwareError> {
    fs::create_dir_all(path).map_err(HardwareError::file("make", path))?;
    path.canonicalize().map_err(HardwareError::file("find", path))
}

/// Makes an empty folder that only `account` can enter.
pub(super) fn private_folder(path: &Path, account: Account) -> Result<(), HardwareError> {
    fs::create_dir(path).map_err(HardwareError::file("make", path))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
        .map_err(HardwareError::file("protect", path))?;
    account.give(path)
}

/// Writes a file that only `account` can read.
pub(super) fn private_file(path: &Path, text: &str, account: Account) -> Result<(), HardwareError> {
    fs::write(path, text).map_err(HardwareError::file("write", path))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .map_err(HardwareError::file("protect", path))?;
    account.give(path)
}

/// Copies a folder with all it holds; the copy belongs to `account`.
pub(super) fn copy_tree(from: &Path, to: &Path, account: Account) -> Result<(), HardwareError> {
    private_folder(to, account)?;
    for entry in fs::read_dir(from).map_err(HardwareError::file("read", from))? {
        let entry = entry.map_err(HardwareError::file("read", from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(HardwareError::file("look at", &source))?;
        if kind.is_dir() {
            copy_tree(&source, &target, account)?;
        } else {
            fs::copy(&source, &target).map_err(HardwareError::file("copy", &source))?;
            account.give(&target)?;
        }
    }
    Ok(())
}

/// Removes a folder with all it holds; one that is not there is fine.
pub(super) fn remove_tree(path: &Path) -> Result<(), HardwareError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(HardwareError::file("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// The last lines of a text file, for an error message.
pub(super) fn tail(path: &Path) -> String {
    match fs::read(path) {
        Ok(bytes) => last_lines(&String::from_utf8_lossy(&bytes)),
        Err(_) => "no log".to_owned(),
    }
}

/// The last five lines that say something, joined.
pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(5)..].join(" | ")
}
