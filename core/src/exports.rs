//! Reads the configuration of connections: which there are, then what each exports. It changes nothing.

use crate::api::connect::{self, Found};
use crate::api::platform;
use crate::codes;
use crate::config::{Live, LivePlan, LiveRows};
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::machine::Want;
use crate::shell::shell_word;
use crate::survey::connections::connect_addons;
use crate::survey::facts::Facts;
use crate::survey::refusal;
use crate::survey::stop::{Need, Stop};

/// A connection as somebody names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The app that it belongs to.
    pub app: String,
    /// Its add-on; it can be left out where there is only one.
    pub resource: Option<String>,
}

impl Meant {
    /// Reads `APP` or `APP::RESOURCE`.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let (app, resource) = match typed.split_once("::") {
            None => (typed, None),
            Some((app, resource)) => (app, Some(resource)),
        };
        let named = !app.is_empty() && resource != Some("");
        named.then(|| Self { app: app.to_owned(), resource: resource.map(str::to_owned) })
    }
}

/// A configuration that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The app of the connection.
    pub app: String,
    /// Its add-on.
    pub resource: String,
    /// What was read of it.
    pub live: Live,
}

/// How it ends: each configuration in the order in which they are meant, or why one of them is not there.
pub type Read = Result<Vec<Exported>, Box<Diagnostic>>;

/// The reads of one command.
#[derive(Debug, Clone)]
pub struct Exports {
    meant: Vec<Meant>,
    sized: bool,
    facts: Facts,
}

/// A connection that was found.
struct Connection {
    id: String,
    region: String,
    resource: String,
}

impl Exports {
    /// Reads these; `sized` with what is paid for and how much there is.
    #[must_use]
    pub fn new(meant: Vec<Meant>, sized: bool) -> Self {
        Self { meant, sized, facts: Facts::default() }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Read> {
        if let Some(wait) = self.facts.begin(now) {
            return wait;
        }
        let looked = self.look();
        self.facts.wanted(looked)
    }

    /// Takes what was read; answers of a service in trouble are asked for again.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        self.facts.take(observation, now);
    }

    /// All are looked for before any of them is needed.
    fn look(&self) -> Need<Vec<Exported>> {
        let found: Vec<_> = self.meant.iter().map(|meant| self.find(meant)).collect();
        let read: Vec<_> =
            self.meant.iter().zip(found).map(|(meant, found)| self.read(&meant.app, found?)).collect();
        read.into_iter().collect()
    }

    fn find(&self, meant: &Meant) -> Need<Connection> {
        let (facts, app) = (&self.facts, &meant.app);
        let exists = facts.find(&format!("app {app}"), "the app", || platform::app(app));
        let addons = facts.must(&format!("addons {app}"), "the add-ons", || platform::addons(app));
        let found = facts.must(&format!("discover {app}"), "Heroku Connect", || connect::discover(app));
        if exists?.is_none() {
            return Err(refusal::unknown_app(app));
        }
        let (addons, found) = (connect_addons(addons?, app), found?.results);
        chosen(meant, found, addons).map_err(|finding| Stop::Refused(Box::new(finding)))
    }

    fn read(&self, app: &str, Connection { id, region, resource }: Connection) -> Need<Exported> {
        let facts = &self.facts;
        let what = format!("the configuration of `{resource}`");
        let export = facts.must(&format!("export {id}"), &what, || connect::export(&region, &id));
        let sizes = self
            .sized
            .then(|| facts.may(&format!("sizes {id}"), || connect::sizes(&region, &id)))
            .transpose();
        let (export, sizes) = (export?, sizes?.flatten());
        let Some(text) = export.text else {
            return Err(Stop::Refused(Box::new(Diagnostic::block(
                codes::SERVICE_UNAVAILABLE,
                format!("{what} could not be read: what came lists no mappings"),
                "nothing was changed; see `heroku status` and try again",
            ))));
        };
        let (plan, rows) = sizes.map(|sizes| (plan(&sizes), rows(sizes))).unwrap_or_default();
        let live = Live { export: Some(text), org: export.org.map(|org| org.0), plan, rows };
        Ok(Exported { app: app.to_owned(), resource, live })
    }
}

/// The one that is meant. One that this login may not see could be it as well.
fn chosen(meant: &Meant, found: Vec<Found>, addons: Vec<String>) -> Result<Connection, Diagnostic> {
    let app = &meant.app;
    let mut seen: Vec<Connection> = found
        .into_iter()
        .filter_map(|one| Some(Connection { id: one.id?, region: one.region?, resource: one.resource? }))
        .collect();
    let hidden: Vec<String> =
        addons.into_iter().filter(|addon| seen.iter().all(|one| one.resource != *addon)).collect();
    let mut names: Vec<&str> =
        seen.iter().map(|one| one.resource.as_str()).chain(hidden.iter().map(String::as_str)).collect();
    names.sort_unstable();
    match (&meant.resource, names.as_slice()) {
        (_, []) => Err(unknown(&format!("the app `{app}` has no connection"), app)),
        (None, [_, _, ..]) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            Err(Diagnostic::block(
                codes::CONNECT_SEVERAL,
                format!("the app `{app}` has {} connections: {}", names.len(), names.join(", ")),
                "say which one is meant: `--resource NAME`, or `--with APP::NAME`",
            ))
        }
        (Some(name), _) if hidden.contains(name) => Err(out_of_sight(name)),
        (None, [name]) if seen.is_empty() => Err(out_of_sight(name)),
        (resource, _) => {
            let meant = |one: &Connection| resource.as_ref().is_none_or(|name| one.resource == *name);
            match seen.iter().position(meant) {
                Some(at) => Ok(seen.swap_remove(at)),
                None => {
                    let name = resource.as_deref().unwrap_or_default();
                    Err(unknown(&format!("the app `{app}` has no connection `{name}`"), app))
                }
            }
        }
    }
}

fn unknown(message: &str, app: &str) -> Diagnostic {
    let help = format!("see `heroku connect:info --app {}`", shell_word(app));
    Diagnostic::block(codes::CONNECT_UNKNOWN, message, help)
}

fn out_of_sight(name: &str) -> Diagnostic {
    Diagnostic::block(
        codes::CONNECT_HIDDEN,
        format!("this login is not on the access list of Heroku Connect: `{name}`"),
        format!("open it once: `heroku addons:open {}`", shell_word(name)),
    )
}

fn plan(sizes: &connect::Sizes) -> Option<LivePlan> {
    match (sizes.plan.as_deref(), sizes.free) {
        (Some("demo"), _) | (_, Some(true)) => Some(LivePlan::Demo),
        (Some(_), _) => Some(LivePlan::Contract),
        (None, _) => None,
    }
}

fn rows(sizes: connect::Sizes) -> Vec<LiveRows> {
    let counted = |one: connect::Size| Some(LiveRows { object: one.object?, rows: one.rows? });
    sizes.mappings.into_iter().filter_map(counted).collect()
}
