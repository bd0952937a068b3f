//! Config vars.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::World;

impl World {
    /// What the app is configured with now; a failed release is included (see `releases/{v}/config-vars`).
    pub(super) fn show_vars(&self, app: &str, now: u64) -> Reply {
        let app = self.app(app)?;
        let lag = self.settings.switches.config_lag_ms;
        let seen = app.releases.iter().rev().find(|release| release.at + lag <= now);
        match seen.filter(|_| lag > 0) {
            Some(release) => ok(json!(*release.vars)),
            None => ok(json!(self.vars_of(app))),
        }
    }

    pub(super) fn change_vars(&mut self, call: &Call<'_>, app: &str) -> Reply {
        let changes =
            call.body().as_object().ok_or_else(|| Refusal::invalid("An object of config vars is needed."))?;
        let mut vars: BTreeMap<String, String> = (*self.app(app)?.own_vars).clone();
        let managed: Vec<String> =
            self.vars_of(self.app(app)?).into_keys().filter(|key| !vars.contains_key(key)).collect();
        let mut set = Vec::new();
        let mut unset = Vec::new();
        for (key, value) in changes {
            if managed.contains(key) {
                return Err(Refusal::invalid(format!("Cannot overwrite attachment values {key}.")));
            }
            match value {
                Value::Null => {
                    vars.remove(key);
                    unset.push(key.as_str());
                }
                Value::String(text) => {
                    vars.insert(key.clone(), text.clone());
                    set.push(key.as_str());
                }
                other => {
                    vars.insert(key.clone(), other.to_string());
                    set.push(key.as_str());
                }
            }
        }
        let description = match (set.is_empty(), unset.is_empty()) {
            (false, _) => format!("Set {} config vars", set.join(", ")),
            (true, false) => format!("Unset {} config vars", unset.join(", ")),
            (true, true) => return self.show_vars(app, call.now),
        };
        self.app_mut(app)?.own_vars = Arc::new(vars);
        self.release(app, &description, call.now);
        ok(json!(self.vars_of(self.app(app)?)))
    }
}
