//! What a rollback brought back into a trigger log: changes that wait to be sent although they were sent before, or not. Judged by the log
//! of the database as it was, row by row, and put out of Connect's reach.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::fence::OPEN;
use super::{ident, literal, Place, Query, OWN_SCHEMA, SHORT, WAITS};
use crate::answer::{answer, Ask};
use crate::effect::Effect;
use crate::ending::Millis;
use crate::late::{uses_nothing, Bound};

answer! {
    /// What waits in a log and was captured by a moment.
    pub struct Waiting {
        rows: Option<u64> = "/rows",
        waiting: Vec<WaitingRow> = "/waiting",
    }
}

answer! {
    /// One change of it.
    pub struct WaitingRow {
        id: Option<String> = "/id",
        txid: Option<String> = "/txid",
        at: Option<String> = "/at",
        table: Option<String> = "/table",
        action: Option<String> = "/action",
        before: Option<bool> = "/before",
    }
}

answer! {
    /// What the database as it was says of such changes.
    pub struct Became {
        rows: Vec<BecameRow> = "/rows",
    }
}

answer! {
    /// What became of one change. `later`: it changed a column that was changed and sent after it, or its record was deleted.
    pub struct BecameRow {
        id: Option<String> = "/id",
        txid: Option<String> = "/txid",
        at: Option<String> = "/at",
        table: Option<String> = "/table",
        state: Option<String> = "/state",
        later: Option<bool> = "/later",
    }
}

answer! {
    /// How changes stand that were to be marked.
    pub struct Marked {
        waits: Option<u64> = "/waits",
        marked: Option<u64> = "/marked",
    }
}

answer! {
    /// What was captured after a moment, and what became of it.
    pub struct Gap {
        sent: Option<u64> = "/sent",
        refused: Option<u64> = "/refused",
        unsent: Option<u64> = "/unsent",
    }
}

answer! {
    /// How far a trigger log reaches.
    pub struct Reach {
        newest: Option<String> = "/newest",
        after: Option<u64> = "/after",
        answered: Option<bool> = "/answered",
    }
}

answer! {
    /// What a database that went back sent once more, by what it was.
    pub struct SentAgain {
        inserts: Option<u64> = "/inserts",
        updates: Option<u64> = "/updates",
        deletes: Option<u64> = "/deletes",
    }
}

/// What is to become of changes that a rollback brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revived {
    /// Ids in the log of those that must not be sent.
    pub mark: Vec<String>,
    /// Those among them of which it is not known whether Salesforce has them.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub doubtful: u64,
    /// Those that were never sent, and are.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub kept: u64,
    /// Tables whose new rows are among those that must not be sent: they get their Salesforce ids by a reload.
    pub inserts: Vec<String>,
}

uses_nothing!(Revived);

impl Bound for Revived {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

answer! {
    /// What was kept before.
    pub struct KeptBefore {
        rows: Option<u64> = "/rows",
    }
}

/// More of them are not judged one by one.
pub const MOST: u64 = 2_000;
/// A transaction that was open at the moment began before it, and a clock is not exact, seconds.
const SLACK: u32 = 120;
/// How long the locks and the changes may take, milliseconds.
const MARKED_MS: u64 = 4 * SHORT;

pub(super) const WAITING: Query = Query::read("waiting", |schema| vec![waiting_text(schema)]);

pub(super) const BECAME: Query = Query::read("became", |schema| vec![became_text(schema)]).within(2 * SHORT);

pub(super) const REVIVED_MARK: Query = Query::change("revived_mark", mark_text).within(MARKED_MS);

pub(super) const REVIVED_UNMARK: Query = Query::change("revived_unmark", unmark_text).within(MARKED_MS);

pub(super) const REVIVED: Query = Query::read("revived", |schema| vec![marked_text(schema)]);

pub(super) const KEPT_BEFORE: Query = Query::read("kept_before", |_| vec![KEPT_BEFORE_TEXT.to_owned()]);

pub(super) const GAP: Query = Query::read("gap", |schema| vec![gap_text(schema)]).within(4 * SHORT);

pub(super) const REACH: Query = Query::read("reach", |schema| vec![reach_text(schema)]).within(2 * SHORT);

pub(super) const SENT_AGAIN: Query =
    Query::read("sent_again", |schema| vec![sent_again_text(schema)]).within(4 * SHORT);

/// What waits in a log and was captured by this moment, or little after it.
#[must_use]
pub fn waiting(place: &Place, schema: &str, at: Millis) -> Ask<Waiting> {
    WAITING.ask(place, schema, Some(&json!({ "at": at }).to_string()))
}

/// What became of changes in the database as it was.
#[must_use]
pub fn became(place: &Place, schema: &str, ids: &[String]) -> Ask<Became> {
    BECAME.ask(place, schema, Some(&json!({ "ids": ids }).to_string()))
}

/// Puts changes out of Connect's reach: all of them or none.
#[must_use]
pub fn revived_mark(place: &Place, schema: &str, ids: &[String]) -> Effect {
    REVIVED_MARK.effect(place, schema, Some(&json!({ "ids": ids }).to_string()))
}

/// The reverse.
#[must_use]
pub fn revived_unmark(place: &Place, schema: &str, ids: &[String]) -> Effect {
    REVIVED_UNMARK.effect(place, schema, Some(&json!({ "ids": ids }).to_string()))
}

/// How changes stand that were to be marked.
#[must_use]
pub fn revived(place: &Place, schema: &str, ids: &[String]) -> Ask<Marked> {
    REVIVED.ask(place, schema, Some(&json!({ "ids": ids }).to_string()))
}

/// How many changes were put out of Connect's reach before, and are still kept.
#[must_use]
pub fn kept_before(place: &Place) -> Ask<KeptBefore> {
    KEPT_BEFORE.ask(place, "", None)
}

/// What was captured after this moment.
#[must_use]
pub fn gap(place: &Place, schema: &str, at: Millis) -> Ask<Gap> {
    GAP.ask(place, schema, Some(&json!({ "at": at }).to_string()))
}

/// The newest change that was captured by this moment, and how many were captured after it.
#[must_use]
pub fn reach(place: &Place, schema: &str, at: Millis) -> Ask<Reach> {
    REACH.ask(place, schema, Some(&json!({ "at": at }).to_string()))
}

/// What was captured by this moment and sent after it.
#[must_use]
pub fn sent_again(place: &Place, schema: &str, at: Millis) -> Ask<SentAgain> {
    SENT_AGAIN.ask(place, schema, Some(&json!({ "at": at }).to_string()))
}

/// The moment that is asked about.
const AT: &str = "(select to_timestamp((($1::text::jsonb)->>'at')::float8 / 1000))";
/// The ids that are asked about.
const IDS: &str = "(select one::bigint from jsonb_array_elements_text(($1::text::jsonb)->'ids') one)";

/// Rows that Connect has still to send, with these columns. By state, so that the log's index serves.
fn queue(schema: &str, columns: &str) -> String {
    let s = ident(schema);
    format!(
        "select {columns} from {s}._trigger_log where state in {WAITS} \
         union all select {columns} from {s}._trigger_log_archive where state = 'REQUEUE'"
    )
}

fn waiting_text(schema: &str) -> String {
    format!(
        r#"with waits as (select * from ({queue}) q where created_at <= {AT} + make_interval(secs => {SLACK}))
select (select count(*)::int from waits) as "rows",
       coalesce((select json_agg(json_build_object('id', id::text, 'txid', txid::text, 'at', extract(epoch from created_at)::text,
                                 'table', table_name, 'action', action, 'before', created_at <= {AT}) order by id)
                   from (select * from waits order by id limit {MOST}) few), '[]'::json) as "waiting""#,
        queue = queue(schema, "id, txid, created_at, table_name, action"),
    )
}

/// Columns that an UPDATE changed: the log holds them, and them alone, in hstore's notation. Read without hstore, whose schema nobody
/// outside knows.
fn changed_columns(log: &str) -> String {
    const TEXT: &str = r#""(?:[^"\\]|\\.)*""#;
    format!(r#"select (regexp_matches({log}."values", '({TEXT})=>(?:NULL|{TEXT})', 'g'))[1]"#)
}

/// By ids, so that both primary keys serve.
fn became_text(schema: &str) -> String {
    let s = ident(schema);
    let columns = "id, txid, created_at, table_name, action, record_id, state, \"values\"";
    let of = |table: &str| format!("select {columns} from {s}.{table} where id in {IDS}");
    let later = |table: &str| {
        format!(
            "exists (select from {s}.{table} l where l.table_name = r.table_name and l.record_id = r.record_id and l.id > r.id \
             and l.state in ('SUCCESS', 'MERGED', 'PENDING') and (l.action <> 'UPDATE' or l.\"values\" is null or r.\"values\" is null \
             or exists ({} intersect {})))",
            changed_columns("l"),
            changed_columns("r"),
        )
    };
    format!(
        r#"with r as ({log} union all {archive})
select coalesce(json_agg(json_build_object('id', id::text, 'txid', txid::text, 'at', extract(epoch from created_at)::text,
                         'table', table_name, 'state', state,
                         'later', case when action = 'UPDATE' and state in ('NEW', 'REQUEUE') then {later_log} or {later_archive} else false end)
                         order by id), '[]'::json) as "rows" from r"#,
        log = of("_trigger_log"),
        archive = of("_trigger_log_archive"),
        later_log = later("_trigger_log"),
        later_archive = later("_trigger_log_archive"),
    )
}

fn table() -> String {
    format!(
        "create table if not exists {OWN_SCHEMA}.revived (tab text, id bigint, was text, archived bool, change jsonb, primary key (tab, id))"
    )
}

/// SQLSTATE of a change that could not be put out of reach: somebody else changed it meanwhile.
const CHANGED: &str = "CM002";

/// The locks come first, so that Connect takes none of them meanwhile. What waits and was kept before is of an earlier
/// rollback: the newer row counts.
fn mark_text(schema: &str) -> Vec<String> {
    let (s, l) = (ident(schema), literal(schema));
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        table(),
        format!(
            r"create function pg_temp.connect_maintenance_mark(given jsonb) returns bigint language plpgsql as $mark$
declare
  ids bigint[] := array(select one::bigint from jsonb_array_elements_text(given->'ids') one);
  done bigint;
begin
  perform set_config('lock_timeout', '3s', true);
  lock table {s}._trigger_log, {s}._trigger_log_archive in share row exclusive mode;
  insert into {OWN_SCHEMA}.revived select {l}, q.id, q.state, false, to_jsonb(q) from {s}._trigger_log q
    where q.id = any (ids) and q.state in {WAITS}
    on conflict (tab, id) do update set was = excluded.was, archived = excluded.archived, change = excluded.change;
  insert into {OWN_SCHEMA}.revived select {l}, q.id, q.state, true, to_jsonb(q) from {s}._trigger_log_archive q
    where q.id = any (ids) and q.state = 'REQUEUE'
    on conflict (tab, id) do update set was = excluded.was, archived = excluded.archived, change = excluded.change;
  update {s}._trigger_log q set state = 'IGNORED' where q.id = any (ids) and q.state in {WAITS};
  update {s}._trigger_log_archive q set state = 'IGNORED' where q.id = any (ids) and q.state = 'REQUEUE';
  select count(*) from {OWN_SCHEMA}.revived k where k.tab = {l} and k.id = any (ids) into done;
  if done <> cardinality(ids) then
    raise exception '% of % changes wait no more', cardinality(ids) - done, cardinality(ids) using errcode = '{CHANGED}';
  end if;
  return done;
end $mark$"
        ),
        r#"select pg_temp.connect_maintenance_mark($1::text::jsonb)::text as "marked""#.to_owned(),
    ]
}

/// Only what is still marked: a row that somebody changed since is his.
fn unmark_text(schema: &str) -> Vec<String> {
    let (s, l) = (ident(schema), literal(schema));
    let back = |table: &str, archived: bool| {
        format!(
            "  update {s}.{table} q set state = k.was from {OWN_SCHEMA}.revived k\n    \
             where k.tab = {l} and k.id = any (ids) and k.archived = {archived} and q.id = k.id and q.state = 'IGNORED';"
        )
    };
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        format!(
            r"create function pg_temp.connect_maintenance_unmark(given jsonb) returns bigint language plpgsql as $unmark$
declare
  ids bigint[] := array(select one::bigint from jsonb_array_elements_text(given->'ids') one);
  done bigint;
begin
  perform set_config('lock_timeout', '3s', true);
{log}
{archive}
  delete from {OWN_SCHEMA}.revived k where k.tab = {l} and k.id = any (ids);
  get diagnostics done = row_count;
  return done;
end $unmark$",
            log = back("_trigger_log", false),
            archive = back("_trigger_log_archive", true),
        ),
        r#"select pg_temp.connect_maintenance_unmark($1::text::jsonb)::text as "unmarked""#.to_owned(),
    ]
}

fn marked_text(schema: &str) -> String {
    format!(
        r#"select (select count(*)::text from ({queue}) q where id in {IDS}) as "waits",
       (select count(*)::text from {OWN_SCHEMA}.revived where tab = {l} and id in {IDS}) as "marked""#,
        queue = queue(schema, "id"),
        l = literal(schema),
    )
}

/// Where nothing was ever kept there is no table.
const KEPT_BEFORE_TEXT: &str = r#"select case when to_regclass('heroku_connect_maintenance.revived') is null then '0'
            else (xpath('/row/n/text()', query_to_xml('select count(*) as n from heroku_connect_maintenance.revived', false, true, '')))[1]::text
       end as "rows""#;

fn gap_text(schema: &str) -> String {
    let s = ident(schema);
    format!(
        r#"select (count(*) filter (where state in ('SUCCESS', 'MERGED')))::text as "sent", (count(*) filter (where state = 'FAILED'))::text as "refused",
       (count(*) filter (where state in {WAITS}))::text as "unsent"
  from (select state from {s}._trigger_log where created_at > {AT} union all select state from {s}._trigger_log_archive where created_at > {AT}) gap"#
    )
}

/// By the time of capture, which both tables have an index of.
fn reach_text(schema: &str) -> String {
    let s = ident(schema);
    let newest = |table: &str| format!("(select max(created_at) from {s}.{table} where created_at <= {AT})");
    let after = |table: &str| format!("(select count(*) from {s}.{table} where created_at > {AT})");
    format!(
        r#"select extract(epoch from greatest({newest_log}, {newest_archive}))::text as "newest", ({after_log} + {after_archive})::text as "after",
       true as "answered""#,
        newest_log = newest("_trigger_log"),
        newest_archive = newest("_trigger_log_archive"),
        after_log = after("_trigger_log"),
        after_archive = after("_trigger_log_archive"),
    )
}

fn sent_again_text(schema: &str) -> String {
    let s = ident(schema);
    let of = |action: &str| format!("(count(*) filter (where action = '{action}'))::text");
    format!(
        r#"select {inserts} as "inserts", {updates} as "updates", {deletes} as "deletes"
  from {s}._trigger_log_archive where created_at <= {AT} and processed_at > {AT} and state in ('SUCCESS', 'MERGED')"#,
        inserts = of("INSERT"),
        updates = of("UPDATE"),
        deletes = of("DELETE"),
    )
}
