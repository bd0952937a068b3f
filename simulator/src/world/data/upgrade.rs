//! Version upgrades: prepare, dry run, run, cancel, and where they stand.

use serde_json::{json, Value};

use crate::job::{JobKind, LeaderUpgrade};
use crate::scenario::{PreparedShownAs, UpgradeLeaderBy};
use crate::world::call::Call;
use crate::world::ids::iso;
use crate::world::platform::{tier, Tier};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::state::{Database, DatabaseWork, Upgrade};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// `POST …/upgrade/{act}`.
    pub(super) fn upgrade(&mut self, call: &Call<'_>, addon: &str, act: &str) -> Reply {
        let plan = tier(&self.addon(addon)?.plan);
        if plan == Tier::Legacy {
            return Err(Refusal::unprocessable("This plan cannot be upgraded."));
        }
        let version = match call.body().get("version") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(self.version(text)?),
            Some(Value::Number(number)) => Some(self.version(&number.to_string())?),
            Some(_) => return Err(Refusal::bad_request("version must be a text.")),
        };
        let database = self.ready_database(addon)?;
        if version.is_some_and(|version| version <= database.version) && act != "cancel" {
            return Err(Refusal::unprocessable(format!(
                "The database is on Postgres {} already.",
                database.version
            )));
        }
        if act != "run" && (plan == Tier::Essential || database.following.is_some()) {
            return Err(Refusal::unprocessable("Only leaders of the Standard tier and up are prepared."));
        }
        match act {
            "prepare" => self.prepare(addon, version, call.now),
            "dry_run" => self.dry_run(addon),
            "cancel" => self.cancel(addon, call.now),
            _ => self.run_upgrade(addon, version, plan),
        }
    }

    fn prepare(&mut self, addon: &str, version: Option<u16>, now: u64) -> Reply {
        let database = self.ready_database(addon)?;
        if busy(database) || matches!(database.upgrade, Upgrade::Preparing { .. } | Upgrade::Ready { .. }) {
            return Err(Refusal::unprocessable(
                "An upgrade is scheduled already. Use `heroku pg:upgrade:cancel` first.",
            ));
        }
        let version = version.unwrap_or(self.settings.switches.default_version);
        let until = now + self.settings.switches.prepare_ms;
        if let Some(database) = self.database_mut(addon) {
            database.upgrade = Upgrade::Preparing { version, until };
        }
        ok(json!({"message": format!(
            "Upgrade to Postgres {version} is scheduled for the next maintenance window. To run it earlier, use \
             `heroku pg:upgrade:run` once it is prepared. Preparation can take up to a day; `heroku pg:upgrade:wait` tells."
        )}))
    }

    fn dry_run(&mut self, addon: &str) -> Reply {
        let database = self.ready_database(addon)?;
        if busy(database) {
            return Err(Refusal::unprocessable("An upgrade is running."));
        }
        ok(json!({"message": "A test upgrade was started. Its result is sent by e-mail."}))
    }

    fn cancel(&mut self, addon: &str, now: u64) -> Reply {
        let lags = self.settings.switches.cancel_lags;
        let database = self.ready_database(addon)?;
        let shown = match database.upgrade {
            Upgrade::Ready { fires_at, .. } if lags > 0 => {
                Upgrade::Cancelling { fires_at, until: now + lags }
            }
            Upgrade::Preparing { .. } | Upgrade::Ready { .. } => Upgrade::None,
            _ => {
                return Err(Refusal::new(
                    422,
                    "bad_request",
                    "No upgrade is scheduled, or it is running already.",
                ))
            }
        };
        if let Some(database) = self.database_mut(addon) {
            database.upgrade = shown;
        }
        ok(json!({"message": "The upgrade is cancelled."}))
    }

    fn run_upgrade(&mut self, addon: &str, version: Option<u16>, plan: Tier) -> Reply {
        let wanted = version.unwrap_or(self.settings.switches.default_version);
        let database = self.ready_database(addon)?;
        if busy(database) {
            return Err(Refusal::unprocessable("The database is busy."));
        }
        if wanted <= database.version {
            return Err(Refusal::unprocessable(format!(
                "The database is on Postgres {} already.",
                database.version
            )));
        }
        let message = "Upgrade started. Use `heroku pg:upgrade:wait` to follow it.";
        if database.following.is_some() {
            if let Some(database) = self.database_mut(addon) {
                database.upgrade = Upgrade::Unfollowing { version: wanted };
            }
            self.ask(JobKind::Unfollow { addon: addon.to_owned() });
            return ok(json!({"message": message}));
        }
        if plan == Tier::Essential {
            self.start_upgrade(addon, wanted, false);
            return ok(json!({"message": message}));
        }
        match database.upgrade {
            Upgrade::Ready { .. } if version.is_some() && !self.settings.switches.run_version_on_leader => {
                Err(Refusal::bad_request("A version is given to `prepare`, not to `run`."))
            }
            Upgrade::Ready { version: prepared, .. } => {
                if version.is_some_and(|version| version != prepared) {
                    return Err(Refusal::bad_request(format!(
                        "The upgrade was prepared for Postgres {prepared}."
                    )));
                }
                self.start_upgrade(addon, prepared, false);
                ok(json!({"message": message}))
            }
            Upgrade::Preparing { .. } => {
                Err(Refusal::bad_request("The upgrade is not prepared yet. Check `heroku pg:upgrade:wait`."))
            }
            _ => Err(Refusal::bad_request("No upgrade is scheduled. Use `heroku pg:upgrade:prepare` first.")),
        }
    }

    /// The work itself. `followed` says that the database followed another until now.
    pub(in crate::world) fn start_upgrade(&mut self, addon: &str, version: u16, followed: bool) {
        let end = [
            (FaultKind::UpgradeStuck, Upgrade::Running { version, followed }),
            (FaultKind::UpgradeFails, Upgrade::Failed),
            (FaultKind::UpgradeNoop, Upgrade::Done { version }),
        ]
        .into_iter()
        .find(|(fault, _)| self.strikes(fault, Some(addon)));
        if let Some(database) = self.database_mut(addon) {
            database.upgrade =
                end.as_ref().map_or(Upgrade::Running { version, followed }, |(_, end)| end.clone());
        }
        if end.is_some() {
            return;
        }
        let addon = addon.to_owned();
        self.ask(match followed {
            true => JobKind::UpgradeFollower { addon, version },
            false => {
                let switches = &self.settings.switches;
                let by_replica = switches.upgrade_leader_by == UpgradeLeaderBy::Replica;
                let how = LeaderUpgrade {
                    by_replica: by_replica.then_some(switches.stop_gap_ms),
                    minds_fence: switches.fence_breaks_upgrade,
                };
                JobKind::UpgradeLeader { addon, version, how }
            }
        });
    }

    /// `GET …/upgrade/wait_status`: "ready" and "done" are both `waiting?` false.
    pub(super) fn upgrade_status(&self, addon: &str) -> Reply {
        let said = self.settings.switches.prepared_shown_as != PreparedShownAs::Maintenance;
        let database = self.ready_database(addon)?;
        ok(match &database.upgrade {
            Upgrade::None => json!({"waiting?": false, "message": "no upgrade scheduled", "step": null}),
            Upgrade::Preparing { .. } => {
                json!({"waiting?": true, "message": "preparing upgrade service", "step": "1/7"})
            }
            Upgrade::Ready { .. } | Upgrade::Cancelling { .. } if !said => {
                json!({"waiting?": false, "message": "no upgrade scheduled", "step": null})
            }
            Upgrade::Ready { fires_at, .. } | Upgrade::Cancelling { fires_at, .. } => json!({
                "waiting?": false,
                "message": format!("Upgrade is scheduled for {}. Use `heroku pg:upgrade:run` to run it now.", iso(*fires_at)),
                "step": "2/7",
            }),
            Upgrade::Unfollowing { .. } => {
                json!({"waiting?": true, "message": "unfollowing leader", "step": "3/7"})
            }
            Upgrade::Running { .. } => json!({"waiting?": true, "message": "upgrading", "step": "5/7"}),
            Upgrade::Followers { .. } => {
                json!({"waiting?": true, "message": "recreating followers", "step": "7/7"})
            }
            Upgrade::Done { .. } => {
                json!({"waiting?": false, "message": "recreating followers", "step": "7/7"})
            }
            Upgrade::Failed => {
                json!({"waiting?": false, "error?": true, "message": "upgrade failed", "step": "5/7"})
            }
        })
    }
}

fn busy(database: &Database) -> bool {
    database.work != DatabaseWork::None
        || matches!(
            database.upgrade,
            Upgrade::Unfollowing { .. } | Upgrade::Running { .. } | Upgrade::Followers { .. }
        )
}
