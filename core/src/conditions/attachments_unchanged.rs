use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, uses_nothing, Known, Late, LateError};
use crate::look::{Look, Stop};
use serde::{Deserialize, Serialize};

arguments! {
    /// The add-on has the attachments that the plan knows.
    pub struct AttachmentsUnchanged {
        /// Add-on id.
        addon_id: String,
        /// What the plan knows.
        attachments: Vec<AttachedAs>,
        /// Names made by this run.
        ours: Vec<Late<String>>,
    }
}

impl Predicate for AttachmentsUnchanged {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let list = look.read(platform::attachments_of_addon(&self.addon_id), "the attachments")?;
        let ours = self.ours.iter().map(|name| name.get(known)).collect::<Result<Vec<_>, _>>()?;
        let pair = |app: &str, name: &str| format!("{app}::{name}");
        let mut now: Vec<String> = list
            .iter()
            .filter_map(|one| Some((one.app.as_deref()?, one.name.as_deref()?)))
            .filter(|(_, name)| !ours.iter().any(|our| our == name))
            .map(|(app, name)| pair(app, name))
            .collect();
        let mut planned: Vec<String> = self.attachments.iter().map(|one| pair(&one.app, &one.name)).collect();
        now.sort();
        planned.sort();
        Ok(if now == planned {
            Judgement::holds()
        } else {
            let detail = format!("attachments are now {}, were {}", now.join(" "), planned.join(" "));
            Judgement::Never { code: codes::DRIFT_ATTACHMENTS, detail }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// An attachment by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachedAs {
    /// App.
    pub app: String,
    /// Name.
    pub name: String,
}

uses_nothing!(AttachedAs);
