//! One database: detail, waiting, unfollow, sessions.

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::scenario::UnfollowSeen;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::state::{AddonState, DatabaseWork, Upgrade};
use crate::world::World;

impl World {
    /// `GET /client/v11/databases/{id}`. While it is being made: the 404 without a message.
    pub(super) fn database_detail(&self, reference: &str) -> Reply {
        let addon = self.addon(reference)?;
        let database = addon.database.as_ref().ok_or_else(|| Refusal::not_found("database"))?;
        let (AddonState::Provisioned, Some(url)) = (addon.state, database.url.as_deref()) else {
            return Err(Refusal::bare_not_found());
        };
        let early = self.settings.switches.unfollow_seen == UnfollowSeen::Early
            && matches!(database.work, DatabaseWork::Unfollowing { .. });
        let following = database.following.as_deref().filter(|_| !early);
        let leader = following.and_then(|leader| self.database(leader)?.url.clone());
        let parts = parts(url);
        let mut shown = json!({
            "addon_id": uuid(Kind::Addon, addon.id),
            "name": &*addon.name,
            "plan": &*addon.plan,
            "created_at": iso(addon.at),
            "resource_url": url,
            "database_name": parts.database,
            "database_user": parts.user,
            "host": parts.host,
            "port": parts.port,
            "num_bytes": database.bytes,
            "postgres_version": &*database.full,
            "following": leader.as_deref(),
            "leader": following,
            "forked_from": database.forked_from.as_deref().and_then(|source| self.database(source)?.url.clone()).as_deref(),
            "is_in_recovery": database.in_recovery,
            "hot_standby?": database.in_recovery,
            "standalone?": following.is_none(),
            "formation": {"id": uuid(Kind::Other, addon.id), "primary": null},
            "current_transaction": null,
            "target_transaction": null,
            "credentials": database.credentials.len() + 1,
            "waiting?": self.waiting(&addon.name).is_some(),
            "info": self.info_rows(addon, database),
        });
        if let (true, None, Some(fields)) =
            (self.settings.switches.leader_without_following, following, shown.as_object_mut())
        {
            fields.remove("following");
        }
        ok(shown)
    }

    /// Why `pg:wait` has to wait, if it has.
    pub(super) fn waiting(&self, reference: &str) -> Option<&'static str> {
        let addon = self.addon(reference).ok()?;
        let database = addon.database.as_ref()?;
        match addon.state {
            AddonState::Provisioning if database.following.is_some() => return Some("preparing follower"),
            AddonState::Provisioning => return Some("preparing"),
            AddonState::Deprovisioning => return Some("destroying"),
            AddonState::Provisioned | AddonState::Deprovisioned => {}
        }
        match database.work {
            DatabaseWork::Unfollowing { .. } | DatabaseWork::ShownFollowing { .. } => {
                return Some("unfollowing")
            }
            DatabaseWork::PlanChange { .. } => return Some("changing plan"),
            DatabaseWork::None => {}
        }
        match database.upgrade {
            Upgrade::Unfollowing { .. } => Some("unfollowing before the upgrade"),
            Upgrade::Running { .. } => Some("upgrading"),
            Upgrade::Followers { .. } => Some("recreating followers"),
            _ => None,
        }
    }

    pub(super) fn wait_status(&self, reference: &str) -> Reply {
        let addon = self.addon(reference)?;
        if addon.state == AddonState::Deprovisioned {
            return ok(json!({"waiting?": false, "error?": true, "message": "could not be created"}));
        }
        ok(match self.waiting(reference) {
            Some(message) => json!({"waiting?": true, "message": message}),
            None => json!({"waiting?": false, "message": "available"}),
        })
    }

    /// `PUT …/unfollow`: the follower is promoted.
    pub(super) fn unfollow(&mut self, addon: &str, now: u64) -> Reply {
        let database = self.ready_database(addon)?;
        if database.following.is_none() {
            return Err(Refusal::unprocessable("This database does not follow another."));
        }
        if database.work != DatabaseWork::None || matches!(database.upgrade, Upgrade::Unfollowing { .. }) {
            return Err(Refusal::unprocessable("The database is busy."));
        }
        let begins = now + self.settings.switches.promote_ms;
        if let Some(database) = self.database_mut(addon) {
            database.work = DatabaseWork::Unfollowing { begins: Some(begins) };
        }
        self.unfollows_due(now);
        with(200, json!({"message": "The database stops following."}))
    }

    pub(in crate::world) fn start_unfollow(&mut self, addon: &str) {
        if let Some(database) = self.database_mut(addon) {
            database.work = DatabaseWork::Unfollowing { begins: None };
        }
        self.ask(JobKind::Unfollow { addon: addon.to_owned() });
    }

    /// `POST …/connection_reset`: every session ends, ours included.
    pub(super) fn reset_connections(&mut self, addon: &str) -> Reply {
        self.ready_database(addon)?;
        self.ask(JobKind::ResetConnections { addon: addon.to_owned() });
        with(200, json!({"message": "Connections are being terminated."}))
    }

    /// A database that exists and serves.
    pub(super) fn ready_database(&self, reference: &str) -> Result<&crate::world::state::Database, Refusal> {
        let addon = self.addon(reference)?;
        match &addon.database {
            Some(database) if addon.state == AddonState::Provisioned => Ok(database),
            _ => Err(Refusal::bare_not_found()),
        }
    }
}

/// What a URL is made of.
pub(in crate::world) struct Parts {
    pub user: String,
    pub password: String,
    pub host: String,
    pub port: Value,
    pub database: String,
}

/// Takes `postgres://user:password@host:port/database` apart; what is missing is empty.
pub(in crate::world) fn parts(url: &str) -> Parts {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
    let (address, database) = place.split_once('/').unwrap_or((place, ""));
    let (host, port) = address.split_once(':').unwrap_or((address, "5432"));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    Parts {
        user: user.to_owned(),
        password: password.to_owned(),
        host: host.to_owned(),
        port: port.parse::<u16>().map_or(Value::Null, |port| json!(port)),
        database: database.split('?').next().unwrap_or_default().to_owned(),
    }
}
