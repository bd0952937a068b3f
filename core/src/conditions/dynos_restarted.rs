use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Every dyno of a type is another one than before, and is up or has crashed.
    pub struct DynosRestarted {
        /// App.
        app: String,
        /// Ids of those of before.
        before: Late<Vec<String>>,
        /// Process type.
        #[serde(rename = "type")]
        kind: String,
    }
}

impl Predicate for DynosRestarted {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let before = self.before.get(known)?;
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let (mut up, mut crashed) = (0_usize, 0_usize);
        for dyno in dynos.iter().filter(|dyno| dyno.kind.as_ref() == Some(&self.kind)) {
            let another = dyno.id.as_ref().is_some_and(|id| !before.contains(id));
            match dyno.state.as_deref() {
                Some("up") if another => up += 1,
                Some("crashed") if another => crashed += 1,
                _ => {
                    let name = dyno.name.as_deref().unwrap_or("a dyno");
                    return Ok(Judgement::not_yet(&format!("{name} of {} is not restarted yet", self.app)));
                }
            }
        }
        if up + crashed < before.len() {
            return Ok(Judgement::not_yet(&format!("not every {} dyno of {} is back", self.kind, self.app)));
        }
        // One that writes while it boots cannot boot.
        let page = if crashed == 0 { "" } else { "; no maintenance page from those that crashed" };
        Ok(Judgement::proven(
            format!("restarted/{}", self.app),
            format!("{} dynos of {} are restarted", self.kind, self.app),
            format!("{up} up, {crashed} crashed{page}"),
        ))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
