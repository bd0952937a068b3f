//! One-off dynos.

use crate::world::call::Call;
use crate::world::platform::dynos::dyno_json;
use crate::world::reply::{with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::World;

impl World {
    /// `POST /apps/{app}/dynos`: a one-off dyno. It starts in maintenance mode as well.
    pub(super) fn run_one_off(&mut self, call: &Call<'_>, app: &str) -> Reply {
        let command = call.text("/command").ok_or_else(|| Refusal::invalid("command is needed."))?.to_owned();
        let kind = call.text("/type").unwrap_or("run").to_owned();
        let instance =
            self.one_off(app, &kind, &command, call.now).ok_or_else(|| Refusal::not_found("release"))?;
        let known = self.app(app)?;
        let dyno = known.dynos.iter().find(|dyno| dyno.instance == instance);
        with(201, dyno_json(known, dyno.ok_or_else(|| Refusal::not_found("dyno"))?))
    }

    /// Starts a one-off dyno and tells its instance.
    pub(in crate::world) fn one_off(
        &mut self,
        app: &str,
        kind: &str,
        command: &str,
        now: u64,
    ) -> Option<u64> {
        if !self.booted {
            return None;
        }
        let known = self.app(app).ok()?;
        let release = known.current().cloned()?;
        let taken =
            known.dynos.iter().filter(|dyno| &*dyno.kind == kind).map(|dyno| dyno.number).max().unwrap_or(0);
        self.start_dyno(app, name(kind), taken + 1, name(command), &release, now);
        let life = self.settings.switches.one_off_ms;
        let dyno = self.app_mut(app).ok()?.dynos.last_mut()?;
        dyno.stop_at = (life > 0).then_some(now + life);
        Some(dyno.instance)
    }
}
