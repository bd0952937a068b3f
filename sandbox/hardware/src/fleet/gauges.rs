//! What a server says of itself.

use std::collections::BTreeMap;

use postgres::{Client, Row};
use serde::{Deserialize, Serialize};

use super::{admin, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;

const OWN: &str = "SELECT pg_is_in_recovery(), split_part(current_setting('server_version'), ' ', 1), \
     pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_database_size($1), \
     (SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend')";
const LEADER: &str = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

/// Measured facts of one add-on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gauges {
    /// Whether the server is a standby.
    pub in_recovery: bool,
    /// Full version, for instance `15.19`.
    pub version: String,
    /// Transactions that the leader has seen and this follower has not; 0 for a leader, `None` while the leader
    /// cannot be reached.
    pub lag_commits: Option<u64>,
    /// Size of the add-on's database.
    pub bytes: u64,
    /// Open sessions of clients in the add-on's database.
    pub sessions: u32,
}

/// Sessions of somebody who looks again and again, by add-on: to open one costs a server many times what a look does.
#[derive(Default)]
pub struct Watch(BTreeMap<String, Client>);

impl Fleet {
    /// Asks the add-on's server, and for a follower also its leader. Does not wait for an operation under way: a
    /// server that is being upgraded is [`HardwareError::Down`].
    pub fn gauges(&self, addon: &str) -> Result<Gauges, HardwareError> {
        self.gauges_in(&mut Watch::default(), addon)
    }

    /// As [`Fleet::gauges`], in the sessions of `watch`, which stay open.
    pub fn gauges_in(&self, watch: &mut Watch, addon: &str) -> Result<Gauges, HardwareError> {
        let facts = self.cluster(addon)?.facts();
        // The leader first: what it has then, the follower can only have less or more of, never look behind by
        // transactions that came between the two questions.
        let ahead = match &facts.leader {
            Some(leader) => self.endpoint(leader).ok().and_then(|endpoint| self.xmax(watch, &endpoint)),
            None => Some(0),
        };
        let endpoint = &facts.endpoint;
        let row = self.look(watch, endpoint, |client| client.query_one(OWN, &[&endpoint.database]))?;
        let (in_recovery, own): (bool, i64) = (row.get(0), row.get(2));
        let lag = match in_recovery {
            true => ahead.map(|ahead| u64::try_from(ahead - own).unwrap_or(0)),
            false => Some(0),
        };
        let bytes: i64 = row.get(3);
        Ok(Gauges {
            in_recovery,
            version: row.get(1),
            lag_commits: lag,
            bytes: u64::try_from(bytes).unwrap_or(0),
            sessions: u32::try_from(row.get::<_, i64>(4)).unwrap_or(0),
        })
    }

    fn xmax(&self, watch: &mut Watch, leader: &Endpoint) -> Option<i64> {
        Some(self.look(watch, leader, |client| client.query_one(LEADER, &[])).ok()?.get(0))
    }

    /// Asks in the session that is open, and in a new one if that has ended meanwhile.
    fn look(
        &self,
        watch: &mut Watch,
        endpoint: &Endpoint,
        question: impl Fn(&mut Client) -> Result<Row, postgres::Error>,
    ) -> Result<Row, HardwareError> {
        if let Some(Ok(row)) = watch.0.get_mut(&endpoint.addon).map(&question) {
            return Ok(row);
        }
        watch.0.remove(&endpoint.addon);
        let mut client = self.admin(endpoint)?;
        let row = question(&mut client).map_err(|error| admin::failed(&endpoint.addon, &error))?;
        watch.0.insert(endpoint.addon.clone(), client);
        Ok(row)
    }
}
