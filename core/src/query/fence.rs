//! The fence: a database that refuses writes of new sessions; and the proof that one accepts them.

use super::{Place, Query};
use crate::effect::Effect;

pub(super) const FENCE_ON: Query = Query::change("fence_on", |_| fence(true));

pub(super) const FENCE_OFF: Query = Query::change("fence_off", |_| fence(false));

pub(super) const WRITE_PROBE: Query = Query::change("write_probe", |_| probe_text());

/// Fences a database.
#[must_use]
pub fn fence_on(place: &Place) -> Effect {
    FENCE_ON.effect(place, "", None)
}

/// Lifts the fence.
#[must_use]
pub fn fence_off(place: &Place) -> Effect {
    FENCE_OFF.effect(place, "", None)
}

/// Tries a write transaction that changes nothing.
#[must_use]
pub fn write_probe(place: &Place) -> Effect {
    WRITE_PROBE.effect(place, "", None)
}

/// The default is a property of the database, so it holds for every credential. It is committed before anything else
/// happens, and the session that lifts it must first lift its own.
fn fence(on: bool) -> Vec<String> {
    let value = if on { "on" } else { "off" };
    let change = if on {
        "execute format('alter database %I set default_transaction_read_only = on', current_database())"
    } else {
        "execute format('alter database %I reset default_transaction_read_only', current_database())"
    };
    vec![
        "set default_transaction_read_only = off".to_owned(),
        format!("do $fence$ begin {change}; end $fence$"),
        format!("select extract(epoch from clock_timestamp())::text as \"at\", '{value}' as \"fence\""),
    ]
}

/// A transaction as any client of this role begins it. It changes nothing and proves that the database accepts writes.
fn probe_text() -> Vec<String> {
    vec![
        "begin".to_owned(),
        "create temporary table connect_maintenance_write_probe (one int) on commit drop".to_owned(),
        "commit".to_owned(),
        "select pg_is_in_recovery() as \"inRecovery\"".to_owned(),
    ]
}
