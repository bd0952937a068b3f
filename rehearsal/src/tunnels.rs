//! Tunnels as a shell keeps them: one for each place and address, opened with what was read for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use connect_core::effect::{Bastion, SqlEffect};
use connect_wire::{Body, Response};

/// What leads to a database, and where it is.
type Way = (String, String);

/// Tunnels that stand.
#[derive(Debug, Clone, Default, Hash)]
pub struct Tunnels(Arc<BTreeSet<Way>>);

impl Tunnels {
    /// True if one leads there.
    pub fn stands(&self, sql: &SqlEffect, bastion: &Bastion, url: &str) -> bool {
        self.0.contains(&way(sql, bastion, url))
    }

    /// One more.
    pub fn opened(&mut self, sql: &SqlEffect, bastion: &Bastion, url: &str) {
        Arc::make_mut(&mut self.0).insert(way(sql, bastion, url));
    }
}

fn way(sql: &SqlEffect, bastion: &Bastion, url: &str) -> Way {
    let place = match bastion {
        Bastion::Service { request } => request.path.clone(),
        Bastion::ConfigVars { hosts, .. } => format!("{} {hosts}", sql.app),
    };
    let (_, address) = url.rsplit_once('@').unwrap_or_default();
    (place, address.split('/').next().unwrap_or_default().to_owned())
}

/// The key in the answer to what is asked for it.
pub fn bastion_key<'a>(bastion: &Bastion, answer: &'a Response) -> Option<&'a str> {
    let Body::Json(body) = &answer.body else { return None };
    let (host, key) = match bastion {
        Bastion::Service { .. } => ("host", "private_key"),
        Bastion::ConfigVars { hosts, key } => (hosts.as_str(), key.as_str()),
    };
    body.get(host)?.as_str()?;
    body.get(key)?.as_str()
}
