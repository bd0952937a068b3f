use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::procedures::blocks::writers;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// In a Private Space the maintenance page is served by the web dynos of the app.
pub struct SpaceWeb {
    /// The method can leave them running.
    pub stays: bool,
}

impl Precheck for SpaceWeb {
    fn code(&self) -> Code {
        codes::SPACE_WEB_STAYS
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let staying: Vec<String> =
            writers::apps_staying(snapshot).map(|app| format!("`{}`", app.name)).collect();
        if staying.is_empty() {
            return Diagnostic::pass(self.code(), "no web dynos have to stay for a maintenance page");
        }
        let apps = staying.join(", ");
        if request.space_web_zero {
            return accepted(
                request,
                Diagnostic::block(
                    codes::SPACE_NO_MAINTENANCE_PAGE,
                    format!("in a space, with every dyno at 0, visitors see an error instead of a maintenance page: {apps}"),
                    "leave `--space-web-zero` out to keep the page, or `--accept space/no-maintenance-page`",
                ),
            );
        }
        if !self.stays {
            return Diagnostic::block(
                self.code(),
                format!("this method cannot leave web dynos running, which serve the maintenance page in a space: {apps}"),
                "stop them too, so that visitors see an error: `--space-web-zero`; or choose the follower method",
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "web dynos stay in the downtime, because they serve the maintenance page in a space: {apps}. Their writes are refused \
                     from its beginning; those of another credential than the database's own are not, and roll the run back. From the move \
                     on their threads can write to the new database, and then only a person can decide to roll back"
                ),
                "if that is right: `--accept space/web-stays`; to stop them too: `--space-web-zero`",
            ),
        )
    }
}
