//! From answers to the parts of a snapshot.

use std::collections::BTreeMap;

use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::Deserialize;

use super::target::Target;
use crate::answer::Link;
use crate::api::{connect, data, platform, status};
use crate::ending::Millis;
use crate::figures::{leading_number, moment, total};
use crate::query;
use crate::snapshot::{
    network, Attachment, Captured, Client, Connection, Database, Extension, Follower, Found, Health,
    Inventory, Item, Kept, LockRow, Log, MappedTable, Mapping, Notice, Objects, Server, Tier, UpgradeState,
    Way, Window,
};
use crate::upgrade_state;

pub fn attachments(list: Vec<platform::Attachment>) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = list
        .into_iter()
        .filter_map(|one| Some(Attachment { app: one.app?, name: one.name?, namespace: one.namespace }))
        .collect();
    all.sort_by(|a, b| (&a.app, &a.name).cmp(&(&b.app, &b.name)));
    all
}

/// Attachments, each with the add-on that it names.
pub fn named(list: Vec<platform::Attachment>) -> Vec<(String, Attachment)> {
    let named = |one: platform::Attachment| {
        let attachment = Attachment { app: one.app?, name: one.name?, namespace: one.namespace };
        Some((one.addon?, attachment))
    };
    list.into_iter().filter_map(named).collect()
}

pub fn database(target: &Target, detail: data::Database, maintenance: Option<data::Maintenance>) -> Database {
    let version = detail.shown("PG Version").map(str::to_owned);
    let (method, status, scheduled_for) =
        maintenance.map_or((None, None, None), |one| (one.method, one.status, one.scheduled_for));
    let pending = status.as_deref().is_some_and(|status| status != "none" && status != "completed");
    Database {
        id: target.id.clone(),
        addon: target.addon.clone(),
        app: target.app.clone(),
        plan: target.plan.clone().unwrap_or_else(|| "heroku-postgresql:unknown".to_owned()),
        price_cents: target.price_cents,
        major: version.as_deref().and_then(leading_number),
        version,
        follows: matches!(detail.following, Link::To(_)),
        region: detail.shown("Region").map(str::to_owned),
        followers: detail.rows("Followers").len() as u64,
        bytes: detail.bytes,
        connections: None,
        limit: detail.limit(),
        waiting: detail.waiting,
        fork_follow: detail.shown("Fork/Follow").map(str::to_owned),
        safeguards: detail.safeguards(),
        upgrade_scheduled: pending && method.is_some_and(|method| method.contains("upgrade")),
        maintenance: status,
        maintenance_at: scheduled_for,
        url: detail.url,
        way: Way::Direct,
        server: None,
        inventory: None,
        kept: None,
        upgrade: None,
    }
}

/// Where a version upgrade stands. A maintenance that is not there is not told from one that was not read: then the rule on data
/// maintenances says so.
pub fn upgrade(
    progress: Option<&data::UpgradeProgress>,
    maintenance: Option<&data::Maintenance>,
    detail: &data::Database,
) -> UpgradeState {
    let major = detail.shown("PG Version").and_then(leading_number);
    upgrade_state::judged(progress, maintenance, major, None)
}

/// What the service keeps, as it was told: what could not be read is absent.
pub struct Told {
    pub schedules: Option<Vec<data::ScheduleRow>>,
    pub window: Option<data::WindowRow>,
    pub settings: Option<data::Settings>,
    pub credentials: Option<Vec<data::Credential>>,
    pub links: Option<Vec<data::LinkRow>>,
}

/// What the service keeps. A setting that is as the plan has it is no choice of anybody.
pub fn kept(told: Told) -> Kept {
    let chosen = |data::Settings(all): data::Settings| {
        let chosen = all.into_iter().filter(|(_, (value, own))| own.as_ref() != Some(value));
        chosen.map(|(key, (value, _))| (key, value)).collect()
    };
    let whole = |rows: Vec<data::ScheduleRow>| {
        let mut schedules: Option<Vec<_>> = rows.into_iter().map(data::ScheduleRow::schedule).collect();
        schedules.iter_mut().for_each(|schedules| schedules.sort());
        schedules
    };
    let named = |list: Vec<data::Credential>| {
        let mut names: Vec<String> =
            list.iter().filter_map(data::Credential::named).map(str::to_owned).collect();
        names.sort();
        names
    };
    let linked = |list: Vec<data::LinkRow>| {
        let mut links: Option<Vec<_>> = list.into_iter().map(data::LinkRow::link).collect();
        links.iter_mut().for_each(|links| links.sort());
        links
    };
    Kept {
        schedules: told.schedules.and_then(whole),
        window: told.window.and_then(|one| Window::parse(&one.window?)),
        settings: told.settings.map(chosen),
        credentials: told.credentials.map(named),
        links: told.links.and_then(linked),
    }
}

/// Plans of its tier and network that can be ordered, and the one that is wanted.
pub fn plans(list: Vec<platform::Plan>, leader: &str, wanted: Option<&str>) -> BTreeMap<String, Option<u64>> {
    let fits = |name: &String| {
        Tier::of(name) == Tier::of(leader) && network(name) == network(leader)
            || Some(name.as_str()) == wanted
    };
    sold(list).into_iter().filter(|(name, _)| fits(name)).collect()
}

/// Plans that can be ordered, with their price in US cents a month.
pub fn sold(list: Vec<platform::Plan>) -> BTreeMap<String, Option<u64>> {
    let list = list.into_iter().filter(platform::Plan::sold);
    list.filter_map(|one| Some((one.name?, one.cents))).collect()
}

pub fn follower(
    addon: platform::Addon,
    app: platform::App,
    detail: &data::Database,
    list: Vec<platform::Attachment>,
) -> Follower {
    Follower {
        addon: addon.name.unwrap_or_default(),
        app: addon.app.unwrap_or_default(),
        plan: addon.plan.unwrap_or_default(),
        region: detail.shown("Region").map(str::to_owned),
        space: app.space,
        limit: detail.limit(),
        attachments: attachments(list),
    }
}

pub fn connection(
    id: String,
    resource: String,
    region: &str,
    app: &str,
    detail: connect::Connection,
    database: &Database,
) -> Connection {
    let on_database = database.url.as_ref().is_some_and(|url| {
        detail.host.as_ref() == Some(&url.host)
            && detail.port == Some(u64::from(url.port))
            && detail.database.as_ref() == Some(&url.database)
    });
    Connection {
        id,
        resource,
        app: app.to_owned(),
        region: region.trim_end_matches('/').to_owned(),
        db_key: detail.db_key.unwrap_or_default(),
        schema: detail.schema.unwrap_or_else(|| "salesforce".to_owned()),
        state: detail.state.unwrap_or_default(),
        on_database,
        org: detail.org.map(|org| org.0),
        mtls: detail.mtls,
        mappings: detail.mappings.into_iter().map(mapping).collect(),
        log: None,
        objects: None,
        continuity: None,
        captured: None,
        health: None,
        shapes: Vec::new(),
        origin: None,
    }
}

fn mapping(one: connect::Mapping) -> Mapping {
    Mapping {
        object: one.object.unwrap_or_default(),
        state: one.state.unwrap_or_default(),
        access: one.access.unwrap_or_default(),
        streaming: one.streaming.unwrap_or(false),
        upsert_field: one.upsert_field,
        sf_poll: one.sf_poll,
    }
}

pub fn log(row: query::LogStates) -> Option<Log> {
    Some(Log {
        new: row.new?,
        pending: row.pending?,
        failed: row.failed?,
        oldest_pending_seconds: row.oldest_pending_seconds?,
    })
}

pub fn captured(row: query::CapturedRows) -> Option<Captured> {
    // An empty log captures nothing.
    let seconds = row.seconds.or((row.rows? == 0).then_some(0))?;
    Some(Captured { rows: row.rows?, seconds, bytes: row.bytes? })
}

pub fn health(about: Option<connect::About>, mapped: Option<query::Mapped>) -> Health {
    let (version, logged) =
        about.map(|about| (about.version.or(about.top_version), about.logged)).unwrap_or_default();
    let (ids_given, id_bytes) =
        mapped.as_ref().map(|mapped| (mapped.ids_given, mapped.id_bytes)).unwrap_or_default();
    let table = |one: query::MappedTable| {
        Some(MappedTable { name: one.name?, without_sfid: one.without_sfid, unique: one.unique })
    };
    let aside = mapped.as_ref().and_then(|mapped| mapped.aside.clone());
    let tables = mapped.map(|mapped| mapped.tables.into_iter().filter_map(table).collect());
    Health { api_version: version, logged, refused: None, tables, ids_given, id_bytes, aside }
}

pub fn objects(row: query::Schema) -> Objects {
    Objects {
        disabled_triggers: total(row.tables.iter().filter_map(|one| one.disabled)),
        tables: row.tables.into_iter().filter_map(|one| one.name).collect(),
        org: row.org,
        helpers: row.hstore == Some(true) && row.helper == Some(true),
        overrides: row.overrides,
    }
}

/// `earliest from 2026-01-05 08:00 UTC`, with or without seconds.
pub fn earliest(shown: &str) -> Option<Millis> {
    let text = shown.strip_prefix("earliest from ")?.trim();
    let with_seconds = || Some(format!("{}:00{}", text.get(..16)?, text.get(16..)?));
    moment(text).or_else(|| moment(&with_seconds()?))
}

pub fn server(row: &query::Server, statistics: Option<&query::Statistics>) -> Option<Server> {
    Some(Server {
        version_num: row.version_num?,
        in_recovery: row.in_recovery?,
        default_read_only: row.default_read_only?,
        read_only_role: row.read_only_role.clone(),
        owns: row.owns,
        without_statistics: statistics.and_then(|one| u64::try_from(one.without.as_ref()?.len()).ok()),
    })
}

/// `None` if any part of it is not understood: what was not read may not look like nothing.
pub fn inventory(row: query::Inventory) -> Option<Inventory> {
    let client = |one: query::Client| Some(Client { role: one.role, application: one.application? });
    Some(Inventory {
        found: row.found.into_iter().map(found).collect::<Option<_>>()?,
        extensions: row.extensions.into_iter().map(extension).collect::<Option<_>>()?,
        clients: row.clients.into_iter().map(client).collect::<Option<_>>()?,
        large_objects: row.large_objects?,
        schemas: row.schemas?,
        objects: row.objects?,
    })
}

fn found(one: query::Found) -> Option<Found> {
    let item = Item::deserialize(StrDeserializer::<ValueError>::new(&one.item?)).ok()?;
    Some(Found { item, since: one.since?, total: one.total?, names: one.names })
}

fn extension(one: query::Extension) -> Option<Extension> {
    Some(Extension { name: one.name?, version: one.version?, newest: one.newest })
}

pub fn lock(row: query::Lock) -> Option<LockRow> {
    let shown = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
    Some(LockRow {
        run_id: row.run_id?,
        holder: shown(row.holder),
        since: shown(row.since),
        zone: shown(row.zone),
        // A row that says more than this version knows is a lock all the same.
        held: row.held.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

pub fn notices(status: status::Status) -> Vec<Notice> {
    let notice = |one: status::Notice, incident: bool| {
        let title = one.title.unwrap_or_else(|| "untitled".to_owned());
        Some(Notice { id: one.id?.0, title, incident })
    };
    let open = |one: &status::Notice| one.state.as_deref() != Some("resolved");
    let incidents = status.incidents.into_iter().filter(open).filter_map(|one| notice(one, true));
    incidents.chain(status.scheduled.into_iter().filter_map(|one| notice(one, false))).collect()
}
