//! Where a database add-on is reached.

use serde::{Deserialize, Serialize};

/// The host by which the config vars of private add-ons know them. Loopback, so that a client that tries it is refused at once.
const PRIVATE_HOST: &str = "127.0.77.77";

/// A config var's value as a client inside the space resolves it: the names of private add-ons lead there.
pub fn inside(value: &str, sockets: &str) -> String {
    value.replace(&format!("@{PRIVATE_HOST}:"), &format!("@{}:", sockets.replace('/', "%2F")))
}

/// Address and default credential of a database add-on. It stays the same for the add-on's whole life, across
/// promotion, upgrade, crash and restart. A follower has its leader's user, password and database on another port.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Add-on name, for instance `postgresql-curved-10001`.
    pub addon: String,
    /// A loopback address; of a private add-on the folder of its socket, which nobody outside the sandbox is told.
    pub host: String,
    /// Port, the add-on's own.
    pub port: u16,
    /// Database name, `d…`.
    pub database: String,
    /// Role that owns the database, `u…`; not a superuser.
    pub user: String,
    /// Its password, letters and digits only.
    pub password: String,
}

impl Endpoint {
    /// Where the sandbox itself reaches it: `postgres://user:password@host:port/database`.
    pub fn url(&self) -> String {
        self.url_at(&self.host.replace('/', "%2F"))
    }

    /// The value of a config var. That of a private add-on names an address at which nothing listens: who wants to get there from
    /// outside needs its bastion.
    pub fn shown_url(&self) -> String {
        self.url_at(self.shown_host())
    }

    /// The host in it.
    pub fn shown_host(&self) -> &str {
        if self.private() {
            PRIVATE_HOST
        } else {
            &self.host
        }
    }

    /// The socket's file, if it listens on nothing else.
    pub fn socket(&self) -> Option<String> {
        self.private().then(|| format!("{}/.s.PGSQL.{}", self.host, self.port))
    }

    /// True if it listens on no port.
    pub fn private(&self) -> bool {
        self.host.starts_with('/')
    }

    fn url_at(&self, host: &str) -> String {
        let Endpoint { port, database, user, password, .. } = self;
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
    use super::{inside, Endpoint};

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

    #[test]
    fn a_private_one_is_shown_at_an_address_that_only_the_inside_resolves() {
        let endpoint = Endpoint {
            addon: "postgresql-curved-10001".into(),
            host: "/tmp/s1".into(),
            port: 20001,
            database: "d1".into(),
            user: "u1".into(),
            password: "p1".into(),
        };
        assert_eq!(endpoint.shown_url(), "postgres://u1:p1@127.0.77.77:20001/d1");
        assert_eq!(inside(&endpoint.shown_url(), "/tmp/s1"), endpoint.url());
        assert_eq!(endpoint.url(), "postgres://u1:p1@%2Ftmp%2Fs1:20001/d1");
        assert_eq!(endpoint.socket().as_deref(), Some("/tmp/s1/.s.PGSQL.20001"));
        let public = "postgres://u1:p1@127.0.0.1:20001/d1";
        assert_eq!(inside(public, "/tmp/s1"), public);
    }
}
