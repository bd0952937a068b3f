//! Domain verbs: what changes the world. Each file is one op: its request, its probe, the command that does the same by
//! hand, and a sentence. No op knows about order.
//!
//! A plan names an op as `name@version`; a version is never edited once released.

mod addon_destroy;
mod analyze;
mod attachment_create;
mod attachment_destroy;
mod autoscaler_switch;
mod backup_capture;
mod connection_pause;
mod connection_resume;
mod connections_reset;
mod db_key_set;
mod dynos_stop;
mod fence;
mod follower_create;
mod formation_scale;
mod lock;
mod maintenance_set;
mod sessions_end;
mod upgrade_run;
mod write_probe;

use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};

/// Answer of a probe: did the change land?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// It is there. Binds what is only known now, for example an id.
    Yes(Bindings),
    /// It is not there. Binds what sending it needs.
    No(Bindings),
    /// Cannot be told from this answer.
    Unclear(String),
}

/// One domain verb.
pub trait Op: Sync {
    /// `name@version`.
    fn name(&self) -> &'static str;
    /// The request that changes the world.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn request(&self, args: &Args) -> Result<Effect, ArgError>;
    /// A read that tells whether it landed.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn probe(&self, args: &Args) -> Result<Effect, ArgError>;
    /// Judges the answer of the probe.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError>;
    /// Diagnostic code if a refusal only means "not now": it is then sent again, for a while.
    fn not_now(&self) -> Option<&'static str> {
        None
    }
    /// The command line that does the same by hand; only commands of the CLI, the Connect plugin and psql.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn by_hand(&self, args: &Args) -> Result<String, ArgError>;
}

/// The registry: one line per op.
pub const ALL: [&dyn Op; 22] = [
    &addon_destroy::AddonDestroy,
    &analyze::Analyze,
    &attachment_create::AttachmentCreate,
    &attachment_destroy::AttachmentDestroy,
    &autoscaler_switch::AutoscalerSwitch,
    &backup_capture::BackupCapture,
    &connection_pause::ConnectionPause,
    &connection_resume::ConnectionResume,
    &connections_reset::ConnectionsReset,
    &db_key_set::DbKeySet,
    &dynos_stop::DynosStop,
    &fence::FenceOn,
    &fence::FenceOff,
    &follower_create::FollowerCreate,
    &formation_scale::FormationScale,
    &lock::LockTake,
    &lock::LockZone,
    &lock::LockRelease,
    &maintenance_set::MaintenanceSet,
    &sessions_end::SessionsEnd,
    &upgrade_run::UpgradeRun,
    &write_probe::WriteProbe,
];

/// Finds an op by `name@version`.
///
/// # Errors
/// [`ArgError::Unknown`] when this version of the plugin does not have it.
pub fn find(name: &str) -> Result<&'static dyn Op, ArgError> {
    ALL.iter().find(|op| op.name() == name).copied().ok_or_else(|| ArgError::Unknown(name.to_owned()))
}

/// A probe's verdict from a yes or no that may not have been readable.
fn yes_or_no(value: Option<bool>, what: &str) -> Landed {
    match value {
        Some(true) => Landed::Yes(Bindings::new()),
        Some(false) => Landed::No(Bindings::new()),
        None => Landed::Unclear(format!("{what} could not be read")),
    }
}

fn sql(place: &crate::query::Place, name: &str, parameter: Option<&str>) -> Result<Effect, ArgError> {
    sql_in(place, name, "", parameter)
}

fn sql_in(
    place: &crate::query::Place,
    name: &str,
    schema: &str,
    parameter: Option<&str>,
) -> Result<Effect, ArgError> {
    crate::query::named(place, name, schema, parameter).ok_or_else(|| ArgError::Unknown(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_versioned() {
        let mut names: Vec<_> = ALL.iter().map(|op| op.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.contains('@')));
    }
}
