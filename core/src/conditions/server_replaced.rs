use super::beat_noted::Beating;
use super::{Judgement, Predicate};
use crate::answer::{said, Answer, Said};
use crate::api::data::{self, OnPlan};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Bound, Known, Late, LateError, Place, Slot, WatchSlots};
use crate::line::clock;
use crate::look::{Look, Stop};
use crate::query::Beat;
use crate::shell::shell_word;
use crate::snapshot::plan_name;

/// How long a database must be at rest before it is believed that no other server takes over, or that nothing came of the change.
const REST_MS: u64 = 3 * 60_000;
/// How long a database may be out of reach before a person must look.
const SILENT_MS: u64 = 30 * 60_000;

arguments! {
    /// The service has changed the plan, and whatever server it is now acknowledges writes. A write is made at every look, so that it
    /// can be said up to when the server of before had taken some, and from when on the present one does.
    pub struct ServerReplaced {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// The newest beat so far.
        last: Late<Beat>,
        /// What is learnt.
        bind: WatchSlots,
        /// The plan of before, `service:plan`.
        from: String,
        /// Database, at whatever address it is.
        place: Place,
        /// The wanted plan.
        plan: String,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// The session that was opened before the change.
        session: String,
    }
}

impl Predicate for ServerReplaced {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let last = self.last.get(known)?;
        let fresh = Beating { place: &self.place, schemas: &self.schemas, session: None };
        let beat = fresh.beat(known, look, &last.server.address)?;
        let shown = match said(look.observation(data::on_plan(&self.addon_id).effect)?) {
            Said::Value(value) => Some(OnPlan::read(value)),
            Said::Absent | Said::Unread(_) => None,
        };
        let plan = shown.as_ref().and_then(OnPlan::name);
        let (from, to) = (plan_name(&self.from), plan_name(&self.plan));
        if let Some(other) = plan.filter(|plan| *plan != from && *plan != to) {
            let detail =
                format!("it is on {other} now, which is neither {from} nor {to}: somebody else changed it");
            return Ok(Judgement::Never { code: codes::DRIFT_PLAN, detail });
        }
        let Some(beat) = beat else { return Ok(self.silence(known, &last)) };
        // What is missing, and who else takes writes, is judged by the steps that follow.
        if beat.number <= last.number {
            return Ok(self.over(&(last, beat)));
        }
        let switch = self.switch(known, &last, &beat);
        // A process that goes on with a run has no session of before: it opens one here.
        let old_one_writes =
            self.old_one_writes(known, look, switch.as_ref().map_or(&last, |(before, _)| before))?;
        if let Some(switch) = switch.as_ref().filter(|_| old_one_writes) {
            return Ok(self.over(switch));
        }
        let busy = shown.as_ref().and_then(|shown| shown.waiting);
        let rest = seen(known, &self.bind.rest()).flatten().or(Some(known.now()));
        let rested = rest.is_some_and(|since| known.now().saturating_sub(since) >= REST_MS);
        let worked = seen(known, &self.bind.busy()).flatten().is_some();
        Ok(match (busy, &switch) {
            (Some(false), Some(switch)) if plan == Some(to) => self.over(switch),
            (Some(false), None) if plan == Some(to) && rested => self.over(&(beat.clone(), beat)),
            (Some(false), None) if plan == Some(to) => {
                self.learnt(&beat, None, rest, "waiting whether another server takes over")
            }
            (Some(false), None) if plan == Some(from) && worked => {
                if rested && self.still_shown(look)? {
                    let detail = format!("Heroku was at work on it and stopped, and it is still on {from}");
                    return Ok(Judgement::Never { code: codes::SERVICE_NO_EFFECT, detail });
                }
                self.learnt(&beat, None, rest, "Heroku does nothing more")
            }
            (Some(true), _) => {
                let learnt = self.learnt(&beat, switch.as_ref(), None, "Heroku is at work on it");
                learnt.binding(&self.bind.busy(), &Some(known.now()))
            }
            _ => self.learnt(&beat, switch.as_ref(), None, "waiting for Heroku"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:info {} --app {}", shell_word(&self.addon), shell_word(&self.place.app))))
    }
}

impl ServerReplaced {
    /// No beat was acknowledged.
    fn silence(&self, known: &Known<'_>, last: &Beat) -> Judgement {
        let since = seen(known, &self.bind.silent()).flatten();
        let silent = known.now().saturating_sub(since.unwrap_or(known.now()));
        if silent >= SILENT_MS {
            let detail =
                format!("it has acknowledged no write for {}, at {}", clock(silent), last.server.address);
            return Judgement::Never { code: codes::SQL_OUT_OF_REACH, detail };
        }
        let detail = format!("no write is acknowledged for {}", clock(silent));
        match since {
            Some(_) => Judgement::learning(detail, true),
            None => Judgement::learning(detail, true).binding(&self.bind.silent(), &Some(known.now())),
        }
    }

    /// The last beat on the server of before and the first one on another, once one took over.
    fn switch(&self, known: &Known<'_>, last: &Beat, beat: &Beat) -> Option<(Beat, Beat)> {
        let earlier = seen(known, &self.bind.before()).zip(seen(known, &self.bind.after()));
        earlier.or_else(|| (!beat.server.same_server(&last.server)).then(|| (last.clone(), beat.clone())))
    }

    /// True if the session that stays open commits on the server of before.
    fn old_one_writes(&self, known: &Known<'_>, look: &Look<'_>, before: &Beat) -> Result<bool, Stop> {
        let kept = Beating { place: &self.place, schemas: &self.schemas, session: Some(&self.session) };
        Ok(kept.beat_here(known, look, "")?.is_some_and(|beat| beat.server.same_server(&before.server)))
    }

    /// True if the add-on is shown on the plan of before too.
    fn still_shown(&self, look: &Look<'_>) -> Result<bool, Stop> {
        let addon = look.read(platform::addon(&self.place.app, &self.addon), "the add-on")?;
        Ok(addon.plan.as_ref() == Some(&self.from))
    }

    fn over(&self, (before, after): &(Beat, Beat)) -> Judgement {
        let same = before.server.same_server(&after.server);
        let server = if same { "the same as before" } else { "another one, or the same restarted" };
        Judgement::proven("server", "server of the database", server)
            .binding(&self.bind.beat(), after)
            .binding(&self.bind.before(), before)
            .binding(&self.bind.after(), after)
    }

    fn learnt(
        &self,
        beat: &Beat,
        switch: Option<&(Beat, Beat)>,
        rest: Option<u64>,
        detail: &str,
    ) -> Judgement {
        let learnt = Judgement::learning(detail, switch.is_some())
            .binding(&self.bind.beat(), beat)
            .binding(&self.bind.silent(), &None)
            .binding(&self.bind.rest(), &rest);
        match switch {
            Some((before, after)) => {
                learnt.binding(&self.bind.before(), before).binding(&self.bind.after(), after)
            }
            None => learnt,
        }
    }
}

/// What was learnt in an earlier look.
pub(super) fn seen<T: Bound>(known: &Known<'_>, slot: &Slot<T>) -> Option<T> {
    Late::Slot(slot.clone()).get(known).ok()
}
