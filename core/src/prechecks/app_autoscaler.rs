use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// An active native autoscaler is switched off for the downtime; one that nobody knows of would start web dynos in it.
pub struct AppAutoscaler;

impl Precheck for AppAutoscaler {
    fn code(&self) -> Code {
        codes::APP_AUTOSCALER_UNREAD
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.apps.iter().all(|app| !app.autoscaler_unread)
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let unread: Vec<String> = snapshot
            .apps
            .iter()
            .filter(|app| app.autoscaler_unread)
            .map(|app| format!("`{}`", app.name))
            .collect();
        if !unread.is_empty() {
            return accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!(
                        "whether the autoscaler of web dynos is on could not be read: {}",
                        unread.join(", ")
                    ),
                    "see the Resources page of the app; if it is off: `--accept app/autoscaler-unread`",
                ),
            );
        }
        let message = match snapshot.apps.iter().filter(|app| app.autoscaler.is_some()).count() {
            0 => "no autoscaler of web dynos is on".to_owned(),
            n => format!("the autoscaler of web dynos of {n} app(s) is switched off for the downtime"),
        };
        Diagnostic::pass(self.code(), message)
    }
}
