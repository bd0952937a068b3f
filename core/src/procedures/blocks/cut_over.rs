//! The cut-over: every name keeps its meaning, because attachments are moved where they can be.

use std::collections::BTreeSet;

use super::{check, connect, fence, landed, place, proof, step, Side, MINUTE};
use crate::codes;
use crate::conditions::{Attached, LoginWorks};
use crate::late::{slots, ConnectionName, Late, Location};
use crate::ops::{AttachmentCreate, DbKeySet};
use crate::plan::{Check, Pace, Step};
use crate::snapshot::{App, Attachment, Connection, Snapshot};
use crate::zone::Zone;

/// How long a release may take: most end within a minute, a release phase may run for many.
const RELEASED: u64 = 20 * MINUTE;

/// Moves attachments, and points those connections at the new database whose config var cannot move; `new` is what that one is
/// like, and `own` transactions of ours came after L0. Where the connection is made `anew` on it, none is pointed there.
pub fn move_attachments(snapshot: &Snapshot, new: Side, own: u64, anew: bool) -> Step {
    let patched = if anew { Vec::new() } else { to_patch(snapshot) };
    let (title, why) = said(snapshot, &patched);
    let mut step = step("move-attachments", Zone::CutOver, &title, &why);
    step.guards = connect::still_paused(snapshot);
    step.guards.push(proof::old_unmoved(snapshot, own, "nobody wrote to the old database before the move"));
    fence::close_new_before_undo(&mut step, snapshot, new, anew);
    step.together_from = Some(0);
    step.undo_together_from = Some(step.undo.len());
    for one in movable(snapshot) {
        step.calls.push(attach(one, slots::NAME_TARGET.into()).into());
        step.undo.push(attach(one, Late::Now(snapshot.database.addon.clone())).into());
    }
    for app in moving_apps(snapshot) {
        let (new, old) = (Location::found(&slots::NEW), Location::found(&slots::OLD));
        let config_vars: Vec<String> =
            movable(snapshot).filter(|one| one.app == app).map(Attachment::config_var).collect();
        let there = Attached {
            app: app.to_owned(),
            bind: slots::release(app),
            config_vars,
            left: Some(old.clone()),
            exact: false,
            location: new.clone(),
            strict: true,
        };
        // After a failed release the one before is current again, and it holds the old database.
        let back = Attached {
            bind: slots::release_back(app),
            left: Some(new),
            location: old,
            strict: false,
            ..there.clone()
        };
        step.until.push(check(there, Pace::Brisk, RELEASED, codes::RELEASE_NOT_SEEN));
        step.undo_until.push(check(back, Pace::Brisk, RELEASED, codes::RELEASE_NOT_SEEN));
    }
    step.until.extend(logins(snapshot));
    for one in patched {
        let set = |db_key: Late<String>| DbKeySet { connection: ConnectionName::of(one), db_key };
        let (there, back) = (set(slots::NAME_NEW_VAR.into()), set(Late::Now(one.db_key.clone())));
        step.until.push(landed(there.clone(), Pace::Brisk, MINUTE));
        step.calls.push(there.into());
        step.undo_until.push(landed(back.clone(), Pace::Brisk, MINUTE));
        step.undo.push(back.into());
    }
    step
}

/// The release that gave an app the new database, or the one it had if nothing of it moved.
pub fn release_of(snapshot: &Snapshot, app: &App) -> Late<u64> {
    if movable(snapshot).any(|one| one.app == app.name) {
        slots::release(&app.name).version().into()
    } else {
        Late::Now(app.release)
    }
}

/// Attachments that move: all but the colour names on the billing app, which belong to the old add-on.
pub fn movable(snapshot: &Snapshot) -> impl Iterator<Item = &Attachment> {
    snapshot.attachments.iter().filter(|one| !snapshot.stays(one))
}

/// Apps of which something moves, each once.
fn moving_apps(snapshot: &Snapshot) -> BTreeSet<&str> {
    movable(snapshot).map(|one| one.app.as_str()).collect()
}

/// How many connections are pointed at the new database by its own name.
pub fn patches(snapshot: &Snapshot) -> usize {
    to_patch(snapshot).len()
}

/// Connections whose `db_key` names something that does not move.
fn to_patch(snapshot: &Snapshot) -> Vec<&Connection> {
    let moves = |one: &Connection| {
        movable(snapshot).any(|item| item.app == one.app && item.config_var() == one.db_key)
    };
    snapshot.connections.iter().filter(|one| !moves(one)).collect()
}

/// The config var by which a connection finds the new database.
pub fn db_key(snapshot: &Snapshot, one: &Connection) -> Late<String> {
    if to_patch(snapshot).iter().any(|patched| patched.id == one.id) {
        slots::NAME_NEW_VAR.into()
    } else {
        Late::Now(one.db_key.clone())
    }
}

fn said(snapshot: &Snapshot, patched: &[&Connection]) -> (String, String) {
    let moved: Vec<String> = movable(snapshot).map(|one| format!("{}::{}", one.app, one.name)).collect();
    let mut title = format!("Move {} to the new database", moved.join(", "));
    let mut why = "attachments are moved where they can be, so that every name keeps its meaning".to_owned();
    if !patched.is_empty() {
        let names: Vec<&str> = patched.iter().map(|one| one.resource.as_str()).collect();
        title.push_str(&format!(" and set db_key of {}", names.join(", ")));
        why.push_str("; a colour name on the app that pays for the old database cannot move, so Connect is pointed at the new one's own name");
    }
    (title, why)
}

fn attach(one: &Attachment, addon: Late<String>) -> AttachmentCreate {
    AttachmentCreate {
        addon,
        app: one.app.clone(),
        attachment: Late::Now(one.name.clone()),
        namespace: one.namespace.clone(),
        replaces: true,
    }
}

/// Other credentials and poolers are proven by a login: their names tell only where they point.
fn logins(snapshot: &Snapshot) -> impl Iterator<Item = Check> + '_ {
    movable(snapshot).filter(|one| one.namespace.is_some()).map(move |one| {
        let works = LoginWorks { place: place::moved(snapshot, one) };
        Check { leave: true, ..check(works, Pace::Brisk, MINUTE, codes::DATABASE_LOGIN_UNPROVEN) }
    })
}
