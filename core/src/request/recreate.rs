//! Destroying a connection and making it anew.

use serde::{Deserialize, Serialize};

use super::{last_moment, unknown_code, usage, ChangeMethod, Request, Wanted, MAX_DOWNTIME_MS};
use crate::command;
use crate::diagnostic::Diagnostic;
use crate::snapshot::{Connection, Origin, Snapshot};

/// The add-on service of Heroku Connect.
const SERVICE: &str = "herokuconnect";

/// What making a connection anew takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RecreateRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recreate {
    /// Why.
    pub reason: Reason,
    /// The connection, by its add-on; the only one of the database if absent.
    pub resource: Option<String>,
    /// Plan of the new add-on, `service:plan`; that of the old one if absent.
    pub plan: Option<String>,
}

/// What changing the plan of its database takes of it.
static WITH_ANOTHER_DATABASE: Recreate = Recreate { reason: Reason::TierChange, resource: None, plan: None };

/// Why a connection is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RecreateReason"))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is to have another plan, or to begin anew with the organization that it has: everything is sent first.
    TierChange,
    /// Its sandbox was refreshed: the organization of before is gone, and nothing can be sent any more.
    SandboxRefresh,
}

impl Reason {
    /// Both.
    pub const ALL: [Self; 2] = [Self::TierChange, Self::SandboxRefresh];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TierChange => "tier-change",
            Self::SandboxRefresh => "sandbox-refresh",
        }
    }
}

impl Recreate {
    /// The connection that is meant, with what it is made of; `None` if there are several, or none.
    #[must_use]
    pub fn of<'a>(&self, snapshot: &'a Snapshot) -> Option<(&'a Connection, &'a Origin)> {
        let mut all = snapshot
            .connections
            .iter()
            .filter(|one| self.resource.as_ref().is_none_or(|name| *name == one.resource));
        let one = all.next()?;
        all.next().is_none().then_some(())?;
        Some((one, one.origin.as_deref()?))
    }

    /// Plan of the new add-on.
    #[must_use]
    pub fn plan<'a>(&'a self, origin: &'a Origin) -> Option<&'a str> {
        self.plan.as_deref().or(origin.plan.as_deref())
    }

    /// True if the organization must be the one of before.
    #[must_use]
    pub fn same_org(&self) -> bool {
        self.reason == Reason::TierChange
    }
}

impl Request {
    /// What `connect:recreate` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn recreate(typed: &command::Recreate) -> Result<Self, Vec<Diagnostic>> {
        let mut wrong: Vec<Diagnostic> =
            typed.shown.accept.iter().filter_map(|code| unknown_code(code)).collect();
        let reason = Reason::ALL.into_iter().find(|one| Some(one.name()) == typed.reason.as_deref());
        if reason.is_none() {
            wrong.push(usage(
                "`--reason` is `tier-change` or `sandbox-refresh`",
                "`sandbox-refresh` where the sandbox of Salesforce was made anew, `tier-change` for everything else",
            ));
        }
        let Some(reason) = reason.filter(|_| wrong.is_empty()) else { return Err(wrong) };
        let shown = &typed.shown;
        let wanted = Wanted::Recreate(Recreate {
            reason,
            resource: typed.resource.clone(),
            plan: typed.plan.as_deref().map(full),
        });
        Ok(Self {
            max_downtime_ms: typed.max_downtime_ms.unwrap_or(MAX_DOWNTIME_MS),
            downtime_before: last_moment(typed.downtime_before, typed.downtime_at),
            // Readers find no rows meanwhile, and no fence keeps who writes away: nothing may stay.
            space_web_zero: true,
            ..Self::planned(&typed.app, typed.database.as_deref(), shown, wanted)
        })
    }

    /// What making a connection anew takes, if that is asked for.
    #[must_use]
    pub fn recreates(&self) -> Option<&Recreate> {
        match &self.procedure {
            Wanted::Recreate(recreate) => Some(recreate),
            Wanted::ChangePlan(change) if change.method == Some(ChangeMethod::Recreate) => {
                Some(&WITH_ANOTHER_DATABASE)
            }
            Wanted::UpgradeDb(_)
            | Wanted::ChangePlan(_)
            | Wanted::Quiesce(_)
            | Wanted::ResumeSync(_)
            | Wanted::ChangeField(_)
            | Wanted::Resync(_)
            | Wanted::Finish(_)
            | Wanted::Look => None,
        }
    }

    /// How many of something the operator goes on in spite of: what was typed as `CODE=N`.
    #[must_use]
    pub fn allowance(&self, code: &str) -> Option<u64> {
        let of = |typed: &String| typed.strip_prefix(code)?.strip_prefix('=')?.parse().ok();
        self.accept.iter().find_map(of)
    }
}

fn full(plan: &str) -> String {
    if plan.contains(':') {
        plan.to_owned()
    } else {
        format!("{SERVICE}:{plan}")
    }
}
