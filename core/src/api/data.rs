//! Data API: Heroku Postgres.

use serde_json::json;

use super::{get, http, plain, plains, segment, url};
use crate::effect::Effect;
use connect_wire::{Api, Method};

fn database_path(addon_id: &str, rest: &str) -> String {
    format!("/client/v11/databases/{}{rest}", segment(addon_id))
}

/// One database: version, whom it follows, how far behind it is.
#[must_use]
pub fn database(addon_id: &str) -> Effect {
    let mut reads = plains(&[
        "/addon_id",
        "/name",
        "/plan",
        "/plan/name",
        "/num_bytes",
        "/waiting?",
        "/info/*/name",
        "/info/*/values",
    ]);
    // `following` and `resource_url` hold passwords; `info` holds URLs only in rows that are to be resolved.
    reads.extend([url("/following"), url("/resource_url"), plain("/info/*/resolve_db_name")]);
    get(Api::Data, database_path(addon_id, ""), reads)
}

/// Whether a database is still being provisioned or recovered.
#[must_use]
pub fn wait_status(addon_id: &str) -> Effect {
    get(Api::Data, database_path(addon_id, "/wait_status"), plains(&["/waiting?", "/error?"]))
}

/// State of a version upgrade.
#[must_use]
pub fn upgrade_status(addon_id: &str) -> Effect {
    get(
        Api::Data,
        database_path(addon_id, "/upgrade/wait_status"),
        plains(&["/waiting?", "/error?", "/step"]),
    )
}

/// Data maintenance of a database, forced upgrades included.
#[must_use]
pub fn maintenance(addon_id: &str) -> Effect {
    let path = format!("/data/maintenances/v1/{}", segment(addon_id));
    get(
        Api::Data,
        path,
        plains(&["/status", "/method", "/reason", "/scheduled_for", "/required_by", "/window"]),
    )
}

/// Runs the upgrade: a follower stops following and is upgraded.
#[must_use]
pub fn upgrade_run(addon_id: &str, version: &str) -> Effect {
    let body = json!({ "version": version });
    Effect::Http(http(Api::Data, Method::Post, database_path(addon_id, "/upgrade/run"), Some(body), vec![]))
}

/// Ends every session of a database, ours included.
#[must_use]
pub fn connection_reset(addon_id: &str) -> Effect {
    Effect::Http(http(Api::Data, Method::Post, database_path(addon_id, "/connection_reset"), None, vec![]))
}

/// Takes a logical backup.
#[must_use]
pub fn capture_backup(addon_id: &str) -> Effect {
    Effect::Http(http(
        Api::Data,
        Method::Post,
        database_path(addon_id, "/backups"),
        None,
        plains(&["/uuid", "/num"]),
    ))
}

/// Transfers (backups and copies) of an app.
#[must_use]
pub fn transfers(app: &str) -> Effect {
    let path = format!("/client/v11/apps/{}/transfers", segment(app));
    get(Api::Data, path, plains(&["/*/num", "/*/from_name", "/*/to_type", "/*/finished_at", "/*/succeeded"]))
}

/// Backup schedules of a database.
#[must_use]
pub fn schedules(addon_id: &str) -> Effect {
    get(
        Api::Data,
        database_path(addon_id, "/transfer-schedules"),
        plains(&["/*/name", "/*/hour", "/*/timezone"]),
    )
}
