use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Every app attached to the database can be read with this login: one that cannot would be left on the old database.
pub struct AppsInReach;

impl Precheck for AppsInReach {
    fn code(&self) -> Code {
        codes::REACH_APP
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        if snapshot.out_of_reach.is_empty() {
            let n = snapshot.apps.len();
            return Diagnostic::pass(
                self.code(),
                format!("{n} app(s) are attached to the database, all within reach"),
            );
        }
        let names = snapshot.out_of_reach.join(", ");
        Diagnostic::block(
            self.code(),
            format!("attached to the database, but out of reach for this login: {names}"),
            "ask an owner of these apps to run this, or detach them first: `heroku addons:detach`",
        )
    }
}
