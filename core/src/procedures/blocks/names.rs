//! Names of what a run creates.

use crate::late::slots;
use crate::plan::Names;

/// Names for a new database beside the old one; `adopted` is one that exists already.
pub fn beside(adopted: Option<&str>) -> Names {
    Names::default()
        .with(&slots::NAME_FOLLOWER, "postgresql-connect-{run}")
        .with(&slots::NAME_NEW, "CONNECT_NEW_{RUN}")
        .with(&slots::NAME_NEW_VAR, "CONNECT_NEW_{RUN}_URL")
        .with(&slots::NAME_OLD, "CONNECT_OLD_{RUN}")
        .with(&slots::NAME_OLD_VAR, "CONNECT_OLD_{RUN}_URL")
        .with(&slots::NAME_TARGET, adopted.unwrap_or("postgresql-connect-{run}"))
}
