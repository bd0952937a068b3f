//! What stands against copying a database, or is lost by it.

use super::plan_offered::elsewhere;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::size_shown;
use crate::figures::total;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{family, plan_name, Attachment, Item, Snapshot, Tier};

/// The service makes copies of databases on this plan.
pub struct CopyTier;
/// The database that is made can be ordered.
pub struct CopyPlan;
/// The database is small enough to be copied with the apps stopped.
pub struct CopySize;
/// How long the apps are stopped for it.
pub struct CopyTime;
/// The new database takes the extensions of the old one.
pub struct CopyExtensions;
/// Credentials are made anew.
pub struct CopyCredentials;
/// What Connect has not sent is carried along.
pub struct CopyLog;
/// Rows keep their ids.
pub struct CopyIds;

/// Larger databases are closed for too long, bytes: Heroku gives this limit for `pg:copy`.
const LARGEST: u64 = 10_000_000_000;
/// What Heroku says of a gigabyte, minutes.
const MINUTES_A_GIGABYTE: u64 = 3;
/// What comes on top of the copy: sending what was captured, comparing, moving; minutes.
const BESIDES: u64 = 10;

impl Precheck for CopyTier {
    fn code(&self) -> Code {
        codes::COPY_SHIELD
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let (name, plan) = (&snapshot.database.addon, plan_name(&snapshot.database.plan));
        match snapshot.database.tier() {
            Tier::Advanced => Diagnostic::block(
                codes::TIER_ADVANCED,
                format!("`{name}` is an Advanced database: Heroku does not say that Connect supports them"),
                "ask Heroku support",
            ),
            Tier::Legacy => Diagnostic::block(
                codes::TIER_LEGACY,
                format!("`{name}` is on {plan}, which is no longer offered, so that no other one can be made on it"),
                "move it to a current plan with `heroku pg:copy` first",
            ),
            _ if family(plan) == "shield" => Diagnostic::block(
                self.code(),
                format!("`{name}` is on {plan}: Heroku makes no copies and no backups of Shield databases"),
                "leave `--method` out: a follower takes over",
            ),
            _ => Diagnostic::pass(self.code(), format!("`{name}` ({plan}) can be copied")),
        }
    }
}

/// `service:plan` of the database that is made.
fn ordered(snapshot: &Snapshot, request: &Request) -> String {
    match (request.upgrade(), request.changes_plan()) {
        (Some(upgrade), _) => upgrade.plan(&snapshot.database),
        (_, Some(change)) => change.full(),
        _ => snapshot.database.plan.clone(),
    }
}

impl Precheck for CopyPlan {
    fn code(&self) -> Code {
        codes::PLAN_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if let Some(elsewhere) =
            request.changes_plan().and_then(|change| elsewhere(&snapshot.database, change))
        {
            return elsewhere;
        }
        let plan = ordered(snapshot, request);
        let wanted = plan_name(&plan);
        // Of the same plan it is said already.
        if request.changes_plan().is_some() && family(wanted) == "shield" {
            return Diagnostic::block(
                codes::COPY_SHIELD,
                format!("Heroku makes no copies into Shield databases, of which {wanted} is one"),
                "choose another plan",
            );
        }
        match &snapshot.plans {
            None => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("whether {wanted} can be ordered could not be read"),
                    "see `heroku addons:plans heroku-postgresql`; if it is there: `--accept plan/unknown`",
                ),
            ),
            Some(plans) if !plans.contains_key(&plan) => Diagnostic::block(
                self.code(),
                format!("{wanted} cannot be ordered, so that no database can be made on it"),
                "change the plan first, with `heroku connect:change-plan`",
            ),
            Some(_) => Diagnostic::pass(self.code(), format!("{wanted} can be ordered")),
        }
    }
}

impl Precheck for CopySize {
    fn code(&self) -> Code {
        codes::COPY_TOO_BIG
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let database = &snapshot.database;
        match database.bytes {
            None => Diagnostic::block(
                self.code(),
                format!("the size of `{}` is not shown", database.addon),
                format!("see `heroku pg:info --app {}`", shell_word(&database.app)),
            ),
            Some(bytes) if bytes > LARGEST => Diagnostic::block(
                self.code(),
                format!(
                    "`{}` has {}, and copies are for databases up to {}",
                    database.addon,
                    size_shown(bytes),
                    size_shown(LARGEST)
                ),
                "leave `--method` out where the plan can have followers, or make the database smaller",
            ),
            Some(bytes) => {
                Diagnostic::pass(self.code(), format!("`{}` has {}", database.addon, size_shown(bytes)))
            }
        }
    }
}

impl Precheck for CopyTime {
    fn code(&self) -> Code {
        codes::COPY_TIME
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let gigabytes = snapshot.database.bytes.unwrap_or(0) / 1_000_000_000 + 1;
        let minutes = gigabytes * MINUTES_A_GIGABYTE + BESIDES;
        let measured = if request.copying().no_trial { "" } else { "; the trial measures it" };
        let message = format!(
            "apps are stopped for about {minutes} minutes: Heroku says {MINUTES_A_GIGABYTE} for a gigabyte{measured}"
        );
        let allowed = request.max_downtime_ms / 60_000;
        let enough = minutes + minutes / 2;
        let help = if allowed < enough {
            format!("at most {allowed} are allowed, then it is rolled back: give `--max-downtime {enough}m`")
        } else {
            "choose a quiet hour".to_owned()
        };
        Diagnostic::warn(self.code(), message, help)
    }
}

impl Precheck for CopyExtensions {
    fn code(&self) -> Code {
        codes::COPY_EXTENSIONS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(inventory) = &snapshot.database.inventory else {
            return Diagnostic::note(self.code(), "not judged: which extensions are installed");
        };
        let names = inventory.extensions.iter().map(|one| one.name.as_str());
        let names: Vec<&str> = names.filter(|name| !["hstore", "plpgsql"].contains(name)).collect();
        if names.is_empty() {
            return Diagnostic::pass(self.code(), "no extension but hstore and plpgsql");
        }
        let what = format!("extensions that the new database must take: {}", names.join(", "));
        if !request.copying().no_trial {
            return Diagnostic::note(self.code(), format!("{what}; the trial shows whether it does"));
        }
        let help = "leave `--no-trial-copy` out, or go on with `--accept copy/extensions`";
        accepted(request, Diagnostic::block(self.code(), what, help))
    }
}

impl Precheck for CopyCredentials {
    fn code(&self) -> Code {
        codes::COPY_CREDENTIALS
    }

    fn names_it(&self) -> bool {
        true
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let accept = "tell whoever uses one outside Heroku; then `--accept copy/credentials`";
        let what = match snapshot.database.credentials() {
            // One credential is all that it can have.
            None if snapshot.database.tier() == Tier::Essential => {
                return Diagnostic::pass(
                    self.code(),
                    "an Essential database has only the default credential",
                );
            }
            Some([]) => {
                return Diagnostic::pass(self.code(), "there is only the default credential");
            }
            None => "which credentials the database has could not be read: none is made for the new one"
                .to_owned(),
            Some(names) => format!("credentials are made anew, with other passwords: {}", names.join(", ")),
        };
        accepted(request, Diagnostic::block(self.code(), what, accept))
    }
}

impl Precheck for CopyLog {
    fn code(&self) -> Code {
        codes::COPY_LOG_KEPT
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if !request.copying().carry_log {
            return Diagnostic::pass(
                self.code(),
                "Connect sends everything that is captured before the copy is made",
            );
        }
        let logs = snapshot.connections.iter().filter_map(|one| one.log.as_ref());
        let rows = total(logs.map(|log| log.new.saturating_add(log.pending)));
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("what is in the trigger logs goes along unsent, {rows} rows now: Connect may send some twice, or pass them over"),
                "leave `--carry-log` out, or go on with `--accept copy/log-kept`",
            ),
        )
    }
}

impl Precheck for CopyIds {
    fn code(&self) -> Code {
        codes::COPY_ROW_IDS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, _: &Snapshot, _: &Request) -> Diagnostic {
        Diagnostic::note(self.code(), "rows keep their ids, unlike in a reload of a mapping")
    }
}

/// What an Essential database cannot have.
pub struct TierKeeps;
/// What another tier brings.
pub struct TierGains;

/// The tiers between which the data moves: from, to.
fn tiers(snapshot: &Snapshot, request: &Request) -> Option<(Tier, Tier)> {
    let change = request.changes_plan()?;
    Some((snapshot.database.tier(), Tier::of(&change.plan)))
}

impl Precheck for TierKeeps {
    fn code(&self) -> Code {
        codes::TIER_NAMED_CREDENTIALS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let down = tiers(snapshot, request) == Some((Tier::Classic, Tier::Essential));
        if !down {
            return Diagnostic::pass(
                self.code(),
                "nothing that the database has is impossible on the wanted plan",
            );
        }
        let has = |prefix: &str| {
            let of = |one: &&Attachment| one.namespace.as_ref().is_some_and(|name| name.starts_with(prefix));
            snapshot.attachments.iter().find(of).map(Attachment::config_var)
        };
        let inventory = snapshot.database.inventory.as_ref();
        if let Some(name) = has("connection-pooling") {
            let message = format!("{name} is a pooler, which an Essential database cannot have");
            return Diagnostic::block(
                codes::TIER_POOLER,
                message,
                "detach it, and let its app connect directly",
            );
        }
        if inventory.is_some_and(|inventory| inventory.holds(Item::ForeignServers)) {
            let message = "the database has links to others, which an Essential database cannot have";
            return Diagnostic::block(
                codes::TIER_LINKS,
                message,
                "see `heroku pg:links`, and destroy them first",
            );
        }
        match snapshot.database.credentials() {
            Some(names) if names.is_empty() && has("credential").is_none() => {
                Diagnostic::pass(self.code(), "the database has only the default credential, no pooler and no links")
            }
            Some(names) => Diagnostic::block(
                self.code(),
                format!("an Essential database has one credential, and this one has more: {}", names.join(", ")),
                "destroy them first, with `heroku pg:credentials:destroy`, or choose a plan that can have them",
            ),
            None => Diagnostic::block(
                self.code(),
                "which credentials the database has could not be read, and an Essential database has one",
                "see `heroku pg:credentials`, and try again",
            ),
        }
    }
}

impl Precheck for TierGains {
    fn code(&self) -> Code {
        codes::TIER_GAINS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if tiers(snapshot, request) != Some((Tier::Essential, Tier::Classic)) {
            return Diagnostic::pass(self.code(), "the wanted plan brings nothing new");
        }
        let message =
            "the wanted plan can have followers, rollback and further credentials: none of them is made";
        Diagnostic::note(self.code(), message)
    }
}
