use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// The newest release of an app succeeded. Making a follower and a spare alias are releases too: a release phase that fails on
    /// them would fail on the move, with the app stopped.
    pub struct ReleaseSucceeded {
        /// App.
        app: String,
    }
}

impl Predicate for ReleaseSucceeded {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let releases = look.read(platform::releases(&self.app), "the releases")?;
        let newest = releases.first();
        Ok(match newest.and_then(|newest| newest.status.as_deref()) {
            Some("succeeded") => Judgement::holds(),
            Some("failed") => {
                let version = newest.and_then(|newest| newest.version).unwrap_or(0);
                let detail = format!(
                    "release v{version} of {0} failed: see `heroku releases:output --app {0}`",
                    shell_word(&self.app)
                );
                Judgement::Never { code: codes::RELEASE_FAILED, detail }
            }
            _ => Judgement::not_yet("a release is running"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku releases --app {}", shell_word(&self.app))))
    }
}
