//! Named queries: the text of every statement that is ever run, where it is run, and what is read of its row.
//!
//! Each answers with one row. Outside names enter the text only quoted, through `ident` and `literal`.

mod across;
mod aside;
mod beat;
mod captured;
mod children;
mod connect;
mod copied;
mod evidence;
mod exported;
mod fence;
mod fields;
mod head;
mod health;
mod inventory;
mod itself;
mod loaded;
mod lock;
mod position;
mod queue;
mod revived;
mod server;
mod sessions;
mod statistics;

pub(crate) use across::holdings;
pub use across::Holdings;
pub use aside::{aside_prefix, close_by_hand, open_by_hand};
pub(crate) use aside::{back_by_hand, schema_aside, schema_back, Left};
pub(crate) use beat::{beat, beat_begin, beat_kept, Row as BeatRow};
pub use beat::{Beat, Identity};
pub(crate) use captured::{captured, refused, CapturedRows, Refused};
pub(crate) use children::{children, children_keep, children_point, Children};
pub(crate) use connect::{connect_schema, log_states, LogStates, Schema, Table};
pub(crate) use copied::{definitions, digests, listed, rights, rights_apply, Digests};
pub(crate) use evidence::{row_counts, sequences, sequences_raise, RowCounts};
pub(crate) use exported::exported;
pub use exported::Exported;
pub use fence::FenceScope;
pub(crate) use fence::{fence_off, fence_on, write_probe};
pub(crate) use fields::{
    columns, dependants, dependants_drop, dependants_keep, dependants_kept, dependants_restore, Columns,
    Dependant, Kept, KeptOne, Which,
};
pub(crate) use head::log_head;
pub use head::{Continuity, Head};
pub(crate) use health::{mapped, Mapped, MappedTable};
pub(crate) use inventory::{extension_update, inventory, Client, Extension, Found, Inventory};
pub(crate) use itself::{itself, Itself};
pub(crate) use loaded::loaded;
pub use loaded::TableBefore;
pub use lock::OWN_SCHEMA;
pub(crate) use lock::{
    lock_hold, lock_kept, lock_read, lock_release, lock_return, lock_seize, lock_take, lock_zone, no_lock,
    KeptLock, Lock,
};
pub use position::Position;
pub(crate) use position::{position, position_note};
pub(crate) use queue::queue;
pub use revived::Revived;
pub(crate) use revived::{
    became, gap, kept_before, reach, revived, revived_mark, revived_unmark, sent_again, waiting, BecameRow,
    Marked, WaitingRow, MOST,
};
pub(crate) use server::{server, Server};
pub(crate) use sessions::{end_sessions, lag, open_writes, sessions_before, visits};
pub use statistics::Stage;
pub(crate) use statistics::{analyze, analyze_refusals, statistics, Refusal, Statistics};

use crate::answer::{Answer, Ask};
use crate::api::{data, platform};
use crate::effect::{Bastion, Effect, Salt, SqlEffect};
use crate::snapshot::network;

/// Where a query runs: an app's config var, and the fingerprint its URL must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// App.
    pub app: String,
    /// Config var.
    pub config_var: String,
    /// Expected fingerprint, if known.
    pub expect: Option<String>,
    /// What leads to it where it has no public address.
    pub bastion: Option<Bastion>,
}

impl Place {
    /// A database by the config var of an app, of whatever URL; a private one through what leads to it.
    #[must_use]
    pub fn of(app: &str, config_var: String, addon_id: &str, plan: &str) -> Self {
        let bastion = match network(plan) {
            "common" => None,
            network => Some(data::bastion(addon_id, network == "shield", &config_var)),
        };
        Self { app: app.to_owned(), config_var, expect: None, bastion }
    }
}

/// States of a change that Connect has still to send, or may be sending.
const WAITS: &str = "('NEW', 'PENDING', 'REQUEUE')";

/// Deadline of a statement that reads little, milliseconds.
const SHORT: u64 = 15_000;

/// A query: `statements` takes the Connect schema, or the comma-joined ones for `position`.
struct Query {
    name: &'static str,
    mutates: bool,
    timeout_ms: u64,
    /// Columns that hold an identity: they come back as keyed fingerprints.
    fingerprints: &'static [&'static str],
    salt: Option<Salt>,
    statements: fn(&str) -> Vec<String>,
}

impl Query {
    const fn read(name: &'static str, statements: fn(&str) -> Vec<String>) -> Self {
        Self { name, mutates: false, timeout_ms: SHORT, fingerprints: &[], salt: None, statements }
    }

    const fn change(name: &'static str, statements: fn(&str) -> Vec<String>) -> Self {
        Self { name, mutates: true, timeout_ms: SHORT, fingerprints: &[], salt: None, statements }
    }

    const fn within(self, timeout_ms: u64) -> Self {
        Self { timeout_ms, ..self }
    }

    const fn with_salt(self, salt: Salt) -> Self {
        Self { salt: Some(salt), ..self }
    }

    fn effect(&self, place: &Place, schema: &str, parameter: Option<&str>) -> Effect {
        Effect::Sql(SqlEffect {
            app: place.app.clone(),
            config_var: place.config_var.clone(),
            lookup: platform::config_lookup(&place.app),
            expect: place.expect.clone(),
            bastion: place.bastion.clone().map(Box::new),
            query: self.name.to_owned(),
            statements: (self.statements)(schema),
            session: None,
            into: None,
            fingerprints: self.fingerprints.iter().map(|column| (*column).to_owned()).collect(),
            parameter: parameter.map(str::to_owned),
            salt: self.salt,
            mutates: self.mutates,
            timeout_ms: self.timeout_ms,
            schema: schema.to_owned(),
        })
    }

    fn ask<A: Answer>(&self, place: &Place, schema: &str, parameter: Option<&str>) -> Ask<A> {
        Ask::of(|_| self.effect(place, schema, parameter))
    }
}

/// The registry: one line per query.
const ALL: [&Query; 69] = [
    &server::SERVER,
    &beat::BEAT_BEGIN,
    &beat::BEAT,
    &beat::BEAT_KEPT,
    &inventory::INVENTORY,
    &itself::ITSELF,
    &position::POSITION,
    &position::POSITION_NOTE,
    &connect::CONNECT_SCHEMA,
    &connect::LOG_STATES,
    &queue::QUEUE,
    &captured::CAPTURED,
    &captured::REFUSED,
    &health::MAPPED,
    &head::LOG_HEAD,
    &copied::DEFINITIONS,
    &copied::RIGHTS,
    &copied::DIGESTS,
    &copied::RIGHTS_APPLY,
    &evidence::SEQUENCES,
    &evidence::SEQUENCES_RAISE,
    &statistics::STATISTICS,
    &evidence::ROW_COUNTS,
    &across::HOLDINGS,
    &sessions::SESSIONS_BEFORE,
    &sessions::END_SESSIONS,
    &sessions::OPEN_WRITES,
    &sessions::VISITS,
    &sessions::LAG,
    &fence::FENCE_ON,
    &fence::FENCE_OFF,
    &fence::ROLE_FENCE_ON,
    &fence::ROLE_FENCE_OFF,
    &statistics::ANALYZE_FIRST,
    &statistics::ANALYZE_REST,
    &statistics::ANALYZE_REFUSALS,
    &lock::LOCK_READ,
    &lock::LOCK_KEPT,
    &lock::LOCK_SEIZE,
    &lock::LOCK_TAKE,
    &lock::LOCK_ZONE,
    &lock::LOCK_HOLD,
    &lock::LOCK_RETURN,
    &lock::LOCK_RELEASE,
    &fence::WRITE_PROBE,
    &fields::COLUMNS,
    &fields::DEPENDANTS,
    &fields::DEPENDANTS_KEEP,
    &fields::DEPENDANTS_KEPT,
    &fields::DEPENDANTS_DROP,
    &fields::DEPENDANTS_RESTORE,
    &aside::SCHEMA_ASIDE,
    &aside::SCHEMA_BACK,
    &children::CHILDREN_KEEP,
    &children::CHILDREN_POINT,
    &children::CHILDREN,
    &revived::WAITING,
    &revived::BECAME,
    &revived::REVIVED_MARK,
    &revived::REVIVED_UNMARK,
    &revived::REVIVED,
    &revived::GAP,
    &revived::KEPT_BEFORE,
    &revived::REACH,
    &revived::SENT_AGAIN,
    &exported::ROWS_UNSENT,
    &exported::ROWS_SENT,
    &exported::ROWS_MARKED,
    &loaded::LOADED,
];

/// A query by name, for what compares the worlds in which it is answered. `None` for an unknown name.
#[must_use]
pub fn named(place: &Place, name: &str, schema: &str, parameter: Option<&str>) -> Option<Effect> {
    let effect = ALL.iter().find(|query| query.name == name)?.effect(place, schema, parameter);
    Some(if Exported::by_query(name).is_some() { exported::into(effect, name) } else { effect })
}

/// Names of all queries.
#[must_use]
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|query| query.name).collect()
}

/// Quotes an identifier.
fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Quotes a text literal.
fn literal(text: &str) -> String {
    if text.contains('\\') {
        format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_names_stay_inside_their_quotes() {
        assert_eq!(ident("a\"; drop table x; --"), "\"a\"\"; drop table x; --\"");
        assert_eq!(literal("o'neil"), "'o''neil'");
        assert_eq!(literal("a\\'b"), "E'a\\\\''b'");
    }

    #[test]
    fn every_query_has_a_name_of_its_own() {
        let mut all = names();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), ALL.len());
    }
}
