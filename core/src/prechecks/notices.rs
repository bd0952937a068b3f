use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// What the status site announces is shown; its times are prose and decide nothing.
pub struct Notices;

impl Precheck for Notices {
    fn code(&self) -> Code {
        codes::STATUS_NOTICES
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.notices.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let Some(notices) = &snapshot.notices else {
            return Diagnostic::note(self.code(), "not judged: whether Heroku has announced something");
        };
        let incidents: Vec<&str> =
            notices.iter().filter(|one| one.incident).map(|one| one.title.as_str()).collect();
        if !incidents.is_empty() {
            return Diagnostic::warn(
                codes::STATUS_INCIDENT,
                format!("incident in force: {}", incidents.join("; ")),
                "see `heroku status`; consider another night",
            );
        }
        let announced: Vec<&str> = notices
            .iter()
            .filter(|one| {
                one.title.to_lowercase().contains("connect") || one.title.to_lowercase().contains("postgres")
            })
            .map(|one| one.title.as_str())
            .collect();
        if announced.is_empty() {
            return Diagnostic::pass(self.code(), "nothing is announced for Connect or Postgres");
        }
        Diagnostic::note(
            self.code(),
            format!("announced: {}; check that it does not fall into the downtime", announced.join("; ")),
        )
    }
}
