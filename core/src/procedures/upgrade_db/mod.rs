//! Upgrading the version of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Upgrading the Version of a Heroku Postgres Database" of the maintenance manual.

mod build;
mod follower;
mod methods;
mod settle;
mod window;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::UpgradeDb;
use crate::diagnostic::{Diagnostic, Severity};
use crate::plan::{Budget, Old, Plan, Step, Zone, FORMAT_VERSION};
use crate::prechecks;
use crate::snapshot::Snapshot;

/// Longest window by default: 30 minutes. The upgrade of a follower takes minutes, and Heroku says 20 to 30 for all.
const WINDOW_DEADLINE_MS: u64 = 30 * 60_000;
const WAIT_INTERVAL_MS: u64 = 5_000;

/// What is asked for, validated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "UpgradeRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// App.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Target major.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub version: u64,
    /// Method asked for; the follower method if absent.
    pub method: Option<String>,
    /// Existing follower to use.
    pub follower: Option<String>,
    /// Accepted codes.
    pub accept: Vec<String>,
    /// Longest window, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub window_deadline_ms: u64,
    /// Interval between reads outside the window, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub wait_interval_ms: u64,
}

impl Request {
    /// Validates what was typed.
    ///
    /// # Errors
    /// A usage diagnostic that names the flag.
    pub fn of(typed: &UpgradeDb) -> Result<Self, Diagnostic> {
        let Some(version) = &typed.version else {
            return Err(usage(
                "the target version is missing",
                "give it with `--version`, for example `--version 17`",
            ));
        };
        let version = version
            .parse::<u64>()
            .ok()
            .filter(|version| (9..1000).contains(version))
            .ok_or_else(|| usage("`--version` is a Postgres major", "for example `--version 17`"))?;
        if let Some(method) = &typed.method {
            if !methods::NAMES.contains(&method.as_str()) {
                return Err(usage(
                    "`--method` is follower, direct or copy",
                    "leave it out for the follower method",
                ));
            }
        }
        Ok(Self {
            app: typed.app.clone(),
            database: typed.database.clone(),
            version,
            method: typed.method.clone(),
            follower: typed.follower.clone(),
            accept: typed.accept.clone(),
            window_deadline_ms: typed.window_deadline_ms.unwrap_or(WINDOW_DEADLINE_MS),
            wait_interval_ms: typed.wait_interval_ms.unwrap_or(WAIT_INTERVAL_MS).max(200),
        })
    }
}

fn usage(message: &str, help: &str) -> Diagnostic {
    Diagnostic::block("usage/flags", message, help)
}

/// Makes the plan. Always succeeds: what stands against it is in its prechecks.
#[must_use]
pub fn plan(snapshot: &Snapshot, request: &Request) -> Plan {
    let mut findings = prechecks::judge(snapshot, request);
    if let Some(method) = request.method.as_deref().filter(|method| *method != "follower") {
        findings.push(Diagnostic::block(
            "method/not-built",
            format!("the {method} method is not built into this version"),
            "leave `--method` out to use the follower method",
        ));
    }
    let blocked = findings.iter().any(|one| one.severity == Severity::Block);
    let steps = if blocked { Vec::new() } else { follower::steps(snapshot, request) };
    let first = |zone: Zone| {
        steps.iter().find(|step| step.zone == zone && !step.calls.is_empty()).map(|step| step.id.clone())
    };
    let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
    apps.extend(snapshot.out_of_reach.iter().cloned());
    Plan {
        format_version: FORMAT_VERSION.to_owned(),
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        procedure: "upgrade-db".to_owned(),
        manual: "Upgrading the Version of a Heroku Postgres Database".to_owned(),
        request: request.clone(),
        snapshot: snapshot.clone(),
        prechecks: findings,
        methods: methods::considered(snapshot, request),
        apps,
        cut_over: steps.iter().find(|step| step.id == "move-attachments").map(|step| step.id.clone()),
        point_of_no_return: first(Zone::Settle),
        budget: budget(&steps),
        steps,
        not_covered: NOT_COVERED.iter().map(|one| (*one).to_owned()).collect(),
        window_deadline_ms: request.window_deadline_ms,
        wait_interval_ms: request.wait_interval_ms,
        names: names(request),
        old_database: Old {
            addon: snapshot.database.addon.clone(),
            app: snapshot.database.app.clone(),
            price_cents: snapshot.database.price_cents,
        },
    }
}

/// Names of what is created, made from the run id so that a probe looks for ours.
fn names(request: &Request) -> BTreeMap<String, String> {
    let target = request.follower.clone().unwrap_or_else(|| "postgresql-connect-{run}".to_owned());
    let mut names: BTreeMap<String, String> = [
        ("name.follower", "postgresql-connect-{run}"),
        ("name.new", "CONNECT_NEW_{RUN}"),
        ("name.newVar", "CONNECT_NEW_{RUN}_URL"),
        ("name.old", "CONNECT_OLD_{RUN}"),
        ("name.oldVar", "CONNECT_OLD_{RUN}_URL"),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect();
    names.insert("name.target".to_owned(), target);
    names
}

/// What this plan does not look after; said in the plan and in the report.
const NOT_COVERED: [&str; 6] = [
    "an index that depends on the system's collation may need REINDEX if the new server's library differs; that cannot be seen from outside",
    "clients outside Heroku that hold a copied connection string",
    "backup schedules, dataclips, log drains and pooler settings of the old add-on",
    "followers of the old database",
    "triggers, jobs or replicas that write to the database from inside it",
    "row counts of tables over 32 MiB are proven by position, not by counting",
];

fn budget(steps: &[Step]) -> Budget {
    use crate::args::Args;
    use crate::effect::Effect;
    use connect_wire::Api;
    let mut budget = Budget::default();
    let mut count = |effect: Option<Effect>| match effect {
        Some(Effect::Http(http)) => match http.request.api {
            Api::Platform | Api::Metrics => budget.platform += 1,
            Api::Data => budget.data += 1,
            Api::ConnectDiscovery | Api::ConnectRegion => budget.connect += 1,
            Api::Status => {}
        },
        Some(Effect::Sql(_)) => budget.sql += 1,
        Some(Effect::File(_)) | None => {}
    };
    for step in steps {
        for call in &step.calls {
            let args = Args::from_value(call.args.clone());
            count(crate::ops::find(&call.op).ok().and_then(|op| op.request(&args).ok()));
        }
        for check in step.guards.iter().chain(&step.until) {
            let args = Args::from_value(check.args.clone());
            let read =
                crate::conditions::find(&check.condition).ok().and_then(|one| one.next_read(&args, &[]).ok());
            for _ in 0..check.times {
                count(read.clone().flatten());
            }
        }
    }
    budget
}
