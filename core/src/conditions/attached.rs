use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Location, ReleaseSlots};
use crate::look::{Look, Stop};
use crate::seeded::{self, Bug};
use crate::shell::shell_word;
use crate::snapshot::Url;

arguments! {
    /// The current release of an app holds the wanted database under all its names, whatever credential each uses.
    ///
    /// An attachment proves nothing: after a failed release the dynos still boot the last good one.
    pub struct Attached {
        /// App.
        app: String,
        /// Gets the release.
        bind: ReleaseSlots,
        /// Config vars.
        config_vars: Vec<String>,
        /// True if they must point there to the port: none of them goes through a pooler.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
        exact: bool,
        /// Where they must not point any more, to the port, unless it is the wanted place itself: on one host that alone tells a copy from
        /// its original.
        left: Option<Location>,
        /// Where they must point. Poolers answer on a port of their own.
        location: Location,
        /// True if the newest release must have succeeded; else it is enough that the current one holds the database.
        strict: bool,
    }
}

impl Predicate for Attached {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let app = &self.app;
        let releases = look.read(platform::releases(app), "the releases")?;
        match releases.first().and_then(|newest| newest.status.as_deref()) {
            Some("succeeded") => {}
            Some("failed") if self.strict => {
                let detail = format!("the newest release of {app} failed");
                return Ok(Judgement::Never { code: codes::RELEASE_FAILED, detail });
            }
            Some("failed") => {}
            _ => return Ok(Judgement::not_yet(&format!("a release of {app} is running"))),
        }
        let current = releases.iter().find(|release| release.current == Some(true));
        let Some(version) = current.and_then(|release| release.version) else {
            return Ok(Judgement::unread("the config vars of the release: not read"));
        };
        let config =
            look.read(platform::config_of_release(app, version), "the config vars of the release")?;
        for name in &self.config_vars {
            let url = config.0.get(name).and_then(Option::as_ref);
            let at = |place: &Location, url: &Url| {
                place.is(known, Some(&url.host), Some(url.port.into()), Some(&url.database))
            };
            let left = match (&self.left, url) {
                (Some(left), Some(url)) if !seeded::has(Bug::PortNotTold) => {
                    at(left, url)? && !at(&self.location, url)?
                }
                _ => false,
            };
            let there = match url {
                Some(url) if self.exact => at(&self.location, url)?,
                url => self.location.serves(known, url)?,
            };
            if left || !there {
                return Ok(Judgement::not_yet(&format!(
                    "{name} of the current release of {app} is still another database"
                )));
            }
        }
        let names = self.config_vars.join(", ");
        Ok(Judgement::proven(
            format!("attached/{app}"),
            format!("{names} of {app}"),
            format!("release v{version} is current and holds the wanted database"),
        )
        .binding(&self.bind.version(), &version))
    }

    fn reads(&self, _: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![platform::releases(&self.app).effect, platform::config_of_release(&self.app, 0).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku releases --app {}", shell_word(&self.app))))
    }
}
