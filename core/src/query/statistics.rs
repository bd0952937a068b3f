//! Planner statistics.

use serde::{Deserialize, Serialize};

use super::{Place, Query, OWN_SCHEMA};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

/// How much is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// The least that plans can be made with, for a bounded time, where there is nothing.
    First,
    /// The usual amount, for what has only the least or nothing.
    Rest,
}

answer! {
    /// Tables with rows, and which of them have no statistics.
    pub struct Statistics {
        tables: Option<u64> = "/tables",
        without: Option<Vec<String>> = "/without",
    }
}

answer! {
    /// Tables without statistics of which the server collects none.
    pub struct Refusals {
        refused: Vec<Refusal> = "/refused",
    }
}

answer! {
    /// A table and the server's reason.
    pub struct Refusal {
        table: Option<String> = "/table",
        code: Option<String> = "/code",
        message: Option<String> = "/message",
    }
}

/// What the first stage may take of the downtime, seconds: a table that was begun is finished.
const FIRST_SECONDS: u64 = 60;
/// What the other stage may take, seconds. A large database is analyzed for a long time.
const REST_SECONDS: u64 = 1_740;
/// A table that somebody else holds is left for the next stage.
const LOCK_SECONDS: u64 = 5;

pub(super) const STATISTICS: Query = Query::read("statistics", |_| vec![statistics_text()]);

pub(super) const ANALYZE_FIRST: Query =
    Query::change("analyze_first", |_| first_text()).within(2_000 * FIRST_SECONDS);

pub(super) const ANALYZE_REST: Query =
    Query::change("analyze_rest", |_| rest_text()).within(1_000 * (REST_SECONDS + FIRST_SECONDS));

pub(super) const ANALYZE_REFUSALS: Query =
    Query::read("analyze_refusals", |_| refusals_text()).within(2_000 * FIRST_SECONDS);

/// Which tables have statistics.
#[must_use]
pub fn statistics(place: &Place) -> Ask<Statistics> {
    STATISTICS.ask(place, "", None)
}

/// Collects them.
#[must_use]
pub fn analyze(place: &Place, stage: Stage) -> Effect {
    match stage {
        Stage::First => ANALYZE_FIRST.effect(place, "", None),
        Stage::Rest => ANALYZE_REST.effect(place, "", None),
    }
}

/// Why there are none: it is tried once more, as often as it is asked.
#[must_use]
pub fn analyze_refusals(place: &Place) -> Ask<Refusals> {
    ANALYZE_REFUSALS.ask(place, "", None)
}

/// Tables that could have statistics, and whether they have none. `pg_statistic` is closed to all but the superuser and
/// `pg_stats` shows only what one may read, so a table of somebody else counts as analyzed once its size is known, and so does
/// a partitioned one, which has no size of its own. A table that was found empty has a size of 0 and no statistics.
fn tables() -> String {
    format!(
        r"select c.oid, format('%I.%I', n.nspname, c.relname) as name, pg_relation_size(c.oid) as bytes,
         case when c.relkind <> 'p' and has_table_privilege(c.oid, 'select') and not row_security_active(c.oid)
              then c.reltuples <> 0 and not exists (select 1 from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
              else c.reltuples < 0 end as without
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
     and n.nspname <> '{OWN_SCHEMA}' and (c.relkind = 'p' or pg_relation_size(c.oid) > 0)"
    )
}

fn statistics_text() -> String {
    format!(
        r#"select count(*)::int as "tables",
       coalesce(json_agg(name order by name) filter (where without), '[]'::json) as "without" from ({}) t"#,
        tables()
    )
}

/// Table by table, the largest first: one that fails is noted and does not stop the others, and what is done stays done.
fn collect(which: &str, seconds: u64) -> String {
    format!(
        r"do $analyze$
declare
  one record;
  until timestamptz := clock_timestamp() + interval '{seconds} seconds';
begin
  for one in select name from ({tables}) t where {which} order by bytes desc loop
    exit when clock_timestamp() > until;
    begin
      execute 'analyze ' || one.name;
    exception when others then null;
    end;
    commit;
  end loop;
end $analyze$",
        tables = tables()
    )
}

fn session(target: u64, seconds: u64) -> Vec<String> {
    vec![
        format!("set lock_timeout = '{LOCK_SECONDS}s'"),
        format!("set statement_timeout = '{seconds}s'"),
        format!("set default_statistics_target = {target}"),
    ]
}

fn first_text() -> Vec<String> {
    let mut all = session(1, FIRST_SECONDS + FIRST_SECONDS / 2);
    all.push(collect("without", FIRST_SECONDS));
    all
}

/// What the first stage collected is known by its being counted: an upgrade carries no counters over.
fn rest_text() -> Vec<String> {
    let ours = "without or exists (select 1 from pg_stat_all_tables s where s.relid = t.oid and s.analyze_count > 0)";
    let mut all = session(10, REST_SECONDS);
    all.push(collect(ours, REST_SECONDS / 4));
    all.push("reset default_statistics_target".to_owned());
    all.push(collect(ours, REST_SECONDS / 2));
    all
}

/// The server's own words only where they are about names: others may hold values of rows.
fn refusals_text() -> Vec<String> {
    let mut all = session(1, FIRST_SECONDS + FIRST_SECONDS / 2);
    all.push(format!(
        r"do $refusals$
declare
  one record;
  refused jsonb := '[]';
  until timestamptz := clock_timestamp() + interval '{FIRST_SECONDS} seconds';
begin
  for one in select oid, name from ({tables}) t where without order by name loop
    exit when clock_timestamp() > until;
    begin
      execute 'analyze ' || one.name;
      if exists (select 1 from ({tables}) t where t.oid = one.oid and without) then
        raise exception using errcode = '42501', message = 'nothing was collected';
      end if;
    exception when others then
      refused := refused || jsonb_build_object('table', one.name, 'code', sqlstate,
                                               'message', case when sqlstate like '42%' then sqlerrm end);
    end;
  end loop;
  perform set_config('heroku_connect_maintenance.refused', refused::text, false);
end $refusals$",
        tables = tables()
    ));
    all.push(r#"select current_setting('heroku_connect_maintenance.refused')::json as "refused""#.to_owned());
    all
}
