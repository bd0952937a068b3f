//! Config vars that a scenario derives from a database's URL, as people copy it by hand.
//!
//! `{{NAME}}` is the value of the app's config var NAME when its databases are there; `{{NAME.host}}`, `.port`, `.user`,
//! `.password` and `.database` are its parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::parts;
use super::World;

impl World {
    /// Fills in every value that waits for a URL.
    pub(super) fn derive_vars(&mut self) {
        for at in 0..self.apps.len() {
            let app = &self.apps[at];
            if !app.own_vars.values().any(|value| value.contains("{{")) {
                continue;
            }
            let all = self.vars_of(app);
            let filled = app.own_vars.iter().map(|(name, value)| (name.clone(), filled(value, &all)));
            let filled: BTreeMap<String, String> = filled.collect();
            Arc::make_mut(&mut self.apps[at]).own_vars = Arc::new(filled);
        }
    }
}

/// A placeholder that names nothing stays as it is.
fn filled(value: &str, vars: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let found = behind.split_once("}}").and_then(|(name, left)| Some((named(name, vars)?, left)));
        if let Some((text, left)) = found {
            out.push_str(&text);
            rest = left;
        } else {
            out.push_str("{{");
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// The config var that a value is derived from, before it is filled in.
pub(super) fn derived_from(value: &str) -> Option<&str> {
    let (_, behind) = value.split_once("{{")?;
    let (name, _) = behind.split_once("}}")?;
    name.split('.').next()
}

fn named(name: &str, vars: &BTreeMap<String, String>) -> Option<String> {
    let (name, part) = name.split_once('.').unwrap_or((name, ""));
    let url = vars.get(name)?;
    let parts = parts(url);
    Some(match part {
        "" => url.clone(),
        "host" => parts.host,
        "port" => parts.port.to_string(),
        "user" => parts.user,
        "password" => parts.password,
        "database" => parts.database,
        _ => return None,
    })
}
