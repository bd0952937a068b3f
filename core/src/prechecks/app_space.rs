use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// In a Private Space web dynos must stay for the maintenance page: that order is not built yet.
pub struct AppSpace;

impl Precheck for AppSpace {
    fn code(&self) -> Code {
        codes::APP_PRIVATE_SPACE
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match snapshot.apps.iter().find(|app| app.space.is_some()) {
            None => Diagnostic::pass(self.code(), "every app runs on the Common Runtime"),
            Some(app) => Diagnostic::block(
                self.code(),
                format!("`{}` runs in a Private Space, which this procedure does not support yet", app.name),
                "nothing was changed; see the version article of Heroku Postgres for the steps by hand",
            ),
        }
    }
}
