use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError, MomentSlots, Place};
use crate::look::{Look, Stop};
use crate::query::{self, FenceScope};

arguments! {
    /// A database refuses writes of new sessions, or accepts them again.
    pub struct FenceSeen {
        /// Gets a moment after the fence.
        bind: Option<MomentSlots>,
        /// Fenced or not.
        on: bool,
        /// Database.
        place: Place,
        /// Of whom.
        scope: FenceScope,
    }
}

impl Predicate for FenceSeen {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the database")?;
        match server.fenced(self.scope) {
            Some(on) if on == self.on => {}
            Some(_) => return Ok(Judgement::not_yet("the default has not changed")),
            None => return Ok(Judgement::unread("the default could not be read")),
        }
        let judgement = if self.on {
            let role = self.place.role;
            let title = format!("{} is fenced", role.words());
            let detail = match self.scope {
                FenceScope::Database => "read-only by default",
                FenceScope::Credential => "read-only by default for its default credential",
            };
            Judgement::proven(format!("fence/{}", role.key()), title, detail)
        } else {
            Judgement::holds()
        };
        Ok(match &self.bind {
            None => judgement,
            Some(bind) => match &server.now {
                Some(now) => judgement.binding(&bind.at(), now),
                None => Judgement::unread("the server does not tell its time"),
            },
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
