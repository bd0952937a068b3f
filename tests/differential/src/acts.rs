//! What happens on both sides at once.

use std::time::{Duration, Instant};

use connect_simulator::{Job, JobKind, Paper, SqlState, SyncTarget};
use postgres::{Client, NoTls};

use crate::real::words;
use crate::{Failure, Sides, SCHEMA};

/// Session number of Connect's own.
const CONNECT: u64 = 0;
/// A real process is waited for this long.
const PATIENCE: Duration = Duration::from_secs(30);

impl Sides {
    /// A client writes one row in session `session`. Both sides must let it, or refuse it with the same SQLSTATE, which is
    /// returned; a refused client gives its session up.
    ///
    /// # Errors
    /// When the sides differ.
    pub fn write(&mut self, addon: &str, session: u64) -> Result<Option<String>, Failure> {
        self.serial += 1;
        let insert = format!(
            "INSERT INTO {SCHEMA}.account (name, external_id__c, version__c, writer) VALUES ('n', 'k{}', 1, 'web.1')",
            self.serial
        );
        let paper = |paper: &mut Paper, now| paper.write(addon, session, now);
        self.statement(addon, session, &insert, paper)
    }

    /// A client changes the catalog and no row in session `session`; otherwise as [`Sides::write`].
    ///
    /// # Errors
    /// When the sides differ.
    pub fn define(&mut self, addon: &str, session: u64) -> Result<Option<String>, Failure> {
        self.serial += 1;
        let create = format!("CREATE TABLE made_{} (one int)", self.serial);
        self.statement(addon, session, &create, |paper, now| paper.define(addon, session, now))
    }

    /// Somebody makes a view on a column of a mapped table, or drops it.
    ///
    /// # Errors
    /// When the real one cannot.
    pub fn hang(
        &mut self,
        addon: &str,
        table: &str,
        column: &str,
        view: &str,
        there: bool,
    ) -> Result<(), Failure> {
        let url = self.fleet.endpoint(addon).map_err(words)?.url();
        let text = match there {
            true => format!("CREATE VIEW {view} AS SELECT {column} FROM {SCHEMA}.{table}"),
            false => format!("DROP VIEW {view}"),
        };
        Client::connect(&url, NoTls)
            .map_err(|error| words(&error))?
            .batch_execute(&text)
            .map_err(|error| words(&error))?;
        self.paper.dependant(addon, SCHEMA, table, column, view, there);
        Ok(())
    }

    fn statement(
        &mut self,
        addon: &str,
        session: u64,
        text: &str,
        paper: impl FnOnce(&mut Paper, u64) -> Result<(), SqlState>,
    ) -> Result<Option<String>, Failure> {
        self.now += 1_000;
        self.open(addon, session)?;
        let real = match self.sessions.get_mut(&session) {
            Some((_, client)) => client.batch_execute(text),
            None => return Err(format!("session {session} is not open")),
        };
        let real = match real {
            Ok(()) => None,
            Err(error) => Some(error.code().ok_or_else(|| words(&error))?.code().to_owned()),
        };
        let paper = paper(&mut self.paper, self.now).err().map(|state| state.0);
        if real != paper {
            return Err(format!("a write on {addon}: real {real:?}; paper {paper:?}"));
        }
        if real.is_some() {
            self.close(session);
        }
        Ok(real)
    }

    /// Ends a client's session on both sides.
    pub fn close(&mut self, session: u64) {
        self.sessions.remove(&session);
        self.paper.close(session);
    }

    /// Connect reads the log of `addon` and writes it to the org; its session stays open.
    ///
    /// # Errors
    /// When the real one cannot.
    pub fn read_log(&mut self, addon: &str) -> Result<(), Failure> {
        let url = self.fleet.endpoint(addon).map_err(words)?.url();
        connect_hardware::read_log(&url, SCHEMA, &self.mappings, &self.org).map_err(words)?;
        self.open(addon, CONNECT)?;
        let target = SyncTarget { addon: Some(addon.to_owned()), ..self.target.clone() };
        self.on_paper(JobKind::ReadLog(target));
        Ok(())
    }

    /// Connect dies between sending its changes and noting them.
    ///
    /// # Errors
    /// The server's.
    pub fn interrupt_log(&mut self, addon: &str) -> Result<(), Failure> {
        let url = self.fleet.endpoint(addon).map_err(words)?.url();
        Client::connect(&url, NoTls)
            .map_err(words)?
            .batch_execute(&format!("UPDATE {SCHEMA}._trigger_log SET state = 'PENDING', updated_at = now()"))
            .map_err(words)?;
        self.paper.interrupt_log(addon, SCHEMA);
        Ok(())
    }

    /// Makes a follower that streams.
    ///
    /// # Errors
    /// The fleet's.
    pub fn replica(&mut self, leader: &str, follower: &str) -> Result<(), Failure> {
        self.fleet.replica(leader, follower).map_err(words)?;
        self.on_paper(JobKind::MakeReplica { leader: leader.to_owned(), follower: follower.to_owned() });
        Ok(())
    }

    /// Holds replication back, or lets it go on.
    ///
    /// # Errors
    /// The fleet's.
    pub fn hold(&mut self, follower: &str, hold: bool) -> Result<(), Failure> {
        self.fleet.hold_replication(follower, hold).map_err(words)?;
        self.paper.hold(follower, hold);
        Ok(())
    }

    /// Waits until the real follower has everything, and lets paper replay.
    ///
    /// # Errors
    /// When it does not come about.
    pub fn replicate(&mut self, follower: &str) -> Result<(), Failure> {
        self.paper.replicate();
        until("the follower has everything", || {
            Ok(self.fleet.gauges(follower).map_err(words)?.lag_commits == Some(0))
        })
    }

    /// Ends every session as Heroku's own reset does.
    ///
    /// # Errors
    /// The fleet's.
    pub fn reset(&mut self, addon: &str) -> Result<(), Failure> {
        self.fleet.reset_connections(addon).map_err(words)?;
        self.on_paper(JobKind::ResetConnections { addon: addon.to_owned() });
        self.forget(addon);
        Ok(())
    }

    /// Promotes a follower.
    ///
    /// # Errors
    /// The fleet's.
    pub fn unfollow(&mut self, addon: &str) -> Result<(), Failure> {
        self.fleet.unfollow(addon).map_err(words)?;
        self.on_paper(JobKind::Unfollow { addon: addon.to_owned() });
        self.promoted.insert(addon.to_owned());
        Ok(())
    }

    /// Upgrades a database; a follower is promoted first.
    ///
    /// # Errors
    /// The fleet's.
    pub fn upgrade(&mut self, addon: &str, version: u16) -> Result<(), Failure> {
        self.fleet.upgrade(addon, u32::from(version)).map_err(words)?;
        self.on_paper(JobKind::UpgradeFollower { addon: addon.to_owned(), version });
        self.forget(addon);
        Ok(())
    }

    pub(crate) fn on_paper(&mut self, kind: JobKind) {
        self.now += 1_000;
        // The world knows of no such job and ignores its outcome: only the hardware is wanted here.
        self.paper.perform(&mut self.world, &Job { id: u64::MAX, kind }, self.now);
    }

    fn open(&mut self, addon: &str, session: u64) -> Result<(), Failure> {
        if !self.sessions.contains_key(&session) {
            let url = self.fleet.endpoint(addon).map_err(words)?.url();
            let client = Client::connect(&url, NoTls).map_err(words)?;
            self.sessions.insert(session, (addon.to_owned(), client));
        }
        Ok(())
    }

    /// Their server ended them.
    pub(crate) fn forget(&mut self, addon: &str) {
        self.sessions.retain(|_, (of, _)| of != addon);
    }

    /// A session that ended is listed for a moment longer: waits until only those are listed that are open.
    pub(crate) fn sessions_settled(&self, addon: &str) -> Result<(), Failure> {
        let open = self.sessions.values().filter(|(of, _)| of == addon).count();
        let database = self.fleet.endpoint(addon).map_err(words)?.database;
        let mut client = self.superuser(addon)?;
        let text = "SELECT count(*)::bigint FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'";
        until("only open sessions are listed", || {
            let listed: i64 = client.query_one(text, &[&database]).map_err(words)?.get(0);
            Ok(usize::try_from(listed) == Ok(open))
        })
    }

    /// A session of the superuser that is not in the add-on's own database.
    fn superuser(&self, addon: &str) -> Result<Client, Failure> {
        let url = self.fleet.superuser_url(addon).map_err(words)?;
        let (server, _) = url.rsplit_once('/').ok_or("a URL without a database")?;
        Client::connect(&format!("{server}/postgres"), NoTls).map_err(words)
    }
}

fn until(what: &str, mut holds: impl FnMut() -> Result<bool, Failure>) -> Result<(), Failure> {
    let end = Instant::now() + PATIENCE;
    while !holds()? {
        if Instant::now() > end {
            return Err(format!("gave up waiting until {what}"));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
