//! The stand-in orgs, by organization id: those of the scenario, and others as somebody logs into them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use connect_hardware::{Org, OrgError, OrgOptions};

use crate::lock::lock;

/// All orgs.
pub struct Orgs {
    folder: PathBuf,
    seed: u64,
    known: Mutex<BTreeMap<String, Org>>,
}

impl Orgs {
    /// None yet. Each keeps its history in a folder of its own below `folder`.
    #[must_use]
    pub fn new(folder: PathBuf, seed: u64) -> Self {
        Self { folder, seed, known: Mutex::default() }
    }

    /// An org, opened with these objects if nobody knew it. Clones share the records.
    ///
    /// # Errors
    /// Its history cannot be kept.
    pub fn open(&self, id: &str, objects: &[String]) -> Result<Org, OrgError> {
        let mut known = lock(&self.known);
        if let Some(org) = known.get(id) {
            return Ok(org.clone());
        }
        let home = self.folder.join(id);
        fs::create_dir_all(&home)?;
        let options = OrgOptions { id: id.to_owned(), objects: objects.to_vec(), seed: self.seed };
        let org = Org::open(&home, options)?;
        known.insert(id.to_owned(), org.clone());
        Ok(org)
    }

    /// All that were opened, by id.
    #[must_use]
    pub fn list(&self) -> Vec<(String, Org)> {
        lock(&self.known).iter().map(|(id, org)| (id.clone(), org.clone())).collect()
    }

    /// A new org in the place of another one, which does not change any more by itself; the new one goes on as that did.
    ///
    /// # Errors
    /// A history cannot be read or kept.
    pub fn refresh(&self, from: &str, to: &str) -> Result<(), OrgError> {
        let (old, new) = (self.open(from, &[])?, self.open(to, &[])?);
        let pace = old.pace();
        old.stop();
        old.refresh(&new)?;
        pace.map_or(Ok(()), |pace| new.start(pace))
    }
}
