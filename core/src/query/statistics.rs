//! Planner statistics.

use super::{Place, Query};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// Tables with rows, and how many of them have no statistics.
    pub struct Statistics {
        tables: Option<u64> = "/tables",
        without: Option<u64> = "/without",
    }
}

/// A large database is analyzed for a long time, milliseconds.
const LONG: u64 = 1_800_000;

pub(super) const STATISTICS: Query = Query::read("statistics", |_| vec![TEXT.to_owned()]);

pub(super) const ANALYZE: Query = Query::change("analyze", |_| vec!["analyze".to_owned()]).within(LONG);

/// Which tables have statistics.
#[must_use]
pub fn statistics(place: &Place) -> Ask<Statistics> {
    STATISTICS.ask(place, "", None)
}

/// Collects them.
#[must_use]
pub fn analyze(place: &Place) -> Effect {
    ANALYZE.effect(place, "", None)
}

/// `pg_statistic` is closed to all but the superuser and `pg_stats` shows only what one may read, so a table of somebody
/// else counts as analyzed once its size is known. A table that was found empty has a size of 0 and no statistics.
const TEXT: &str = r#"select count(*)::int as "tables",
       (count(*) filter (where case when has_table_privilege(c.oid, 'select') and not row_security_active(c.oid)
          then c.reltuples <> 0 and not exists (select 1 from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
          else c.reltuples < 0 end))::int as "without"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
   and n.nspname <> 'heroku_connect_maintenance' and pg_relation_size(c.oid) > 0"#;
