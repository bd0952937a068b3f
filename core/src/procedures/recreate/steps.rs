//! The steps: everything is sent and the schema put aside; then the connection is destroyed, and made again from its own configuration.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codes;
use crate::conditions::{
    AddonGone, ApiVersionIs, ConfigArrived, ConfigUnchanged, ConnectProvisioned, ConnectionListed,
    ConnectionPoints, FeaturesEqual, LeftAside, MappingsLoaded, OrgIs,
};
use crate::late::{slots, ConnectionName, Late, Location, NewConnection, Place, TableColumns};
use crate::ops::{
    AddonDestroy, AuthJoin, AuthorizeOpen, ConfigImport, ConnectAddonCreate, ConnectionDestroy,
    ConnectionPoint, SchemaAside, SchemaBack,
};
use crate::plan::{Check, Marks, OnFailure, Pace, Step};
use crate::procedures::blocks::dependants::Parent;
use crate::procedures::blocks::{
    check, connect, cut_over, dependants, hold, landed, lock, place, reopen, step, writers, HOUR, MINUTE,
};
use crate::request::{Recreate, Request};
use crate::snapshot::{BuiltTable, Connection, Origin, Snapshot};
use crate::zone::Zone;

/// How long the service may take for a change of its own: a maintenance of Connect may last 45 minutes, and there is only forward.
const SERVICE: u64 = HOUR;
/// How long a person may take.
const PERSON: u64 = 30 * MINUTE;
/// No longer than this nothing may move while tables are loaded.
const LOADED: u64 = 15 * MINUTE;
/// Rows that are loaded in a minute: a guess, until there is a measurement.
const ROWS_A_MINUTE: u64 = 20_000;

/// The step with which a connection that got the wrong organization is begun anew.
const FREE: &str = "name-free";

/// Id of the step from which on there is only forward.
pub const DESTROY: &str = "destroy-connection";
/// Id of the step with which the new connection has what the old one had.
pub const LOAD: &str = "load";

/// A connection, and the database on which it is made anew.
pub struct Anew<'a> {
    snapshot: &'a Snapshot,
    request: &'a Request,
    recreate: &'a Recreate,
    one: &'a Connection,
    origin: &'a Origin,
    config: Value,
    /// Database with its tables.
    lead: Place,
    /// Where that is.
    location: Option<Location>,
    /// Config var by which the new one finds it.
    db_key: Late<String>,
    new: NewConnection,
}

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &Request, recreate: &Recreate) -> (Vec<Step>, Marks) {
    let Some(anew) = Anew::here(snapshot, request, recreate) else { return Default::default() };
    let stop = writers::stop(snapshot, Vec::new());
    let mut marks = Marks {
        downtime_opens: (!reopen::ids(snapshot).is_empty()).then(|| stop.id.clone()),
        downtime_closes: reopen::ids(snapshot),
        point_of_no_return: Some(DESTROY.to_owned()),
        ..Marks::default()
    };
    let mut steps = anew.prepared();
    let off = steps.iter().find(|step| step.id == "autoscaler-off").map(|step| step.id.clone());
    let opens = stop.id.clone();
    steps.push(stop);
    steps.extend(anew.closed());
    if recreate.same_org() {
        marks.sync_pauses = Some("pause-connect".to_owned());
        marks.sync_resumes = Some(LOAD.to_owned());
    }
    steps.push(anew.destroy());
    let (made, last) = anew.made();
    steps.extend(made);
    let why = "the tables are loaded, and what hung on them is there again";
    steps.extend(reopen::as_they_were(snapshot, &opens, off, why));
    // What was kept goes with the lock: as long as something of it is missing, it stays.
    steps.push(Step { needs: last, ..lock::release(anew.lead.clone()) });
    (steps, marks)
}

impl<'a> Anew<'a> {
    /// On the database that stays.
    fn here(snapshot: &'a Snapshot, request: &'a Request, recreate: &'a Recreate) -> Option<Self> {
        let (one, _) = recreate.of(snapshot)?;
        let (lead, db_key) = (place::lead(snapshot), Late::Now(one.db_key.clone()));
        Self::on(snapshot, request, recreate, (lead, place::location(snapshot), db_key))
    }

    /// On another one, to which attachments were moved.
    pub fn moved(snapshot: &'a Snapshot, request: &'a Request, recreate: &'a Recreate) -> Option<Self> {
        let (one, _) = recreate.of(snapshot)?;
        let (lead, location) = (place::new(snapshot), Some(Location::found(&slots::NEW)));
        Self::on(snapshot, request, recreate, (lead, location, cut_over::db_key(snapshot, one)))
    }

    fn on(
        snapshot: &'a Snapshot,
        request: &'a Request,
        recreate: &'a Recreate,
        (lead, location, db_key): (Place, Option<Location>, Late<String>),
    ) -> Option<Self> {
        let (one, origin) = recreate.of(snapshot)?;
        let (config, new) = (origin.config.clone()?, NewConnection::of(&one.app));
        Some(Self { snapshot, request, recreate, one, origin, config, lead, location, db_key, new })
    }

    fn whole(&self, table: &BuiltTable) -> TableColumns {
        TableColumns {
            columns: table.columns.clone(),
            place: self.lead.clone(),
            schema: self.one.schema.clone(),
            table: table.table.clone(),
            whole: true,
            keys: false,
        }
    }

    fn hangs(table: &BuiltTable) -> bool {
        table.dependants.as_ref().is_some_and(|all| !all.is_empty())
    }

    fn objects(&self) -> Vec<String> {
        self.origin.objects().map(str::to_owned).collect()
    }

    /// Everything that stops no app.
    fn prepared(&self) -> Vec<Step> {
        let snapshot = self.snapshot;
        let mut steps = vec![lock::take(snapshot, &self.lead)];
        steps.extend(self.kept(Zone::Prepare));
        if self.recreate.same_org() {
            steps.push(connect::at_rest(snapshot));
        }
        steps.extend(writers::autoscalers_off(snapshot));
        steps.push(hold::hold_downtime());
        let unchanged =
            ConfigUnchanged { config: self.config.clone(), connection: ConnectionName::of(self.one) };
        let unchanged = vec![check(unchanged, Pace::Slow, 10 * MINUTE, codes::DRIFT_CONFIG)];
        steps.push(if self.recreate.same_org() {
            hold::fresh_look_running(snapshot, unchanged)
        } else {
            // A connection without its organization runs no more.
            let without = Snapshot { connections: Vec::new(), ..snapshot.clone() };
            hold::fresh_look_running(&without, unchanged)
        });
        steps.push(hold::card());
        steps.push(lock::note_downtime(snapshot, self.lead.clone()));
        steps
    }

    /// What hangs on its tables is kept beside them.
    pub fn kept(&self, zone: Zone) -> Vec<Step> {
        let hung = self.origin.tables.iter().filter(|table| Self::hangs(table));
        hung.map(|table| dependants::keep(&table.table, zone, self.whole(table))).collect()
    }

    /// From the stopped app to the schema that is put aside: all of it can be taken back.
    fn closed(&self) -> Vec<Step> {
        let snapshot = self.snapshot;
        let mut steps = vec![writers::stop_one_offs(snapshot)];
        if self.recreate.same_org() {
            let why = "what waits in the queue would never get to Salesforce";
            steps.push(connect::drain(snapshot, &self.lead, why));
            steps.push(connect::pause_here(snapshot, &self.lead));
        }
        let why = "one that stays open holds tables that are about to be closed; who connects anew is named";
        steps.push(Step { why: why.to_owned(), ..writers::end_sessions(snapshot, &self.lead) });
        steps.extend(self.aside(Zone::Downtime));
        steps.push(lock::note_settle(self.lead.clone(), Zone::Downtime));
        steps
    }

    /// The schema is put out of reach of what is destroyed, with nothing in it that was not accepted: all of it can be taken back.
    pub fn aside(&self, zone: Zone) -> Vec<Step> {
        let tables = &self.origin.tables;
        let parents = tables.iter().filter(|table| table.referenced());
        let mut steps: Vec<Step> = parents.map(|table| self.parent(table).keep_children(zone)).collect();
        let refuses = |table: &&BuiltTable| table.dependants.iter().flatten().any(|one| one.refuses);
        steps.extend(tables.iter().filter(refuses).map(|table| self.take_off(zone, table)));
        steps.push(self.renamed(zone));
        steps
    }

    fn parent<'b>(&'b self, table: &'b BuiltTable) -> Parent<'b> {
        let (key, schema) = (table.table.as_str(), self.one.schema.as_str());
        let (connection, object) = (self.new.clone(), table.object.as_str());
        let unique = self.unique(table);
        Parent { key, connection, object, place: &self.lead, schema, table: key, unique }
    }

    /// The column by which its records are known in the organization that is logged into, where that is another one.
    fn unique(&self, table: &BuiltTable) -> Option<String> {
        let mapping = self.one.mappings.iter().find(|mapping| mapping.object == table.object)?;
        let column = mapping.upsert_field.as_ref()?.to_lowercase();
        (!self.recreate.same_org() && table.columns.contains(&column)).then_some(column)
    }

    fn take_off(&self, zone: Zone, table: &BuiltTable) -> Step {
        let title = format!("Drop what outside hangs on table {}", table.table);
        let why = "views and functions would go with the old table, wherever it is called";
        dependants::take_off(&table.table, zone, self.whole(table), &title, why)
    }

    fn renamed(&self, zone: Zone) -> Step {
        let schema = &self.one.schema;
        let mut step = step(
            "put-aside",
            zone,
            &format!("Rename schema {schema}, switch its triggers off and close its tables"),
            "in one transaction, and only if nothing is left in it that was not accepted; renamed, it is out of reach of what is destroyed",
        );
        let accepted = |code: &str| Some(self.request.allowance(code).unwrap_or(0));
        let same = self.recreate.same_org();
        let waits = if same { Some(connect::stuck(self.one)) } else { accepted(&codes::CONNECT_UNDELIVERED) };
        let aside = SchemaAside {
            // Where nothing is sent any more, new rows are among what waits.
            alone: accepted(&codes::CONNECT_SFID_MISSING).filter(|_| same),
            aside: slots::NAME_ASIDE.into(),
            failed: self.one.log.as_ref().map(|log| log.failed).filter(|_| same),
            place: self.lead.clone(),
            schema: schema.clone(),
            tables: self.origin.tables.iter().map(|table| table.table.clone()).collect(),
            waits,
        };
        step.undo = vec![SchemaBack {
            aside: aside.aside.clone(),
            place: aside.place.clone(),
            schema: schema.clone(),
        }
        .into()];
        step.until = vec![landed(aside.clone(), Pace::Tight, MINUTE)];
        step.calls = vec![aside.into()];
        step
    }

    /// From the destroyed connection to loaded tables with all that hung on them; and the step that proves that what was kept is spent, if anything was.
    pub fn made(&self) -> (Vec<Step>, Option<String>) {
        let mut steps = vec![self.free(), self.order(), self.join(), self.point(), self.authorize()];
        steps.extend(self.api_version());
        steps.extend(self.features());
        steps.extend([self.import(), self.load()]);
        let tables = &self.origin.tables;
        let parents = tables.iter().filter(|table| table.referenced());
        steps.extend(parents.map(|table| self.parent(table).point_children()));
        let restored = tables.iter().filter_map(|table| self.restore(table)).collect();
        let (restored, kept) = dependants::all_back(restored);
        steps.extend(restored);
        steps.push(self.left());
        (steps, kept)
    }

    /// Destroys it: the point of no return.
    pub fn destroy(&self) -> Step {
        let (resource, app) = (&self.one.resource, &self.one.app);
        let mut step = step(
            DESTROY,
            Zone::Settle,
            &format!("Destroy {resource}"),
            "the point of no return: it cannot be called back. A refusal is looked at, and takes everything back",
        );
        step.guards = writers::still_stopped(self.snapshot);
        if self.recreate.same_org() {
            step.guards.push(connect::paused(self.one));
        }
        step.calls = vec![ConnectionDestroy { addon: resource.clone(), app: app.clone() }.into()];
        let gone = AddonGone { addon: Late::Now(resource.clone()), app: app.clone() };
        step.until = vec![check(gone, Pace::Brisk, SERVICE, codes::CONNECT_NOT_GONE)];
        step.on_failure = OnFailure::Person;
        step
    }

    /// Waits for the end of one that was made and got the wrong organization.
    fn free(&self) -> Step {
        let mut step = step(
            FREE,
            Zone::Settle,
            "Wait until no add-on has the name of the new one",
            "one that was authorized for another organization is destroyed first",
        );
        let none = AddonGone { addon: slots::NAME_CONNECTION.into(), app: self.one.app.clone() };
        step.until = vec![check(none, Pace::Brisk, SERVICE, codes::CONNECT_NOT_GONE)];
        step.on_failure = OnFailure::Again;
        step.quiet = true;
        step
    }

    fn order(&self) -> Step {
        let app = &self.one.app;
        let plan = self.recreate.plan(self.origin).unwrap_or_default();
        let mut step = step(
            "order-connection",
            Zone::Settle,
            &format!("Order a Connect add-on on {plan}"),
            "under a name of this run, so that it is found again",
        );
        let addon: Late<String> = slots::NAME_CONNECTION.into();
        step.calls =
            vec![ConnectAddonCreate { addon: addon.clone(), app: app.clone(), plan: plan.to_owned() }.into()];
        let made = ConnectProvisioned { addon, app: app.clone() };
        step.until = vec![check(made, Pace::Brisk, SERVICE, codes::CONNECT_NOT_MADE)];
        step.on_failure = OnFailure::Again;
        step
    }

    /// The new add-on, as long as its connection is empty.
    fn drop_ours(&self) -> AddonDestroy {
        AddonDestroy { addon: slots::NAME_CONNECTION.into(), app: self.one.app.clone() }
    }

    fn join(&self) -> Step {
        let app = &self.one.app;
        let mut step = step(
            "join-connection",
            Zone::Settle,
            "Be listed among those who may see the new connection",
            "of a new add-on nobody sees a connection before",
        );
        let addon: Late<String> = slots::NAME_CONNECTION.into();
        step.calls = vec![AuthJoin { addon: addon.clone(), app: app.clone() }.into()];
        let listed = ConnectionListed { addon, app: app.clone(), bind: slots::CONNECTION };
        step.until = vec![check(listed, Pace::Brisk, SERVICE, codes::CONNECT_NOT_MADE)];
        step.on_failure = OnFailure::Again;
        step
    }

    fn point(&self) -> Step {
        let (db_key, schema) = (&self.db_key, &self.one.schema);
        let named = match db_key {
            Late::Now(db_key) => db_key,
            Late::Slot(_) => "the new database's own config var",
        };
        let mut step = step(
            "point-connection",
            Zone::Settle,
            &format!("Point the new connection at {named}, schema {schema}"),
            "both are read back, and where they lead: the command has returned before without doing it",
        );
        let point =
            ConnectionPoint { connection: self.new.clone(), db_key: db_key.clone(), schema: schema.clone() };
        step.calls = vec![point.into()];
        step.until = self
            .location
            .iter()
            .map(|database| {
                let points = ConnectionPoints {
                    connection: self.new.clone(),
                    database: database.clone(),
                    db_key: db_key.clone(),
                    schema: schema.clone(),
                };
                check(points, Pace::Brisk, SERVICE, codes::CONNECT_NOT_MADE)
            })
            .collect();
        step.on_failure = OnFailure::Again;
        step
    }

    fn authorize(&self) -> Step {
        let same = self.recreate.same_org();
        let which = if same { "the organization of before" } else { "the refreshed organization" };
        let mut step = step(
            "authorize",
            Zone::Settle,
            &format!("Have somebody log into {which}"),
            "nothing is imported before it is proven to be the right one: another organization would be filled from this database",
        );
        // Who comes by a domain of his own can say so on Salesforce's page.
        let sandbox = !same || self.origin.environment.as_deref() == Some("sandbox");
        let environment = if sandbox { "sandbox" } else { "production" };
        let open = AuthorizeOpen {
            aside: slots::NAME_ASIDE.into(),
            api_version: self.origin.api_version.clone(),
            connection: self.new.clone(),
            environment: environment.to_owned(),
            place: self.lead.clone(),
            same,
        };
        let right =
            OrgIs { aside: open.aside.clone(), connection: self.new.clone(), place: self.lead.clone(), same };
        step.calls = vec![open.into()];
        step.until = vec![check(right, Pace::Brisk, PERSON, codes::CONNECT_NOT_AUTHORIZED)];
        // Whether a connection can be authorized for another organization is not known: one that nothing was imported into is made again.
        step.fallback = vec![self.drop_ours().into()];
        step.on_failure = OnFailure::Again;
        step.again_from = Some(FREE.to_owned());
        step
    }

    fn api_version(&self) -> Option<Step> {
        let version = self.origin.api_version.clone()?;
        let mut step = step(
            "api-version",
            Zone::Settle,
            &format!("Look whether the new connection uses version {version} of Salesforce's API"),
            "another one may name fields otherwise; it is changed by a command of its own",
        );
        let is = ApiVersionIs { connection: self.new.clone(), version };
        step.until = vec![check(is, Pace::Brisk, MINUTE, codes::CONNECT_API_VERSION)];
        step.on_failure = OnFailure::Say;
        Some(step)
    }

    fn features(&self) -> Option<Step> {
        let features: &BTreeMap<String, Value> =
            self.origin.features.as_ref().filter(|all| !all.is_empty())?;
        let mut step = step(
            "features",
            Zone::Settle,
            "Wait until the new connection has the switches of the old one",
            "no import sets them; with another write algorithm changes would be sent in another order",
        );
        let features = Value::Object(features.clone().into_iter().collect());
        let equal = FeaturesEqual { connection: self.new.clone(), features };
        step.until = vec![check(equal, Pace::Brisk, PERSON, codes::RECREATE_MANUAL_SETTINGS)];
        step.on_failure = OnFailure::Person;
        Some(step)
    }

    fn import(&self) -> Step {
        let objects = self.objects();
        let mut step = step(
            "import",
            Zone::Settle,
            &format!("Import {} mappings", objects.len()),
            "and compare what the new connection exports with what the old one did: a mapping can be left out without a word",
        );
        let import = ConfigImport { config: self.config.clone(), connection: self.new.clone(), objects };
        step.calls = vec![import.into()];
        let arrived = ConfigArrived { config: self.config.clone(), connection: self.new.clone() };
        step.until = vec![check(arrived, Pace::Brisk, 5 * MINUTE, codes::CONNECT_NOT_MADE)];
        step.tries = 2;
        step.on_failure = OnFailure::Again;
        step
    }

    fn load(&self) -> Step {
        let mut step = step(
            LOAD,
            Zone::Settle,
            "Wait until every table is made and loaded",
            "who writes to a table that is not loaded writes into what a load may overwrite: the apps stay stopped",
        );
        let loaded = MappingsLoaded { connection: self.new.clone(), objects: self.objects() };
        let rows = self.origin.tables.iter().filter_map(|table| table.rows).fold(0, u64::saturating_add);
        let deadline = LOADED.max(3 * (rows / ROWS_A_MINUTE) * MINUTE).min(12 * HOUR);
        step.until = vec![Check { times: 2, ..check(loaded, Pace::Brisk, deadline, codes::LOAD_STUCK) }];
        step.on_failure = OnFailure::Person;
        step
    }

    fn restore(&self, table: &BuiltTable) -> Option<Step> {
        Self::hangs(table).then_some(())?;
        let step = dependants::restore(&table.table, self.whole(table));
        // A constraint holds for rows that point at another record too.
        let needs = table.referenced().then(|| self.parent(table).pointed());
        Some(Step { needs, ..step })
    }

    /// Says what stays aside.
    fn left(&self) -> Step {
        let mut step = step(
            "left-aside",
            Zone::Settle,
            "Count what was left in the schema that was put aside",
            "it stays until somebody drops it",
        );
        let left = LeftAside { aside: slots::NAME_ASIDE.into(), place: self.lead.clone() };
        step.until = vec![check(left, Pace::Brisk, MINUTE, codes::SQL_OUT_OF_REACH)];
        step.on_failure = OnFailure::Say;
        step
    }
}
