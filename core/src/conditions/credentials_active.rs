use super::{listed, Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A database has these credentials, and each is active.
    pub struct CredentialsActive {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// Their names.
        names: Vec<String>,
    }
}

impl Predicate for CredentialsActive {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let shown = look.read(data::credentials(&self.addon_id.get(known)?), "the credentials")?;
        let active = |name: &str| {
            shown.iter().any(|one| one.named() == Some(name) && one.state.as_deref() == Some("active"))
        };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let missing: Vec<&str> = names.iter().copied().filter(|name| !active(name)).collect();
        Ok(if missing.is_empty() {
            Judgement::proven(
                "credentials/new",
                "named credentials of the new database, active",
                listed(&names),
            )
        } else {
            Judgement::not_yet(&format!("not active: {}", listed(&missing)))
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        Ok(Some(format!("heroku pg:credentials {addon} --app {app}")))
    }
}
