use super::{listed, state_by_hand, Judgement, Predicate};
use crate::api::connect::{self, mapping_standing, BROKEN};
use crate::codes;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};

arguments! {
    /// Every mapping of a new connection is loaded and in step. One that failed keeps no other from being loaded.
    pub struct MappingsLoaded {
        /// Connection.
        connection: NewConnection,
        /// Their objects.
        objects: Vec<String>,
    }
}

impl Predicate for MappingsLoaded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let seen = look.read(self.connection.get(known)?.ask(), "the connection")?;
        let state = |object: &String| {
            let one = seen.mappings.iter().find(|one| one.object() == object);
            one.and_then(|one| one.state.as_deref()).unwrap_or("not listed")
        };
        let at_work = |state: &str| state == "INITIAL" || mapping_standing(state) == "working";
        let loading: Vec<String> = self
            .objects
            .iter()
            .map(|object| (object, state(object)))
            .filter(|(_, state)| at_work(state))
            .map(|(object, state)| format!("{object} ({state})"))
            .collect();
        let names = |all: &[String]| listed(&all.iter().map(String::as_str).collect::<Vec<_>>());
        if !loading.is_empty() {
            return Ok(Judgement::NotYet(format!("loading: {}", names(&loading))));
        }
        let broken: Vec<String> = self
            .objects
            .iter()
            .map(|object| (object, state(object)))
            .filter(|(_, state)| BROKEN.contains(state))
            .map(|(object, state)| format!("{object} is {state}"))
            .collect();
        if !broken.is_empty() {
            return Ok(Judgement::Never { code: codes::LOAD_FAILED, detail: names(&broken) });
        }
        if !connect::RUNNING.contains(&seen.state()) {
            return Ok(Judgement::state(seen.state.as_deref()));
        }
        Ok(Judgement::proven(
            "loaded".to_owned(),
            "Mappings loaded",
            format!("{} of {}, state {}", self.objects.len(), self.objects.len(), seen.state()),
        ))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
