use super::{state_by_hand, Judgement, Predicate};
use crate::api::connect::{mapping_standing, BROKEN};
use crate::codes;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// The mapping whose rows others point at is loaded. Until it is, they would be pointed at nothing.
    pub struct ParentLoaded {
        /// Connection.
        connection: NewConnection,
        /// Its object.
        object: String,
    }
}

impl Predicate for ParentLoaded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let seen = look.read(self.connection.get(known)?.ask(), "the connection")?;
        let one = seen.mappings.iter().find(|one| one.object() == self.object);
        Ok(match one.and_then(|one| one.state.as_deref()) {
            Some(state) if BROKEN.contains(&state) => Judgement::Never {
                code: codes::DEPENDANTS_LEFT_OVER,
                detail: format!(
                    "mapping {} is {state}: rows that point at it wait until it is loaded, and their constraints stay off",
                    self.object
                ),
            },
            Some(state) if state != "INITIAL" && mapping_standing(state) == "at rest" => Judgement::holds(),
            state => Judgement::state(state),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
