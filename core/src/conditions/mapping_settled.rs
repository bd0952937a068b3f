use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::{mapping_standing, BROKEN};
use crate::codes;
use crate::late::{arguments, Known, LateError, MappingName};
use crate::look::{Look, Stop};

arguments! {
    /// A mapping has altered and loaded what it had to, and is in step.
    pub struct MappingSettled {
        /// Mapping.
        mapping: MappingName,
    }
}

impl Predicate for MappingSettled {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(self.mapping.ask(), "the mapping")?;
        Ok(match now.state.as_deref() {
            Some(state) if BROKEN.contains(&state) => {
                let detail = format!("mapping {} is {state}", self.mapping.object);
                Judgement::Never { code: codes::LOAD_FAILED, detail }
            }
            // A poll begins only once everything is loaded.
            Some(state) if state != "INITIAL" && mapping_standing(state) == "at rest" => Judgement::holds(),
            state => Judgement::state(state),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.mapping.connection))
    }
}
