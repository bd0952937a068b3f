//! Which server it is.

use super::{Place, Query};
use crate::answer::{answer, Ask};
use crate::ending::Millis;

answer! {
    /// Which server it is. A promoted follower has its leader's system identifier and a later timeline; an upgraded or copied server has
    /// another identifier.
    pub struct Itself {
        system: Option<String> = "/system",
        timeline: Option<String> = "/timeline",
        version_num: Option<u64> = "/versionNum",
        lsn: Option<String> = "/lsn",
    }
}

pub(super) const ITSELF: Query = Query::read("itself", |_| vec![TEXT.to_owned()]);

/// On a follower the name of a WAL file cannot be had, and its last checkpoint tells the timeline.
const TEXT: &str = r#"select (select system_identifier::text from pg_control_system()) as "system",
       case when pg_is_in_recovery() then (select upper(lpad(to_hex(timeline_id), 8, '0')) from pg_control_checkpoint())
            else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end as "timeline",
       current_setting('server_version_num')::int as "versionNum",
       case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end::text as "lsn""#;

impl Itself {
    /// Its timeline, a number that grows at every promotion.
    #[must_use]
    pub fn timeline(&self) -> Option<u32> {
        u32::from_str_radix(self.timeline.as_deref()?, 16).ok()
    }

    /// When its cluster was made: PostgreSQL puts the second of that into the upper half of the identifier (`BootStrapXLOG` in xlog.c).
    #[must_use]
    pub fn made(&self) -> Option<Millis> {
        Some((self.system.as_deref()?.parse::<u64>().ok()? >> 32).saturating_mul(1_000))
    }

    /// Its Postgres major.
    #[must_use]
    pub fn major(&self) -> Option<u64> {
        self.version_num.map(|number| number / 10_000)
    }
}

/// Which server it is.
#[must_use]
pub fn itself(place: &Place) -> Ask<Itself> {
    ITSELF.ask(place, "", None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use serde_json::json;

    #[test]
    fn the_second_in_which_a_cluster_was_made_is_in_the_upper_half_of_its_identifier() {
        let system = (1_795_373_032_u64 << 32 | 0xABC).to_string();
        assert_eq!(Itself::read(&json!({ "system": system })).made(), Some(1_795_373_032_000));
        assert_eq!(Itself::read(&json!({})).made(), None);
    }
}
