//! A connection to the database of boot time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postgres::{Client, Config, NoTls, Transaction};

use super::outcome::Outcome;
use super::target::{Target, APP_EVENT};
use super::write::Write;
use crate::ack::Op;

/// An open connection with what was found behind it.
pub struct Session {
    client: Client,
    server: String,
    targets: Vec<Target>,
}

impl Session {
    /// Connects, asks the server for its address, finds the tables and makes the app's own one if it is missing.
    pub fn open(url: &str, name: &str, schema: &str) -> Result<Self, postgres::Error> {
        // What stands after `?` is for the framework of an app (the size of its pool), which keeps it from the driver.
        let mut config: Config = url.split('?').next().unwrap_or(url).parse()?;
        config.application_name(name).connect_timeout(Duration::from_secs(2));
        let mut client = config.connect(NoTls)?;
        let row = client.query_one(
            "SELECT coalesce(host(inet_server_addr()), 'socket') || ':' || current_setting('port'), \
             to_regclass('public.app_event') IS NULL",
            &[],
        )?;
        // A read-only database refuses the statement even when the table is there.
        if row.try_get(1)? {
            client.batch_execute(APP_EVENT)?;
        }
        let targets = Target::discover(&mut client, schema)?;
        Ok(Session { client, server: row.try_get(0)?, targets })
    }

    /// `host:port` as the server gives it.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The tables to write to; the app's own one is the first.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// False once the connection is known to be gone.
    pub fn is_open(&self) -> bool {
        !self.client.is_closed()
    }

    /// Makes one write in a transaction of its own; an insert puts the row's `id` into it.
    pub fn write(&mut self, write: &mut Write, writer: &str) -> Outcome {
        let mut transaction = match self.client.transaction() {
            Ok(transaction) => transaction,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        match execute(&mut transaction, write, writer) {
            Ok(true) => {}
            Ok(false) => return Outcome::Missing,
            Err(error) => return Outcome::Refused(error.to_string()),
        }
        match transaction.commit() {
            Ok(()) => Outcome::Committed,
            Err(error) => Outcome::Unknown(error.to_string()),
        }
    }
}

/// False when an update met no row.
fn execute(
    transaction: &mut Transaction<'_>,
    write: &mut Write,
    writer: &str,
) -> Result<bool, postgres::Error> {
    if write.op == Op::Insert {
        let statement = write.target.insert(write.version);
        write.row = transaction.query_one(&statement, &[&write.key, &writer])?.try_get(0)?;
        return Ok(true);
    }
    let statement = write.target.update(write.version, write.row);
    Ok(transaction.execute(&statement, &[&write.key, &writer])? == 1)
}

/// The present moment in milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn write(op: Op) -> Write {
        Write { target: Target::app_event(), key: "k".into(), version: 2, op, row: 0 }
    }

    #[test]
    fn only_an_acknowledged_commit_counts_and_a_lost_answer_is_maybe() {
        let ack = Outcome::Committed.ack(&write(Op::Update), "h:1", 5).unwrap();
        assert_eq!((ack.op, ack.at, ack.version), (Op::Update, 5, 2));
        let ack = Outcome::Unknown("reset".into()).ack(&write(Op::Insert), "h:1", 5).unwrap();
        assert_eq!(ack.op, Op::Maybe);
        assert_eq!(Outcome::Refused("fenced".into()).ack(&write(Op::Insert), "h:1", 5), None);
        assert_eq!(Outcome::Missing.ack(&write(Op::Update), "h:1", 5), None);
    }
}
