use super::whereabouts::{found, Found};
use super::{Judgement, Predicate};
use crate::answer::{said, Answer, Said};
use crate::api::data;
use crate::codes;
use crate::effect::Effect;
use crate::figures::leading_number;
use crate::late::{arguments, Known, Late, LateError, Location, Place, UrlSlots};
use crate::look::{Look, Stop};
use crate::query;
use crate::request::Major;

arguments! {
    /// A database runs the wanted Postgres major and accepts sessions as a leader, at whatever address it has now.
    ///
    /// `upgrade/wait_status` is no proof: it stops waiting also when an upgrade is merely ready.
    pub struct Upgraded {
        /// Add-on id.
        addon_id: Late<String>,
        /// Gets where it is, if that changed.
        bind: UrlSlots,
        /// Where it was.
        location: Location,
        /// Database, as it was reached before.
        place: Place,
        /// Target major.
        version: Major,
    }
}

impl Predicate for Upgraded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let id = self.addon_id.get(known)?;
        if let Said::Value(status) = said(look.observation(data::upgrade_status(&id).effect)?) {
            let status = data::Upgrade::read(status);
            if status.error == Some(true) {
                let detail = "Heroku says that the upgrade failed".to_owned();
                return Ok(Judgement::Never { code: codes::UPGRADE_FAILED, detail });
            }
            if status.waiting == Some(true) {
                let step = status.step.map_or(String::new(), |step| format!(" (step {step})"));
                return Ok(Judgement::not_yet(&format!("the upgrade is running{step}")));
            }
        }
        let database = look.read(data::database(&id), "the database")?;
        let Some(shown) = database.shown("PG Version") else {
            return Ok(Judgement::unread("its version is not shown"));
        };
        if leading_number(shown) != Some(self.version.0) {
            return Ok(Judgement::not_yet("it still shows the old version"));
        }
        let Found { server, moved, .. } =
            found((&self.place, &self.location), database.url.as_ref(), known, look)?;
        let num = server.version_num.unwrap_or(0);
        if num / 10_000 != self.version.0 {
            return Ok(Judgement::not_yet("the server itself is still the old version"));
        }
        if server.in_recovery != Some(false) {
            return Ok(Judgement::not_yet("the server is still in recovery"));
        }
        let proven = Judgement::proven(
            format!("version/{}", self.place.role.key()),
            format!("version of the {}", self.place.role.words()),
            format!("{shown} (server_version_num {num}), not in recovery"),
        );
        Ok(match moved {
            Some(url) => proven.at(&self.bind, &url),
            None => proven,
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let id = self.addon_id.get(known)?;
        let server = query::server(&self.place.get(known)?);
        Ok(vec![data::upgrade_status(&id).effect, data::database(&id).effect, server.effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
