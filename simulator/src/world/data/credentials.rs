//! Credentials of a database and its settings.

use connect_wire::Method::Get;
use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::data::databases::parts;
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::state::Database;
use crate::world::World;

impl World {
    /// `/postgres/v0/databases/{id or name}/…`.
    pub(super) fn credentials(&mut self, call: &Call<'_>, reference: &str, rest: &[&str]) -> Reply {
        let addon = self.postgres(reference)?;
        if let ["config"] = rest {
            return self.settings_of(call, &addon);
        }
        let database = self.ready_database(&addon)?;
        match (call.method, rest) {
            (Get, ["credentials"]) => {
                let names = std::iter::once("default").chain(database.credentials.iter().map(|name| &**name));
                ok(Value::Array(names.map(|name| credential(database, name)).collect()))
            }
            (Get, ["credentials", name]) => {
                let known = *name == "default" || database.credentials.iter().any(|known| &**known == *name);
                if known {
                    ok(credential(database, name))
                } else {
                    Err(Refusal::not_found("credential"))
                }
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

fn credential(database: &Database, name: &str) -> Value {
    let parts = parts(database.url.as_deref().unwrap_or_default());
    let user = if name == "default" { parts.user.clone() } else { name.to_owned() };
    json!({
        "name": name,
        "state": "active",
        "host": parts.host,
        "port": parts.port,
        "database": parts.database,
        "credentials": [{"user": user, "password": null, "state": "active", "connections": null}],
    })
}
