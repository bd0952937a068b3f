use super::{Judgement, Predicate};
use crate::api::connect;
use crate::late::{arguments, ConnectionSlots, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A connection is listed, with the region that serves it.
    pub struct ConnectionListed {
        /// Add-on name.
        addon: Late<String>,
        /// App.
        app: String,
        /// Gets its id and its region.
        bind: ConnectionSlots,
    }
}

impl Predicate for ConnectionListed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = self.addon.get(known)?;
        let found = look.read(connect::discover(&self.app), "the connections")?.results;
        let one = found.into_iter().find(|one| one.resource.as_ref() == Some(&addon));
        let named = one.and_then(|one| Some((one.id?, one.region?)));
        let Some((id, region)) = named else {
            return Ok(Judgement::not_yet("its connection is not listed yet"));
        };
        let region = region.trim_end_matches('/').to_owned();
        Ok(Judgement::holds().binding(&self.bind.id(), &id).binding(&self.bind.region(), &region))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku connect:info --app {}", shell_word(&self.app))))
    }
}
