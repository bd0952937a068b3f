//! The part of a snapshot that an approval holds for.
//!
//! What differs at every look at an unchanged world is not in it: times, counters, sizes, states of dynos, releases, and
//! fingerprints, whose key is made anew for every command. Each field of a snapshot stands here, so that a new one has to be
//! decided on.

use crate::api::connect;
use crate::budget::Budget;
use crate::query::Continuity;
use crate::snapshot::{
    App, Attachment, BuiltTable, Config, Connection, Database, Extension, Follower, Following, Inventory,
    LockRow, Mapping, Objects, OldDatabase, Origin, Past, Process, SeenField, Shape, Snapshot, Url,
};

/// A snapshot with nothing but what is judged; what passes is as in no world.
pub fn judged(snapshot: &Snapshot) -> Snapshot {
    Snapshot {
        format_version: String::new(),
        taken_at: 0,
        app: snapshot.app.clone(),
        database: database(&snapshot.database),
        follower: snapshot.follower.as_ref().map(follower),
        followers: by(&snapshot.followers, following, |one| one.id.clone()),
        plans: snapshot.plans.clone(),
        attachments: attachments(&snapshot.attachments),
        apps: by(&snapshot.apps, app, |one| one.name.clone()),
        out_of_reach: set(&snapshot.out_of_reach),
        connections: by(&snapshot.connections, connection, |one| one.resource.clone()),
        hidden_connections: set(&snapshot.hidden_connections),
        lock: snapshot.lock.as_ref().map(lock),
        notices: None,
        spares: None,
        past: snapshot.past.as_ref().map(past),
        asked: Budget::default(),
    }
}

fn by<T, K: Ord>(all: &[T], of: impl Fn(&T) -> T, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all: Vec<T> = all.iter().map(of).collect();
    all.sort_by_key(key);
    all
}

fn set(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names.dedup();
    names
}

/// How much was captured and sent grows: which databases are meant is judged.
fn past(one: &Past) -> Past {
    let old = one.old.as_ref().map(|old| OldDatabase { url: old.url.as_ref().map(place), ..old.clone() });
    Past { old, earliest: None, made: None, copy: None, kept: None, logs: Vec::new() }
}

fn database(one: &Database) -> Database {
    Database {
        id: one.id.clone(),
        addon: one.addon.clone(),
        app: one.app.clone(),
        plan: one.plan.clone(),
        price_cents: one.price_cents,
        major: one.major,
        version: None,
        url: one.url.as_ref().map(place),
        follows: one.follows,
        region: one.region.clone(),
        followers: one.followers,
        bytes: None,
        connections: None,
        limit: None,
        waiting: None,
        way: one.way,
        fork_follow: one.fork_follow.clone(),
        safeguards: one.safeguards.clone(),
        maintenance: None,
        maintenance_at: None,
        upgrade_scheduled: false,
        server: None,
        inventory: one.inventory.as_ref().map(inventory),
        kept: one.kept.clone(),
        upgrade: None,
    }
}

fn inventory(one: &Inventory) -> Inventory {
    let extension = |one: &Extension| Extension { newest: None, ..one.clone() };
    Inventory {
        found: Vec::new(),
        extensions: by(&one.extensions, extension, |one| one.name.clone()),
        clients: Vec::new(),
        large_objects: 0,
        schemas: 0,
        objects: 0,
    }
}

fn follower(one: &Follower) -> Follower {
    Follower {
        addon: one.addon.clone(),
        app: one.app.clone(),
        plan: one.plan.clone(),
        region: one.region.clone(),
        space: one.space.clone(),
        limit: None,
        attachments: attachments(&one.attachments),
    }
}

fn following(one: &Following) -> Following {
    Following {
        id: one.id.clone(),
        addon: one.addon.clone(),
        plan: one.plan.clone(),
        reach: one.reach.clone(),
        app: one.app.clone(),
        price_cents: one.price_cents,
        url: one.url.as_ref().map(place),
        attachments: attachments(&one.attachments),
    }
}

/// Where something is, without the fingerprint, whose key is made anew for every command.
fn place(url: &Url) -> Url {
    Url { fingerprint: String::new(), ..url.clone() }
}

fn attachments(all: &[Attachment]) -> Vec<Attachment> {
    by(all, Clone::clone, |one| (one.app.clone(), one.name.clone()))
}

fn app(one: &App) -> App {
    let scaled = |process: &Process| {
        // How many there are is the autoscaler's own affair; whether there are any is not.
        let by_itself = process.kind == "web" && one.autoscaler.is_some();
        Process {
            quantity: if by_itself { process.quantity.min(1) } else { process.quantity },
            ..process.clone()
        }
    };
    App {
        id: one.id.clone(),
        name: one.name.clone(),
        maintenance: one.maintenance,
        space: one.space.clone(),
        generation: one.generation.clone(),
        formation: by(&one.formation, scaled, |process| process.kind.clone()),
        down: Vec::new(),
        one_offs: Vec::new(),
        release: 0,
        release_status: String::new(),
        release_phase: one.release_phase,
        preboot: one.preboot,
        autoscaler: one.autoscaler.clone(),
        autoscaler_unread: one.autoscaler_unread,
        services: Vec::new(),
        config: Config {
            urls: set(&one.config.urls),
            copies: set(&one.config.copies),
            follower_copies: set(&one.config.follower_copies),
            others: 0,
            unjudged: Vec::new(),
        },
    }
}

fn connection(one: &Connection) -> Connection {
    Connection {
        id: one.id.clone(),
        resource: one.resource.clone(),
        app: one.app.clone(),
        region: one.region.clone(),
        db_key: one.db_key.clone(),
        schema: one.schema.clone(),
        state: connect::standing(&one.state).to_owned(),
        on_database: one.on_database,
        org: same_org(one).map(str::to_owned),
        mtls: one.mtls,
        mappings: by(&one.mappings, mapping, |one| one.object.clone()),
        log: None,
        objects: one.objects.as_ref().map(objects),
        continuity: one.continuity.map(seen),
        captured: None,
        health: None,
        shapes: by(&one.shapes, shape, |one| one.object.clone()),
        origin: one.origin.as_deref().map(origin).map(Box::new),
    }
}

/// The same of what a connection is made of.
fn origin(one: &Origin) -> Origin {
    let table = |one: &BuiltTable| BuiltTable { rows: None, ..one.clone() };
    // Whether the wanted plan is among them is judged by its rule.
    Origin { offered: None, tables: by(&one.tables, table, |one| one.object.clone()), ..one.clone() }
}

/// What the configuration and the columns are is judged; how many rows and values there are is not.
fn shape(one: &Shape) -> Shape {
    let field =
        |one: &SeenField| SeenField { values: None, local: None, longest: None, queued: None, ..one.clone() };
    Shape { rows: None, fields: by(&one.fields, field, |one| one.field.clone()), ..one.clone() }
}

/// That it is the same database is judged; by what that is seen is not.
fn seen(one: Continuity) -> Continuity {
    if one == Continuity::BySequence {
        Continuity::Yes
    } else {
        one
    }
}

/// Whether the database was filled from the organization that is synced: two fingerprints of one look can be compared.
fn same_org(one: &Connection) -> Option<&'static str> {
    let noted = one.objects.as_ref()?.org.as_ref()?;
    Some(if noted == one.org.as_ref()? { "same" } else { "other" })
}

fn mapping(one: &Mapping) -> Mapping {
    Mapping {
        object: one.object.clone(),
        state: connect::mapping_standing(&one.state).to_owned(),
        access: one.access.clone(),
        streaming: one.streaming,
        upsert_field: one.upsert_field.clone(),
        sf_poll: None,
    }
}

fn objects(one: &Objects) -> Objects {
    Objects {
        org: None,
        tables: set(&one.tables),
        disabled_triggers: 0,
        helpers: false,
        overrides: Vec::new(),
    }
}

fn lock(one: &LockRow) -> LockRow {
    LockRow {
        run_id: one.run_id.clone(),
        holder: one.holder.clone(),
        since: String::new(),
        zone: String::new(),
        held: one.held.clone(),
    }
}
