//! The fence: a database that refuses writes of new sessions; and the proof that one accepts them.

use serde::{Deserialize, Serialize};

use super::{Place, Query};
use crate::effect::Effect;

/// Of whom a fence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FenceScope {
    /// Of every credential: a property of the database, for a side on which the service has nothing more to do.
    Database,
    /// Of our own credential alone: the service's own work, done as a superuser, is not hit by it. All there is on an Essential
    /// database, and all that a credential may set that does not own the database.
    Credential,
}

pub(super) const FENCE_ON: Query = Query::change("fence_on", |_| fence(true));

pub(super) const FENCE_OFF: Query = Query::change("fence_off", |_| fence(false));

pub(super) const ROLE_FENCE_ON: Query = Query::change("role_fence_on", |_| role_fence(true));

pub(super) const ROLE_FENCE_OFF: Query = Query::change("role_fence_off", |_| role_fence(false));

pub(super) const WRITE_PROBE: Query = Query::change("write_probe", |_| probe_text());

/// Fences a database.
#[must_use]
pub fn fence_on(place: &Place, scope: FenceScope) -> Effect {
    let query = match scope {
        FenceScope::Database => FENCE_ON,
        FenceScope::Credential => ROLE_FENCE_ON,
    };
    query.effect(place, "", None)
}

/// Lifts the fence.
#[must_use]
pub fn fence_off(place: &Place, scope: FenceScope) -> Effect {
    let query = match scope {
        FenceScope::Database => FENCE_OFF,
        FenceScope::Credential => ROLE_FENCE_OFF,
    };
    query.effect(place, "", None)
}

/// Tries a write transaction that changes nothing.
#[must_use]
pub fn write_probe(place: &Place) -> Effect {
    WRITE_PROBE.effect(place, "", None)
}

/// The default is a property of the database, so it holds for every credential. It is committed before anything else
/// happens, and the session that lifts it must first lift its own.
fn fence(on: bool) -> Vec<String> {
    let change = if on {
        "execute format('alter database %I set default_transaction_read_only = on', current_database())"
    } else {
        "execute format('alter database %I reset default_transaction_read_only', current_database())"
    };
    fenced(&format!("do $fence$ begin {change}; end $fence$"), on)
}

/// A role may set its own default without owning the database. A follower has the roles of its leader, and so this too.
fn role_fence(on: bool) -> Vec<String> {
    fenced(if on { ROLE_ON } else { ROLE_OFF }, on)
}

/// Makes our own role read-only by default.
pub const ROLE_ON: &str = "alter role current_user set default_transaction_read_only = on";

/// Lifts that.
pub const ROLE_OFF: &str = "alter role current_user reset default_transaction_read_only";

fn fenced(change: &str, on: bool) -> Vec<String> {
    let value = if on { "on" } else { "off" };
    vec![
        OPEN.to_owned(),
        change.to_owned(),
        format!("select extract(epoch from clock_timestamp())::text as \"at\", '{value}' as \"fence\""),
    ]
}

/// How a statement of ours that changes something begins where the database or our role may be read-only by default.
pub(super) const OPEN: &str = "set default_transaction_read_only = off";

/// A transaction as any client of this role begins it. It changes nothing and proves that the database accepts writes.
fn probe_text() -> Vec<String> {
    vec![
        "begin".to_owned(),
        "create temporary table connect_maintenance_write_probe (one int) on commit drop".to_owned(),
        "commit".to_owned(),
        "select pg_is_in_recovery() as \"inRecovery\"".to_owned(),
    ]
}
