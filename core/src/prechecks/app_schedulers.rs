use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Scheduler jobs start in maintenance mode too, and third-party autoscalers scale up again.
pub struct AppSchedulers;

impl Precheck for AppSchedulers {
    fn code(&self) -> Code {
        codes::APP_SCHEDULER
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let known = [
            "scheduler",
            "cron-to-go",
            "advanced-scheduler",
            "hirefire",
            "judoscale",
            "rails-autoscale",
            "adept-scale",
        ];
        let found: Vec<String> = snapshot
            .apps
            .iter()
            .flat_map(|app| {
                app.services
                    .iter()
                    .filter(|one| known.contains(&one.as_str()))
                    .map(move |one| format!("{one} on `{}`", app.name))
            })
            .collect();
        if found.is_empty() {
            return Diagnostic::pass(
                self.code(),
                "no scheduler and no third-party autoscaler is known to start dynos",
            );
        }
        Diagnostic::warn(
            self.code(),
            format!("{} can start dynos during the downtime", found.join(", ")),
            "make sure that no job is due; one that writes then makes the run reopen on the old database",
        )
    }
}
