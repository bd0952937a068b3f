use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Notice, Snapshot};

/// What the status site announces is shown; its times are prose and decide nothing.
pub struct Notices;

impl Precheck for Notices {
    fn code(&self) -> Code {
        codes::STATUS_NOTICES
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.notices.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(notices) = &snapshot.notices else {
            return Diagnostic::note(self.code(), "not judged: whether Heroku has announced something");
        };
        let known = |one: &&Notice| request.acknowledges(&self.code(), &one.id);
        let titles = |all: &[&Notice]| {
            let named: Vec<String> = all.iter().map(|one| format!("{} [{}]", one.title, one.id)).collect();
            named.join("; ")
        };
        let (seen, new): (Vec<&Notice>, Vec<&Notice>) =
            notices.iter().filter(|one| one.concerns()).partition(known);
        let incidents: Vec<&Notice> = new.iter().copied().filter(|one| one.incident).collect();
        if !incidents.is_empty() {
            return Diagnostic::warn(
                codes::STATUS_INCIDENT,
                format!("incident in force: {}", titles(&incidents)),
                "see `heroku status`; consider another night",
            );
        }
        if !new.is_empty() {
            return Diagnostic::note(
                self.code(),
                format!(
                    "announced: {}; check that it does not fall into the downtime; `--ack-notice ID` keeps in the plan that you did",
                    titles(&new)
                ),
            );
        }
        if !seen.is_empty() {
            return Diagnostic::note(self.code(), format!("announced, and acknowledged: {}", titles(&seen)));
        }
        Diagnostic::pass(self.code(), "nothing is announced for Connect or Postgres")
    }
}
