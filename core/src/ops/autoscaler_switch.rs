//! Switches the native autoscaler of web dynos (metrics API).

use super::{Landed, Op, Undo, Verb};
use crate::api::metrics;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Switches the autoscaler.
    pub struct AutoscalerSwitch {
        /// On or off.
        active: bool,
        /// App.
        app: String,
        /// Id of the app.
        app_id: String,
        /// Id of the monitor.
        monitor: String,
    }
}

impl Verb for AutoscalerSwitch {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(metrics::switch_monitor(&self.app_id, &self.monitor, self.active))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let monitors = look.read(metrics::monitors(&self.app_id), "the autoscaler")?;
        let found = monitors.iter().find(|one| one.id.as_deref() == Some(self.monitor.as_str()));
        let switched = found.and_then(|one| one.is_active).map(|active| active == self.active);
        Ok(Landed::from(switched, "the autoscaler"))
    }

    fn undo(&self) -> Undo {
        Undo::Restore
    }

    fn restores(&self, call: &Op) -> bool {
        let Op::AutoscalerSwitch(call) = call else { return false };
        self.active != call.active && self.monitor == call.monitor
    }

    /// Its limits are left to whoever types it.
    fn same_by_hand(&self) -> bool {
        !self.active
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let app = shell_word(&self.app);
        Ok(Some(if self.active {
            format!("heroku ps:autoscale:enable --app {app}  # with its minimum, maximum and p95 target")
        } else {
            format!("heroku ps:autoscale:disable --app {app}")
        }))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("switch the autoscaler of {} {}", self.app, if self.active { "on" } else { "off" }))
    }
}
