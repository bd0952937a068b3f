//! Names of what a run creates.

use crate::late::slots;
use crate::plan::Names;
use crate::snapshot::Snapshot;

/// The config var that only the new database has, before there is a run.
pub const NEW_VAR: &str = "CONNECT_NEW_{RUN}_URL";

/// The formations as they were surveyed, and that nobody saw dynos come back yet.
pub fn formations(snapshot: &Snapshot) -> Names {
    snapshot.apps.iter().fold(Names::default(), |names, app| {
        names
            .with_value(&slots::formation(&app.name), &app.formation)
            .with_value(&slots::all_up(&app.name), &false)
    })
}

/// Names for a new database beside the old one, the formations as they were surveyed, and that nobody saw dynos come back yet; `adopted` is a database that exists
/// already.
pub fn beside(snapshot: &Snapshot, adopted: Option<&str>) -> Names {
    formations(snapshot)
        .with(&slots::NAME_FOLLOWER, "postgresql-connect-{run}")
        .with(&slots::NAME_NEW, "CONNECT_NEW_{RUN}")
        .with(&slots::NAME_NEW_VAR, NEW_VAR)
        .with(&slots::NAME_OLD, "CONNECT_OLD_{RUN}")
        .with(&slots::NAME_OLD_VAR, "CONNECT_OLD_{RUN}_URL")
        .with(&slots::NAME_TARGET, adopted.unwrap_or("postgresql-connect-{run}"))
}
