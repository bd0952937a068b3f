//! Where a trigger log stands, by its newest row and its sequence: what a pause notes, so that nobody resumes on a database that went
//! back in time.

use serde::{Deserialize, Serialize};

use super::{ident, literal, Place, Query};
use crate::answer::{answer, Ask};
use crate::late::{uses_nothing, Bound};

answer! {
    /// The newest row of a log and its archive, and the row that was asked for.
    pub struct LogHead {
        id: Option<String> = "/id",
        txid: Option<String> = "/txid",
        created_at: Option<String> = "/createdAt",
        sequence: Option<String> = "/sequence",
        timeline: Option<String> = "/timeline",
        noted_txid: Option<String> = "/notedTxid",
        noted_created_at: Option<String> = "/notedCreatedAt",
        now: Option<String> = "/now",
    }
}

/// Where a trigger log stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Head {
    /// Id of the newest row of the log and its archive, if there was any.
    pub id: Option<String>,
    /// Its transaction.
    pub txid: Option<String>,
    /// When it was captured, seconds since 1970.
    pub created_at: Option<String>,
    /// The last id that was given away.
    pub sequence: Option<String>,
    /// The server's timeline, which a failover changes too.
    pub timeline: Option<String>,
}

uses_nothing!(Head);

impl Bound for Head {
    fn placeholder(_: &str) -> Self {
        Self::default()
    }
}

/// How a log stands to what was noted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Continuity {
    /// It went on from there.
    Yes,
    /// There was no row to note, or the archive keeps none of that age; the sequence went on from there.
    BySequence,
    /// It was never there: the database went back in time, or is another one.
    No,
}

impl LogHead {
    /// What there is to note; `None` if it was not told.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.now.as_ref()?;
        Some(Head {
            id: self.id.clone(),
            txid: self.txid.clone(),
            created_at: self.created_at.clone(),
            sequence: self.sequence.clone(),
            timeline: self.timeline.clone(),
        })
    }

    /// How it stands to a head that was noted and asked for; `None` if too little was told.
    #[must_use]
    pub fn continuity(&self, noted: &Head) -> Option<Continuity> {
        // A row without a time is no answer: a log that never gave an id away has one too.
        self.now.as_ref()?;
        let number = |text: &Option<String>| text.as_deref().map_or(Some(0), |text| text.parse::<u64>().ok());
        if number(&self.sequence)? < number(&noted.sequence)? {
            return Some(Continuity::No);
        }
        Some(match (&noted.id, &self.noted_txid) {
            (None, _) => Continuity::BySequence,
            (Some(_), None) if self.archived(noted)? => Continuity::BySequence,
            (Some(_), txid) if *txid == noted.txid && self.noted_created_at == noted.created_at => {
                Continuity::Yes
            }
            _ => Continuity::No,
        })
    }
}

impl LogHead {
    /// True if a row captured then may be in the archive no more.
    fn archived(&self, noted: &Head) -> Option<bool> {
        let seconds = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok();
        Some(seconds(&self.now)? - seconds(&noted.created_at)? > ARCHIVE_SECONDS)
    }
}

/// The archive keeps a row for 7 days on demo plans and for 31 on others; a row of less is there.
const ARCHIVE_SECONDS: f64 = 6.5 * 86_400.0;

pub(super) const LOG_HEAD: Query = Query::read("log_head", |schema| vec![head_text(schema)]);

/// Where the log of a schema stands, and what it has under the id `noted`; empty for none.
#[must_use]
pub fn log_head(place: &Place, schema: &str, noted: Option<&str>) -> Ask<LogHead> {
    LOG_HEAD.ask(place, schema, Some(noted.unwrap_or_default()))
}

/// By ids, so that both primary keys serve.
fn head_text(schema: &str) -> String {
    let newest = |table: &str| {
        format!("(select id, txid, created_at from {}.{table} order by id desc limit 1)", ident(schema))
    };
    let noted = |table: &str| {
        format!(
            "select txid, created_at from {}.{table} where id = nullif($1::text, '')::bigint",
            ident(schema)
        )
    };
    format!(
        r#"select h.id::text as "id", h.txid::text as "txid", extract(epoch from h.created_at)::text as "createdAt",
       pg_sequence_last_value(pg_get_serial_sequence({log}, 'id')::regclass)::text as "sequence",
       case when not pg_is_in_recovery() then substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) end as "timeline",
       n.txid::text as "notedTxid", extract(epoch from n.created_at)::text as "notedCreatedAt",
       extract(epoch from clock_timestamp())::text as "now"
  from (select 1) one
  left join lateral (select * from ({newest_log} union all {newest_archive}) both_of_them order by id desc limit 1) h on true
  left join lateral (select * from ({noted_log} union all {noted_archive}) either limit 1) n on true"#,
        log = literal(&format!("{}._trigger_log", ident(schema))),
        newest_log = newest("_trigger_log"),
        newest_archive = newest("_trigger_log_archive"),
        noted_log = noted("_trigger_log"),
        noted_archive = noted("_trigger_log_archive"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(sequence: &str, noted: Option<(&str, &str)>) -> LogHead {
        LogHead {
            id: Some("9".to_owned()),
            txid: Some("90".to_owned()),
            created_at: Some("900".to_owned()),
            sequence: Some(sequence.to_owned()),
            timeline: None,
            noted_txid: noted.map(|(txid, _)| txid.to_owned()),
            noted_created_at: noted.map(|(_, at)| at.to_owned()),
            now: Some("1000.5".to_owned()),
        }
    }

    #[test]
    fn a_log_that_went_on_is_told_from_one_that_went_back() {
        let noted = seen("9", None).head().unwrap_or_default();
        assert_eq!(seen("12", Some(("90", "900"))).continuity(&noted), Some(Continuity::Yes));
        assert_eq!(
            seen("12", None).continuity(&noted),
            Some(Continuity::No),
            "it cannot be archived away yet"
        );
        let late = LogHead { now: Some("700000".to_owned()), ..seen("12", None) };
        assert_eq!(late.continuity(&noted), Some(Continuity::BySequence), "archived away");
        assert_eq!(LogHead { now: None, ..late }.continuity(&noted), None, "nobody says how old it is");
        assert_eq!(
            seen("8", Some(("90", "900"))).continuity(&noted),
            Some(Continuity::No),
            "ids are given anew"
        );
        assert_eq!(
            seen("12", Some(("91", "900"))).continuity(&noted),
            Some(Continuity::No),
            "another row of that id"
        );
        assert_eq!(
            seen("12", Some(("90", "901"))).continuity(&noted),
            Some(Continuity::No),
            "captured at another time"
        );
        assert_eq!(seen("none", None).continuity(&noted), None, "what is no number proves nothing");
        let empty = Head { sequence: None, ..Head::default() };
        assert_eq!(seen("9", None).continuity(&empty), Some(Continuity::BySequence));
    }
}
