//! Data maintenances. The only one that the simulator knows is a prepared upgrade that waits for its window.

use connect_wire::Method::{Get, Post};
use serde_json::{json, Value};

use crate::scenario::PreparedShownAs;
use crate::world::call::Call;
use crate::world::ids::{spaced, uuid, Kind};
use crate::world::platform::{tier, Tier};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{Addon, Upgrade};
use crate::world::World;

impl World {
    pub(super) fn maintenances(&mut self, call: &Call<'_>, rest: &[&str]) -> Reply {
        if let (Get, ["apps", app]) = (call.method, rest) {
            let app = self.app(app)?.name.clone();
            let due = self
                .addons
                .iter()
                .filter(|addon| addon.app == app && addon.database.is_some())
                .map(|addon| self.maintenance_json(addon))
                .filter(|maintenance| maintenance["status"] != "none");
            return ok(json!({"maintenances": due.collect::<Vec<_>>()}));
        }
        let [reference, act @ ..] = rest else { return Err(Refusal::no_route()) };
        let addon = self.postgres(reference)?;
        let essential = tier(&self.addon(&addon)?.plan) == Tier::Essential;
        match (call.method, act) {
            (Get, []) => ok(self.maintenance_json(self.addon(&addon)?)),
            (Get, ["history"]) => ok(json!({"maintenances": []})),
            (Get, ["window"]) => ok(self.window_json(self.addon(&addon)?)),
            (Post, ["window"]) => {
                let day = call
                    .text("/day_of_week")
                    .ok_or_else(|| Refusal::bad_request("day_of_week is needed."))?;
                let time = call
                    .text("/time_of_day")
                    .ok_or_else(|| Refusal::bad_request("time_of_day is needed."))?;
                let window = four_hours(day, time)
                    .ok_or_else(|| Refusal::unprocessable("day_of_week or time_of_day is not understood."))?;
                if let Some(database) = self.database_mut(&addon) {
                    database.window = Some(name(&window));
                }
                ok(self.window_json(self.addon(&addon)?))
            }
            (Post, ["schedule"]) => {
                let weeks = call.text("/delay_weeks").and_then(|weeks| weeks.parse::<u64>().ok());
                let weeks = weeks.ok_or_else(|| Refusal::bad_request("delay_weeks must be a number."))?;
                self.delay(&addon, weeks)
            }
            (Post, ["run"]) if essential => {
                Err(Refusal::unprocessable("Essential databases have no maintenances."))
            }
            (Post, ["run"]) => {
                let ready = match self.ready_database(&addon)?.upgrade {
                    Upgrade::Ready { version, .. } => version,
                    _ => return Err(Refusal::unprocessable("There is no maintenance to run.")),
                };
                self.start_upgrade(&addon, ready, false);
                ok(json!({"message": "The maintenance was started."}))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn delay(&mut self, addon: &str, weeks: u64) -> Reply {
        let Some(Upgrade::Ready { fires_at, .. }) =
            self.database_mut(addon).map(|database| &mut database.upgrade)
        else {
            return Err(Refusal::unprocessable("There is no maintenance to schedule."));
        };
        let before = *fires_at;
        *fires_at += weeks * 7 * 86_400_000;
        let after = *fires_at;
        ok(json!({"previously_scheduled_for": spaced(before), "scheduled_for": spaced(after)}))
    }

    fn window_json(&self, addon: &Addon) -> Value {
        let window = addon.database.as_ref().and_then(|database| database.window.as_deref());
        json!({"window": window, "previous_window": null, "scheduled_for": null})
    }

    fn maintenance_json(&self, addon: &Addon) -> Value {
        let shown = self.settings.switches.prepared_shown_as != PreparedShownAs::Message;
        let (status, scheduled) = match addon.database.as_ref().map(|database| &database.upgrade) {
            Some(Upgrade::Preparing { .. }) if shown => ("preparing", None),
            Some(Upgrade::Ready { fires_at, .. } | Upgrade::Cancelling { fires_at, .. }) if shown => {
                ("ready", Some(spaced(*fires_at)))
            }
            Some(Upgrade::Running { .. } | Upgrade::Followers { .. }) => ("running", None),
            _ => ("none", None),
        };
        let window = addon.database.as_ref().and_then(|database| database.window.as_deref());
        let attachments =
            self.attachments.iter().filter(|held| held.addon == addon.name).map(|held| held.name.to_string());
        json!({
            "addon": {
                "uuid": uuid(Kind::Addon, addon.id),
                "name": &*addon.name,
                "attachments": attachments.collect::<Vec<_>>(),
                "kind": &*addon.service,
                "plan": &*addon.plan,
                "window": window,
            },
            "app": {"name": &*addon.app, "uuid": self.app_ref(&addon.app)["id"]},
            "status": status,
            "method": (status != "none").then_some("upgrade"),
            "reason": (status != "none").then_some("version_upgrade"),
            "required_by": null,
            "scheduled_for": scheduled,
            "previously_scheduled_for": null,
            "started_at": null,
            "completed_at": null,
            "duration_seconds": null,
            "server_created_at": spaced(addon.at),
            "addon_description": "upgrade of the Postgres version",
            "window": window,
        })
    }
}

/// `Thursdays 22:00 to Fridays 02:00 UTC`.
fn four_hours(day: &str, time: &str) -> Option<String> {
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let at = DAYS.iter().position(|known| known.eq_ignore_ascii_case(day))?;
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes) = (hours.parse::<usize>().ok()?, minutes.parse::<usize>().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let (ends, days) = ((hours + 4) % 24, (hours + 4) / 24);
    let (first, last) = (DAYS[at], DAYS[(at + days) % DAYS.len()]);
    Some(format!("{first}s {hours:02}:{minutes:02} to {last}s {ends:02}:{minutes:02} UTC"))
}
