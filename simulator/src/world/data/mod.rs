//! The Data API, `api.data.heroku.com`.

mod bastion;
mod credentials;
mod databases;
mod info;
mod kept;
mod maintenances;
mod transfers;
mod upgrade;

use connect_wire::Method::{Delete, Get, Post, Put};

use super::call::Call;
use super::platform::{tier, Tier};
use super::reply::{Refusal, Reply};
use super::state::Name;
use super::World;

pub(super) use databases::parts;
pub(super) use info::has_standby;

impl World {
    pub(super) fn data(&mut self, call: &Call<'_>) -> Reply {
        let path = call.path();
        match path.as_slice() {
            ["client", "v11", "databases", id, rest @ ..] => self.of_database(call, id, rest),
            ["client", "v11", "apps", app, "transfers", rest @ ..] => self.transfers_of(call, app, rest),
            ["postgres", "v0", "databases", id, rest @ ..] => self.credentials(call, id, rest),
            ["data", "maintenances", "v1", rest @ ..] => self.maintenances(call, rest),
            ["data", "postgres", "v1", ..] => Err(Refusal::not_found("database")),
            _ => Err(Refusal::no_route()),
        }
    }

    fn of_database(&mut self, call: &Call<'_>, id: &str, rest: &[&str]) -> Reply {
        let addon = self.postgres(id)?;
        match (call.method, rest) {
            (Get, []) => self.database_detail(&addon),
            (Get, ["bastion"]) => self.bastion(&addon, call.now),
            (Get, ["wait_status"]) => self.wait_status(&addon),
            (Get, ["upgrade", "wait_status"]) => self.upgrade_status(&addon),
            (Put, ["unfollow"]) => self.unfollow(&addon, call.now),
            (Post, ["connection_reset"]) => self.reset_connections(&addon),
            (Post, ["upgrade", act @ ("prepare" | "dry_run" | "run" | "cancel")]) => {
                self.upgrade(call, &addon, act)
            }
            (Post, ["backups"]) => self.capture(call, &addon),
            (Post, ["transfers"]) => self.copy(call, &addon),
            (_, ["transfer-schedules", rest @ ..]) => self.schedules(call, &addon, rest),
            (Get, ["links"]) => self.links(&addon),
            (Delete, _) => Err(Refusal::new(403, "forbidden", "This cannot be removed here.")),
            _ => Err(Refusal::no_route()),
        }
    }

    /// The Postgres add-on of an id or name, if the classic Data API serves it.
    fn postgres(&self, reference: &str) -> Result<Name, Refusal> {
        let gone = || Refusal::not_found("database");
        let addon = self.addon(reference).map_err(|_| gone())?;
        if addon.database.is_none() {
            return Err(gone());
        }
        if tier(&addon.plan) == Tier::Advanced {
            return Err(Refusal::unprocessable("This endpoint does not serve Advanced databases."));
        }
        Ok(addon.name.clone())
    }
}
