//! Roles: the default credential that owns the database, and further ones.

use super::{admin, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;
use crate::secret;
use crate::sql::{ident, literal};

impl Fleet {
    /// Adds a credential: a role that may connect to and use the database, and owns what it makes there.
    pub fn add_credential(&self, addon: &str, name: &str) -> Result<Endpoint, HardwareError> {
        let mut endpoint = self.endpoint(addon)?;
        let owner = std::mem::replace(&mut endpoint.user, name.to_owned());
        endpoint.password = secret::word::<40>('p')?;
        let (role, database) = (ident(name), ident(&endpoint.database));
        self.statements(
            &endpoint,
            &[
                format!("CREATE ROLE {role} LOGIN PASSWORD {}", literal(&endpoint.password)),
                format!("GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {database} TO {role}"),
                // Else only the owner could tidy up what the credential made.
                format!("GRANT {role} TO {}", ident(&owner)),
            ],
        )?;
        Ok(endpoint)
    }

    /// Makes the default credential and its database. As on production plans it is one step below a superuser: it
    /// may see and end other credentials' sessions.
    pub(super) fn make_owner(&self, endpoint: &Endpoint) -> Result<(), HardwareError> {
        let (role, database) = (ident(&endpoint.user), ident(&endpoint.database));
        self.statements(
            endpoint,
            &[
                format!("CREATE ROLE {role} LOGIN PASSWORD {}", literal(&endpoint.password)),
                format!("GRANT pg_signal_backend, pg_monitor TO {role}"),
                format!("CREATE DATABASE {database} OWNER {role}"),
                format!("REVOKE CONNECT ON DATABASE {database} FROM PUBLIC"),
            ],
        )
    }

    fn statements(&self, endpoint: &Endpoint, statements: &[String]) -> Result<(), HardwareError> {
        let mut client = self.admin(endpoint)?;
        for statement in statements {
            client.batch_execute(statement).map_err(|error| admin::failed(&endpoint.addon, &error))?;
        }
        Ok(())
    }
}
