//! Credentials of a database and its settings.

use connect_wire::Method::{Get, Post};
use serde_json::{json, Value};

use crate::job::JobKind;
use crate::scenario::CredentialRoleName;
use crate::world::call::Call;
use crate::world::data::databases::parts;
use crate::world::platform::{tier, Tier};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::Database;
use crate::world::World;

impl World {
    /// `/postgres/v0/databases/{id or name}/…`.
    pub(super) fn credentials(&mut self, call: &Call<'_>, reference: &str, rest: &[&str]) -> Reply {
        let addon = self.postgres(reference)?;
        if let ["config"] = rest {
            return self.settings_of(call, &addon);
        }
        if let (Post, ["credentials"]) = (call.method, rest) {
            return self.make_credential(call, &addon);
        }
        let database = self.ready_database(&addon)?;
        match (call.method, rest) {
            (Get, ["credentials"]) => {
                let names = std::iter::once("default").chain(database.credentials.iter().map(|name| &**name));
                ok(Value::Array(names.map(|name| credential(database, name)).collect()))
            }
            (Get, ["credentials", wanted]) => {
                let known =
                    *wanted == "default" || database.credentials.iter().any(|known| &**known == *wanted);
                if known {
                    ok(credential(database, wanted))
                } else {
                    Err(Refusal::not_found("credential"))
                }
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

impl World {
    /// `POST …/credentials`.
    fn make_credential(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        let given = call.text("/name").ok_or_else(|| Refusal::bad_request("name is needed."))?.to_owned();
        self.ready_database(addon)?;
        if tier(&self.addon(addon)?.plan) != Tier::Classic {
            return Err(Refusal::unprocessable("This plan has only one credential."));
        }
        let role = match self.settings.switches.credential_role_name {
            CredentialRoleName::Same => given.clone(),
            CredentialRoleName::Own => format!("u{given}x"),
        };
        let Some(database) = self.database_mut(addon) else { return Err(Refusal::bare_not_found()) };
        if database.credentials.iter().any(|known| **known == *given) {
            return Err(Refusal::unprocessable("A credential of this name exists."));
        }
        database.credentials.push(name(&given));
        database.making.push(name(&given));
        let shown = credential(database, &given);
        self.ask(JobKind::MakeCredential { addon: addon.to_owned(), credential: given, role });
        with(201, shown)
    }
}

fn credential(database: &Database, name: &str) -> Value {
    let parts = parts(database.url.as_deref().unwrap_or_default());
    let user = if name == "default" { parts.user.clone() } else { name.to_owned() };
    json!({
        "name": name,
        "state": if database.making.iter().any(|one| **one == *name) { "wait_for_provisioning" } else { "active" },
        "host": parts.host,
        "port": parts.port,
        "database": parts.database,
        "credentials": [{"user": user, "password": null, "state": "active", "connections": null}],
    })
}
