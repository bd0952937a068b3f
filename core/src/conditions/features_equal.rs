use serde_json::Value;

use super::{listed, state_by_hand, Judgement, Predicate};
use crate::api::recreation;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// A new connection has the switches of the one of before, its write algorithm among them: no import sets them.
    pub struct FeaturesEqual {
        /// Connection.
        connection: NewConnection,
        /// Its switches, by name.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        features: Value,
    }
}

impl Predicate for FeaturesEqual {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = self.connection.get(known)?;
        let now = look.read(recreation::features(&name.region, &name.connection), "the connection")?.0;
        let wanted = self.features.as_object().into_iter().flatten();
        let differs: Vec<String> = wanted
            .filter(|(name, on)| now.get(*name) != Some(on))
            .map(|(name, on)| format!("{name} to {on}"))
            .collect();
        if differs.is_empty() {
            return Ok(Judgement::proven(
                "features".to_owned(),
                "Switches of the connection",
                "as before".to_owned(),
            ));
        }
        let differs: Vec<&str> = differs.iter().map(String::as_str).collect();
        Ok(Judgement::NotYet(format!("in the dashboard of Heroku Connect set {}", listed(&differs))))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
