//! What a logical copy must have in common with the database it was made of, and what is put there by hand because no dump carries it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{literal, Place, Query, OWN_SCHEMA, SHORT};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// Every object with a digest of its definition. Casts and parentheses do not count: what is written out and read again may have
    /// others, and mean the same.
    pub struct Definitions {
        objects: Option<BTreeMap<String, String>> = "/objects",
    }
}

answer! {
    /// Owners, grants and default privileges, and settings of roles and of the database, each as the statement that makes it so. The
    /// default credential is `CURRENT_USER`, whatever it is called.
    pub struct Rights {
        rights: Option<Vec<String>> = "/rights",
        settings: Option<Vec<String>> = "/settings",
    }
}

answer! {
    /// Every table with its rows and, where it is one of Connect's or small enough, a sum over them; every sequence.
    pub struct Digests {
        tables: Option<BTreeMap<String, String>> = "/tables",
        sequences: Option<BTreeMap<String, String>> = "/sequences",
        unread: Option<Vec<String>> = "/unread",
    }
}

/// Longer than other reads: the definitions of ten thousand objects.
const DEFINED: u64 = 4 * SHORT;
/// A whole database of the size that may be copied is read, milliseconds.
const DIGESTED: u64 = 900_000;
/// Tables up to this size are compared row by row, whoever they belong to, bytes.
const DIGESTED_BYTES: u64 = 268_435_456;

pub(super) const DEFINITIONS: Query =
    Query::read("definitions", |_| own(include_str!("definitions.sql"))).within(DEFINED);

pub(super) const RIGHTS: Query = Query::read("rights", |_| own(include_str!("rights.sql"))).within(DEFINED);

pub(super) const DIGESTS: Query = Query::read("digests", digests_text).within(DIGESTED);

pub(super) const RIGHTS_APPLY: Query = Query::change("rights_apply", |_| apply_text()).within(DEFINED);

/// Definitions of a database.
#[must_use]
pub fn definitions(place: &Place) -> Ask<Definitions> {
    DEFINITIONS.ask(place, "", None)
}

/// Rights in a database.
#[must_use]
pub fn rights(place: &Place) -> Ask<Rights> {
    RIGHTS.ask(place, "", None)
}

/// What a database holds; `schemas` are Connect's, joined by commas.
#[must_use]
pub fn digests(place: &Place, schemas: &str) -> Ask<Digests> {
    DIGESTS.ask(place, schemas, None)
}

/// Makes rights and settings as these statements of another database's catalog say.
#[must_use]
pub fn rights_apply(place: &Place, statements: &str) -> Effect {
    RIGHTS_APPLY.effect(place, "", Some(statements))
}

/// Names are written with their schema, so that they mean the same on both sides.
fn own(text: &str) -> Vec<String> {
    vec!["set search_path = ''".to_owned(), text.replace("OURS", &literal(OWN_SCHEMA))]
}

/// A materialized view is filled anew by a restore, so that it may hold something else than a stale one did.
/// A row's text is the same everywhere under the same settings, and a sum does not mind in which order rows come.
fn digests_text(schemas: &str) -> Vec<String> {
    let ours: Vec<String> = schemas.split(',').filter(|schema| !schema.is_empty()).map(literal).collect();
    let ours = if ours.is_empty() { "null".to_owned() } else { ours.join(", ") };
    let settings = [
        "search_path = ''",
        "datestyle = 'ISO'",
        "intervalstyle = 'postgres'",
        "timezone = 'UTC'",
        "bytea_output = 'hex'",
        "extra_float_digits = 1",
        "xmlbinary = 'base64'",
    ];
    let mut all: Vec<String> = settings.iter().map(|setting| format!("set {setting}")).collect();
    all.push(format!(
        r#"with spaces as (
  select oid, nspname from pg_namespace
   where nspname not in ('pg_catalog', 'information_schema', {own}) and nspname !~ '^pg_(toast|temp)'
), found as (
  select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind,
         has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') and not row_security_active(c.oid) as readable,
         n.nspname in ({ours}) or pg_relation_size(c.oid) <= {DIGESTED_BYTES} as summed
    from pg_class c join spaces n on n.oid = c.relnamespace
   where c.relkind in ('r', 'S')
), asked as (
  select name, kind, case when readable then query_to_xml(
           case when kind = 'S' then format('select last_value as n, is_called as h from %s', name)
                else format('select count(*) as n, %s as h from only %s as hcm_row',
                            case when summed then 'coalesce(sum((''x'' || left(md5((hcm_row.*)::text), 16))::bit(64)::bigint::numeric), 0)'
                                 else '''''' end, name) end, false, true, '') end as answer
    from found
), told as (
  select name, kind, answer is not null as read,
         concat((xpath('/row/n/text()', answer))[1]::text, ' ', (xpath('/row/h/text()', answer))[1]::text) as value from asked
)
select coalesce(json_object_agg(name, value) filter (where read and kind <> 'S'), '{{}}'::json) as "tables",
       coalesce(json_object_agg(name, value) filter (where read and kind = 'S'), '{{}}'::json) as "sequences",
       coalesce(json_agg(name order by name) filter (where not read), '[]'::json) as "unread" from told"#,
        own = literal(OWN_SCHEMA),
    ));
    all
}

/// One by one, in their order: one that is refused is left to whoever compares afterwards.
fn apply_text() -> Vec<String> {
    vec![
        r"create function pg_temp.connect_maintenance_apply(given jsonb) returns int language plpgsql as $apply$
declare
  one text;
  done int := 0;
begin
  for one in select jsonb_array_elements_text(given) loop
    begin
      execute replace(one, 'ALTER DATABASE CURRENT ', format('ALTER DATABASE %I ', current_database()));
      done := done + 1;
    exception when others then null;
    end;
  end loop;
  return done;
end $apply$"
            .to_owned(),
        r#"select pg_temp.connect_maintenance_apply($1::text::jsonb) as "applied""#.to_owned(),
    ]
}

/// Statements as the one parameter that a query takes.
#[must_use]
pub fn listed(statements: &[&String]) -> String {
    Value::from_iter(statements.iter().map(|one| one.as_str())).to_string()
}
