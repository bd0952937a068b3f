use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, ReleaseSlots};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// The current release of an app holds the wanted database.
///
/// An attachment proves nothing: after a failed release the dynos still boot the last good one.
    pub struct Attached {
        /// App.
        app: String,
        /// Gets the release.
        bind: ReleaseSlots,
        /// Config var.
        config_var: String,
        /// Fingerprint that its URL must have.
        fingerprint: Late<String>,
    }
}

impl Predicate for Attached {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let releases = look.read(platform::releases(&self.app), "the releases")?;
        match releases.first().and_then(|newest| newest.status.as_deref()) {
            Some("succeeded") => {}
            Some("failed") => {
                let detail = format!("the newest release of `{}` failed", self.app);
                return Ok(Judgement::Never { code: codes::RELEASE_FAILED, detail });
            }
            _ => return Ok(Judgement::not_yet("a release is running")),
        }
        let current = releases.iter().find(|release| release.current == Some(true));
        let Some(version) = current.and_then(|release| release.version) else {
            return Ok(Judgement::not_yet("the config vars of the release: not read"));
        };
        let config =
            look.read(platform::config_of_release(&self.app, version), "the config vars of the release")?;
        let (name, app) = (&self.config_var, &self.app);
        let url = config.0.get(name).and_then(Option::as_ref);
        let wanted = self.fingerprint.get(known)?;
        if url.is_none_or(|url| url.fingerprint != wanted) {
            return Ok(Judgement::not_yet(&format!(
                "{name} of the current release is still another database"
            )));
        }
        Ok(Judgement::proven(
            format!("attached/{app}::{name}"),
            format!("{name} of {app}"),
            format!("release v{version} succeeded and holds the wanted database"),
        )
        .binding(&self.bind.version(), &version))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku releases --app {}", shell_word(&self.app))))
    }
}
