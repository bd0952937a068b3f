//! Connect's objects and its trigger log. Facts: `heroku-connect` database tables and trigger log articles.

use super::{ident, literal, Place, Query};
use crate::answer::{answer, Ask};

answer! {
    /// Connect's objects in a schema. The organization is a keyed fingerprint.
    pub struct Schema {
        org: Option<String> = "/orgId",
        tables: Vec<Table> = "/tables",
        hstore: Option<bool> = "/hstore",
        helper: Option<bool> = "/xmlbinaryHelper",
        overrides: Vec<String> = "/overrides",
    }
}

answer! {
    /// A mapped table.
    pub struct Table {
        name: Option<String> = "/name",
        disabled: Option<u64> = "/disabled",
        triggers: Option<u64> = "/triggers",
    }
}

answer! {
    /// Rows of a trigger log by state.
    pub struct LogStates {
        new: Option<u64> = "/new",
        pending: Option<u64> = "/pending",
        failed: Option<u64> = "/failed",
        oldest_pending_seconds: Option<u64> = "/oldestPendingSeconds",
    }
}

pub(super) const CONNECT_SCHEMA: Query =
    Query { fingerprints: &["orgId"], ..Query::read("connect_schema", |schema| vec![schema_text(schema)]) };

pub(super) const LOG_STATES: Query = Query::read("log_states", |schema| vec![log_text(schema)]);

/// Connect's objects in a schema.
#[must_use]
pub fn connect_schema(place: &Place, schema: &str) -> Ask<Schema> {
    CONNECT_SCHEMA.ask(place, schema, None)
}

/// The trigger log of a schema.
#[must_use]
pub fn log_states(place: &Place, schema: &str) -> Ask<LogStates> {
    LOG_STATES.ask(place, schema, None)
}

fn schema_text(schema: &str) -> String {
    format!(
        r#"select (select org_id from {s}._hcmeta order by id desc limit 1) as "orgId",
       (select hcver::int from {s}._hcmeta order by id desc limit 1) as "hcver",
       coalesce((select json_agg(json_build_object('name', c.relname, 'triggers', t.n, 'disabled', t.off,
                  'access', case when t.body like '%''READONLY''%' then 'read_only' else 'read_write' end) order by c.relname)
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   join lateral (select count(*)::int n, (count(*) filter (where g.tgenabled not in ('O', 'A')))::int off,
                                        string_agg(pg_get_functiondef(g.tgfoid), ' ') filter (where p.proname like '%\_logger') body
                                   from pg_trigger g join pg_proc p on p.oid = g.tgfoid
                                  where g.tgrelid = c.oid and not g.tgisinternal and p.proname like 'hc\_%') t on t.n > 0
                  where n.nspname = {l} and c.relkind = 'r'), '[]'::json) as "tables",
       to_regtype('hstore') is not null as "hstore",
       to_regprocedure('public.get_xmlbinary()') is not null as "xmlbinaryHelper",
       coalesce((select json_agg(format('%s of %s', split_part(c, '=', 1), coalesce('role ' || r.rolname, 'the database'))
                                 order by r.rolname nulls first, c)
                   from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole
                   left join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
                  where (c like 'xmlbinary=%' or c like 'search\_path=%') and coalesce(d.datname, current_database()) = current_database()
                    and (s.setrole = 0 or r.rolname = current_user or r.rolcanlogin and not r.rolsuper and exists
                        (select from pg_class t join pg_namespace n on n.oid = t.relnamespace where n.nspname = {l} and t.relkind = 'r'
                            and has_table_privilege(r.oid, t.oid, 'insert, update, delete')))), '[]'::json) as "overrides""#,
        s = ident(schema),
        l = literal(schema),
    )
}

fn log_text(schema: &str) -> String {
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
