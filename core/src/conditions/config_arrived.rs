use serde_json::Value;

use super::{listed, state_by_hand, Judgement, Predicate};
use crate::api::recreation;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// What was imported is what the connection exports: every mapping with its access, its fields, its indexes and its unique identifier.
    pub struct ConfigArrived {
        /// `{version, mappings}`.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        config: Value,
        /// Connection.
        connection: NewConnection,
    }
}

/// The mappings of a configuration by object.
fn mappings(config: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = config.get("mappings").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|one| Some((one.get("object_name")?.as_str()?, one.get("config")?)))
}

/// Names of the mappings of which these two say something else.
pub fn differing<'a>(wanted: &'a Value, now: &Value) -> Vec<&'a str> {
    let same = |object: &str, config: &Value| mappings(now).any(|one| one == (object, config));
    mappings(wanted).filter(|(object, config)| !same(object, config)).map(|(object, _)| object).collect()
}

impl Predicate for ConfigArrived {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = self.connection.get(known)?;
        let now = look.read(recreation::mappings(&name.region, &name.connection), "the configuration")?;
        let Some(now) = now.0 else { return Ok(Judgement::unread("the configuration could not be read")) };
        let missing = differing(&self.config, &now);
        if missing.is_empty() {
            return Ok(Judgement::proven(
                "configuration".to_owned(),
                "Configuration of the connection",
                format!("{} mappings as before", mappings(&self.config).count()),
            ));
        }
        Ok(Judgement::NotYet(format!("not as exported yet: {}", listed(&missing))))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
