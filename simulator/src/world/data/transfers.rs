//! Backups and copies.

use std::sync::Arc;

use connect_wire::Method::{Get, Post};
use serde_json::{json, Value};

use crate::job::JobKind;
use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::Transfer;
use crate::world::World;

impl World {
    /// `POST …/backups`.
    pub(super) fn capture(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        let url = self.ready_database(addon)?.url.clone().unwrap_or_else(|| name(""));
        let app = self.addon(addon)?.app.clone();
        let transfer = Transfer {
            id: self.next(),
            number: self.next_transfer(&app),
            app,
            addon: name(addon),
            from_name: name("DATABASE"),
            from_url: url,
            to_name: name("BACKUP"),
            to_url: None,
            started: call.now,
            finished: None,
            succeeded: false,
        };
        self.ask(JobKind::Backup { transfer: uuid(Kind::Transfer, transfer.id), addon: addon.to_owned() });
        self.begin_transfer(transfer)
    }

    /// `POST …/transfers` on the target.
    pub(super) fn copy(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        self.ready_database(addon)?;
        let text =
            |key: &str| call.text(key).ok_or_else(|| Refusal::bad_request("from_url and to_url are needed."));
        let (from_url, to_url) = (text("/from_url")?, text("/to_url")?);
        if self.serving(to_url).is_none_or(|target| &**target != addon) {
            return Err(Refusal::unprocessable("to_url is not the URL of this database."));
        }
        let app = self.addon(addon)?.app.clone();
        let transfer = Transfer {
            id: self.next(),
            number: self.next_transfer(&app),
            app,
            addon: name(addon),
            from_name: name(call.text("/from_name").unwrap_or("source")),
            from_url: name(from_url),
            to_name: name(call.text("/to_name").unwrap_or("target")),
            to_url: Some(name(to_url)),
            started: call.now,
            finished: None,
            succeeded: false,
        };
        self.ask(JobKind::Copy {
            transfer: uuid(Kind::Transfer, transfer.id),
            from_url: from_url.to_owned(),
            to_url: to_url.to_owned(),
        });
        self.begin_transfer(transfer)
    }

    fn next_transfer(&self, app: &str) -> u32 {
        self.transfers
            .iter()
            .filter(|transfer| &*transfer.app == app)
            .map(|transfer| transfer.number)
            .max()
            .unwrap_or(0)
            + 1
    }

    fn begin_transfer(&mut self, transfer: Transfer) -> Reply {
        let shown = transfer_json(&transfer, false);
        self.transfers.push(Arc::new(transfer));
        with(201, shown)
    }

    /// `/client/v11/apps/{app}/transfers…`.
    pub(super) fn transfers_of(&mut self, call: &Call<'_>, app: &str, rest: &[&str]) -> Reply {
        let app = self.app(app)?.name.clone();
        let verbose = call.query("verbose") == Some("true");
        match (call.method, rest) {
            (Get, []) => {
                let rows = self.transfers.iter().filter(|transfer| transfer.app == app);
                ok(Value::Array(rows.map(|transfer| transfer_json(transfer, verbose)).collect()))
            }
            (Get, ["schedules"]) => ok(json!([])),
            (Get, [id]) => {
                let found = self.transfers.iter().find(|transfer| transfer.app == app && is(transfer, id));
                ok(transfer_json(found.ok_or_else(|| Refusal::not_found("transfer"))?, verbose))
            }
            (Post, [id, "actions", "cancel"]) => {
                let found =
                    self.transfers.iter_mut().find(|transfer| transfer.app == app && is(transfer, id));
                let found = Arc::make_mut(found.ok_or_else(|| Refusal::not_found("transfer"))?);
                found.finished.get_or_insert(call.now);
                let (id, shown) = (uuid(Kind::Transfer, found.id), json!({"canceled_at": iso(call.now)}));
                self.jobs.retain(|job| match &job.kind {
                    JobKind::Backup { transfer, .. } | JobKind::Copy { transfer, .. } => *transfer != id,
                    _ => true,
                });
                ok(shown)
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

fn is(transfer: &Transfer, reference: &str) -> bool {
    uuid(Kind::Transfer, transfer.id) == reference || transfer.number.to_string() == reference
}

fn transfer_json(transfer: &Transfer, verbose: bool) -> Value {
    let finished = transfer.finished.map(iso);
    let mut shown = json!({
        "uuid": uuid(Kind::Transfer, transfer.id),
        "num": transfer.number,
        "from_name": &*transfer.from_name,
        "from_type": "pg_dump",
        "from_url": &*transfer.from_url,
        "to_name": &*transfer.to_name,
        "to_type": if transfer.to_url.is_some() { "pg_restore" } else { "gof3r" },
        "to_url": transfer.to_url.as_deref(),
        "created_at": iso(transfer.started),
        "started_at": iso(transfer.started),
        "updated_at": finished.clone().unwrap_or_else(|| iso(transfer.started)),
        "finished_at": finished,
        "canceled_at": null,
        "deleted_at": null,
        "purged_at": null,
        "succeeded": transfer.succeeded,
        "warnings": 0,
        "processed_bytes": 0,
        "source_bytes": 0,
        "options": {},
        "schedule": null,
    });
    if let (true, Some(object)) = (verbose, shown.as_object_mut()) {
        let message = if transfer.succeeded { "transfer finished" } else { "transfer started" };
        let line = json!({"created_at": iso(transfer.started), "level": "info", "message": message});
        object.insert("logs".to_owned(), json!([line]));
    }
    shown
}
