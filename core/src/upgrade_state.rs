//! Where the version upgrade of a database stands: one judgement of what three reads say.
//!
//! None of them tells alone. `upgrade/wait_status` stops waiting also when an upgrade is merely ready; a prepared upgrade may be shown as a
//! data maintenance, in a message, or both; and the version tells only that it is over.

use crate::answer::{said, Answer, Said};
use crate::api::data::{self, Maintenance, UpgradeProgress};
use crate::figures::{leading_number, moment};
use crate::look::{Look, Stop};
use crate::query::{self, Place};
use crate::request::Major;
use crate::snapshot::UpgradeState;

/// The judgement. `major` is shown of the database, which had the major `from` before if an upgrade of ours is asked about; a maintenance
/// that is absent is none.
#[must_use]
pub fn judged(
    progress: Option<&UpgradeProgress>,
    maintenance: Option<&Maintenance>,
    major: Option<u64>,
    from: Option<Major>,
) -> UpgradeState {
    let unclear = |why: &str| UpgradeState::Unclear { why: why.to_owned() };
    let Some(progress) = progress else { return unclear("the state of the upgrade could not be read") };
    let message = progress.message.as_ref();
    let kind = message.map_or("none", |message| message.kind.as_str());
    let upgrade = |one: &&Maintenance| one.method.as_deref().is_some_and(|method| method.contains("upgrade"));
    let shown = maintenance.filter(upgrade);
    let status = shown.and_then(|one| one.status.as_deref()).unwrap_or("none");
    let newer = from.and_then(|from| Some(major? != from.0));
    if progress.error == Some(true) || kind == "failed" {
        return UpgradeState::Failed;
    }
    match (progress.waiting, newer) {
        (None, _) => unclear("whether an upgrade is waited for is not said"),
        // The leader is done; its followers are made anew, and nobody waits for them.
        (Some(true), Some(true)) if kind == "followers" => UpgradeState::Done,
        (Some(true), _) => match (kind, status) {
            ("running" | "followers", _) | (_, "running") => UpgradeState::Running,
            ("preparing", _) | (_, "preparing" | "pending") => UpgradeState::Preparing,
            _ => unclear(WAITING),
        },
        (Some(false), Some(true)) => UpgradeState::Done,
        (Some(false), None) if from.is_some() => unclear("the version is not shown"),
        (Some(false), _) => match (kind, status) {
            (_, "running") => UpgradeState::Running,
            ("scheduled", _) | (_, "ready") => {
                let named = shown.and_then(|one| one.scheduled_for.as_deref());
                let at = named.or_else(|| message?.at.as_deref()).and_then(moment);
                UpgradeState::Ready { at }
            }
            (_, "preparing" | "pending") => UpgradeState::Preparing,
            ("none" | "followers", "none" | "completed") => UpgradeState::None,
            _ => unclear("what is said of the upgrade is not known to this version"),
        },
    }
}

const WAITING: &str = "something is waited for, and it is not said what";

/// Looks where it stands: at its state, the data maintenance and the version, and at the server where these do not tell whether a wait
/// is for an upgrade that runs.
///
/// # Errors
/// What is still to be read.
pub fn seen(addon_id: &str, from: Major, place: &Place, look: &Look<'_>) -> Result<UpgradeState, Stop> {
    let progress = match said(look.observation(data::upgrade_progress(addon_id).effect)?) {
        Said::Value(value) => Some(UpgradeProgress::read(value)),
        Said::Absent | Said::Unread(_) => None,
    };
    let maintenance = match said(look.observation(data::maintenance(addon_id).effect)?) {
        Said::Value(value) => Some(Maintenance::read(value)),
        Said::Absent => None,
        Said::Unread(_) => {
            return Ok(UpgradeState::Unclear { why: "the data maintenance could not be read".to_owned() })
        }
    };
    let major = match said(look.observation(data::database(addon_id).effect)?) {
        Said::Value(value) => data::Database::read(value).shown("PG Version").and_then(leading_number),
        Said::Absent | Said::Unread(_) => None,
    };
    let state = judged(progress.as_ref(), maintenance.as_ref(), major, Some(from));
    Ok(match state {
        UpgradeState::Unclear { why } if why == WAITING => {
            // A server that is upgraded answers nobody; one for which something is prepared does.
            match said(look.observation(query::server(place).effect)?) {
                Said::Value(_) => UpgradeState::Preparing,
                Said::Absent | Said::Unread(_) => UpgradeState::Running,
            }
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    fn state(progress: Value, maintenance: Option<Value>, major: Option<u64>) -> UpgradeState {
        let maintenance = maintenance.as_ref().map(Maintenance::read);
        judged(Some(&UpgradeProgress::read(&progress)), maintenance.as_ref(), major, Some(Major(15)))
    }

    fn waits(waiting: bool, kind: &str) -> Value {
        json!({"waiting?": waiting, "message": {"kind": kind, "at": "2026-11-26 22:00:00 +0000"}})
    }

    fn maintained(status: &str) -> Option<Value> {
        Some(json!({"status": status, "method": "upgrade", "scheduled_for": "2026-11-27 06:15:03 +0000"}))
    }

    #[test]
    fn a_prepared_upgrade_is_seen_as_a_maintenance_in_a_message_or_in_both() {
        let by_maintenance = UpgradeState::Ready { at: Some(1_795_760_103_000) };
        let by_message = UpgradeState::Ready { at: Some(1_795_730_400_000) };
        assert_eq!(state(waits(false, "scheduled"), maintained("ready"), Some(15)), by_maintenance);
        assert_eq!(state(waits(false, "none"), maintained("ready"), Some(15)), by_maintenance);
        assert_eq!(state(waits(false, "scheduled"), None, Some(15)), by_message);
        assert_eq!(state(waits(false, "other"), maintained("ready"), Some(15)), by_maintenance);
    }

    #[test]
    fn what_is_waited_for_is_told_apart() {
        assert_eq!(state(waits(true, "preparing"), None, Some(15)), UpgradeState::Preparing);
        assert_eq!(state(waits(true, "other"), maintained("preparing"), Some(15)), UpgradeState::Preparing);
        assert_eq!(state(waits(true, "running"), None, Some(15)), UpgradeState::Running);
        assert_eq!(state(waits(true, "preparing"), maintained("running"), Some(15)), UpgradeState::Running);
        assert_eq!(state(waits(true, "followers"), None, Some(15)), UpgradeState::Running);
        assert_eq!(state(waits(true, "followers"), None, Some(17)), UpgradeState::Done);
    }

    #[test]
    fn another_version_is_done_and_a_failure_is_none_of_the_others() {
        assert_eq!(state(waits(false, "followers"), None, Some(17)), UpgradeState::Done);
        assert_eq!(state(json!({"waiting?": false, "error?": true}), None, Some(15)), UpgradeState::Failed);
        assert_eq!(state(waits(false, "failed"), None, Some(15)), UpgradeState::Failed);
    }

    #[test]
    fn silence_and_unknown_words_are_never_none() {
        assert_eq!(state(waits(false, "none"), None, Some(15)), UpgradeState::None);
        assert_eq!(state(json!({"waiting?": false}), maintained("none"), Some(15)), UpgradeState::None);
        let unclear = [
            state(waits(false, "other"), None, Some(15)),
            state(waits(false, "none"), maintained("postponed"), Some(15)),
            state(waits(false, "none"), None, None),
            state(waits(true, "other"), None, Some(15)),
            state(json!({"message": {"kind": "none"}}), None, Some(15)),
            judged(None, None, Some(15), Some(Major(15))),
        ];
        for one in unclear {
            assert!(matches!(one, UpgradeState::Unclear { .. }), "{one:?}");
        }
    }
}
