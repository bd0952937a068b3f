use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Client, Snapshot};

/// Who is connected now is likely to connect again while writers are stopped.
pub struct Clients;

impl Precheck for Clients {
    fn code(&self) -> Code {
        codes::DATABASE_CLIENTS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let Some(inventory) = &snapshot.database.inventory else {
            return Diagnostic::note(self.code(), "not judged: who is connected");
        };
        if inventory.clients.is_empty() {
            return Diagnostic::pass(self.code(), "nobody else was connected");
        }
        let said: Vec<String> = inventory.clients.iter().map(said).collect();
        let message =
            format!("connected now, and may connect again during the downtime: {}", said.join("; "));
        // Dynos use the database's own credential and are stopped; nothing tells them from other clients that use it too.
        if inventory.clients.iter().all(|client| client.role.is_none()) {
            return Diagnostic::note(self.code(), message);
        }
        Diagnostic::warn(
            self.code(),
            message,
            "stop what is not a dyno of these apps (reports, monitors, consoles) for the time of the run",
        )
    }
}

fn said(client: &Client) -> String {
    match &client.role {
        None => client.application.clone(),
        Some(role) => format!("{} as `{role}`", client.application),
    }
}
