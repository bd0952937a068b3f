//! Which database is meant.

use crate::api::platform::{Attachment, ListedAddon};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::request::DatabaseRef;
use crate::shell::shell_word;

/// The database that was meant.
pub struct Target {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
}

/// Finds the add-on behind an attachment name, its config var, a colour or an add-on name.
///
/// # Errors
/// A diagnostic if there is none, or it is no Postgres.
pub fn find(
    attachments: &[Attachment],
    addons: &[ListedAddon],
    app: &str,
    wanted: &DatabaseRef,
) -> Result<Target, Diagnostic> {
    let none = |message: String| {
        Diagnostic::block(
            codes::DATABASE_NONE,
            message,
            format!("see `heroku pg:info --app {}`", shell_word(app)),
        )
    };
    let meant = |one: &&Attachment| wanted.names(one.name.as_deref(), one.addon.as_deref());
    let Some(found) = attachments.iter().find(meant) else {
        return Err(none(format!("{} has no database {}", shell_word(app), shell_word(&wanted.0))));
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let target = Target { id: text(&found.addon_id), addon: text(&found.addon), app: text(&found.addon_app) };
    let listed = addons.iter().find(|one| one.name.as_deref() == Some(target.addon.as_str()));
    match listed.and_then(|one| one.service.as_deref()) {
        Some(service) if service != "heroku-postgresql" => {
            Err(none(format!("{} is not a Heroku Postgres database", shell_word(&target.addon))))
        }
        _ => Ok(target),
    }
}
