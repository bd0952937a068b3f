//! Dynos: the processes of an app.

use std::sync::Arc;

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::jobs::start;
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::state::{App, Dyno, DynoState, Name, Process, Release};
use crate::world::World;
use crate::FaultKind;

impl World {
    /// Makes the dynos of an app match its formation: starts missing ones, stops surplus ones.
    pub(in crate::world) fn level(&mut self, app: &str, now: u64) {
        if !self.booted {
            return;
        }
        let Ok(known) = self.app(app) else { return };
        let Some(release) = known.current().cloned() else { return };
        let mut missing: Vec<(Name, u32, Name)> = Vec::new();
        let mut surplus = Vec::new();
        for process in known.formation.iter().filter(|process| &*process.kind != "release") {
            let running = |number: u32| {
                known.dynos.iter().any(|dyno| {
                    dyno.listed
                        && dyno.kind == process.kind
                        && dyno.number == number
                        && dyno.state != DynoState::Down
                })
            };
            let gone = (1..=process.quantity).filter(|number| !running(*number));
            missing.extend(gone.map(|number| (process.kind.clone(), number, process.command.clone())));
            // What preboot keeps is not listed and goes on until its time is over, whatever the formation says.
            let over =
                |dyno: &&Dyno| dyno.listed && dyno.kind == process.kind && dyno.number > process.quantity;
            surplus.extend(known.dynos.iter().filter(over).map(|dyno| dyno.instance));
        }
        for instance in surplus {
            self.stop_dyno(app, instance, now);
        }
        for (kind, number, command) in missing {
            self.start_dyno(app, kind, number, command, &release, now);
        }
    }

    /// Restarts every dyno of the formation that does not run the current release.
    pub(in crate::world) fn restart_on_current(&mut self, app: &str, now: u64) {
        if !self.booted {
            return;
        }
        let Ok(known) = self.app(app) else { return };
        let Some(current) = known.current() else { return };
        let version = current.version;
        let preboot = known.features.get("preboot").copied().unwrap_or(false);
        let old: Vec<(u64, bool)> = known
            .dynos
            .iter()
            .filter(|dyno| {
                dyno.listed
                    && dyno.release < version
                    && dyno.state != DynoState::Down
                    && in_formation(known, dyno)
            })
            .map(|dyno| (dyno.instance, preboot && &*dyno.kind == "web" && dyno.state == DynoState::Up))
            .collect();
        for (instance, keep) in old {
            if keep {
                let until = now + self.settings.switches.preboot_ms;
                if let Some(dyno) = self.dyno_mut(app, instance) {
                    dyno.listed = false;
                    dyno.stop_at = Some(until);
                }
            } else {
                self.replace(app, instance, now);
            }
        }
        self.level(app, now);
    }

    /// Stops a dyno whose place will be taken at once: it is no longer listed.
    fn replace(&mut self, app: &str, instance: u64, now: u64) {
        if let Some(dyno) = self.dyno_mut(app, instance) {
            dyno.listed = false;
        }
        self.stop_dyno(app, instance, now);
    }

    pub(in crate::world) fn stop_dyno(&mut self, app: &str, instance: u64, now: u64) {
        if self.dyno_mut(app, instance).is_none_or(|dyno| dyno.state == DynoState::Down) {
            return;
        }
        let stuck = self.strikes(&FaultKind::DynoStuck, Some(app));
        let Some(dyno) = self.dyno_mut(app, instance) else { return };
        if stuck {
            dyno.stop_at = None;
            return;
        }
        dyno.state = DynoState::Down;
        dyno.since = now;
        dyno.stop_at = None;
        let dyno = dyno.label();
        self.ask(JobKind::StopDyno { app: app.to_owned(), dyno, instance });
    }

    pub(in crate::world) fn start_dyno(
        &mut self,
        app: &str,
        kind: Name,
        number: u32,
        command: Name,
        release: &Arc<Release>,
        now: u64,
    ) {
        let instance = self.next();
        let dyno = Dyno {
            instance,
            kind,
            number,
            state: DynoState::Starting,
            release: release.version,
            digest: release.digest,
            listed: true,
            since: now,
            stop_at: None,
            command,
        };
        let broken = self.strikes(&FaultKind::DynoCrash, Some(app));
        let Ok(known) = self.app_mut(app) else { return };
        let habit = |process: &Process| process.kind == dyno.kind && process.crashes;
        let crashes = broken || known.formation.iter().any(habit);
        let job = start(known, &dyno, release);
        known.dynos.push(Dyno { state: if crashes { DynoState::Crashed } else { dyno.state }, ..dyno });
        if !crashes {
            self.ask(job);
        }
    }

    pub(in crate::world) fn dyno_mut(&mut self, app: &str, instance: u64) -> Option<&mut Dyno> {
        self.app_mut(app).ok()?.dynos.iter_mut().find(|dyno| dyno.instance == instance)
    }

    pub(super) fn list_dynos(&self, app: &str) -> Reply {
        let app = self.app(app)?;
        let listed = app.dynos.iter().filter(|dyno| dyno.listed);
        ok(Value::Array(listed.map(|dyno| dyno_json(app, dyno)).collect()))
    }

    pub(super) fn show_dyno(&self, app: &str, reference: &str) -> Reply {
        let app = self.app(app)?;
        let dyno = app.dynos.iter().find(|dyno| dyno.listed && is(dyno, reference));
        ok(dyno_json(app, dyno.ok_or_else(|| Refusal::not_found("dyno"))?))
    }

    /// Restart: all, one type or one dyno. Formation dynos come back, one-off dynos do not.
    pub(super) fn restart_some(&mut self, call: &Call<'_>, app: &str, which: Option<&str>) -> Reply {
        let hit = self.chosen(app, which)?;
        for instance in hit {
            self.replace(app, instance, call.now);
        }
        self.level(app, call.now);
        with(202, json!({}))
    }

    /// Stop: a formation dyno is started anew by the platform, a one-off dyno is gone.
    pub(super) fn stop_some(&mut self, call: &Call<'_>, app: &str, which: &str) -> Reply {
        self.restart_some(call, app, Some(which))
    }

    fn chosen(&self, app: &str, which: Option<&str>) -> Result<Vec<u64>, Refusal> {
        let hit: Vec<u64> = self
            .app(app)?
            .dynos
            .iter()
            .filter(|dyno| dyno.listed && which.is_none_or(|which| is(dyno, which) || &*dyno.kind == which))
            .map(|dyno| dyno.instance)
            .collect();
        if hit.is_empty() && which.is_some_and(|which| which.contains('.')) {
            return Err(Refusal::not_found("dyno"));
        }
        Ok(hit)
    }
}

impl Dyno {
    /// A process exists: it is up, or was up and is stopping.
    pub(in crate::world) fn runs(&self) -> bool {
        matches!(self.state, DynoState::Up | DynoState::Down)
    }
}

fn in_formation(app: &App, dyno: &Dyno) -> bool {
    app.formation.iter().any(|process| process.kind == dyno.kind)
}

fn is(dyno: &Dyno, reference: &str) -> bool {
    dyno.label() == reference || uuid(Kind::Dyno, dyno.instance) == reference
}

pub(super) fn dyno_json(app: &App, dyno: &Dyno) -> Value {
    let state = match dyno.state {
        DynoState::Starting => "starting",
        DynoState::Up => "up",
        DynoState::Down => "down",
        DynoState::Crashed => "crashed",
    };
    let size = app.formation.iter().find(|process| process.kind == dyno.kind);
    let release = app.releases.iter().find(|release| release.version == dyno.release);
    json!({
        "id": uuid(Kind::Dyno, dyno.instance),
        "name": dyno.label(),
        "type": &*dyno.kind,
        "state": state,
        "command": &*dyno.command,
        "size": size.map_or("Standard-1X", |process| &process.size),
        "attach_url": null,
        "app": {"id": uuid(Kind::App, app.id), "name": &*app.name},
        "release": {"id": release.map(|release| uuid(Kind::Release, release.id)), "version": dyno.release},
        "created_at": iso(dyno.since),
        "updated_at": iso(dyno.since),
    })
}
