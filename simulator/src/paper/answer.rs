//! The named queries on paper.

use serde_json::{json, Map, Value};

use super::database::{Schema, Session, Sheet};
use super::{Paper, SqlState};

/// Queries that make a database or its default credential read-only by default, and lift that.
const FENCES: [&str; 4] = ["fence_on", "fence_off", "role_fence_on", "role_fence_off"];

/// Queries that change nothing.
const READS: [&str; 41] = [
    "kept_before",
    "children",
    "waiting",
    "became",
    "gap",
    "reach",
    "sent_again",
    "rows_unsent",
    "rows_sent",
    "rows_marked",
    "revived",
    "loaded",
    "columns",
    "dependants",
    "dependants_kept",
    "mapped",
    "queue",
    "captured",
    "refused",
    "log_head",
    "open_writes",
    "definitions",
    "rights",
    "digests",
    "holdings",
    "beat_kept",
    "lock_kept",
    "analyze_refusals",
    "server",
    "inventory",
    "itself",
    "position",
    "connect_schema",
    "log_states",
    "sequences",
    "statistics",
    "row_counts",
    "sessions_before",
    "visits",
    "lag",
    "lock_read",
];
/// Rows that every mapped table has from the start.
pub(super) const SEED_ROWS: usize = 25;
/// Triggers of Connect's on a mapped table.
const TRIGGERS: usize = 2;
/// Version of Connect's own objects.
const HCVER: u32 = 7;

impl Paper {
    /// Answers one named query on the database `addon`. `schema` is the Connect schema, or comma-joined ones for
    /// `position`.
    ///
    /// # Errors
    /// The SQLSTATE a server would give: `08006` if there is no such database, `25006` for a write where none is allowed,
    /// `42P01` for a missing table, `0A000` for an unknown query.
    pub fn answer(
        &mut self,
        addon: &str,
        query: &str,
        schema: &str,
        parameter: Option<&str>,
        now: u64,
    ) -> Result<Value, SqlState> {
        self.answer_salted(addon, query, schema, (parameter, None), now)
    }

    /// The same with the parameter and the salt of the run, which one query keeps.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn answer_salted(
        &mut self,
        addon: &str,
        query: &str,
        schema: &str,
        (parameter, salt): (Option<&str>, Option<&str>),
        now: u64,
    ) -> Result<Value, SqlState> {
        self.clock = now;
        let sheet = self.sheet(addon).ok_or_else(|| SqlState::of("08006"))?;
        let changes = query.starts_with("lock_") && !matches!(query, "lock_read" | "lock_kept");
        // What is not there is missed before anybody asks whether it may be changed.
        if sheet.lock.is_none() && matches!(query, "lock_zone" | "lock_hold" | "lock_return" | "lock_release")
        {
            return if query == "lock_release" { Ok(Value::Null) } else { Err(SqlState::of("42P01")) };
        }
        if sheet.following.is_some() && (changes || FENCES.contains(&query)) {
            return Err(SqlState::of("25006"));
        }
        if sheet.following.is_some() && query == "position_note" {
            return Err(SqlState::of("55000"));
        }
        // All but who takes a lock that is free ask for a session that can write.
        if query == "lock_take" && sheet.fenced() {
            return Err(SqlState::of("25006"));
        }
        if query == "beat" {
            return self.beat(addon, schema, None, now);
        }
        if !READS.contains(&query) {
            return self.change(addon, query, schema, (parameter, salt), now);
        }
        match query {
            "server" => Ok(server(sheet, now)),
            "itself" => Ok(json!({
                "system": sheet.system.to_string(),
                "timeline": format!("{:08X}", sheet.server.0),
                "versionNum": sheet.number(),
                "lsn": lsn(sheet.lsn),
            })),
            "inventory" => Ok(super::inventory::answer(sheet)),
            "position" => position(sheet, schema),
            "connect_schema" => connect_schema(sheet, schema),
            "log_states" => log_states(sheet, schema),
            "queue" => super::copied::queue(sheet, schema),
            "log_head" => log_head(sheet, schema, parameter, now),
            // Every row of a sheet is a change, of one size, and none was refused.
            "mapped" => mapped(sheet, schema),
            "columns" => super::hung::columns(sheet, schema, parameter),
            "dependants" => super::hung::found(sheet, schema, parameter),
            "dependants_kept" => super::hung::kept(sheet, schema, parameter),
            // No row of another table points at one of a sheet's.
            "children" if sheet.children => Ok(
                json!({"kept": "0", "pointed": "0", "alone": "0", "wrong": "0", "unkept": "0", "stale": "0"}),
            ),
            "children" => Err(SqlState::of("42P01")),
            "waiting" | "became" | "gap" | "reach" | "sent_again" | "revived" | "loaded" | "rows_unsent"
            | "rows_sent" | "rows_marked" => self.about_the_past(addon, query, schema, parameter),
            "kept_before" => {
                let kept = sheet.revived.as_ref().map_or(0, |kept| kept.len());
                Ok(json!({"rows": kept.to_string()}))
            }
            "captured" => captured(sheet, schema, now),
            "refused" => Ok(json!({"rows": 0, "tables": {}, "ids": []})),
            // No client of a sheet keeps a transaction open.
            "open_writes" => Ok(json!({"open": 0, "names": []})),
            "definitions" => Ok(super::copied::definitions(sheet)),
            "rights" => Ok(super::copied::rights(sheet)),
            "digests" => Ok(super::copied::digests(sheet)),
            "sequences" => Ok(sequences(sheet, schema)),
            "statistics" => Ok(statistics(sheet)),
            "row_counts" => Ok(row_counts(sheet, schema)),
            "holdings" => holdings(sheet, schema, now),
            "sessions_before" => {
                let before = parameter.unwrap_or_default();
                let old = |session: &Session| *clock(session.since) < *before;
                let open = sheet.sessions.values().filter(|session| old(session)).count();
                Ok(json!({"open": open, "since": names(sheet, |session| !old(session))}))
            }
            "analyze_refusals" => Ok(json!({"refused": []})),
            "visits" => Ok(json!({
                "visits": sheet.knocks,
                "open": sheet.sessions.len(),
                "names": names(sheet, |_| true),
            })),
            "lag" => Ok(json!({"behindSeconds": self.behind_seconds(sheet, now)})),
            "lock_read" => super::lock::read(sheet),
            "beat_kept" => {
                let beat = sheet.beat.ok_or_else(|| SqlState::of("42P01"))?;
                Ok(json!({"number": beat.to_string()}))
            }
            "lock_kept" => super::lock::kept(sheet),
            _ => Err(SqlState::of("0A000")),
        }
    }

    /// A query that may change something.
    fn change(
        &mut self,
        addon: &str,
        query: &str,
        schema: &str,
        (parameter, salt): (Option<&str>, Option<&str>),
        now: u64,
    ) -> Result<Value, SqlState> {
        let sheet = self.sheet_mut(addon).ok_or_else(|| SqlState::of("08006"))?;
        match query {
            "end_sessions" => Ok(json!({"ended": sheet.end_sessions()})),
            "fence_on" | "fence_off" if sheet.other_owner => Err(SqlState::of("42501")),
            fences if FENCES.contains(&fences) => Ok(fence(sheet, query, now)),
            // A replica notes that it may not, table by table, and goes on.
            "analyze_first" | "analyze_rest" if sheet.following.is_some() => Ok(Value::Null),
            "analyze_first" if sheet.analyzed => Ok(Value::Null),
            "analyze_first" | "analyze_rest" => {
                sheet.analyzed = true;
                sheet.analyzes += 1;
                sheet.commit();
                Ok(Value::Null)
            }
            "position_note" => {
                let mut noted = position(sheet, schema)?;
                noted["message"] = json!(lsn(sheet.lsn));
                sheet.commit();
                Ok(noted)
            }
            "write_probe" if sheet.following.is_some() || sheet.fenced() => Err(SqlState::of("25006")),
            "write_probe" => {
                sheet.commit();
                Ok(json!({"inRecovery": false}))
            }
            "schema_aside" | "schema_back" if sheet.following.is_some() => Err(SqlState::of("25006")),
            "children_keep" | "children_point" if sheet.following.is_some() => Err(SqlState::of("25006")),
            "children_keep" if sheet.lock.is_none() => Err(SqlState::of("3F000")),
            "children_point" if !sheet.children => Err(SqlState::of("42P01")),
            "children_keep" | "children_point" => {
                sheet.children = true;
                sheet.commit();
                Ok(if query == "children_keep" { json!({"kept": "0"}) } else { json!({"pointed": "0"}) })
            }
            "revived_mark" | "revived_unmark" | "sequences_raise" => {
                super::revived::change(sheet, query, schema, parameter)
            }
            "schema_aside" => super::schemas::aside(sheet, schema, parameter),
            "schema_back" => super::schemas::back(sheet, schema, parameter),
            "rights_apply" if sheet.following.is_some() || sheet.read_only => Err(SqlState::of("25006")),
            "rights_apply" => super::copied::apply(sheet, parameter),
            "beat_begin" if sheet.lock.is_none() => Err(SqlState::of("3F000")),
            "beat_begin" => {
                sheet.beat.get_or_insert(0);
                sheet.commit();
                Ok(Value::Null)
            }
            "dependants_keep" | "dependants_drop" | "dependants_restore" => {
                super::hung::change(sheet, query, schema, parameter)
            }
            "lock_take" => super::lock::take(sheet, parameter, salt),
            "lock_zone" => super::lock::zone(sheet, parameter),
            "lock_hold" => super::lock::hold(sheet, parameter, now),
            "lock_return" => super::lock::give_back(sheet, parameter),
            "lock_seize" => super::lock::seize(sheet, parameter),
            "lock_release" => Ok(super::lock::release(sheet)),
            _ => Err(SqlState::of("0A000")),
        }
    }
}

/// What those call themselves who hold such sessions.
fn names(sheet: &Sheet, wanted: impl Fn(&Session) -> bool) -> Vec<&str> {
    let names =
        sheet.sessions.iter().filter(|(_, session)| wanted(session)).map(|(owner, _)| owner.application());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn server(sheet: &Sheet, now: u64) -> Value {
    json!({
        "versionNum": sheet.number(),
        "inRecovery": sheet.following.is_some(),
        "defaultReadOnly": sheet.read_only,
        "readOnlyRole": sheet.role_read_only.then(|| format!("u{}", sheet.login)),
        "owns": !sheet.other_owner,
        "replayLsn": sheet.following.as_ref().map(|_| lsn(sheet.lsn)),
        "now": clock(now),
        "sessions": sheet.sessions.len(),
    })
}

fn position(sheet: &Sheet, schemas: &str) -> Result<Value, SqlState> {
    let mut heads = Vec::new();
    for name in schemas.split(',').filter(|name| !name.is_empty()) {
        // An archived row leaves the log: its head falls back to the highest row that is left.
        let schema = sheet.schemas.get(name).ok_or_else(|| SqlState::of("42P01"))?;
        let head = if schema.logged() == 0 { 0 } else { schema.head };
        heads.push(format!("{name}={head}"));
    }
    Ok(json!({
        "xmax": sheet.xmax.to_string(),
        "vacuums": 0,
        "analyzes": sheet.analyzes.to_string(),
        "vacuumed": "0",
        "bytes": "0",
        "writes": sheet.tuples.to_string(),
        "rows": sheet.tuples.to_string(),
        "sequences": "0",
        "heads": heads.join(","),
        "lsn": lsn(sheet.lsn),
    }))
}

fn connect_schema(sheet: &Sheet, schema: &str) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let mut sorted = known.shape.tables.clone();
    sorted.sort();
    let disabled = if known.closed { TRIGGERS } else { 0 };
    let tables: Vec<Value> = sorted
        .iter()
        .map(|(name, access)| json!({"name": name, "triggers": TRIGGERS, "disabled": disabled, "access": access}))
        .collect();
    Ok(json!({
        "orgId": &*known.shape.org,
        "hcver": HCVER,
        "tables": tables,
        "hstore": true,
        "xmlbinaryHelper": true,
        "overrides": [],
    }))
}

fn log_states(sheet: &Sheet, schema: &str) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let head = if known.logged() == 0 { 0 } else { known.head };
    Ok(json!({
        "new": known.new.len(),
        "pending": known.pending.len(),
        "requeue": 0,
        "failed": 0,
        "oldestPendingSeconds": 0,
        "head": head.to_string(),
    }))
}

/// The newest row of log and archive, and whether the one that was noted is there. Every row that was ever captured is, and its transaction
/// is told by its id.
fn log_head(sheet: &Sheet, schema: &str, noted: Option<&str>, now: u64) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let noted = noted.and_then(|id| id.parse::<u64>().ok()).filter(|id| *id <= known.head);
    let (row, given) = ((known.head > 0).then_some(known.head), known.head + sheet.ahead);
    let number = |id: Option<u64>| id.map(|id| id.to_string());
    Ok(json!({
        "id": number(row),
        "txid": number(row),
        "createdAt": row.map(|_| "0"),
        "sequence": number((given > 0).then_some(given)),
        "timeline": sheet.following.is_none().then(|| format!("{:08X}", sheet.server.0)),
        "notedTxid": number(noted),
        "notedCreatedAt": noted.map(|_| "0"),
        "now": format!("{}", now / 1000),
    }))
}

/// Every row of a sheet has its Salesforce id, and no index of its own.
fn mapped(sheet: &Sheet, schema: &str) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let table = |(name, _): &(String, _)| json!({"name": name, "withoutSfid": 0, "unique": ["id", "sfid"]});
    let tables: Vec<Value> = known.shape.tables.iter().map(table).collect();
    let old = format!("{schema}_old_");
    let of_run = |name: &&str| name.strip_prefix(&old).is_some_and(|run| run.len() == 8);
    let aside: Vec<&str> = sheet.schemas.keys().map(|name| &**name).filter(of_run).collect();
    let given = (known.head + sheet.ahead).to_string();
    Ok(json!({"tables": tables, "idsGiven": given, "idBytes": 4, "aside": aside}))
}

/// So many of the newest rows are looked at, of this size.
const NEWEST: u64 = 1_000;
const ROW_BYTES: u64 = 200;

fn captured(sheet: &Sheet, schema: &str, now: u64) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let rows = known.head.min(NEWEST);
    Ok(json!({"rows": rows, "seconds": (rows > 0).then_some(now / 1_000), "bytes": rows * ROW_BYTES}))
}

/// Tables that have or had rows. The log keeps its pages after its rows went to the archive.
fn statistics(sheet: &Sheet) -> Value {
    let mut tables = Vec::new();
    for (name, schema) in sheet.schemas.iter() {
        let mapped = schema.shape.tables.iter().map(|(table, _)| table.as_str());
        let log = (schema.head > 0).then_some("_trigger_log");
        let archive = (archived(schema) > 0).then_some("_trigger_log_archive");
        tables.extend(
            mapped.chain(["_hcmeta"]).chain(log).chain(archive).map(|table| format!("{name}.{table}")),
        );
    }
    tables.sort();
    json!({"tables": tables.len(), "without": if sheet.analyzed { Vec::new() } else { tables }})
}

/// A schema that is not there has no tables.
pub(super) fn row_counts(sheet: &Sheet, schema: &str) -> Value {
    let mut counts = Map::new();
    if let Some(known) = sheet.schemas.get(schema) {
        for (at, (name, _)) in known.shape.tables.iter().enumerate() {
            let rows = SEED_ROWS + if at == 0 { sheet.writes.len() } else { 0 };
            counts.insert(name.clone(), json!(rows));
        }
        counts.insert("_hcmeta".to_owned(), json!(1));
        counts.insert("_sf_event_log".to_owned(), json!(0));
        counts.insert("_trigger_log".to_owned(), json!(known.logged()));
        counts.insert("_trigger_log_archive".to_owned(), json!(archived(known)));
    }
    json!({"counts": counts, "large": [], "unread": []})
}

/// What a database holds, of all its schemas; `schemas` are those whose logs are read.
fn holdings(sheet: &Sheet, schemas: &str, now: u64) -> Result<Value, SqlState> {
    let (mut counts, mut next, mut objects) = (Map::new(), Map::new(), Map::new());
    for (name, schema) in sheet.schemas.iter() {
        if let Value::Object(of) = row_counts(sheet, name)["counts"].take() {
            counts.extend(of.into_iter().map(|(table, rows)| (format!("{name}.{table}"), rows)));
        }
        if let Value::Object(of) = sequences(sheet, name)["next"].take() {
            next.extend(of);
        }
        objects.insert(format!("{name} triggers that fire"), json!(TRIGGERS * schema.shape.tables.len()));
    }
    Ok(json!({
        "at": now.to_string(),
        "behind": [],
        "counts": counts,
        "heads": position(sheet, schemas)?["heads"],
        "helpers": ["get_xmlbinary", "hstore"],
        "objects": objects,
        "loggedTx": sheet.xmax.saturating_sub(1).to_string(),
        "sequences": next,
        "system": sheet.system.to_string(),
        "uncounted": [],
        "xmax": sheet.xmax.to_string(),
    }))
}

/// Of the mapped tables and of Connect's own, the archive excepted. A schema that is not there has none.
pub(super) fn sequences(sheet: &Sheet, schema: &str) -> Value {
    let mut next = Map::new();
    if let Some(known) = sheet.schemas.get(schema) {
        let rows = known.shape.tables.iter().map(|(table, _)| (table.as_str(), SEED_ROWS as u64));
        for (table, rows) in rows.chain([("_hcmeta", 1), ("_sf_event_log", 0), ("_trigger_log", known.head)])
        {
            next.insert(format!("{schema}.{table}_id_seq"), json!((rows + 1 + sheet.ahead).to_string()));
        }
    }
    json!({"next": next, "behind": [], "unjudged": []})
}

/// Captured changes that reached Salesforce.
fn archived(schema: &Schema) -> u64 {
    schema.head.saturating_sub(schema.logged() as u64)
}

fn fence(sheet: &mut Sheet, query: &str, now: u64) -> Value {
    let on = query.ends_with("_on");
    if query.starts_with("role_") {
        sheet.role_read_only = on;
    } else {
        sheet.read_only = on;
    }
    sheet.commit();
    json!({"at": clock(now), "fence": if on { "on" } else { "off" }})
}

fn lsn(position: u64) -> String {
    format!("{:X}/{:X}", position >> 32, position & 0xffff_ffff)
}

/// Clock texts of one length, so that they compare as they follow each other.
fn clock(ms: u64) -> String {
    format!("@{ms:020}")
}
