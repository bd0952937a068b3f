//! From answers to the parts of a snapshot.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::read::{self, Answer};
use crate::snapshot::{
    App, Attachment, Connection, Database, LockRow, Log, Mapping, Notice, Objects, Process, Server, Url,
};
use crate::text::shell_word;

/// The database that was meant.
pub struct Target {
    pub id: String,
    pub addon: String,
    pub app: String,
}

/// Finds the add-on behind an attachment name, its config var, or an add-on name.
pub fn target(
    attachments: &Value,
    addons: &Value,
    app: &str,
    wanted: Option<&str>,
) -> Result<Target, Diagnostic> {
    let wanted = wanted.unwrap_or("DATABASE");
    let name = wanted.strip_suffix("_URL").unwrap_or(wanted);
    let colour = format!("HEROKU_POSTGRESQL_{name}");
    let found = read::items(attachments, "").find(|one| {
        let attachment = read::text(one, "/name");
        attachment == Some(name)
            || attachment == Some(&colour)
            || read::text(one, "/addon/name") == Some(wanted)
    });
    let Some(found) = found else {
        return Err(Diagnostic::block(
            "database/none",
            format!("{} has no database {}", shell_word(app), shell_word(wanted)),
            format!("see `heroku pg:info --app {}`", shell_word(app)),
        ));
    };
    let text = |pointer| read::text(found, pointer).unwrap_or_default().to_owned();
    let target = Target { id: text("/addon/id"), addon: text("/addon/name"), app: text("/addon/app/name") };
    let service = read::items(addons, "")
        .find(|one| read::text(one, "/name") == Some(target.addon.as_str()))
        .and_then(|one| read::text(one, "/addon_service/name"));
    match service {
        Some(service) if service != "heroku-postgresql" => Err(Diagnostic::block(
            "database/none",
            format!("{} is not a Heroku Postgres database", shell_word(&target.addon)),
            format!("see `heroku pg:info --app {}`", shell_word(app)),
        )),
        _ => Ok(target),
    }
}

pub fn attachments(list: &Value) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = read::items(list, "")
        .filter_map(|one| {
            Some(Attachment {
                app: read::text(one, "/app/name")?.to_owned(),
                name: read::text(one, "/name")?.to_owned(),
                namespace: read::text(one, "/namespace").map(str::to_owned),
            })
        })
        .collect();
    all.sort_by(|a, b| (&a.app, &a.name).cmp(&(&b.app, &b.name)));
    all
}

pub fn url(value: &Value) -> Option<Url> {
    Some(Url {
        host: read::text(value, "/host")?.to_owned(),
        port: u16::try_from(read::number(value, "/port")?).ok()?,
        database: read::text(value, "/database")?.to_owned(),
        fingerprint: read::text(value, "/fingerprint")?.to_owned(),
    })
}

pub fn database(target: &Target, addon: &Value, detail: &Value, maintenance: Option<&Value>) -> Database {
    let version = read::info(detail, "PG Version");
    let method = maintenance.and_then(|one| read::text(one, "/method"));
    let status = maintenance.and_then(|one| read::text(one, "/status"));
    let followers = read::items(detail, "/info")
        .find(|row| read::text(row, "/name") == Some("Followers"))
        .map_or(0, |row| read::items(row, "/values").count() as u64);
    let text = |value: Option<&str>| value.map(str::to_owned);
    Database {
        id: target.id.clone(),
        addon: target.addon.clone(),
        app: target.app.clone(),
        plan: read::text(addon, "/plan/name").unwrap_or("heroku-postgresql:unknown").to_owned(),
        price_cents: read::number(addon, "/billed_price/cents")
            .or_else(|| read::number(addon, "/plan/price/cents")),
        major: version.as_deref().and_then(read::leading_number),
        version,
        url: detail.get("resource_url").and_then(url),
        follows: detail.get("following").is_some_and(|following| !following.is_null()),
        followers,
        bytes: read::number(detail, "/num_bytes"),
        waiting: read::flag(detail, "/waiting?"),
        fork_follow: read::info(detail, "Fork/Follow"),
        maintenance: text(status),
        maintenance_at: text(maintenance.and_then(|one| read::text(one, "/scheduled_for"))),
        upgrade_scheduled: method.is_some_and(|method| method.contains("upgrade"))
            && status.is_some_and(|status| status != "none" && status != "completed"),
        server: None,
    }
}

/// What was read about one app.
pub struct AppAnswers<'a> {
    pub app: &'a Value,
    pub formation: &'a Value,
    pub config: &'a Value,
    pub dynos: &'a Value,
    pub releases: &'a Value,
    pub addons: &'a Value,
    pub preboot: Option<&'a Value>,
    pub monitors: Option<&'a Value>,
}

pub fn app(answers: &AppAnswers<'_>, database: &Database) -> App {
    let text = |pointer: &str| read::text(answers.app, pointer).map(str::to_owned);
    let name = text("/name").unwrap_or_default();
    let formation: Vec<Process> = read::items(answers.formation, "")
        .filter_map(|one| {
            Some(Process {
                kind: read::text(one, "/type")?.to_owned(),
                quantity: read::number(one, "/quantity")?,
                size: read::text(one, "/size").map(str::to_owned),
            })
        })
        .collect();
    let mut one_offs: Vec<String> = read::items(answers.dynos, "")
        .filter_map(|dyno| read::text(dyno, "/type"))
        .filter(|kind| !formation.iter().any(|process| process.kind == **kind))
        .map(str::to_owned)
        .collect();
    one_offs.sort();
    one_offs.dedup();
    let current = read::items(answers.releases, "").find(|one| read::flag(one, "/current") == Some(true));
    let newest = read::items(answers.releases, "").next();
    let services = read::items(answers.addons, "")
        .filter(|one| read::text(one, "/app/name") == Some(name.as_str()))
        .filter_map(|one| read::text(one, "/addon_service/name"))
        .filter(|service| *service != "heroku-postgresql" && !service.starts_with("herokuconnect"))
        .map(str::to_owned)
        .collect();
    // Every credential and pooler of the add-on has another URL, but the same host and database.
    let ours = |value: &Value| match (url(value), &database.url) {
        (Some(one), Some(target)) => {
            (one.host, one.port, one.database) == (target.host.clone(), target.port, target.database.clone())
        }
        _ => false,
    };
    App {
        id: text("/id").unwrap_or_default(),
        maintenance: read::flag(answers.app, "/maintenance").unwrap_or(false),
        space: text("/space/name"),
        generation: text("/generation/name")
            .or_else(|| text("/generation"))
            .unwrap_or_else(|| "cedar".to_owned()),
        release_phase: formation.iter().any(|process| process.kind == "release"),
        formation: formation.into_iter().filter(|process| process.kind != "release").collect(),
        one_offs,
        release: current.and_then(|one| read::number(one, "/version")).unwrap_or(0),
        release_status: newest.and_then(|one| read::text(one, "/status")).unwrap_or("unknown").to_owned(),
        preboot: answers.preboot.and_then(|one| read::flag(one, "/enabled")).unwrap_or(false),
        autoscaler: answers.monitors.and_then(|list| {
            read::items(list, "")
                .find(|one| {
                    read::text(one, "/action_type") == Some("scale")
                        && read::flag(one, "/is_active") == Some(true)
                })
                .and_then(|one| read::text(one, "/id"))
                .map(str::to_owned)
        }),
        services,
        config_vars: answers
            .config
            .as_object()
            .map(|map| map.iter().filter(|(_, value)| ours(value)).map(|(key, _)| key.clone()).collect())
            .unwrap_or_default(),
        name,
    }
}

/// Names of an app's own Connect add-ons.
pub fn connect_addons(addons: &Value, app: &str) -> Vec<String> {
    read::items(addons, "")
        .filter(|one| read::text(one, "/app/name") == Some(app))
        .filter(|one| {
            read::text(one, "/addon_service/name").is_some_and(|service| service.starts_with("herokuconnect"))
        })
        .filter_map(|one| read::text(one, "/name").map(str::to_owned))
        .collect()
}

pub fn connection(entry: &Value, detail: &Value, app: &str, database: &Database) -> Connection {
    let text = |pointer: &str| read::text(detail, pointer).unwrap_or_default().to_owned();
    let on_database = database.url.as_ref().is_some_and(|url| {
        read::text(detail, "/database/host") == Some(url.host.as_str())
            && read::number(detail, "/database/port") == Some(u64::from(url.port))
            && read::text(detail, "/database/database") == Some(url.database.as_str())
    });
    Connection {
        id: read::text(entry, "/id").unwrap_or_default().to_owned(),
        resource: read::text(entry, "/resource_name").unwrap_or_default().to_owned(),
        app: app.to_owned(),
        region: read::text(entry, "/region_url").unwrap_or_default().trim_end_matches('/').to_owned(),
        db_key: text("/db_key"),
        schema: read::text(detail, "/schema_name").unwrap_or("salesforce").to_owned(),
        state: text("/state"),
        on_database,
        mappings: read::items(detail, "/mappings").map(mapping).collect(),
        log: None,
        objects: None,
    }
}

fn mapping(one: &Value) -> Mapping {
    let text = |pointer: &str| read::text(one, pointer).unwrap_or_default().to_owned();
    Mapping {
        object: text("/object_name"),
        state: text("/state"),
        access: text("/access"),
        streaming: read::flag(one, "/sf_notify_enabled").unwrap_or(false),
        upsert_field: read::text(one, "/upsert_field").map(str::to_owned),
        sf_poll: read::text(one, "/times/sf_poll").map(str::to_owned),
    }
}

fn row(observation: &Observation) -> Option<&Value> {
    match read::answer(observation) {
        Answer::Value(row) if !row.is_null() => Some(row),
        _ => None,
    }
}

pub fn log(observation: &Observation) -> Option<Log> {
    let row = row(observation)?;
    Some(Log {
        new: read::number(row, "/new")?,
        pending: read::number(row, "/pending")?,
        failed: read::number(row, "/failed")?,
        oldest_pending_seconds: read::number(row, "/oldestPendingSeconds")?,
    })
}

pub fn objects(observation: &Observation) -> Option<Objects> {
    let row = row(observation)?;
    Some(Objects {
        org_id: read::text(row, "/orgId").map(|id| id.chars().take(15).collect()),
        tables: read::items(row, "/tables")
            .filter_map(|one| read::text(one, "/name"))
            .map(str::to_owned)
            .collect(),
        disabled_triggers: read::items(row, "/tables").filter_map(|one| read::number(one, "/disabled")).sum(),
        helpers: read::flag(row, "/hstore") == Some(true)
            && read::flag(row, "/xmlbinaryHelper") == Some(true),
        overrides: read::number(row, "/overrides").unwrap_or(0),
    })
}

pub fn server(server: Option<&Observation>, statistics: Option<&Observation>) -> Option<Server> {
    let row_of_server = row(server?)?;
    Some(Server {
        version_num: read::number(row_of_server, "/versionNum")?,
        in_recovery: read::flag(row_of_server, "/inRecovery")?,
        default_read_only: read::flag(row_of_server, "/defaultReadOnly")?,
        without_statistics: statistics.and_then(row).and_then(|row| read::number(row, "/without")),
    })
}

pub fn lock(observation: &Observation) -> Option<LockRow> {
    let row = row(observation)?;
    let text = |pointer: &str| read::text(row, pointer).unwrap_or("?").to_owned();
    Some(LockRow {
        run_id: read::text(row, "/runId")?.to_owned(),
        holder: text("/holder"),
        since: text("/since"),
        zone: text("/zone"),
    })
}

pub fn notices(status: &Value) -> Vec<Notice> {
    let notice = |one: &Value, incident| {
        let id = one.get("id")?;
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        Some(Notice { id, title: read::text(one, "/title").unwrap_or("untitled").to_owned(), incident })
    };
    let open = |one: &&Value| read::text(one, "/state") != Some("resolved");
    read::items(status, "/incidents")
        .filter(open)
        .filter_map(|one| notice(one, true))
        .chain(read::items(status, "/scheduled").filter_map(|one| notice(one, false)))
        .collect()
}
