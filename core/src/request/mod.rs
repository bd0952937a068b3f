//! What is asked for, validated once: the part that all procedures share, and a variant for each.

mod fields;
mod pauses;
mod recreate;
mod resync;

pub use fields::{ChangeField, Work};
pub use pauses::{Quiesce, ResumeSync};
pub use recreate::{Reason, Recreate};
pub use resync::{Resync, Rollback};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::command::{self, Aftercare};
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::late::{Bindings, Location};
use crate::nearest::nearest;
use crate::query::{FenceScope, Position};
use crate::snapshot::{network, Database, Tier};

/// Longest downtime by default: 30 minutes. The upgrade of a follower takes minutes, and Heroku says 20 to 30 for all.
const MAX_DOWNTIME_MS: u64 = 30 * 60_000;
/// A downtime that was to begin at an hour begins no later than this after it, unless `--downtime-before` says otherwise.
const LATE_MS: Millis = 60 * 60_000;
/// The add-on service of Heroku Postgres.
const POSTGRES: &str = "heroku-postgresql";
pub(crate) const WAIT_INTERVAL_MS: u64 = 5_000;
pub(crate) const SHORTEST_INTERVAL_MS: u64 = 200;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PlanRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// App that the operator named.
    pub app: String,
    /// Database.
    pub database: DatabaseRef,
    /// Accepted codes.
    pub accept: Vec<String>,
    /// Longest downtime, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub max_downtime_ms: u64,
    /// The downtime does not begin after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Interval between reads while nothing is stopped, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub wait_interval_ms: u64,
    /// Web dynos of apps in a space are stopped too, and with them the maintenance page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub space_web_zero: bool,
    /// What is asked of the aftercare.
    #[serde(default, skip_serializing_if = "Aftercare::usual")]
    #[cfg_attr(feature = "types", ts(as = "Option<Aftercare>", optional))]
    pub aftercare: Aftercare,
    /// Which procedure, and what it takes.
    pub procedure: Wanted,
}

/// Which procedure, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "id")]
pub enum Wanted {
    /// Upgrade the version of a database.
    #[serde(rename = "upgrade-db")]
    UpgradeDb(UpgradeDb),
    /// Change the plan of a database.
    #[serde(rename = "change-plan")]
    ChangePlan(ChangePlan),
    /// Pause Connect for a stated time.
    #[serde(rename = "quiesce")]
    Quiesce(Quiesce),
    /// Resume Connect.
    #[serde(rename = "resume-sync")]
    ResumeSync(ResumeSync),
    /// Make tables follow the definitions of their fields.
    #[serde(rename = "change-field")]
    ChangeField(ChangeField),
    /// Destroy a connection and make it anew.
    #[serde(rename = "recreate")]
    Recreate(Recreate),
    /// Bring tables and Salesforce together after a rollback.
    #[serde(rename = "resync")]
    Resync(Resync),
    /// Destroy what a finished run left behind.
    #[serde(rename = "finish")]
    Finish(Box<Finish>),
    /// Nothing: to look is all.
    #[serde(rename = "look")]
    Look,
}

impl Wanted {
    /// Id of the procedure.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::UpgradeDb(_) => "upgrade-db",
            Self::ChangePlan(_) => "change-plan",
            Self::Quiesce(_) => "quiesce",
            Self::ResumeSync(_) => "resume-sync",
            Self::ChangeField(_) => "change-field",
            Self::Recreate(_) => "recreate",
            Self::Resync(_) => "resync",
            Self::Finish(_) => "finish",
            Self::Look => "look",
        }
    }
}

/// What upgrading takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "UpgradeRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradeDb {
    /// Target major.
    pub version: Major,
    /// Method asked for; the best one if absent.
    pub method: Option<UpgradeMethod>,
    /// Existing follower to use.
    pub follower: Option<String>,
    /// Plan of the follower that is made, without its service; that of the leader if absent.
    pub follower_plan: Option<String>,
    /// How to copy.
    #[serde(default, skip_serializing_if = "Copying::usual")]
    #[cfg_attr(feature = "types", ts(as = "Option<Copying>", optional))]
    pub copy: Copying,
    /// What leads back from an upgrade in place; the best that there is if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub way_back: Option<WayBack>,
    /// Use an upgrade that was prepared already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub adopt: bool,
    /// Wait until the operator has read what came of a dry run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub dryrun: bool,
}

/// How a database is copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Copying {
    /// It is not tried before an app is stopped.
    pub no_trial: bool,
    /// What Connect has not sent is carried along in its log.
    pub carry_log: bool,
}

impl Copying {
    /// True if nothing was asked for.
    #[must_use]
    pub fn usual(&self) -> bool {
        *self == Self::default()
    }

    /// The flags of it that were typed.
    fn typed(self) -> Vec<&'static str> {
        let flags = [("--no-trial-copy", self.no_trial), ("--carry-log", self.carry_log)];
        flags.into_iter().filter(|(_, typed)| *typed).map(|(flag, _)| flag).collect()
    }
}

/// What leads back from an upgrade in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum WayBack {
    /// A follower that stops following just before: exact.
    Copy,
    /// A logical backup, taken now: without all that is written later.
    Backup,
    /// Nothing.
    None,
}

impl WayBack {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Copy, Self::Backup, Self::None];
    /// A logical backup of more than this is not advised (Heroku's own word), bytes.
    const LARGEST: u64 = 20 * (1 << 30);

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Backup => "backup",
            Self::None => "none",
        }
    }

    /// True if the service takes logical backups of this database, and one of its size is of use.
    #[must_use]
    pub fn can_be_backup(database: &Database) -> bool {
        database.bytes.is_some() && Self::takes_backups(database)
    }

    /// The same, where an unknown size stands in the way of nothing.
    #[must_use]
    pub fn takes_backups(database: &Database) -> bool {
        database.bytes.is_none_or(|bytes| bytes <= Self::LARGEST) && network(&database.plan) != "shield"
    }
}

impl UpgradeDb {
    /// How: as was asked, else the best way for a database of this tier.
    #[must_use]
    pub fn method(&self, database: &Database) -> UpgradeMethod {
        let best =
            if database.tier() == Tier::Essential { UpgradeMethod::Copy } else { UpgradeMethod::Follower };
        self.method.unwrap_or(best)
    }

    /// What leads back, by what was asked for and what can be had.
    #[must_use]
    pub fn leads_back(&self, database: &Database) -> WayBack {
        let best = if WayBack::can_be_backup(database) { WayBack::Backup } else { WayBack::None };
        self.way_back.unwrap_or(best)
    }

    /// True if the leader is upgraded in place.
    #[must_use]
    pub fn direct(&self) -> bool {
        self.method == Some(UpgradeMethod::Direct)
    }

    /// `service:plan` of the database that will lead, if it is made.
    #[must_use]
    pub fn plan(&self, leader: &Database) -> String {
        self.follower_plan.as_ref().map_or_else(|| leader.plan.clone(), |plan| format!("{POSTGRES}:{plan}"))
    }
}

/// A way to upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum UpgradeMethod {
    /// A follower is upgraded and takes over.
    Follower,
    /// The leader is upgraded in place.
    Direct,
    /// The data is copied.
    Copy,
}

impl UpgradeMethod {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Follower, Self::Direct, Self::Copy];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Follower => "follower",
            Self::Direct => "direct",
            Self::Copy => "copy",
        }
    }
}

/// What changing the plan takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ChangePlanRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePlan {
    /// The wanted plan, without its service.
    pub plan: String,
    /// Method asked for; the best one if absent.
    pub method: Option<ChangeMethod>,
    /// Existing follower that takes over.
    pub follower: Option<String>,
    /// What the wanted plan allows, as the operator knows it.
    pub limits: Option<PlanLimits>,
    /// Restart dynos if nobody is connected once the plan is changed.
    pub restart_hung: bool,
    /// Postgres major of a copy; that of the database if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub version: Option<Major>,
    /// How to copy.
    #[serde(default, skip_serializing_if = "Copying::usual")]
    #[cfg_attr(feature = "types", ts(as = "Option<Copying>", optional))]
    pub copy: Copying,
}

impl ChangePlan {
    /// How: as was asked, else in place where the tier stays, and by a copy where it does not.
    #[must_use]
    pub fn method(&self, database: &Database) -> ChangeMethod {
        let moves = Tier::of(&self.plan) != database.tier();
        self.method.unwrap_or(if moves { ChangeMethod::Copy } else { ChangeMethod::InPlace })
    }

    /// `service:plan`.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{POSTGRES}:{}", self.plan)
    }
}

/// What a plan allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanLimits {
    /// Data, bytes.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub bytes: u64,
    /// Connections.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub connections: u64,
}

impl PlanLimits {
    /// `GB,CONNECTIONS`.
    fn parse(typed: &str) -> Option<Self> {
        let (gigabytes, connections) = typed.split_once(',')?;
        let gigabytes = gigabytes.trim().parse::<u64>().ok().filter(|number| *number > 0)?;
        let connections = connections.trim().parse().ok().filter(|number| *number > 0)?;
        Some(Self { bytes: gigabytes.checked_mul(1 << 30)?, connections })
    }
}

/// A way to change the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeMethod {
    /// The service changes the database by itself.
    InPlace,
    /// A follower on the wanted plan takes over.
    Changeover,
    /// The data is copied.
    Copy,
    /// The data is copied, and the connection is destroyed and made anew on the copy.
    Recreate,
}

impl ChangeMethod {
    /// Every one, the best first.
    pub const ALL: [Self; 4] = [Self::InPlace, Self::Changeover, Self::Copy, Self::Recreate];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InPlace => "in-place",
            Self::Changeover => "changeover",
            Self::Copy => "copy",
            Self::Recreate => "recreate",
        }
    }

    /// True if the data is copied.
    #[must_use]
    pub fn copies(self) -> bool {
        matches!(self, Self::Copy | Self::Recreate)
    }
}

/// A follower that is to lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor<'a> {
    /// One that exists; it is made if absent.
    pub existing: Option<&'a str>,
    /// `service:plan` that it is to have.
    pub plan: String,
    /// The flag that asks for another plan; `None` where the plan is what was asked for.
    pub plan_flag: Option<&'static str>,
}

/// What finishing takes: facts of the run that left a database behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "FinishRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finish {
    /// The run.
    pub run: String,
    /// Add-on that it left behind.
    pub addon: String,
    /// App that pays for it.
    pub billing_app: String,
    /// Name of the spare attachment through which it is reached.
    pub attachment: String,
    /// Connect's schemas, joined by commas.
    pub schemas: String,
    /// Position of that database when it was left.
    pub position: Position,
    /// Where the database is that leads since.
    pub lead: Location,
    /// Name of the spare attachment of that one, if nothing uses it.
    #[serde(default)]
    pub spare: Option<String>,
    /// Number of the newest backup before the run.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub backups: u64,
    /// The add-on that leads since, where Heroku's own protection of it stands for a backup: one that takes none, or that is too large for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub protected: Option<LeadAddon>,
    /// Of whom its fence is.
    pub fence: FenceScope,
    /// Whether it shares its server with databases of others.
    pub shared: bool,
}

/// An add-on that leads since a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeadAddon {
    /// Name.
    pub name: String,
    /// Id.
    pub id: String,
}

/// A Postgres major.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Major(#[cfg_attr(feature = "types", ts(type = "number"))] pub u64);

impl Major {
    /// Numbers that can be meant.
    const MEANT: std::ops::Range<u64> = 9..1000;

    /// A major as typed; `None` if it can be none.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        typed.parse().ok().filter(|major| Self::MEANT.contains(major)).map(Self)
    }
}

impl fmt::Display for Major {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::late::uses_nothing!(Major);

/// A database as the operator named it: by attachment, config var, colour or add-on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct DatabaseRef(pub String);

impl DatabaseRef {
    /// What was typed, or `DATABASE`.
    #[must_use]
    pub fn typed(name: Option<&str>) -> Self {
        Self(name.unwrap_or("DATABASE").to_owned())
    }

    /// What it is looked for among, if that was typed, and the name: `app::NAME` or `addon::NAME`.
    #[must_use]
    pub fn parts(&self) -> (Option<&str>, &str) {
        self.0.split_once("::").map_or((None, &self.0), |(scope, name)| (Some(scope), name))
    }
}

impl Request {
    /// What `connect:upgrade-db` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn upgrade_db(typed: &command::UpgradeDb) -> Result<Self, Vec<Diagnostic>> {
        let version = match &typed.version {
            None => Err("`--version` is missing"),
            Some(version) => Major::parse(version).ok_or("`--version` is a Postgres major"),
        };
        let version = version.map_err(|wrong| usage(wrong, "for example `--version 17`"));
        let method = typed.method.as_ref().map(|name| {
            UpgradeMethod::ALL.into_iter().find(|method| method.name() == name).ok_or_else(|| {
                usage("`--method` is follower, direct or copy", "leave it out for the follower method")
            })
        });
        let mut wrong: Vec<Diagnostic> = typed.accept.iter().filter_map(|code| unknown_code(code)).collect();
        if typed.follower.is_some() && typed.follower_plan.is_some() {
            wrong.push(usage(
                "`--follower` names a database that has a plan, and `--follower-plan` another",
                "give one of them",
            ));
        }
        let copy = Copying { no_trial: typed.no_trial_copy, carry_log: typed.carry_log };
        let copies = typed.method.as_deref().map(|method| method == UpgradeMethod::Copy.name());
        wrong.extend(alien_to_copies(
            copies,
            copy,
            &[("--follower", typed.follower.is_some()), ("--follower-plan", typed.follower_plan.is_some())],
        ));
        wrong.extend(contradiction(typed.aftercare));
        let way_back = typed.way_back.as_ref().map(|name| {
            WayBack::ALL.into_iter().find(|way| way.name() == name).ok_or_else(|| {
                usage(
                    "`--way-back` is copy, backup or none",
                    "leave it out for a backup where one can be had",
                )
            })
        });
        let direct = typed.method.as_deref() == Some(UpgradeMethod::Direct.name());
        let alien = [
            ("--follower", typed.follower.is_some() && direct, "no follower takes over"),
            ("--follower-plan", typed.follower_plan.is_some() && direct, "no follower is made"),
            ("--way-back", typed.way_back.is_some() && !direct, "the old database is kept"),
            ("--adopt", typed.adopt && !direct, "nothing is prepared on the leader"),
            ("--dryrun", typed.dryrun && !direct, "a database of its own is upgraded, or copied into"),
        ];
        wrong.extend(alien.into_iter().filter(|(_, alien, _)| *alien).map(|(flag, _, why)| {
            usage(&format!("`{flag}` is of no use where {why}"), "leave it out, or choose another `--method`")
        }));
        let (version, method, way_back) = match (version, method.transpose(), way_back.transpose()) {
            (Ok(version), Ok(method), Ok(way_back)) if wrong.is_empty() => (version, method, way_back),
            (version, method, way_back) => {
                wrong.extend(version.err().into_iter().chain(method.err()).chain(way_back.err()));
                return Err(wrong);
            }
        };
        Ok(Self {
            app: typed.app.clone(),
            database: DatabaseRef::typed(typed.database.as_deref()),
            accept: typed.accept.clone(),
            max_downtime_ms: typed.max_downtime_ms.unwrap_or(MAX_DOWNTIME_MS),
            downtime_before: last_moment(typed.downtime_before, typed.downtime_at),
            wait_interval_ms: typed.wait_interval_ms.unwrap_or(WAIT_INTERVAL_MS).max(SHORTEST_INTERVAL_MS),
            space_web_zero: typed.space_web_zero,
            aftercare: typed.aftercare,
            procedure: Wanted::UpgradeDb(UpgradeDb {
                version,
                method,
                follower: typed.follower.clone(),
                follower_plan: typed.follower_plan.as_deref().map(without_service),
                copy,
                way_back,
                adopt: typed.adopt,
                dryrun: typed.dryrun,
            }),
        })
    }

    /// What `connect:change-plan` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn change_plan(typed: &command::ChangePlan) -> Result<Self, Vec<Diagnostic>> {
        let mut wrong: Vec<Diagnostic> = typed.accept.iter().filter_map(|code| unknown_code(code)).collect();
        let method = typed.method.as_ref().map(|name| {
            ChangeMethod::ALL.into_iter().find(|method| method.name() == name).ok_or_else(|| {
                usage(
                    "`--method` is in-place, changeover, copy or recreate",
                    "leave it out for the usual one",
                )
            })
        });
        let limits = typed.plan_limits.as_ref().map(|limits| {
            PlanLimits::parse(limits).ok_or_else(|| {
                usage("`--plan-limits` is GB,CONNECTIONS", "for example `--plan-limits 64,120`")
            })
        });
        let plan = without_service(typed.plan.trim());
        if plan.is_empty() {
            wrong.push(usage("the plan is missing", "for example `heroku connect:change-plan standard-2`"));
        }
        let downtime = [
            ("--follower", typed.follower.is_some()),
            ("--downtime-before", typed.downtime_before.is_some()),
            ("--max-downtime", typed.max_downtime_ms.is_some()),
            ("--space-web-zero", typed.space_web_zero),
            ("--no-followers", typed.aftercare.no_followers),
            ("--move-readers", typed.aftercare.move_readers),
        ];
        wrong.extend(contradiction(typed.aftercare));
        if typed.method.as_deref().is_none_or(|method| method == ChangeMethod::InPlace.name()) {
            let alien = downtime.iter().filter(|(_, typed)| *typed);
            wrong.extend(alien.map(|(flag, _)| {
                usage(
                    &format!("`{flag}` is of no use where no app is stopped"),
                    "leave it out, or add `--method changeover` or `--method copy`",
                )
            }));
        } else if typed.restart_hung {
            wrong.push(usage(
                "`--restart-hung` is of no use where every dyno is stopped",
                "leave it out, or change the plan in place",
            ));
        }
        let copy = Copying { no_trial: typed.no_trial_copy, carry_log: typed.carry_log };
        let known = ChangeMethod::ALL.into_iter().find(|one| Some(one.name()) == typed.method.as_deref());
        let copies = typed.method.as_ref().map(|_| known.is_some_and(ChangeMethod::copies));
        wrong.extend(alien_to_copies(copies, copy, &[("--follower", typed.follower.is_some())]));
        if typed.carry_log && known == Some(ChangeMethod::Recreate) {
            wrong.push(usage(
                "`--carry-log` is of no use where the log ends with its connection",
                "leave it out: everything is sent before the connection is destroyed",
            ));
        }
        let version = typed.version.as_ref().map(|version| {
            Major::parse(version).filter(|_| copies != Some(false)).ok_or_else(|| {
                usage("`--version` is the Postgres major of a copy", "leave it out to keep the version")
            })
        });
        let (method, limits, version) = match (method.transpose(), limits.transpose(), version.transpose()) {
            (Ok(method), Ok(limits), Ok(version)) if wrong.is_empty() => (method, limits, version),
            (method, limits, version) => {
                wrong.extend(method.err().into_iter().chain(limits.err()).chain(version.err()));
                return Err(wrong);
            }
        };
        Ok(Self {
            app: typed.app.clone(),
            database: DatabaseRef::typed(typed.database.as_deref()),
            accept: typed.accept.clone(),
            max_downtime_ms: typed.max_downtime_ms.unwrap_or(MAX_DOWNTIME_MS),
            downtime_before: last_moment(typed.downtime_before, typed.at),
            wait_interval_ms: typed.wait_interval_ms.unwrap_or(WAIT_INTERVAL_MS).max(SHORTEST_INTERVAL_MS),
            // Who only reads finds no rows while a connection is made anew.
            space_web_zero: typed.space_web_zero || known == Some(ChangeMethod::Recreate),
            aftercare: typed.aftercare,
            procedure: Wanted::ChangePlan(ChangePlan {
                plan,
                method,
                follower: typed.follower.clone(),
                limits,
                restart_hung: typed.restart_hung,
                version,
                copy,
            }),
        })
    }

    /// What no flag could have asked for: a request may come from a file.
    #[must_use]
    pub fn unmeant(&self) -> Vec<Diagnostic> {
        let mut wrong: Vec<Diagnostic> = self.accept.iter().filter_map(|code| unknown_code(code)).collect();
        if self.wait_interval_ms < SHORTEST_INTERVAL_MS {
            wrong.push(usage(
                "the interval between looks is too short for the services",
                "plan it anew: the least is 200 ms",
            ));
        }
        if self.upgrade().is_some_and(|upgrade| !Major::MEANT.contains(&upgrade.version.0)) {
            wrong.push(usage(
                "the version is no Postgres major",
                "plan it anew, for example with `--version 17`",
            ));
        }
        wrong
    }

    /// To look at a database and everything attached to it.
    #[must_use]
    pub fn look(app: &str, database: Option<&str>) -> Self {
        Self {
            app: app.to_owned(),
            database: DatabaseRef::typed(database),
            accept: Vec::new(),
            max_downtime_ms: MAX_DOWNTIME_MS,
            downtime_before: None,
            wait_interval_ms: WAIT_INTERVAL_MS,
            space_web_zero: false,
            aftercare: Aftercare::default(),
            procedure: Wanted::Look,
        }
    }

    /// What finishing a run asks for.
    #[must_use]
    pub fn finish(finish: Finish, of: &Self) -> Self {
        Self {
            app: finish.billing_app.clone(),
            database: DatabaseRef(finish.addon.clone()),
            accept: Vec::new(),
            procedure: Wanted::Finish(Box::new(finish)),
            ..of.clone()
        }
    }

    /// What upgrading takes, if that is asked for.
    #[must_use]
    pub fn upgrade(&self) -> Option<&UpgradeDb> {
        if let Wanted::UpgradeDb(upgrade) = &self.procedure {
            Some(upgrade)
        } else {
            None
        }
    }

    /// What changing the plan takes, if that is asked for.
    #[must_use]
    pub fn changes_plan(&self) -> Option<&ChangePlan> {
        if let Wanted::ChangePlan(change) = &self.procedure {
            Some(change)
        } else {
            None
        }
    }

    /// The Postgres major that is asked for, if one is.
    #[must_use]
    pub fn version(&self) -> Option<Major> {
        match &self.procedure {
            Wanted::UpgradeDb(upgrade) => Some(upgrade.version),
            Wanted::ChangePlan(change) => change.version,
            Wanted::Quiesce(_)
            | Wanted::ResumeSync(_)
            | Wanted::ChangeField(_)
            | Wanted::Recreate(_)
            | Wanted::Resync(_)
            | Wanted::Finish(_)
            | Wanted::Look => None,
        }
    }

    /// How a database is copied, if one is.
    #[must_use]
    pub fn copying(&self) -> Copying {
        match &self.procedure {
            Wanted::UpgradeDb(upgrade) => upgrade.copy,
            Wanted::ChangePlan(change) => change.copy,
            Wanted::Quiesce(_)
            | Wanted::ResumeSync(_)
            | Wanted::ChangeField(_)
            | Wanted::Recreate(_)
            | Wanted::Resync(_)
            | Wanted::Finish(_)
            | Wanted::Look => Copying::default(),
        }
    }

    /// The follower that is to lead, if one is.
    #[must_use]
    pub fn successor(&self, leader: &Database) -> Option<Successor<'_>> {
        match &self.procedure {
            Wanted::UpgradeDb(upgrade) if upgrade.method(leader) != UpgradeMethod::Follower => None,
            Wanted::UpgradeDb(upgrade) => Some(Successor {
                existing: upgrade.follower.as_deref(),
                plan: upgrade.plan(leader),
                plan_flag: Some("--follower-plan PLAN"),
            }),
            Wanted::ChangePlan(change) if change.method(leader) == ChangeMethod::Changeover => {
                Some(Successor { existing: change.follower.as_deref(), plan: change.full(), plan_flag: None })
            }
            Wanted::ChangePlan(_)
            | Wanted::Quiesce(_)
            | Wanted::ResumeSync(_)
            | Wanted::ChangeField(_)
            | Wanted::Recreate(_)
            | Wanted::Resync(_)
            | Wanted::Finish(_)
            | Wanted::Look => None,
        }
    }

    /// What every command asks for that shows a plan first.
    fn planned(app: &str, database: Option<&str>, shown: &command::Shown, procedure: Wanted) -> Self {
        Self {
            database: DatabaseRef::typed(database),
            accept: shown.accept.clone(),
            wait_interval_ms: shown.wait_interval_ms.unwrap_or(WAIT_INTERVAL_MS).max(SHORTEST_INTERVAL_MS),
            procedure,
            ..Self::look(app, None)
        }
    }

    /// What finishing takes, if that is asked for.
    #[must_use]
    pub fn finishes(&self) -> Option<&Finish> {
        if let Wanted::Finish(finish) = &self.procedure {
            Some(finish)
        } else {
            None
        }
    }

    /// True if the operator goes on in spite of this code.
    #[must_use]
    pub fn accepts(&self, code: &str) -> bool {
        self.accept.iter().any(|one| one == code)
    }

    /// True if the operator has acknowledged this one of what a code names.
    #[must_use]
    pub fn acknowledges(&self, code: &str, id: &str) -> bool {
        self.accept.iter().any(|one| one.split_once('=') == Some((code, id)))
    }
}

/// Flags that mean nothing where the data is copied, or where it is not; `None` if that is not known yet.
fn alien_to_copies(copies: Option<bool>, copy: Copying, followers: &[(&str, bool)]) -> Vec<Diagnostic> {
    let of_copy = copy.typed().into_iter().filter(|_| copies == Some(false)).map(|flag| {
        usage(
            &format!("`{flag}` is of no use where nothing is copied"),
            "leave it out, or add `--method copy`",
        )
    });
    let of_follower = followers
        .iter()
        .filter(|(_, typed)| *typed && copies == Some(true))
        .map(|(flag, _)| usage(&format!("`{flag}` is of no use where the data is copied"), "leave it out"));
    of_copy.chain(of_follower).collect()
}

/// The last moment at which a downtime may begin, by what was typed.
#[must_use]
pub fn last_moment(before: Option<Millis>, at: Option<Millis>) -> Option<Millis> {
    before.or_else(|| at.map(|at| at.saturating_add(LATE_MS)))
}

/// The value of a slot in the bindings of a run that has ended.
#[must_use]
pub fn bound<T: crate::late::Bound>(bindings: &Bindings, slot: &crate::late::Slot<T>) -> Option<T> {
    crate::late::Late::Slot(slot.clone()).get(&crate::late::Known::of(bindings)).ok()
}

/// Readers can only be moved to followers that are made.
fn contradiction(typed: Aftercare) -> Option<Diagnostic> {
    (typed.no_followers && typed.move_readers).then(|| {
        usage(
            "`--move-readers` moves them to followers that `--no-followers` does not make",
            "give one of them",
        )
    })
}

/// A plan as it is typed, with or without its service.
fn without_service(plan: &str) -> String {
    plan.strip_prefix(POSTGRES).and_then(|rest| rest.strip_prefix(':')).unwrap_or(plan).to_owned()
}

/// A code that `--accept` names although there is none like it. What stands behind `=` is part of what is accepted, not of the code.
fn unknown_code(typed: &str) -> Option<Diagnostic> {
    let code = typed.split('=').next().unwrap_or(typed);
    if codes::ALL.iter().any(|(known, _)| **known == *code) {
        return None;
    }
    let meant = nearest(code, codes::ALL.iter().map(|(known, _)| &**known));
    let help = meant.map_or("accept only codes that the plan names".to_owned(), |meant| {
        format!("did you mean `--accept {meant}`?")
    });
    Some(usage(&format!("`--accept {typed}`: there is no such code"), &help))
}

fn usage(message: &str, help: &str) -> Diagnostic {
    Diagnostic::block(codes::USAGE_FLAGS, message, help)
}
