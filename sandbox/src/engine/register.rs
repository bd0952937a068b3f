//! Every database add-on that was ever made, for those who must judge what became of it.

use std::sync::Mutex;

use connect_hardware::Endpoint;

use crate::lock::lock;

/// One database add-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseEntry {
    /// Address and default credential.
    pub endpoint: Endpoint,
    /// The add-on it was made to follow or copy.
    pub made_from: Option<String>,
    /// It is gone.
    pub destroyed: bool,
}

/// The list, in order of making.
#[derive(Debug, Default)]
pub struct Register(Mutex<Vec<DatabaseEntry>>);

impl Register {
    pub(super) fn made(&self, endpoint: Endpoint, made_from: Option<String>) {
        lock(&self.0).push(DatabaseEntry { endpoint, made_from, destroyed: false });
    }

    /// An add-on is at another address since.
    pub(super) fn moved(&self, endpoint: Endpoint) {
        for entry in lock(&self.0).iter_mut().filter(|entry| entry.endpoint.addon == endpoint.addon) {
            entry.endpoint = endpoint.clone();
        }
    }

    pub(super) fn destroyed(&self, addon: &str) {
        for entry in lock(&self.0).iter_mut().filter(|entry| entry.endpoint.addon == addon) {
            entry.destroyed = true;
        }
    }

    /// All entries.
    #[must_use]
    pub fn list(&self) -> Vec<DatabaseEntry> {
        lock(&self.0).clone()
    }

    /// The add-on whose URL this is. Host names of loopback count as equal.
    #[must_use]
    pub fn addon_of_url(&self, url: &str) -> Option<String> {
        let wanted = port_and_database(url)?;
        let list = lock(&self.0);
        let found = list.iter().find(|entry| {
            (entry.endpoint.port.to_string().as_str(), entry.endpoint.database.as_str()) == wanted
        })?;
        Some(found.endpoint.addon.clone())
    }
}

fn port_and_database(url: &str) -> Option<(&str, &str)> {
    let (_, address) = url.rsplit_once('@')?;
    let (host, database) = address.split_once('/')?;
    let (_, port) = host.rsplit_once(':')?;
    Some((port, database.split('?').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(addon: &str, port: u16) -> Endpoint {
        Endpoint {
            addon: addon.into(),
            host: "127.0.0.1".into(),
            port,
            database: "d1".into(),
            user: "u1".into(),
            password: "p1".into(),
        }
    }

    #[test]
    fn a_url_names_its_addon_by_port_and_database() {
        let register = Register::default();
        register.made(endpoint("a", 1), None);
        register.made(endpoint("b", 2), Some("a".into()));
        assert_eq!(register.addon_of_url("postgres://u1:p1@localhost:2/d1?sslmode=x"), Some("b".into()));
        assert_eq!(register.addon_of_url("postgres://u1:p1@localhost:2/d2"), None);
        assert_eq!(register.addon_of_url(""), None);
        register.destroyed("a");
        assert_eq!(register.list().iter().map(|entry| entry.destroyed).collect::<Vec<_>>(), [true, false]);
    }
}
