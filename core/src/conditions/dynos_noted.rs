use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, LateError, Slot};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Which dynos of a type there are, by their ids: noted before they are restarted.
    pub struct DynosNoted {
        /// App.
        app: String,
        /// Where to note it.
        bind: Slot<Vec<String>>,
        /// Process type.
        #[serde(rename = "type")]
        kind: String,
    }
}

impl Predicate for DynosNoted {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let of_type = dynos.into_iter().filter(|dyno| dyno.kind.as_ref() == Some(&self.kind));
        let ids: Option<Vec<String>> = of_type.map(|dyno| dyno.id).collect();
        Ok(match ids {
            Some(ids) => Judgement::holds().binding(&self.bind, &ids),
            None => Judgement::unread("a dyno has no id"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
