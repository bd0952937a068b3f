//! What the world may do to one effect.

use connect_core::effect::{Effect, Observation, UnknownReason, UnreachableReason};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing that happens to one effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Chance {
    /// It works.
    Succeed,
    /// The service says no.
    Refuse,
    /// The connection is lost before the effect.
    LostBefore,
    /// The connection is lost after the effect.
    LostAfter,
    /// A read is answered from an earlier state.
    Stale,
    /// It works, but a Scheduler job has just started, whatever maintenance mode says.
    Intruder,
    /// It works, but from now on and for a while followers replay nothing.
    Lag,
}

impl Chance {
    /// The chances that make sense for an effect, [`Chance::Succeed`] left out.
    #[must_use]
    pub fn of(effect: &Effect) -> &'static [Self] {
        match effect {
            Effect::Http(http) if http.mutates => {
                &[Self::Refuse, Self::LostBefore, Self::LostAfter, Self::Intruder, Self::Lag]
            }
            Effect::Http(_) => &[Self::Refuse, Self::LostBefore, Self::Stale, Self::Intruder, Self::Lag],
            Effect::Sql(sql) if sql.mutates => {
                &[Self::Refuse, Self::LostBefore, Self::LostAfter, Self::Intruder, Self::Lag]
            }
            Effect::Sql(_) => &[Self::Refuse, Self::LostBefore, Self::Stale, Self::Intruder, Self::Lag],
            Effect::File(_) => &[Self::Refuse],
        }
    }
}

/// The answer of a service that says no.
#[must_use]
pub fn refusal(effect: &Effect) -> Observation {
    match effect {
        Effect::Http(http) if http.mutates => Observation::Http {
            status: 422,
            body: Value::Null,
            error_id: Some("invalid_params".to_owned()),
            has_message: true,
        },
        Effect::Http(_) => {
            Observation::Http { status: 503, body: Value::Null, error_id: None, has_message: false }
        }
        Effect::Sql(_) => Observation::SqlFailed { code: "42501".to_owned() },
        Effect::File(_) => Observation::Unreachable { reason: UnreachableReason::Disk },
    }
}

/// The answer when the connection was lost.
#[must_use]
pub fn lost() -> Observation {
    Observation::Unknown { reason: UnknownReason::Reset }
}
