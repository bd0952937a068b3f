//! What a plan comes to, told from its own steps: nothing of it is written down a second time.

use std::collections::BTreeMap;

use super::{Plan, Step};
use crate::late::{Bindings, Known};
use crate::ops::Op;

impl Plan {
    /// The number of a step among those that people see, and how many of them there are. The run's own books have none.
    #[must_use]
    pub fn number(&self, at: usize) -> Option<(usize, usize)> {
        let seen = |step: &&Step| !step.quiet;
        self.steps.get(at).filter(seen)?;
        Some((self.steps.iter().take(at + 1).filter(seen).count(), self.steps.iter().filter(seen).count()))
    }

    /// How often each app restarts while it has dynos: before the downtime, and after it.
    #[must_use]
    pub fn restarts(&self) -> BTreeMap<&str, (usize, usize)> {
        let opens = self.position(self.marks.downtime_opens.as_ref());
        let mut restarts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for at in 0..self.steps.len() {
            for app in self.restarts_at(at) {
                let (before, after) = restarts.entry(app).or_default();
                *if opens.is_some_and(|opens| opens <= at) { after } else { before } += 1;
            }
        }
        restarts
    }

    /// Apps that restart in a step, once for each change of their config vars. What is stopped does not restart.
    #[must_use]
    pub fn restarts_at(&self, at: usize) -> Vec<&str> {
        let stops = self.position(self.marks.downtime_opens.as_ref());
        let back = self.marks.downtime_closes.iter().filter_map(|id| self.position(Some(id))).max();
        let stopped = stops.is_some_and(|stops| at >= stops) && back.is_some_and(|back| at <= back);
        let calls = self.steps.get(at).filter(|_| !stopped).map_or(&[][..], |step| &step.calls);
        self.restarted_by(calls)
    }

    /// Apps with dynos whose config vars these changes touch: each makes a release, and Heroku restarts them.
    #[must_use]
    pub fn restarted_by<'a>(&self, calls: &'a [Op]) -> Vec<&'a str> {
        let restarts = calls.iter().filter_map(|op| op.known().ok()?.releases());
        restarts
            .filter(|app| self.snapshot.apps.iter().all(|one| one.name != *app || one.runs_something()))
            .collect()
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
