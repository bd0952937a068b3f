//! Where a database add-on is reached.

use serde::{Deserialize, Serialize};

/// Address and default credential of a database add-on. It stays the same for the add-on's whole life, across
/// promotion, upgrade, crash and restart. A follower has its leader's user, password and database on another port.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Add-on name, for instance `postgresql-curved-10001`.
    pub addon: String,
    /// Always a loopback address.
    pub host: String,
    /// TCP port, the add-on's own.
    pub port: u16,
    /// Database name, `d…`.
    pub database: String,
    /// Role that owns the database, `u…`; not a superuser.
    pub user: String,
    /// Its password, letters and digits only.
    pub password: String,
}

impl Endpoint {
    /// The value of a config var: `postgres://user:password@host:port/database`.
    pub fn url(&self) -> String {
        let Endpoint { host, port, database, user, password, .. } = self;
        format!("postgres://{user}:{password}@{host}:{port}/{database}")
    }
}

impl std::fmt::Debug for Endpoint {
    /// Leaves the password out, so that no log holds it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}:{}/{} as {}", self.addon, self.host, self.port, self.database, self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn the_url_holds_all_and_the_debug_text_no_password() {
        let endpoint = Endpoint {
            addon: "postgresql-curved-10001".into(),
            host: "127.0.0.1".into(),
            port: 20001,
            database: "d1".into(),
            user: "u1".into(),
            password: "canary".into(),
        };
        assert_eq!(endpoint.url(), "postgres://u1:canary@127.0.0.1:20001/d1");
        assert!(!format!("{endpoint:?}").contains("canary"));
    }
}
