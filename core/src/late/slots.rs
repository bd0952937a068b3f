//! The slots that plans share. Those of the first group have their values before a run begins.

use std::borrow::Cow;

use super::uses::{
    AddonSlots, ConnectionSlots, HeldSlots, MomentSlots, ReleaseSlots, TransferSlots, UrlSlots, WatchSlots,
};
use super::value::{Bound, Slot};
use crate::query::{Beat, Head, Holdings, Position, Revived, TableBefore};
use crate::snapshot::{Polled, Process};

/// Run id.
pub const RUN: Slot<String> = Slot::named("run");
/// `user@host`.
pub const HOLDER: Slot<String> = Slot::named("holder");
/// Who may go on with the run: the id of the command that began it, or that took it over on another machine.
pub const CLAIM: Slot<String> = Slot::named("claim");
/// Name of the add-on that a run creates.
pub const NAME_FOLLOWER: Slot<String> = Slot::named("name.follower");
/// Name of the add-on that will lead: created or adopted.
pub const NAME_TARGET: Slot<String> = Slot::named("name.target");
/// Name of the attachment of the new database.
pub const NAME_NEW: Slot<String> = Slot::named("name.new");
/// Its config var.
pub const NAME_NEW_VAR: Slot<String> = Slot::named("name.newVar");
/// Name of the spare attachment of the old database.
pub const NAME_OLD: Slot<String> = Slot::named("name.old");
/// Its config var.
pub const NAME_OLD_VAR: Slot<String> = Slot::named("name.oldVar");

/// Name of the attachment of a copy that leads back.
pub const NAME_BACK: Slot<String> = Slot::named("name.back");
/// Its config var.
pub const NAME_BACK_VAR: Slot<String> = Slot::named("name.backVar");
/// Spare name for making a release anew.
pub const NAME_RELEASE: Slot<String> = Slot::named("name.release");

/// Name of the Connect add-on that a run makes.
pub const NAME_CONNECTION: Slot<String> = Slot::named("name.connection");
/// Name that a schema of Connect's gets where it is put aside.
pub const NAME_ASIDE: Slot<String> = Slot::named("name.aside");

/// Name of the follower number so and so that is made of the new database.
#[must_use]
pub fn follower_name(number: usize) -> Slot<String> {
    Slot::part("name.follower", &number.to_string())
}

/// Name of its attachment.
#[must_use]
pub fn follower_attachment(number: usize) -> Slot<String> {
    Slot::part("name.followerAs", &number.to_string())
}

/// Its config var.
#[must_use]
pub fn follower_var(number: usize) -> Slot<String> {
    Slot::part("name.followerVar", &number.to_string())
}

/// The new database's add-on.
pub const FOLLOWER: AddonSlots = AddonSlots(Cow::Borrowed("follower"));
/// The connection that is made.
pub const CONNECTION: ConnectionSlots = ConnectionSlots(Cow::Borrowed("connection"));
/// Where the new database is.
pub const NEW: UrlSlots = UrlSlots(Cow::Borrowed("new"));
/// Where the old database is.
pub const OLD: UrlSlots = UrlSlots(Cow::Borrowed("old"));
/// Where a copy is that leads back.
pub const BACK: UrlSlots = UrlSlots(Cow::Borrowed("back"));
/// A moment after the fence.
pub const FENCE: MomentSlots = MomentSlots(Cow::Borrowed("fence"));
/// A moment after the fence of web dynos that stay.
pub const FENCE_WEB: MomentSlots = MomentSlots(Cow::Borrowed("fenceWeb"));
/// A moment before the connections of others are ended.
pub const RESET: MomentSlots = MomentSlots(Cow::Borrowed("reset"));
/// A moment after the old database accepted writes again.
pub const LIFTED: MomentSlots = MomentSlots(Cow::Borrowed("lifted"));
/// A moment after the new database was closed before anything moved back.
pub const CLOSED: MomentSlots = MomentSlots(Cow::Borrowed("closed"));
/// Position of the old database when its writers were stopped.
pub const L0: Slot<Position> = Slot::named("L0");
/// Position of the new database before anything is moved to it; of a copy that leads back, once it follows nobody.
pub const N0: Slot<Position> = Slot::named("N0");
/// What is learnt while the service changes the database.
pub const WATCH: WatchSlots = WatchSlots(Cow::Borrowed("watch"));
/// The copy that is made to see whether one can be made.
pub const TRIAL: TransferSlots = TransferSlots(Cow::Borrowed("trial"));
/// The copy that counts.
pub const COPY: TransferSlots = TransferSlots(Cow::Borrowed("copy"));
/// What a database held when its writers were stopped.
pub const HELD: Slot<Holdings> = Slot::named("held");
/// A pause of Connect that outlives its run.
pub const PAUSE: HeldSlots = HeldSlots(Cow::Borrowed("pause"));
/// A moment after Connect was seen paused.
pub const PAUSED: MomentSlots = MomentSlots(Cow::Borrowed("paused"));
/// When what is prepared starts by itself; nothing in it where that is not shown.
pub const FIRES: Slot<Option<u64>> = Slot::named("fires");
/// The major that a database was upgraded to.
pub const MAJOR: Slot<u64> = Slot::named("major");
/// Number of the newest backup before the first one of ours.
pub const BACKUPS: Slot<u64> = Slot::named("backups");

/// The release by which an app got the new database.
#[must_use]
pub fn release(app: &str) -> ReleaseSlots {
    ReleaseSlots(Cow::Owned(format!("rel.{app}")))
}

/// The release by which an app got a new follower.
#[must_use]
pub fn release_of_reader(app: &str) -> ReleaseSlots {
    ReleaseSlots(Cow::Owned(format!("reader.{app}")))
}

/// The release by which an app got its old database back.
#[must_use]
pub fn release_back(app: &str) -> ReleaseSlots {
    ReleaseSlots(Cow::Owned(format!("back.{app}")))
}

/// The formation of an app just before the downtime.
#[must_use]
pub fn formation(app: &str) -> Slot<Vec<Process>> {
    Slot::part("formation", app)
}

/// Ids of an app's dynos before they were restarted.
#[must_use]
pub fn dynos(app: &str) -> Slot<Vec<String>> {
    Slot::part("dynos", app)
}

/// Whether every dyno of an app was seen up when they were started again.
#[must_use]
pub fn all_up(app: &str) -> Slot<bool> {
    Slot::part("allUp", app)
}

/// Since when nothing that a connection has to send was seen.
#[must_use]
pub fn drained(resource: &str) -> Slot<Option<u64>> {
    Slot::part("drained", resource)
}

/// When the mappings of a connection had polled last before it was resumed.
#[must_use]
pub fn polls(resource: &str) -> Slot<Vec<Polled>> {
    Slot::part("polls", resource)
}

/// Where the log of a connection stood.
#[must_use]
pub fn head(resource: &str) -> Slot<Head> {
    Slot::part("head", resource)
}

/// Number of the configuration that a mapping has.
#[must_use]
pub fn revision(object: &str) -> Slot<u64> {
    Slot::part("revision", object)
}

impl Bound for Vec<Process> {
    fn placeholder(_: &str) -> Self {
        Self::new()
    }
}

impl Bound for Vec<String> {
    fn placeholder(_: &str) -> Self {
        Self::new()
    }
}

impl Bound for Vec<Polled> {
    fn placeholder(_: &str) -> Self {
        Self::new()
    }
}

impl Bound for Beat {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

impl Bound for Holdings {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

impl Bound for Position {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

/// What a rollback brought back into the log of a connection, and is not sent again.
#[must_use]
pub fn revived(resource: &str) -> Slot<Revived> {
    Slot::part("revived", resource)
}

/// What the table of a mapping held before it was loaded anew.
#[must_use]
pub fn held_table(key: &str) -> Slot<TableBefore> {
    Slot::part("table", key)
}
