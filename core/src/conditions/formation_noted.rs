use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Known, LateError, Slot};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Process;

arguments! {
    /// The formation of an app is noted, as it is just before the downtime: that is what the run restores.
    ///
    /// A formation that was scaled down to nothing since the survey is no state to restore: somebody else has stopped the app.
    pub struct FormationNoted {
        /// App.
        app: String,
        /// Gets it.
        bind: Slot<Vec<Process>>,
        /// True if the app ran something when it was surveyed.
        running: bool,
    }
}

impl Predicate for FormationNoted {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let list = look.read(platform::formation(&self.app), "the formation")?;
        let formation: Vec<Process> = list
            .into_iter()
            .filter_map(|one| Some(Process { kind: one.kind?, quantity: one.quantity?, size: one.size }))
            // The release phase is no running process.
            .filter(|process| process.kind != "release")
            .collect();
        let words: Vec<String> =
            formation.iter().map(|process| format!("{}={}", process.kind, process.quantity)).collect();
        if self.running && formation.iter().all(|process| process.quantity == 0) {
            let detail = format!("{} was scaled down to nothing since the plan was made", self.app);
            return Ok(Judgement::Never { code: codes::DRIFT_FORMATION, detail });
        }
        Ok(Judgement::proven(
            format!("formation/{}", self.app),
            format!("dynos of {} before the downtime", self.app),
            words.join(" "),
        )
        .binding(&self.bind, &formation))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps:scale --app {}", shell_word(&self.app))))
    }
}
