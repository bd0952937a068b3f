//! What a plan comes to, told from its own steps: nothing of it is written down a second time.

use std::collections::BTreeMap;

use super::Plan;
use crate::late::{Bindings, Known};
use crate::ops::Op;
use crate::zone::Zone;

impl Plan {
    /// How often each app restarts before the downtime: every attachment makes a release.
    #[must_use]
    pub fn restarts(&self) -> BTreeMap<&str, usize> {
        let before = self.steps.iter().filter(|step| step.zone == Zone::Prepare);
        let mut restarts = BTreeMap::new();
        for op in before.flat_map(|step| &step.calls) {
            let app = match op {
                Op::AttachmentCreate(attach) => &attach.app,
                Op::FollowerCreate(create) => &create.app,
                _ => continue,
            };
            *restarts.entry(app.as_str()).or_default() += 1;
        }
        restarts
    }

    /// Add-ons whose data it destroys for good.
    #[must_use]
    pub fn destroys(&self) -> Vec<String> {
        let bindings = self.names.shown();
        let calls = self.steps.iter().flat_map(|step| &step.calls);
        let addon = |op: &Op| match op {
            Op::AddonDestroy(destroy) => destroy.addon.get(&Known::shown(&bindings)).ok(),
            _ => None,
        };
        calls.filter_map(addon).collect()
    }

    /// What does not move along at the cut-over, and what is leaned on from then on. Nothing where there is no cut-over.
    #[must_use]
    pub fn stays(&self, bindings: &Bindings) -> Vec<String> {
        let Some(step) = self.position(self.marks.cut_over.as_ref()).and_then(|at| self.steps.get(at)) else {
            return Vec::new();
        };
        let known = Known::shown(bindings);
        let mut moved = Vec::new();
        let mut leaned = Vec::new();
        for op in &step.calls {
            match op {
                Op::AttachmentCreate(attach) => {
                    moved.extend(attach.attachment.get(&known).map(|name| (attach.app.as_str(), name)));
                }
                Op::DbKeySet(set) => {
                    let lean = |var| format!("{} depends on `{var}` from then on", set.connection.resource);
                    leaned.extend(set.db_key.get(&known).map(lean));
                }
                _ => {}
            }
        }
        let moves = |app: &str, name: &String| moved.iter().any(|(at, moved)| *at == app && moved == name);
        let stay = self.snapshot.attachments.iter().filter(|one| !moves(&one.app, &one.name));
        let alone = self.snapshot.apps.len() == 1;
        let stay = stay.map(|one| {
            let of = if alone { String::new() } else { format!(" of {}", one.app) };
            format!("`{}`{of} keeps pointing at the old database", one.config_var())
        });
        stay.chain(leaned).collect()
    }
}
