//! The superuser's sessions. They go to the database `postgres`, never to the add-on's own, where the tool under test
//! would see them among the sessions it has to end.

use std::time::Duration;

use postgres::{Client, Config, NoTls};

use super::configuration::SUPERUSER;
use super::Fleet;
use crate::endpoint::Endpoint;
use crate::error::{words, HardwareError};
use crate::sql::ident;

impl Fleet {
    /// A URL of the superuser on the add-on's own database, for checks and tests only.
    pub fn superuser_url(&self, addon: &str) -> Result<String, HardwareError> {
        let Endpoint { host, port, database, .. } = self.endpoint(addon)?;
        Ok(format!("postgres://{SUPERUSER}:{}@{host}:{port}/{database}", self.superuser))
    }

    /// Runs statements in the add-on's own database as its owner; what follows a `RESET SESSION AUTHORIZATION` is run by the
    /// superuser.
    pub fn fill(&self, addon: &str, statements: &[String]) -> Result<(), HardwareError> {
        if statements.is_empty() {
            return Ok(());
        }
        let owner = format!("SET SESSION AUTHORIZATION {}", ident(&self.endpoint(addon)?.user));
        let url = self.superuser_url(addon)?;
        let mut client = Client::connect(&url, NoTls).map_err(|error| failed(addon, &error))?;
        for statement in std::iter::once(&owner).chain(statements) {
            client.batch_execute(statement).map_err(|error| failed(addon, &error))?;
        }
        Ok(())
    }

    /// Commits so many transactions that change nothing, in the superuser's own database.
    pub fn commit(&self, addon: &str, transactions: u64) -> Result<(), HardwareError> {
        let mut client = self.admin(&self.endpoint(addon)?)?;
        let many = format!(
            "DO $$ BEGIN FOR i IN 1..{transactions} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        );
        // One by one: what is sent together is one transaction, in which nothing can be committed.
        for statement in ["SET synchronous_commit = off", &many] {
            client.batch_execute(statement).map_err(|error| failed(addon, &error))?;
        }
        Ok(())
    }

    /// Opens a session of the superuser.
    pub(super) fn admin(&self, endpoint: &Endpoint) -> Result<Client, HardwareError> {
        Config::new()
            .host(&endpoint.host)
            .port(endpoint.port)
            .user(SUPERUSER)
            .password(&self.superuser)
            .dbname("postgres")
            .application_name("sandbox")
            .connect_timeout(Duration::from_secs(3))
            .connect(NoTls)
            .map_err(|error| failed(&endpoint.addon, &error))
    }
}

/// Sorts a client's error into "down" and "refused".
pub(super) fn failed(addon: &str, error: &postgres::Error) -> HardwareError {
    match error.as_db_error() {
        Some(refusal) if !refusal.code().code().starts_with("57P") => HardwareError::Sql {
            addon: addon.to_owned(),
            state: refusal.code().code().to_owned(),
            message: refusal.message().to_owned(),
        },
        _ => HardwareError::Down { addon: addon.to_owned(), message: words(error) },
    }
}
