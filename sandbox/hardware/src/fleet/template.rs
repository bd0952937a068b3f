//! Initialised data folders, one per Postgres release, copied instead of made again.
//!
//! Copies share a system identifier, so only unrelated clusters come from a template; followers are base backups.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::configuration::SUPERUSER;
use super::{files, tool, Fleet};
use crate::error::HardwareError;
use crate::secret;

/// Raised when the options below change, so that old templates are not used.
const FORM: &str = "a";

/// The superuser's password, the same for all templates of a folder: an upgrade carries the old cluster's.
pub(super) fn superuser_password(templates: &Path) -> Result<String, HardwareError> {
    let path = templates.join("superuser");
    let write = || -> std::io::Result<()> {
        let mut fresh = tempfile::NamedTempFile::new_in(templates)?;
        fresh.write_all(secret::word::<40>('s').map_err(std::io::Error::other)?.as_bytes())?;
        match fresh.persist_noclobber(&path) {
            // Another fleet was quicker: then its word counts.
            Err(failed) if failed.error.kind() != std::io::ErrorKind::AlreadyExists => Err(failed.error),
            _ => Ok(()),
        }
    };
    if !path.is_file() {
        write().map_err(HardwareError::file("write", &path))?;
    }
    fs::read_to_string(&path).map_err(HardwareError::file("read", &path))
}

impl Fleet {
    /// Makes a fresh data folder of `major` at `data`.
    pub(super) fn initialise(&self, major: u32, data: &Path) -> Result<(), HardwareError> {
        let template = self.template(major)?;
        files::copy_tree(&template, data, self.account)
    }

    fn template(&self, major: u32) -> Result<PathBuf, HardwareError> {
        let mut command = self.tool(major, "postgres", &self.templates)?;
        command.arg("--version");
        let release = tool::run(command, "postgres")?;
        let release = release.split_whitespace().last().unwrap_or("unknown").to_owned();
        let path = self.templates.join(format!("{release}-{FORM}"));
        if path.is_dir() {
            return Ok(path);
        }
        let fresh = self.templates.join(secret::word::<8>('.')?);
        files::private_folder(&fresh, self.account)?;
        let made = self.initdb(major, &fresh);
        // Another fleet may have been quicker: its template is as good.
        if made.is_err() || fs::rename(&fresh, &path).is_err() {
            files::remove_tree(&fresh)?;
        }
        made?;
        match path.is_dir() {
            true => Ok(path),
            false => Err(HardwareError::file("make", &path)(std::io::ErrorKind::NotFound.into())),
        }
    }

    /// Checksums on: 18 has them by default, and an upgrade needs both sides alike.
    fn initdb(&self, major: u32, data: &Path) -> Result<(), HardwareError> {
        let word = data.with_extension("word");
        files::private_file(&word, &self.superuser, self.account)?;
        let mut command = self.tool(major, "initdb", &self.templates)?;
        command
            .arg("-D")
            .arg(data)
            .args(["-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"])
            .args(["--wal-segsize=1", "--no-sync", "--no-instructions"])
            .arg(format!("--pwfile={}", word.display()));
        let made = tool::run(command, "initdb").map(drop);
        fs::remove_file(&word).map_err(HardwareError::file("remove", &word))?;
        made
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn fleets_that_begin_at_once_agree_on_one_word() {
        for _ in 0..200 {
            let folder = tempfile::tempdir().unwrap();
            let start = Barrier::new(4);
            let open = || {
                start.wait();
                superuser_password(folder.path()).unwrap()
            };
            let words = std::thread::scope(|scope| {
                let fleets = [(); 4].map(|()| scope.spawn(open));
                fleets.map(|fleet| fleet.join().unwrap())
            });
            assert!(words.iter().all(|word| *word == words[0] && word.len() == 41), "{words:?}");
            let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()).collect();
            assert_eq!(left.len(), 1, "{left:?}");
            assert_eq!(left[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
