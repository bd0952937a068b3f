use serde::{Deserialize, Serialize};

use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::effect::Effect;
use crate::face::second;
use crate::late::{arguments, uses_nothing, Known, Late, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::request::Major;
use crate::shell::shell_word;
use crate::snapshot::UpgradeState;
use crate::upgrade_state;

/// How an upgrade is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WantedUpgrade"))]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// Nobody has prepared one.
    Free,
    /// One that was prepared is taken back.
    Cancelled,
    /// It is prepared and does not run.
    Ready,
}

uses_nothing!(Wanted);

arguments! {
    /// The version upgrade of a leader stands as it should. One that runs or has run without having been asked for makes going on as
    /// planned pointless.
    pub struct UpgradeIs {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// Gets when it starts by itself.
        bind: Option<Slot<Option<u64>>>,
        /// Its major before.
        from: Major,
        /// True if words that this version does not know count as none: so it was before, and a person accepted it.
        lenient: bool,
        /// Database, at whatever address it is.
        place: Place,
        /// How much time must be left until it starts by itself, milliseconds.
        spare_ms: u64,
        /// When it starts by itself, if that must be as it was.
        unmoved: Option<Late<Option<u64>>>,
        /// How.
        wanted: Wanted,
    }
}

impl Predicate for UpgradeIs {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = &self.addon;
        let never = |code, detail: String| Ok(Judgement::Never { code, detail });
        let state = upgrade_state::seen(&self.addon_id, self.from, &self.place.get(known)?, look)?;
        match (self.wanted, state) {
            (Wanted::Free, UpgradeState::Running | UpgradeState::Done) => {
                never(codes::UPGRADE_RUNNING, format!("an upgrade of {addon} was run by somebody else"))
            }
            (_, UpgradeState::Running | UpgradeState::Done) => never(
                codes::UPGRADE_FIRED,
                format!("the upgrade of {addon} runs, and this run has not asked for that"),
            ),
            (Wanted::Ready, UpgradeState::Ready { at }) => self.ready(known, at),
            (Wanted::Ready, UpgradeState::Failed) => never(
                codes::UPGRADE_FAILED,
                format!("Heroku says that the upgrade of {addon} could not be prepared"),
            ),
            (Wanted::Free, UpgradeState::Ready { .. } | UpgradeState::Preparing) => never(
                codes::UPGRADE_ALREADY_SCHEDULED,
                format!("somebody else has prepared an upgrade of {addon} meanwhile"),
            ),
            (Wanted::Free, UpgradeState::None | UpgradeState::Failed) => Ok(Judgement::holds()),
            (Wanted::Cancelled, UpgradeState::None | UpgradeState::Failed) => {
                Ok(Judgement::proven("disarmed", "prepared upgrade", "cancelled: none is prepared"))
            }
            (Wanted::Free | Wanted::Cancelled, UpgradeState::Unclear { .. }) if self.lenient => {
                Ok(Judgement::holds())
            }
            (Wanted::Cancelled, UpgradeState::Ready { at }) => Ok(Judgement::NotYet(self.still_armed(at))),
            (Wanted::Cancelled, UpgradeState::Preparing) => Ok(Judgement::NotYet(self.still_armed(None))),
            (Wanted::Ready, UpgradeState::Preparing) => Ok(Judgement::not_yet("Heroku prepares it")),
            (Wanted::Ready, UpgradeState::None) => Ok(Judgement::not_yet("no upgrade is prepared")),
            (_, UpgradeState::Unclear { why }) => Ok(Judgement::NotYet(why)),
        }
    }

    fn reads(&self, _: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let id = &self.addon_id;
        Ok(vec![data::upgrade_progress(id).effect, data::maintenance(id).effect, data::database(id).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku data:maintenances:info {}", shell_word(&self.addon))))
    }
}

impl UpgradeIs {
    fn ready(&self, known: &Known<'_>, at: Option<u64>) -> Result<Judgement, Stop> {
        let before = self.unmoved.as_ref().map(|before| before.get(known)).transpose()?;
        let shown = at.map_or("at a time that is not shown".to_owned(), |at| format!("at {}", second(at)));
        if before.is_some_and(|before| before != at) {
            let detail =
                format!("it starts by itself {shown} now: somebody has moved it, or prepared another one");
            return Ok(Judgement::Never { code: codes::UPGRADE_ALREADY_SCHEDULED, detail });
        }
        if at.is_some_and(|at| at < known.now().saturating_add(self.spare_ms)) {
            let detail = format!("it starts by itself {shown}, which leaves too little time; the best hour to begin is right after that window");
            return Ok(Judgement::Never { code: codes::UPGRADE_WINDOW_NEAR, detail });
        }
        let proven = Judgement::proven(
            "armed",
            "upgrade prepared",
            format!("ready; it would start by itself {shown}"),
        );
        Ok(match &self.bind {
            Some(bind) => proven.binding(bind, &at),
            None => Judgement::holds(),
        })
    }

    fn still_armed(&self, at: Option<u64>) -> String {
        let when = at.map_or(String::new(), |at| format!(" at {}", second(at)));
        format!(
            "it is still prepared and starts by itself{when}: `heroku pg:upgrade:cancel {}`",
            shell_word(&self.addon)
        )
    }
}
