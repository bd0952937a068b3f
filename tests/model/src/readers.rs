//! Worlds in which the old database has a follower that something reads, made of the scenario of one small app.

use connect_core::command::Aftercare;
use connect_simulator::scenario::{AttachmentSpec, DatabaseSpec};
use connect_simulator::Scenario;

use crate::desk::scenario;

/// Name of the one that the model check goes through.
pub const NAME: &str = "readers";
/// Name of one in which the new database can be followed only after a run has left that over.
const LATER: &str = "readers-later";
/// The follower.
pub const FOLLOWER: &str = "postgresql-flat-10002";
/// How long the new database cannot be followed in it: longer than a run waits by itself.
const UNSAVED_MS: u64 = 15 * 60_000;

/// The world of this name, and what is asked of the aftercare in it.
///
/// # Errors
/// When the small scenario cannot be read.
pub fn world(name: &str) -> Result<Option<(Scenario, Aftercare)>, String> {
    if ![NAME, LATER].contains(&name) {
        return Ok(None);
    }
    let mut world = followed("upgrade-follower", &[("acme-sync", "READONLY")])?;
    world.switches.fork_follow_ms = if name == LATER { UNSAVED_MS } else { 0 };
    Ok(Some((world, Aftercare { move_readers: true, ..Aftercare::default() })))
}

/// A scenario whose database has a follower, which has these names, each in an app, besides its own colour.
///
/// # Errors
/// When the scenario cannot be read.
pub fn followed(name: &str, readers: &[(&str, &str)]) -> Result<Scenario, String> {
    let mut world = scenario(name)?;
    let Some(leader) = world.databases.first().cloned() else { return Err("it has no database".to_owned()) };
    let own = [(leader.app.as_str(), "HEROKU_POSTGRESQL_BLUE")];
    let attachments = own.iter().chain(readers).map(|(app, name)| AttachmentSpec {
        app: (*app).to_owned(),
        name: (*name).to_owned(),
        namespace: None,
    });
    let follower = DatabaseSpec {
        addon: FOLLOWER.to_owned(),
        following: Some(leader.addon.clone()),
        attachments: attachments.collect(),
        schedules: Vec::new(),
        window: None,
        settings: std::collections::BTreeMap::new(),
        ..leader.clone()
    };
    world.databases.push(follower);
    Ok(world)
}
