use super::across_equal::differences;
use super::whereabouts::{found, Found};
use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Location, Place, Slot, UrlSlots};
use crate::look::{Look, Stop};
use crate::query::{self, Holdings};
use crate::request::Major;
use crate::snapshot::UpgradeState;
use crate::upgrade_state;

arguments! {
    /// A leader was upgraded and accepts sessions as a leader, at whatever address it has now. One of which the upgrade has failed is looked at:
    /// it may be proven to be as it was.
    pub struct LeaderUpgraded {
        /// Add-on id.
        addon_id: String,
        /// What it held before, if that was read.
        before: Late<Holdings>,
        /// Gets where it is, if that changed.
        bind: UrlSlots,
        /// Gets its major.
        bind_major: Slot<u64>,
        /// Its major before.
        from: Major,
        /// Where it was.
        location: Location,
        /// Database, as it was reached before.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for LeaderUpgraded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let anywhere = Place { expect: None, ..self.place.clone() };
        let state = upgrade_state::seen(&self.addon_id, self.from, &anywhere.get(known)?, look)?;
        match state {
            UpgradeState::Done => {}
            UpgradeState::Failed => return self.failed(known, look),
            UpgradeState::Running => return Ok(Judgement::not_yet("the upgrade is running")),
            UpgradeState::Unclear { why } => return Ok(Judgement::NotYet(why)),
            UpgradeState::None => return self.over(known, look),
            UpgradeState::Preparing | UpgradeState::Ready { .. } => {
                return Ok(Judgement::not_yet("it still shows the old version"));
            }
        }
        let database = look.read(data::database(&self.addon_id), "the database")?;
        let place = (&self.place, &self.location);
        let Found { server, moved, .. } = found(place, database.url.as_ref(), known, look)?;
        let num = server.version_num.unwrap_or(0);
        let major = num / 10_000;
        if major <= self.from.0 {
            return Ok(Judgement::not_yet("the server itself is still the old version"));
        }
        if server.in_recovery != Some(false) {
            return Ok(Judgement::not_yet("the server is still in recovery"));
        }
        let role = self.place.role;
        let proven = Judgement::proven(
            format!("version/{}", role.key()),
            format!("version of the {}", role.words()),
            format!("Postgres {major} (server_version_num {num}), not in recovery"),
        )
        .binding(&self.bind_major, &major);
        Ok(match moved {
            Some(url) => proven.at(&self.bind, &url),
            None => proven,
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let id = &self.addon_id;
        let server = query::server(&self.place.get(known)?);
        let database = data::database(id).effect;
        let state = [data::upgrade_progress(id).effect, data::maintenance(id).effect];
        Ok(state.into_iter().chain([database.clone(), database, server.effect]).collect())
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// How long after L0 nothing may be shown of an upgrade, with the old version, before the server of before is believed, milliseconds: what
/// the service says of a version may lag, and the server of before may go on answering for a while.
const OVER_MS: u64 = 45 * 60_000;

impl LeaderUpgraded {
    /// Nothing runs, nothing is prepared, and the old version is shown: it came to nothing if this stays so, and the server of before proves it.
    fn over(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let waits =
            || Ok(Judgement::not_yet("nothing is shown of the upgrade, and the version is the old one"));
        let Ok(before) = self.before.get(known) else { return waits() };
        let place = self.place.get(known)?;
        let Some(server) = look.find(query::itself(&place), "the server of before")? else { return waits() };
        if server.major() != Some(self.from.0) || server.system.as_ref() != Some(&before.system) {
            return waits();
        }
        match look.find(query::holdings(&place, &self.schemas), "what it holds")?.and_then(|read| read.0) {
            Some(now) if now.at.saturating_sub(before.at) >= OVER_MS && differences(&before, &now).is_empty() => {
                Ok(Judgement::Never {
                    code: codes::UPGRADE_CAME_TO_NOTHING,
                    detail: format!(
                        "for {} minutes Heroku shows no upgrade; the server of before answers, with Postgres {} and all that it held",
                        OVER_MS / 60_000,
                        self.from
                    ),
                })
            }
            _ => waits(),
        }
    }

    /// The service says that it has failed: the database is as it was only if the very server of before says so, with all that it held.
    fn failed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let never = |detail: String| Ok(Judgement::Never { code: codes::UPGRADE_FAILED, detail });
        let before = match self.before.get(known) {
            Ok(before) => before,
            Err(LateError::Unbound(_)) => {
                return never(
                    "Heroku says that the upgrade failed; what the database held before was not read"
                        .to_owned(),
                );
            }
            Err(error) => return Err(error.into()),
        };
        let place = self.place.get(known)?;
        let server = look.read(query::itself(&place), "the server of before")?;
        if server.major() != Some(self.from.0) || server.system.as_ref() != Some(&before.system) {
            return never(
                "Heroku says that the upgrade failed, and another server than before answers".to_owned(),
            );
        }
        let Some(now) = look.read(query::holdings(&place, &self.schemas), "what it holds")?.0 else {
            return Ok(Judgement::unread("what the database holds could not be read"));
        };
        Ok(match differences(&before, &now).first() {
            Some(first) => Judgement::Never {
                code: codes::UPGRADE_FAILED,
                detail: format!("Heroku says that the upgrade failed, and the database is not as it was: {first}"),
            },
            None => Judgement::Never {
                code: codes::UPGRADE_CAME_TO_NOTHING,
                detail: format!(
                    "Heroku says that the upgrade failed; the server of before answers, with Postgres {} and all that it held",
                    self.from
                ),
            },
        })
    }
}
