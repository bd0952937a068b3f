use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// The proofs of the cut-over are read over SQL.
pub struct DatabaseReachable;

impl Precheck for DatabaseReachable {
    fn code(&self) -> Code {
        codes::SQL_OUT_OF_REACH
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.server.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let server = snapshot.database.server.as_ref();
        if let Some(role) = server.and_then(|server| server.read_only_role.as_ref()) {
            return Diagnostic::block(
                codes::DATABASE_READ_ONLY,
                format!("role {role} is read-only by its own setting, so neither its app nor this run could write"),
                format!("as {role}: `ALTER ROLE CURRENT_USER RESET default_transaction_read_only`, and the same with `IN DATABASE`"),
            );
        }
        match server {
            Some(server) if !server.in_recovery && !server.default_read_only => {
                Diagnostic::pass(self.code(), "the database answers over SQL and accepts writes")
            }
            Some(_) => Diagnostic::block(
                codes::DATABASE_READ_ONLY,
                format!(
                    "`{}` refuses writes by default: it may be the fenced side of an earlier run",
                    snapshot.database.addon
                ),
                "see `heroku connect:runs` and check that this is the lead database",
            ),
            None if snapshot.database.private() => Diagnostic::block(
                self.code(),
                format!(
                    "`{}` has no public address, and no bastion led to it from here, so that nothing could be proven",
                    snapshot.database.addon
                ),
                "see whether `heroku pg:psql` reaches it; in a Shield Space the bastion must be allowed for the space",
            ),
            None => Diagnostic::block(
                self.code(),
                format!(
                    "`{}` cannot be reached over SQL from here, so that nothing could be proven",
                    snapshot.database.addon
                ),
                "run this from a machine that reaches it, for example a one-off dyno",
            ),
        }
    }
}
