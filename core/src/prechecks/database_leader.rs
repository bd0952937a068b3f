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

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if snapshot.database.follows {
            return Diagnostic::block(
                self.code(),
                format!("`{}` follows another database", snapshot.database.addon),
                match request.changes_plan() {
                    Some(_) => "name the leader: this version does not change the plan of a follower",
                    None => "name the leader; an existing follower is given with `--follower`",
                },
            );
        }
        Diagnostic::pass(self.code(), format!("`{}` is a leader", snapshot.database.addon))
    }
}
