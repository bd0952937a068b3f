//! What databases held at every moment, for those that are rolled back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::database::{Name, Sheet};
use super::Paper;

/// By database: from when it held what.
pub(super) type Past = BTreeMap<Name, Vec<(u64, Arc<Sheet>)>>;

impl Paper {
    /// Notes what changed.
    pub(super) fn keep_past(&mut self, now: u64) {
        let Some(past) = &mut self.past else { return };
        for (name, sheet) in &self.sheets {
            let last = past.get(name).and_then(|all| all.last());
            if last.is_none_or(|(_, known)| known.lsn != sheet.lsn) {
                let held = Arc::make_mut(past).entry(Arc::clone(name)).or_default();
                held.push((now, Arc::clone(sheet)));
            }
        }
    }

    /// What a database held at a moment.
    pub(super) fn at(&self, addon: &str, moment: u64) -> Option<Arc<Sheet>> {
        let all = self.past.as_ref()?.get(addon)?;
        all.iter().rev().find(|(since, _)| *since <= moment).map(|(_, sheet)| Arc::clone(sheet))
    }
}
