//! `POST /apps/{app}/addons`: a new database, follower, fork, Connect or other add-on.

use std::sync::Arc;

use serde_json::Value;

use crate::scenario::RollbackGranularity;
use crate::world::call::Call;
use crate::world::find::{CONNECT, POSTGRES};
use crate::world::ids::{addon_name, moment, COLOURS};
use crate::world::platform::addons::{can_follow, unknown_plan, with_message};
use crate::world::platform::plans::{price, CONNECT_PLAN};
use crate::world::reply::{with, Refusal, Reply};
use crate::world::setup::{empty_connection, empty_database, name};
use crate::world::state::{Addon, AddonState, Database, Name};
use crate::world::World;
use crate::FaultKind;

/// The plan that is ordered if only a service is named.
fn default_plan(service: &str) -> &'static str {
    match service {
        POSTGRES => "essential-0",
        CONNECT => CONNECT_PLAN,
        _ => "standard",
    }
}

impl World {
    pub(super) fn create_addon(&mut self, call: &Call<'_>, app: &str) -> Reply {
        let wanted = call.text("/plan/name").or_else(|| call.text("/plan")).unwrap_or_default();
        let (service, plan) = match wanted.split_once(':') {
            Some((service, plan)) => (service, plan),
            None => (wanted, default_plan(wanted)),
        };
        if service.is_empty() || price(service, plan).is_none() || !self.sold(service, plan) {
            return Err(unknown_plan(wanted));
        }
        let database = match service {
            POSTGRES => Some(self.wanted_database(call, app, plan)?),
            _ => None,
        };
        if service == CONNECT && self.strikes(&FaultKind::ConnectCreateFails, Some(app)) {
            return Err(Refusal::new(503, "service_unavailable", "The add-on could not be made."));
        }
        let given = call.text("/name").map(str::to_owned);
        if given.as_deref().is_some_and(|given| self.addon(given).is_ok()) {
            return Err(Refusal::invalid("Name is already taken."));
        }
        let id = self.next();
        let addon = given.unwrap_or_else(|| addon_name(service, id));
        let attachment = self.attachment_name(call, app, service)?;
        self.addons.push(Arc::new(Addon {
            id,
            name: name(&addon),
            app: name(app),
            service: name(service),
            plan: name(plan),
            state: if database.is_some() { AddonState::Provisioning } else { AddonState::Provisioned },
            at: call.now,
            vars: Arc::default(),
            database,
            gone_at: None,
        }));
        let attachment_id = self.next();
        self.push_attachment(attachment_id, &attachment, app, &addon, None, call.now);
        if service == POSTGRES {
            self.begin_due(call.now);
        } else {
            if service == CONNECT {
                let id = self.next();
                self.connections.push(Arc::new(empty_connection(id, &addon, app)));
            }
            if service != CONNECT || self.settings.switches.connect_addon_release {
                self.release(app, &format!("Attach {attachment} (@ref:{addon})"), call.now);
            }
        }
        let shown = self.addon_json(self.addon(&addon)?, call);
        let postgres = service == POSTGRES;
        with(201, if postgres { with_message(shown, "Database is being created.") } else { shown })
    }

    fn wanted_database(&self, call: &Call<'_>, app: &str, plan: &str) -> Result<Database, Refusal> {
        let config = |key: &str| call.body().pointer(&format!("/config/{key}")).and_then(Value::as_str);
        let switches = &self.settings.switches;
        let version = match config("version") {
            Some(text) => Some(self.version(text)?),
            None => None,
        };
        let back = config("rollback").map(|_| moment_of(config("to"), call.now)).transpose()?;
        let source = match (config("follow"), config("fork").or_else(|| config("rollback"))) {
            (Some(leader), _) => Some((self.database_ref(app, leader)?, true)),
            (None, Some(source)) => Some((self.database_ref(app, source)?, false)),
            (None, None) => None,
        };
        let mut database = match source {
            None => empty_database(version.unwrap_or(switches.default_version)),
            Some((source, follows)) => {
                let known = self.source(&source, plan)?;
                if follows && known.following.is_some() {
                    return Err(Refusal::invalid("A follower cannot be followed."));
                }
                if version.is_some_and(|version| version != known.version) {
                    return Err(Refusal::invalid("A follower or fork has the version of its leader."));
                }
                let mut database = empty_database(known.version);
                if follows {
                    // Roles are part of the data.
                    database.credentials = known.credentials.clone();
                    database.following = Some(source);
                } else {
                    if let Some(to) = back {
                        known.can_be_rolled_back(to, switches.rollback_granularity)?;
                    }
                    database.rolled_back_to = back.map(|to| switches.rollback_granularity.of(to));
                    database.forked_from = Some(source);
                }
                database
            }
        };
        database.begin_at = Some(call.now + switches.provision_ms);
        Ok(database)
    }

    fn source(&self, source: &str, plan: &str) -> Result<&Database, Refusal> {
        let addon = self.addon(source)?;
        if !can_follow(&addon.plan) || !can_follow(plan) {
            return Err(Refusal::invalid("This plan does not support followers and forks."));
        }
        match &addon.database {
            Some(database) if database.unsaved_until.is_some() => {
                Err(Refusal::unprocessable("The database cannot be followed or forked yet."))
            }
            Some(database) if addon.state == AddonState::Provisioned => Ok(database),
            _ => Err(Refusal::unprocessable("The database to follow or fork is not available.")),
        }
    }

    /// A database by add-on name, id, attachment name or config var, as `--follow` takes it.
    fn database_ref(&self, app: &str, reference: &str) -> Result<Name, Refusal> {
        let attachment = reference.strip_suffix("_URL").unwrap_or(reference);
        let found = self
            .attachment(app, attachment)
            .map(|held| held.addon.clone())
            .or_else(|| self.addon(reference).ok().map(|addon| addon.name.clone()))
            .or_else(|| self.serving(reference).cloned());
        found
            .filter(|addon| self.database(addon).is_some())
            .ok_or_else(|| Refusal::invalid(format!("{reference} is no database of this app.")))
    }

    /// A major version that can be had.
    pub(in crate::world) fn version(&self, text: &str) -> Result<u16, Refusal> {
        let versions = &self.settings.switches.versions;
        text.parse::<u16>().ok().filter(|version| versions.contains(version)).ok_or_else(|| {
            let known: Vec<String> = versions.iter().map(ToString::to_string).collect();
            Refusal::unprocessable(format!("Postgres {text} cannot be had. Versions: {}.", known.join(", ")))
        })
    }

    fn attachment_name(&self, call: &Call<'_>, app: &str, service: &str) -> Result<String, Refusal> {
        if let Some(given) = call.text("/attachment/name") {
            if self.attachment(app, given).is_none() {
                return Ok(given.to_owned());
            }
            // Replacing an attachment while creating an add-on is beyond what anybody needs here.
            return Err(match call.text("/confirm") == Some(app) {
                true => Refusal::invalid("The attachment name is taken."),
                false => Refusal::confirm(format!("{given} is taken on {app}.")),
            });
        }
        if service == POSTGRES {
            let first = "DATABASE".to_owned();
            return Ok(if self.attachment(app, &first).is_none() { first } else { self.free_colour(app) });
        }
        let stem = service.to_uppercase().replace('-', "_");
        let free = std::iter::once(stem.clone()).chain((2..).map(|at| format!("{stem}_{at}")));
        Ok(free.into_iter().find(|wanted| self.attachment(app, wanted).is_none()).unwrap_or(stem))
    }

    /// The first `HEROKU_POSTGRESQL_<COLOUR>` that the app does not have.
    pub(super) fn free_colour(&self, app: &str) -> String {
        let named = COLOURS.iter().map(|colour| format!("HEROKU_POSTGRESQL_{colour}"));
        let numbered =
            (2..).flat_map(|at| COLOURS.iter().map(move |colour| format!("HEROKU_POSTGRESQL_{colour}_{at}")));
        named.chain(numbered).find(|wanted| self.attachment(app, wanted).is_none()).unwrap_or_default()
    }
}

/// The moment that was asked for: with a zone, and none that is still to come.
fn moment_of(typed: Option<&str>, now: u64) -> Result<u64, Refusal> {
    let typed = typed.unwrap_or_default();
    let to = moment(typed).ok_or_else(|| Refusal::unprocessable(format!("{typed} is not a valid time.")))?;
    if to > now {
        return Err(Refusal::unprocessable("The time of a rollback must be in the past."));
    }
    Ok(to)
}

impl Database {
    fn can_be_rolled_back(&self, to: u64, by: RollbackGranularity) -> Result<(), Refusal> {
        match self.log_since {
            Some(since) if since <= by.of(to) => Ok(()),
            _ => Err(Refusal::unprocessable("The database cannot be rolled back to that time.")),
        }
    }
}
