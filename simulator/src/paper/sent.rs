//! What reached Salesforce.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::database::Name;
use super::writes::Writes;

/// Captured changes that Connect wrote to Salesforce, by organization.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    orgs: BTreeMap<Name, Writes>,
    twice: usize,
}

impl Sent {
    /// Changes that reached `org`.
    pub fn note<'a>(self: &mut Arc<Self>, org: &str, writes: impl IntoIterator<Item = &'a Writes>) {
        let sent = Arc::make_mut(self);
        if !sent.orgs.contains_key(org) {
            sent.orgs.insert(org.into(), Writes::default());
        }
        let Some(known) = sent.orgs.get_mut(org) else { return };
        for write in writes.into_iter().flat_map(Writes::iter) {
            sent.twice += usize::from(!known.insert(write));
        }
    }

    /// What has reached an organization.
    pub fn of(&self, org: &str) -> Option<Writes> {
        self.orgs.get(org).cloned()
    }

    /// How often a change reached its organization again.
    pub fn twice(&self) -> usize {
        self.twice
    }
}
