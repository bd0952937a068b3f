//! When an armed fault strikes.

use std::sync::Arc;

use connect_wire::Method;

use super::call::Call;
use super::reply::Refusal;
use super::World;
use crate::{Fault, FaultKind};

impl World {
    /// Adds a fault. `stale-reads` remembers the world as it is now; `unfollow-early` and `upgrade-fires` strike at the
    /// next [`World::advance`].
    pub fn inject(&mut self, fault: Fault) {
        if fault.kind == FaultKind::StaleReads {
            let mut earlier = self.clone();
            earlier.earlier = None;
            earlier.faults = Arc::default();
            self.earlier = Some(Arc::new(earlier));
        }
        Arc::make_mut(&mut self.faults).push(fault);
    }

    /// Faults that are still armed.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.faults.to_vec()
    }

    /// Removes every fault: what is stuck goes on.
    pub fn heal(&mut self, now: u64) {
        self.faults = Arc::default();
        self.earlier = None;
        self.go_on(now);
    }

    /// True if a fault of this kind is armed for `target`; one that is limited is used up by one.
    pub(super) fn strikes(&mut self, kind: &FaultKind, target: Option<&str>) -> bool {
        self.strike(|fault| fault.kind == *kind && aims(fault, target)).is_some()
    }

    /// True if such a fault is armed, without using it up.
    pub(super) fn armed(&mut self, kind: &FaultKind, target: Option<&str>) -> bool {
        let armed = self.faults.iter().any(|fault| fault.kind == *kind && aims(fault, target));
        self.struck += u64::from(armed);
        armed
    }

    /// How often a fault has struck.
    #[must_use]
    pub fn struck(&self) -> u64 {
        self.struck
    }

    /// Like [`Self::strikes`] where the fault's target may be a part of `text`.
    pub(super) fn strikes_in(&mut self, kind: &FaultKind, app: &str, text: &str) -> bool {
        self.strike(|fault| {
            fault.kind == *kind
                && fault.target.as_deref().is_none_or(|want| want == app || text.contains(want))
        })
        .is_some()
    }

    fn strike(&mut self, wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let at = self.faults.iter().position(wanted)?;
        if self.faults[at].after > 0 {
            Arc::make_mut(&mut self.faults)[at].after -= 1;
            return None;
        }
        self.struck += 1;
        let fault = self.faults[at].clone();
        if fault.times.is_some() {
            let faults = Arc::make_mut(&mut self.faults);
            let left = faults[at].times.unwrap_or(1).saturating_sub(1);
            faults[at].times = Some(left);
            if left == 0 {
                faults.remove(at);
            }
        }
        Some(fault)
    }

    /// The refusal that a `refuse` fault has for this request.
    pub(super) fn refused(&mut self, call: &Call<'_>) -> Option<Refusal> {
        if self.faults.is_empty() {
            return None;
        }
        let line = format!("{} {}", method(call.method), call.request.path);
        let fault = self.strike(|fault| {
            matches!(fault.kind, FaultKind::Refuse { .. })
                && fault
                    .target
                    .as_deref()
                    .is_none_or(|want| line.starts_with(want) || call.request.path.starts_with(want))
        })?;
        match fault.kind {
            FaultKind::Refuse { status, id } => Some(Refusal::new(status, &id, "This request was refused.")),
            _ => None,
        }
    }

    /// The world that answers this GET instead, if reads are stale.
    pub(super) fn stale(&mut self, call: &Call<'_>) -> Option<World> {
        if call.method != Method::Get || self.earlier.is_none() || super::auth::at_login(call) {
            return None;
        }
        let path = &call.request.path;
        let hit = self.strike(|fault| {
            fault.kind == FaultKind::StaleReads
                && fault.target.as_deref().is_none_or(|want| path.starts_with(want))
        });
        let earlier = hit.and(self.earlier.as_deref().cloned());
        if !self.armed_any(&FaultKind::StaleReads) {
            self.earlier = None;
        }
        earlier
    }

    fn armed_any(&self, kind: &FaultKind) -> bool {
        self.faults.iter().any(|fault| fault.kind == *kind)
    }
}

fn aims(fault: &Fault, target: Option<&str>) -> bool {
    match (fault.target.as_deref(), target) {
        (None, _) => true,
        (Some(want), Some(have)) => want == have,
        (Some(_), None) => false,
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}
