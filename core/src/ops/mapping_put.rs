//! Saves a mapping (`PUT /mappings/{id}`, as *Edit*, *Save* of the dashboard does). The number of the configuration that it replaces goes
//! along, so that what somebody else saved meanwhile is refused and not overwritten, and that sending it twice does no more than once.

use serde_json::Value;

use super::{Landed, Undo, Verb};
use crate::api::connect;
use crate::effect::Effect;
use crate::field;
use crate::late::{arguments, Known, Late, LateError, MappingName};
use crate::look::{Look, Stop};

arguments! {
    /// Saves a mapping.
    pub struct MappingPut {
        /// Its configuration, without its number.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        config: Value,
        /// Mapping.
        mapping: MappingName,
        /// Number of the configuration that is replaced.
        revision: Late<u64>,
        /// Fields that are left out of it.
        without: Vec<String>,
    }
}

/// As long as this one that got lost may still come. Its number makes two of them harmless, so that nobody waits longer with an app stopped.
const MAY_STILL_COME_MS: u64 = 10_000;

impl MappingPut {
    fn wanted(&self) -> Value {
        field::without(&self.config, &self.without)
    }
}

impl Verb for MappingPut {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        let (name, revision) = (&self.mapping, self.revision.get(known)?);
        let region = &name.connection.region;
        Ok(connect::put_mapping(region, &name.mapping, &name.object, &self.wanted(), revision))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let before = self.revision.get(known)?;
        let now = look.read(self.mapping.ask(), "the mapping")?;
        let as_sent =
            now.config.as_ref().map(|config| field::fields_of(config) == field::fields_of(&self.wanted()));
        Ok(match (now.revision, as_sent) {
            (Some(now), Some(true)) if now > before => Landed::Yes,
            (Some(now), _) if now == before => Landed::No(None),
            (Some(now), Some(false)) if now > before => {
                Landed::Unclear("the mapping was saved, and not with these fields".to_owned())
            }
            _ => Landed::Unclear("its configuration could not be read".to_owned()),
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn once(&self) -> bool {
        true
    }

    fn again_after_ms(&self) -> Option<u64> {
        Some(MAY_STILL_COME_MS)
    }

    /// Without some of its fields it takes values away.
    fn on_card(&self) -> bool {
        self.without.is_empty()
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(self.mapping.connection.by_hand(&self.request(known)?))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        let (object, resource) = (&self.mapping.object, &self.mapping.connection.resource);
        Ok(if self.without.is_empty() {
            format!("save mapping {object} of {resource} as it is")
        } else {
            format!("save mapping {object} of {resource} without {}", self.without.join(", "))
        })
    }
}
