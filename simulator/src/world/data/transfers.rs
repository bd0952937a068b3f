//! Backups and copies.

use std::sync::Arc;

use connect_wire::Method::{Get, Post};
use serde_json::{json, Value};

use crate::job::{Dump, JobKind};
use crate::scenario::{CopyIntoFilled, CopyOwner, TransferNames};
use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::Transfer;
use crate::world::World;
use crate::FaultKind;

impl World {
    /// `POST …/backups`.
    pub(super) fn capture(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        self.not_shielded(addon)?;
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
            ..begun(call.now)
        };
        if self.strikes(&FaultKind::BackupFails, Some(addon)) {
            let failed = Transfer { finished: Some(call.now), ..transfer };
            return self.begin_transfer(failed, call.now);
        }
        self.ask(JobKind::Backup { transfer: uuid(Kind::Transfer, transfer.id), addon: addon.to_owned() });
        self.begin_transfer(transfer, call.now)
    }

    /// `POST …/transfers` on the target.
    pub(super) fn copy(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        self.not_shielded(addon)?;
        self.ready_database(addon)?;
        let text =
            |key: &str| call.text(key).ok_or_else(|| Refusal::bad_request("from_url and to_url are needed."));
        let (from_url, to_url) = (text("/from_url")?, text("/to_url")?);
        if self.serving(to_url).is_none_or(|target| &**target != addon) {
            return Err(Refusal::unprocessable("to_url is not the URL of this database."));
        }
        let app = self.addon(addon)?.app.clone();
        let switches = &self.settings.switches;
        let how = Dump {
            owners: switches.copy_owner == CopyOwner::Source,
            grants: switches.copy_carries_grants,
            erases: switches.copy_into_filled == CopyIntoFilled::Erased,
            needs_write: switches.copy_needs_write,
            hollow: false,
        };
        if switches.copy_into_filled == CopyIntoFilled::Refused && self.copied_into(addon) {
            return Err(Refusal::unprocessable("The target database is not empty."));
        }
        let named = |given: &str, own: &str| match switches.transfer_names {
            TransferNames::Kept => name(call.text(given).unwrap_or(own)),
            TransferNames::Own => name(own),
        };
        let (from_name, to_name) = (named("/from_name", "SOURCE"), named("/to_name", "TARGET"));
        let transfer = Transfer {
            id: self.next(),
            number: self.next_transfer(&app),
            app,
            addon: name(addon),
            from_name,
            from_url: name(from_url),
            to_name,
            to_url: Some(name(to_url)),
            ..begun(call.now)
        };
        let id = uuid(Kind::Transfer, transfer.id);
        if self.strikes(&FaultKind::CopyFails, Some(addon)) {
            let failed = Transfer { finished: Some(call.now), ..transfer };
            return self.begin_transfer(failed, call.now);
        }
        if !self.strikes(&FaultKind::CopyStuck, Some(addon)) {
            let hollow = self.strikes(&FaultKind::CopyHollow, Some(addon));
            self.ask(JobKind::Copy {
                transfer: id,
                from_url: from_url.to_owned(),
                to_url: to_url.to_owned(),
                how: Dump { hollow, ..how },
            });
        }
        self.begin_transfer(transfer, call.now)
    }

    /// Of a database in a Shield Space there is no logical backup.
    fn not_shielded(&self, addon: &str) -> Result<(), Refusal> {
        match self.addon(addon)?.plan.contains("shield") {
            true => Err(Refusal::unprocessable("Logical backups are not available for this database.")),
            false => Ok(()),
        }
    }

    /// True if something was copied into a database before.
    fn copied_into(&self, addon: &str) -> bool {
        self.transfers.iter().any(|transfer| transfer.to_url.is_some() && *transfer.addon == *addon)
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

    fn begin_transfer(&mut self, transfer: Transfer, now: u64) -> Reply {
        let shown = transfer_json(&transfer, false, now);
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
                ok(Value::Array(rows.map(|transfer| transfer_json(transfer, verbose, call.now)).collect()))
            }
            (Get, ["schedules"]) => ok(json!([])),
            (Get, [id]) => {
                let found = self.transfers.iter().find(|transfer| transfer.app == app && is(transfer, id));
                ok(transfer_json(found.ok_or_else(|| Refusal::not_found("transfer"))?, verbose, call.now))
            }
            (Post, [id, "actions", "cancel"]) => {
                let found =
                    self.transfers.iter_mut().find(|transfer| transfer.app == app && is(transfer, id));
                let found = found.ok_or_else(|| Refusal::not_found("transfer"))?;
                let ends = call.now + self.settings.switches.copy_cancel_lags;
                let id = uuid(Kind::Transfer, found.id);
                if !found.over(call.now) {
                    let found = Arc::make_mut(found);
                    (found.finished, found.canceled, found.succeeded) = (Some(ends), Some(ends), false);
                }
                self.jobs.retain(|job| match &job.kind {
                    JobKind::Backup { transfer, .. } | JobKind::Copy { transfer, .. } => *transfer != id,
                    _ => true,
                });
                ok(json!({"canceled_at": iso(ends)}))
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

fn is(transfer: &Transfer, reference: &str) -> bool {
    uuid(Kind::Transfer, transfer.id) == reference || transfer.number.to_string() == reference
}

/// A transfer that begins.
fn begun(now: u64) -> Transfer {
    Transfer {
        id: 0,
        number: 0,
        app: name(""),
        addon: name(""),
        from_name: name(""),
        from_url: name(""),
        to_name: name(""),
        to_url: None,
        started: now,
        finished: None,
        canceled: None,
        succeeded: false,
        warnings: 0,
        bytes: 0,
    }
}

/// A copy moves this much in a second as long as it works.
const BYTES_A_SECOND: u64 = 1_000_000;

fn transfer_json(transfer: &Transfer, verbose: bool, now: u64) -> Value {
    let over = transfer.over(now);
    let finished = transfer.finished.filter(|_| over).map(iso);
    // One that nobody works on moves nothing.
    let moving = transfer.finished.unwrap_or(transfer.started).min(now).saturating_sub(transfer.started);
    let bytes = if over { transfer.bytes } else { moving * BYTES_A_SECOND / 1_000 };
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
        "canceled_at": transfer.canceled.filter(|_| over).map(iso),
        "deleted_at": null,
        "purged_at": null,
        "succeeded": over && transfer.succeeded,
        "warnings": transfer.warnings,
        "processed_bytes": bytes,
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
