//! The databases of a plan.

use crate::late::{slots, Late, Location, Place, Role, Through};
use crate::snapshot::{network, Attachment, Snapshot};

/// The lead database, before anything is moved.
pub fn lead(snapshot: &Snapshot) -> Place {
    let (app, var) =
        snapshot.reach().map_or_else(Default::default, |one| (one.app.clone(), one.config_var()));
    let expect = snapshot.database.url.as_ref().map(|url| Late::Now(url.fingerprint.clone()));
    Place { app, config_var: Late::Now(var), expect, role: Role::Lead, bastion: before_old(snapshot) }
}

/// The lead database at whatever address it is: a service that changes it may change that too.
pub fn lead_at_any_address(snapshot: &Snapshot) -> Place {
    Place { expect: None, ..lead(snapshot) }
}

/// The old database through its spare alias: the same before and after the move.
pub fn old(snapshot: &Snapshot) -> Place {
    Place {
        app: snapshot.database.app.clone(),
        config_var: slots::NAME_OLD_VAR.into(),
        expect: Some(slots::OLD.fingerprint().into()),
        role: Role::Old,
        bastion: before_old(snapshot),
    }
}

/// The database as it was before a rollback that somebody else made.
pub fn past(snapshot: &Snapshot) -> Option<Place> {
    let old = snapshot.past.as_ref()?.old.as_ref()?;
    Some(Place {
        app: old.app.clone(),
        config_var: Late::Now(old.config_var.clone()),
        expect: Some(Late::Now(old.url.as_ref()?.fingerprint.clone())),
        role: Role::Old,
        bastion: before(&old.plan, Late::Now(old.id.clone())),
    })
}

/// The new database through its own attachment.
pub fn new(snapshot: &Snapshot) -> Place {
    Place {
        app: snapshot.database.app.clone(),
        config_var: slots::NAME_NEW_VAR.into(),
        expect: Some(slots::NEW.fingerprint().into()),
        role: Role::New,
        bastion: before(&snapshot.database.plan, slots::FOLLOWER.id().into()),
    }
}

/// A copy that leads back, through its own attachment.
pub fn back(snapshot: &Snapshot) -> Place {
    Place {
        app: snapshot.database.app.clone(),
        config_var: slots::NAME_BACK_VAR.into(),
        expect: Some(slots::BACK.fingerprint().into()),
        role: Role::Back,
        bastion: before(&snapshot.database.plan, slots::FOLLOWER.id().into()),
    }
}

/// The new database through an attachment that was moved to it, at whatever address.
pub fn moved(snapshot: &Snapshot, one: &Attachment) -> Place {
    Place { app: one.app.clone(), config_var: Late::Now(one.config_var()), expect: None, ..new(snapshot) }
}

/// What leads to a database of a plan: a bastion, if the plan is that of a Private or Shield Space.
pub fn before(plan: &str, addon_id: Late<String>) -> Option<Through> {
    let network = network(plan);
    (network != "common").then(|| Through { addon_id, shield: network == "shield" })
}

fn before_old(snapshot: &Snapshot) -> Option<Through> {
    before(&snapshot.database.plan, Late::Now(snapshot.database.id.clone()))
}

/// Where the lead database is.
pub fn location(snapshot: &Snapshot) -> Option<Location> {
    snapshot.database.url.as_ref().map(Location::of)
}
