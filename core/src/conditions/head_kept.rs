use super::{Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place, Slot};
use crate::look::{Look, Stop};
use crate::query::{self, Continuity, Head};

arguments! {
    /// A trigger log went on from where it stood when Connect was paused: the database did not go back in time meanwhile.
    pub struct HeadKept {
        /// Gets where it stands now.
        bind: Slot<Head>,
        /// Where it stood; `None` if nobody noted it.
        noted: Option<Head>,
        /// Database.
        place: Place,
        /// Add-on name of the connection.
        resource: String,
        /// Schema.
        schema: String,
    }
}

const NOT_TOLD: &str = "it was not told where the trigger log stands";

impl HeadKept {
    fn id(&self) -> Option<&str> {
        self.noted.as_ref()?.id.as_deref()
    }
}

impl Predicate for HeadKept {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = query::log_head(&self.place.get(known)?, &self.schema, self.id());
        let found = look.read(ask, "the trigger log")?;
        let Some(head) = found.head() else { return Ok(Judgement::unread(NOT_TOLD)) };
        let Some(noted) = &self.noted else { return Ok(Judgement::holds().binding(&self.bind, &head)) };
        let by = match found.continuity(noted) {
            None => return Ok(Judgement::unread(NOT_TOLD)),
            Some(Continuity::No) => {
                let detail = "the trigger log lacks what it held when Connect was paused: the database went back in time, or is another one";
                return Ok(Judgement::Never { code: codes::CONNECT_ROLLED_BACK, detail: detail.to_owned() });
            }
            Some(Continuity::Yes) => "the row that was noted is there, and the sequence went on",
            Some(Continuity::BySequence) => "the sequence went on; there is no row to compare",
        };
        let failed_over = match (&noted.timeline, &head.timeline) {
            (Some(before), Some(now)) if before != now => {
                "; the timeline is another one, as after a failover"
            }
            _ => "",
        };
        let title = "the log went on from where it was paused";
        let value = format!("{by}{failed_over}");
        Ok(Judgement::proven(format!("head/{}", self.resource), title, value).binding(&self.bind, &head))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        Ok(vec![query::log_head(&self.place.get(known)?, &self.schema, self.id()).effect])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
