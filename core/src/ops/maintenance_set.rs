//! Switches maintenance mode (`PATCH /apps/{app}`). It stops new requests at the router and nothing else.

use super::{Landed, Op, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Switches maintenance mode.
    pub struct MaintenanceSet {
        /// App.
        app: String,
        /// On or off.
        on: bool,
    }
}

impl MaintenanceSet {
    fn word(&self) -> &'static str {
        if self.on {
            "on"
        } else {
            "off"
        }
    }
}

impl Verb for MaintenanceSet {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::set_maintenance(&self.app, self.on))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let app = look.read(platform::app(&self.app), "the app")?;
        Ok(Landed::from(app.maintenance.map(|now| now == self.on), "maintenance mode"))
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn restores(&self, call: &Op) -> bool {
        let Op::MaintenanceSet(call) = call else { return false };
        self.app == call.app && self.on != call.on
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku maintenance:{} --app {}", self.word(), shell_word(&self.app))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("switch maintenance mode of {} {}", self.app, self.word()))
    }
}
