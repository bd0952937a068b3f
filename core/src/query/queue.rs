//! What Connect has still to send, and what to say of it while that takes long. Facts: `heroku-connect` trigger log article.

use super::{ident, Place, Query, WAITS};
use crate::answer::{answer, Ask};
use crate::line::about;

/// So many of the refused are named.
const NAMED: usize = 5;
/// What came and left is counted over so long.
const MINUTES: u32 = 5;

answer! {
    /// What Connect has still to send. A row of the archive that is to be sent again is copied back into the log.
    pub struct Queue {
        new: Option<u64> = "/new",
        pending: Option<u64> = "/pending",
        requeue: Option<u64> = "/requeue",
        oldest: Option<String> = "/oldest",
        oldest_seconds: Option<u64> = "/oldestSeconds",
        /// The most first.
        waits: Vec<Waits> = "/waits",
        /// Captured in the last minutes.
        captured: Option<u64> = "/lately/captured",
        /// Sent or refused in the last minutes.
        processed: Option<u64> = "/lately/processed",
        /// The table of which most was captured.
        busiest: Option<String> = "/lately/busiest",
        /// What most of the sessions call themselves that write just now.
        writer: Option<String> = "/lately/writer",
        /// The newest of those that Salesforce refused, first.
        refused: Vec<Refused> = "/refused",
    }
}

answer! {
    /// Changes of one table that wait.
    pub struct Waits {
        table: Option<String> = "/table",
        action: Option<String> = "/action",
        rows: Option<u64> = "/rows",
    }
}

answer! {
    /// A change that Salesforce refused, by its id in the log; why is Salesforce's code and never its message, which can hold data.
    pub struct Refused {
        id: Option<String> = "/id",
        table: Option<String> = "/table",
        why: Option<String> = "/why",
    }
}

impl Queue {
    /// How many rows there are; `None` if that was not read.
    #[must_use]
    pub fn rows(&self) -> Option<u64> {
        Some(self.new?.saturating_add(self.pending?).saturating_add(self.requeue?))
    }

    /// So many changes wait: of which tables, since when, and what was refused last.
    #[must_use]
    pub fn told(&self, left: u64) -> String {
        let mut told = format!("{left} changes to send");
        let of =
            |one: &Waits| Some(format!("{} {} {}", one.table.as_deref()?, one.rows?, one.action.as_deref()?));
        let tables: Vec<String> = self.waits.iter().filter_map(of).collect();
        if !tables.is_empty() {
            told += &format!(" ({})", tables.join(", "));
        }
        if let Some(id) = &self.oldest {
            told += &format!(", the oldest has id {id}");
        }
        if let Some(seconds) = self.oldest_seconds.filter(|_| self.oldest.is_some()) {
            told += &format!(" and waits for {}", about(seconds.saturating_mul(1_000)));
        }
        if let (Some(processed), Some(captured)) = (self.processed, self.captured) {
            told += &format!("; in the last {MINUTES} min {processed} left and {captured} came");
            if let Some(table) = self.busiest.as_ref().filter(|_| captured > 0) {
                told += &format!(", most of {table}");
            }
            if let Some(writer) = self.writer.as_ref().filter(|_| captured > 0) {
                told += &format!(", now by {writer}");
            }
        }
        let of = |one: &Refused| {
            let why = one.why.as_ref().map_or(String::new(), |why| format!(" {why}"));
            Some(format!("{} of {}{why}", one.id.as_deref()?, one.table.as_deref()?))
        };
        let refused: Vec<String> = self.refused.iter().take(NAMED).filter_map(of).collect();
        if !refused.is_empty() {
            told += &format!("; refused last: {}", refused.join(", "));
        }
        told
    }
}

pub(super) const QUEUE: Query = Query::read("queue", |schema| vec![text(schema)]);

/// What Connect has still to send.
#[must_use]
pub fn queue(place: &Place, schema: &str) -> Ask<Queue> {
    QUEUE.ask(place, schema, None)
}

/// So many of what waits are told by table: a queue of millions must not take longer to look at than may be waited for.
const SEEN: u32 = 100_000;
/// A code of Salesforce's, which stands before a colon or alone: words in capitals can be a name.
const CODE: &str = "^([A-Z]+(?:_[A-Z]+)+)(?::|$)";

/// By state, so that the log's index serves; what came and left lately by id, from the newest backwards.
fn text(schema: &str) -> String {
    format!(
        r#"with lately as (select * from (select table_name, state, created_at, processed_at from {s}._trigger_log order by id desc limit {SEEN}) log
                union all select * from (select table_name, state, created_at, processed_at from {s}._trigger_log_archive order by id desc limit {SEEN}) gone),
     came as (select table_name from lately where created_at > clock_timestamp() - make_interval(mins => {MINUTES}) and state not in ('READONLY', 'IGNORE', 'IGNORED'))
select (select count(*)::int from {s}._trigger_log where state = 'NEW') as "new",
       (select count(*)::int from {s}._trigger_log where state = 'PENDING') as "pending",
       (select count(*)::int from {s}._trigger_log where state = 'REQUEUE')
         + (select count(*)::int from {s}._trigger_log_archive where state = 'REQUEUE') as "requeue",
       (select min(id)::text from {s}._trigger_log where state in {WAITS}) as "oldest",
       greatest(extract(epoch from clock_timestamp() - (select created_at from {s}._trigger_log where state in {WAITS}
                 order by id limit 1)), 0)::int as "oldestSeconds",
       json_build_object(
           'captured', (select count(*)::int from came),
           'processed', (select count(*)::int from lately where processed_at > clock_timestamp() - make_interval(mins => {MINUTES})
                           and state in ('SUCCESS', 'MERGED', 'FAILED')),
           'busiest', (select table_name::text from came group by 1 order by count(*) desc, 1 limit 1),
           'writer', (select application_name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                        and backend_xid is not null and application_name <> '' group by 1 order by count(*) desc, 1 limit 1)) as "lately",
       coalesce((select json_agg(w) from (select table_name as "table", action, count(*)::int as "rows"
                  from (select table_name, action from {s}._trigger_log where state in {WAITS} limit {SEEN}) few
                  group by 1, 2 order by 3 desc, 1, 2 limit {NAMED}) w), '[]'::json) as "waits",
       coalesce((select json_agg(r) from (select id::text, table_name as "table", substring(sf_message from '{CODE}') as "why"
                   from (select id, table_name, sf_message from {s}._trigger_log where state = 'FAILED'
                         union all select id, table_name, sf_message from {s}._trigger_log_archive
                                    where state = 'FAILED' and created_at > clock_timestamp() - interval '1 day') f
                  order by f.id desc limit {NAMED}) r), '[]'::json) as "refused""#,
        s = ident(schema)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use serde_json::json;

    #[test]
    fn what_waits_is_told_by_table_with_its_age_and_what_was_refused() {
        let queue = Queue::read(&json!({
            "new": 41_233, "pending": 0, "requeue": 0, "oldest": "120", "oldestSeconds": 7_860,
            "waits": [{"table": "account", "action": "UPDATE", "rows": 40_900}, {"table": "contact", "action": "INSERT", "rows": 333}],
            "lately": {"captured": 225, "processed": 1_550, "busiest": "account", "writer": "puma"},
            "refused": [{"id": "90", "table": "contact", "why": "DUPLICATE_VALUE"}, {"id": "80", "table": "account", "why": null}],
        }));
        assert_eq!(queue.rows(), Some(41_233));
        assert_eq!(
            queue.told(41_233),
            "41233 changes to send (account 40900 UPDATE, contact 333 INSERT), the oldest has id 120 and waits for about 2 h 20 min; \
             in the last 5 min 1550 left and 225 came, most of account, now by puma; refused last: 90 of contact DUPLICATE_VALUE, 80 of account"
        );
    }

    #[test]
    fn what_was_not_read_is_not_told() {
        let queue = Queue::read(&json!({"new": 3, "pending": 0, "requeue": 0, "oldest": null}));
        assert_eq!(queue.told(3), "3 changes to send");
    }
}
