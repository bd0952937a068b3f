use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// The upgrade begins at the leader.
pub struct DatabaseLeader;

impl Precheck for DatabaseLeader {
    fn code(&self) -> Code {
        codes::DATABASE_IS_FOLLOWER
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        if snapshot.database.follows {
            return Diagnostic::block(
                self.code(),
                format!("`{}` follows another database", snapshot.database.addon),
                "name the leader; an existing follower is given with `--follower`",
            );
        }
        Diagnostic::pass(self.code(), format!("`{}` is a leader", snapshot.database.addon))
    }
}
