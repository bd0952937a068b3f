//! A Heroku Postgres database and its attachments.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Inventory, Kept, Safeguard, UpgradeState};

/// A Heroku Postgres database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Database {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
    /// `service:plan`.
    pub plan: String,
    /// Price in US cents a month.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub price_cents: Option<u64>,
    /// Postgres major.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub major: Option<u64>,
    /// Version as shown.
    pub version: Option<String>,
    /// Where it is.
    pub url: Option<Url>,
    /// True if it follows another database.
    pub follows: bool,
    /// Region, as shown.
    pub region: Option<String>,
    /// Number of its followers, as shown.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub followers: u64,
    /// Size in bytes.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub bytes: Option<u64>,
    /// Connections that were open, as shown, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub connections: Option<u64>,
    /// Bytes that its plan holds, as shown.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub limit: Option<u64>,
    /// True if Heroku says that it is busy.
    pub waiting: Option<bool>,
    /// Whether it can be forked or followed, as shown.
    pub fork_follow: Option<String>,
    /// What keeps its data safe, as shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Safeguard>>", optional))]
    pub safeguards: Vec<Safeguard>,
    /// State of its data maintenance, `none` if there is none.
    pub maintenance: Option<String>,
    /// When that maintenance is scheduled, as shown.
    pub maintenance_at: Option<String>,
    /// True if an upgrade was prepared, by its maintenance method.
    pub upgrade_scheduled: bool,
    /// The way on which SQL reaches it, judged by a real query.
    #[serde(default, skip_serializing_if = "Way::is_direct")]
    #[cfg_attr(feature = "types", ts(as = "Option<Way>", optional))]
    pub way: Way,
    /// What SQL says; `None` where it cannot be reached.
    pub server: Option<Server>,
    /// What its catalogs show; `None` where they could not be read.
    pub inventory: Option<Inventory>,
    /// What the service keeps with the add-on, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub kept: Option<Kept>,
    /// Where a version upgrade of it stands, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub upgrade: Option<UpgradeState>,
}

/// A way on which SQL reaches a database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// Its address is public; whether it answers is another question.
    #[default]
    Direct,
    /// Through the bastion of its Private or Shield Space.
    Bastion,
    /// It has no public address, and no bastion leads to it.
    None,
}

impl Way {
    /// True for a public address.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        *self == Self::Direct
    }
}

/// An existing follower that is to lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Follower {
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
    /// `service:plan`.
    pub plan: String,
    /// Region, as shown.
    pub region: Option<String>,
    /// Private Space of the app that pays for it, if any.
    #[serde(default)]
    pub space: Option<String>,
    /// Bytes that its plan holds, as shown.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub limit: Option<u64>,
    /// Its attachments in every app.
    pub attachments: Vec<Attachment>,
}

/// A follower that stays one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Following {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// `service:plan`.
    pub plan: String,
    /// An attachment through which SQL reaches it.
    pub reach: Option<Attachment>,
    /// App that pays for it.
    #[serde(default)]
    pub app: String,
    /// Price in US cents a month.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub price_cents: Option<u64>,
    /// Where it is.
    #[serde(default)]
    pub url: Option<Url>,
    /// Its attachments in every app.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

impl Following {
    /// What points at it by a name of its own choice: a colour name on the app that pays belongs to the add-on itself.
    pub fn readers(&self) -> impl Iterator<Item = &Attachment> {
        let own = |one: &&Attachment| one.app == self.app && one.name.starts_with("HEROKU_POSTGRESQL_");
        self.attachments.iter().filter(move |one| !own(one))
    }
}

/// Where a database URL points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Url {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Database name.
    pub database: String,
    /// Keyed fingerprint of the whole URL.
    pub fingerprint: String,
}

impl Url {
    /// A place as the gate lets it through; `None` if the text was no database URL.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            host: text("host")?,
            port: u16::try_from(value.get("port")?.as_u64()?).ok()?,
            database: text("database")?,
            fingerprint: text("fingerprint")?,
        })
    }

    /// True if both are the same database of the same server, by whatever user.
    #[must_use]
    pub fn same_database(&self, other: &Self) -> bool {
        (&self.host, self.port, &self.database) == (&other.host, other.port, &other.database)
    }
}

/// What the server says over SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Server {
    /// `server_version_num`.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub version_num: u64,
    /// True on a standby.
    pub in_recovery: bool,
    /// True if new sessions refuse writes.
    pub default_read_only: bool,
    /// Our role, if a setting of its own makes its sessions refuse writes.
    #[serde(default)]
    pub read_only_role: Option<String>,
    /// True if our role owns the database, so that it may make it read-only for every credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub owns: Option<bool>,
    /// Tables with rows but without planner statistics.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub without_statistics: Option<u64>,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    /// App.
    pub app: String,
    /// Name; its config var is `NAME_URL`.
    pub name: String,
    /// Credential or pool, `null` for the default.
    pub namespace: Option<String>,
}

impl Attachment {
    /// The config var that holds its URL.
    #[must_use]
    pub fn config_var(&self) -> String {
        format!("{}_URL", self.name)
    }
}

/// Heroku's tiers, by the plan's name after the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// `mini`, `basic`, `dev`.
    Legacy,
    /// `essential-*`.
    Essential,
    /// Standard, Premium, Private, Shield.
    Classic,
    /// `advanced*`, `performance*`.
    Advanced,
}

impl Database {
    /// Names of the credentials besides the default one; `None` if they were not read.
    #[must_use]
    pub fn credentials(&self) -> Option<&[String]> {
        self.kept.as_ref()?.credentials.as_deref()
    }

    /// True if it has no public address: a database of a Private or Shield Space, in whatever app its attachments are.
    #[must_use]
    pub fn private(&self) -> bool {
        network(&self.plan) != "common"
    }

    /// Tier.
    #[must_use]
    pub fn tier(&self) -> Tier {
        Tier::of(&self.plan)
    }
}

impl Tier {
    /// Tier of a plan.
    #[must_use]
    pub fn of(plan: &str) -> Self {
        let plan = plan_name(plan);
        let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| plan.starts_with(prefix));
        if is(&["advanced", "performance"]) {
            Self::Advanced
        } else if is(&["essential"]) {
            Self::Essential
        } else if is(&["dev", "basic", "mini"]) {
            Self::Legacy
        } else {
            Self::Classic
        }
    }
}

/// A plan without its service.
#[must_use]
pub fn plan_name(plan: &str) -> &str {
    plan.rsplit(':').next().unwrap_or_default()
}

/// The network that a plan's databases are in: a Private Space's (`private`, `shield`) or the common one.
#[must_use]
pub fn network(plan: &str) -> &str {
    let family = family(plan);
    if ["private", "shield"].contains(&family) {
        family
    } else {
        "common"
    }
}

/// The family of a plan: `standard`, `premium` and so on.
#[must_use]
pub fn family(plan: &str) -> &str {
    plan_name(plan).split('-').next().unwrap_or_default()
}

/// True for a plan whose databases have a standby and a week of rollback, as Heroku's page of plans has them.
#[must_use]
pub fn has_standby(plan: &str) -> bool {
    ["premium", "private", "shield"].contains(&family(plan))
}

/// Place of a plan in the order of its family by size; `None` if its name does not tell.
#[must_use]
pub fn rank(plan: &str) -> Option<u64> {
    // There is no plan 1.
    plan_name(plan).rsplit('-').next()?.parse::<u64>().ok().map(|number| number.saturating_sub(1))
}
