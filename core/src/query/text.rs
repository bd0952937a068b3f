//! The statements. Facts about Connect's objects: `heroku-connect` database tables and trigger log articles.

use super::{ident, literal, OWN_SCHEMA};

/// Every query.
pub const NAMES: [&str; 17] = [
    "server",
    "position",
    "connect_schema",
    "log_states",
    "sequences",
    "statistics",
    "row_counts",
    "sessions_before",
    "end_sessions",
    "fence_on",
    "fence_off",
    "analyze",
    "lock_read",
    "lock_take",
    "lock_zone",
    "lock_release",
    "write_probe",
];

const SHORT: u64 = 15_000;
const LONG: u64 = 1_800_000;

/// Statements, whether they change something, and the deadline in milliseconds.
pub fn of(name: &str, schema: &str) -> Option<(Vec<String>, bool, u64)> {
    let one = |text: String| Some((vec![text], false, SHORT));
    match name {
        "server" => one(SERVER.replace("OTHERS", OTHERS)),
        "position" => one(position(schema)),
        "connect_schema" => one(connect_schema(schema)),
        "log_states" => one(log_states(schema)),
        "sequences" => Some((vec![sequences(schema)], false, SHORT)),
        "statistics" => one(STATISTICS.to_owned()),
        "row_counts" => Some((vec![row_counts(schema)], false, 60_000)),
        "sessions_before" => one(SESSIONS_BEFORE.replace("OTHERS", OTHERS)),
        "end_sessions" => Some((vec![END_SESSIONS.replace("OTHERS", OTHERS)], true, SHORT)),
        "fence_on" => Some((fence(true), true, SHORT)),
        "fence_off" => Some((fence(false), true, SHORT)),
        "analyze" => Some((vec!["analyze".to_owned()], true, LONG)),
        "lock_read" => one(LOCK_READ.replace("OWN", OWN_SCHEMA)),
        "lock_take" => Some((lock_take(), true, SHORT)),
        "lock_zone" => Some((vec![LOCK_ZONE.replace("OWN", OWN_SCHEMA)], true, SHORT)),
        "lock_release" => Some((lock_release(), true, SHORT)),
        "write_probe" => Some((write_probe(), true, SHORT)),
        _ => None,
    }
}

/// A promoted follower goes on telling the position it had replayed until it is restarted; here it does not.
const SERVER: &str = r#"select current_setting('server_version_num')::int as "versionNum",
       pg_is_in_recovery() as "inRecovery",
       coalesce((select bool_or(setting = 'default_transaction_read_only=on')
                   from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) setting
                  where d.datname = current_database()), false) as "defaultReadOnly",
       case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end::text as "replayLsn",
       clock_timestamp()::text as "now",
       (select count(*)::int from pg_stat_activity where OTHERS) as "sessions""#;

/// Sessions of everybody else in this database. What a session is and since when it is open is hidden from a role without
/// `pg_monitor`: then it counts. A superuser's session is the service's own and nobody can end it.
const OTHERS: &str = "datname = current_database() and pid <> pg_backend_pid() \
     and coalesce(backend_type, 'client backend') = 'client backend' \
     and usesysid not in (select oid from pg_roles where rolsuper)";

/// `xmax` and the tuple counters stand still when nobody writes; the WAL position may move by itself. A statistics run
/// and a vacuum that gives space back each take one transaction, so they are counted too.
fn position(schemas: &str) -> String {
    let heads = schemas
        .split(',')
        .filter(|schema| !schema.is_empty())
        .map(|schema| {
            format!(
                "{} || '=' || coalesce((select max(id) from {}._trigger_log), 0)::text",
                literal(schema),
                ident(schema)
            )
        })
        .collect::<Vec<_>>()
        .join(" || ',' || ");
    let heads = if heads.is_empty() { "''".to_owned() } else { heads };
    format!(
        r#"select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end::text as "flushLsn",
       pg_snapshot_xmax(pg_current_snapshot())::text as "xmax",
       coalesce((select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables where schemaname <> {own}), 0)::text as "writes",
       coalesce((select sum(analyze_count + autoanalyze_count + vacuum_count + autovacuum_count) from pg_stat_all_tables), 0)::text as "analyzes",
       (select count(*)::int from pg_stat_activity where backend_type = 'autovacuum worker') as "vacuums",
       {heads} as "heads""#,
        own = literal(OWN_SCHEMA),
    )
}

fn connect_schema(schema: &str) -> String {
    format!(
        r#"select (select org_id from {s}._hcmeta order by id desc limit 1) as "orgId",
       (select hcver::int from {s}._hcmeta order by id desc limit 1) as "hcver",
       coalesce((select json_agg(json_build_object('name', c.relname, 'triggers', t.n, 'disabled', t.off,
                  'access', case when t.body like '%''READONLY''%' then 'read_only' else 'read_write' end) order by c.relname)
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   join lateral (select count(*)::int n, (count(*) filter (where g.tgenabled <> 'O'))::int off,
                                        string_agg(pg_get_functiondef(g.tgfoid), ' ') filter (where p.proname like '%\_logger') body
                                   from pg_trigger g join pg_proc p on p.oid = g.tgfoid
                                  where g.tgrelid = c.oid and not g.tgisinternal and p.proname like 'hc\_%') t on t.n > 0
                  where n.nspname = {l} and c.relkind = 'r'), '[]'::json) as "tables",
       exists (select 1 from pg_extension where extname = 'hstore') as "hstore",
       to_regprocedure('public.get_xmlbinary()') is not null as "xmlbinaryHelper",
       (select count(*)::int from pg_db_role_setting s, unnest(s.setconfig) c
         where c like 'xmlbinary=%' or c like 'search\_path=%') as "overrides""#,
        s = ident(schema),
        l = literal(schema),
    )
}

fn log_states(schema: &str) -> String {
    format!(
        r#"select (count(*) filter (where state = 'NEW'))::int as "new",
       (count(*) filter (where state = 'PENDING'))::int as "pending",
       (count(*) filter (where state = 'REQUEUE'))::int as "requeue",
       (count(*) filter (where state = 'FAILED'))::int as "failed",
       coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where state = 'PENDING')), 0)::int as "oldestPendingSeconds",
       coalesce(max(id), 0)::text as "head" from {}._trigger_log"#,
        ident(schema)
    )
}

/// Sequences owned by columns of the schema's tables, each compared with its column.
fn sequences(schema: &str) -> String {
    format!(
        r#"select count(*)::int as "checked", (count(*) filter (where behind))::int as "behind" from (
  select (xpath('/row/b/text()', query_to_xml(format(
           'select coalesce((select max(%I) from %I.%I), 0) > (select last_value from %I.%I) as b',
           a.attname, n.nspname, t.relname, sn.nspname, s.relname), false, true, '')))[1]::text = 'true' as behind
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace sn on sn.oid = s.relnamespace
    join pg_class t on t.oid = d.refobjid join pg_namespace n on n.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
   where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and n.nspname = {}) x"#,
        literal(schema)
    )
}

/// `pg_statistic` is closed to all but the superuser and `pg_stats` shows only what one may read, so a table of somebody
/// else counts as analyzed once its size is known. A table that was found empty has a size of 0 and no statistics.
const STATISTICS: &str = r#"select count(*)::int as "tables",
       (count(*) filter (where case when has_table_privilege(c.oid, 'select') and not row_security_active(c.oid)
          then c.reltuples <> 0 and not exists (select 1 from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
          else c.reltuples < 0 end))::int as "without"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
   and n.nspname <> 'heroku_connect_maintenance' and pg_relation_size(c.oid) > 0"#;

/// Exact counts of tables up to 32 MiB; larger ones are proven by position.
fn row_counts(schema: &str) -> String {
    format!(
        r#"select coalesce(json_object_agg(name, n), '{{}}'::json) as "counts" from (
  select c.relname as name, (xpath('/row/n/text()', query_to_xml(
           format('select count(*) as n from %I.%I', ns.nspname, c.relname), false, true, '')))[1]::text::int as n
    from pg_class c join pg_namespace ns on ns.oid = c.relnamespace
   where ns.nspname = {} and c.relkind = 'r' and pg_relation_size(c.oid) < 33554432 order by 1) x"#,
        literal(schema)
    )
}

const SESSIONS_BEFORE: &str = r#"select count(*)::int as "open" from pg_stat_activity
 where OTHERS and coalesce(backend_start < $1::text::timestamptz, true)"#;

const END_SESSIONS: &str = r#"select count(pg_terminate_backend(pid))::int as "ended" from pg_stat_activity
 where OTHERS"#;

/// The default is a property of the database, so it holds for every credential. It is committed before anything else
/// happens, and the session that lifts it must first lift its own.
fn fence(on: bool) -> Vec<String> {
    let value = if on { "on" } else { "off" };
    let change = if on {
        "execute format('alter database %I set default_transaction_read_only = on', current_database())"
    } else {
        "execute format('alter database %I reset default_transaction_read_only', current_database())"
    };
    vec![
        "set default_transaction_read_only = off".to_owned(),
        format!("do $fence$ begin {change}; end $fence$"),
        format!("select clock_timestamp()::text as \"at\", '{value}' as \"fence\""),
    ]
}

/// Fails with 42P01 or 3F000 where there is no lock.
const LOCK_READ: &str = r#"select body->>'runId' as "runId", body->>'holder' as "holder", body->>'since' as "since",
       body->>'zone' as "zone", body->>'head' as "head", body->>'original' as "original" from OWN.lock"#;

fn lock_take() -> Vec<String> {
    vec![
        format!("create schema if not exists {OWN_SCHEMA}"),
        format!("create table if not exists {OWN_SCHEMA}.lock (one boolean primary key default true check (one), body jsonb not null)"),
        // The row of an open run is never overwritten: taking it twice with the same run id is the same lock.
        format!(
            "insert into {OWN_SCHEMA}.lock (body) values ($1::text::jsonb) on conflict (one) do update set body = excluded.body \
             where lock.body->>'runId' = excluded.body->>'runId' returning body->>'runId' as \"runId\""
        ),
    ]
}

const LOCK_ZONE: &str = r#"update OWN.lock set body = body || $1::text::jsonb
 where body->>'runId' = ($1::text::jsonb)->>'runId' returning body->>'runId' as "runId""#;

fn lock_release() -> Vec<String> {
    vec![format!(
        "do $release$ begin if to_regclass('{OWN_SCHEMA}.lock') is not null then drop schema {OWN_SCHEMA} cascade; end if; end $release$"
    )]
}

/// A read-write transaction that changes nothing and proves that the database accepts writes.
fn write_probe() -> Vec<String> {
    vec![
        "begin read write".to_owned(),
        "create temporary table connect_maintenance_write_probe (one int) on commit drop".to_owned(),
        "commit".to_owned(),
        "select pg_is_in_recovery() as \"inRecovery\"".to_owned(),
    ]
}
