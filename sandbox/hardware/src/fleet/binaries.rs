//! Where the programs of each major are.

use std::path::{Path, PathBuf};

use crate::error::HardwareError;

/// A folder that holds `<major>/bin` and `<major>/lib` for each installed major.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    pub(super) fn new(folder: &Path) -> Binaries {
        Binaries { folder: folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf()) }
    }

    /// The folder itself.
    pub(super) fn root(&self) -> &Path {
        &self.folder
    }

    /// `<folder>/<major>/bin`, checked to hold the server.
    pub(super) fn bin(&self, major: u32) -> Result<PathBuf, HardwareError> {
        let bin = self.folder.join(major.to_string()).join("bin");
        let server = bin.join("postgres");
        match server.is_file() {
            true => Ok(bin),
            false => Err(HardwareError::Binaries { major, path: server }),
        }
    }

    /// `<folder>/<major>/lib`. It must be on the library path: the package's receiver library otherwise loads the
    /// system's libpq, and a follower of 16 or later then never streams.
    pub(super) fn lib(&self, major: u32) -> PathBuf {
        self.folder.join(major.to_string()).join("lib")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_major_is_named() {
        let said = Binaries::new(Path::new("/nowhere")).bin(17).unwrap_err().to_string();
        assert!(
            said.contains("Postgres 17 is missing") && said.contains("/nowhere/17/bin/postgres"),
            "{said}"
        );
    }
}
