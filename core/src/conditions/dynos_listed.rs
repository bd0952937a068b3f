use super::{DynosUp, Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, LateError, Slot};
use crate::look::{Look, Stop};
use crate::snapshot::Process;

arguments! {
    /// Every wanted dyno is there, in whatever state: the formation has taken effect.
    pub struct DynosListed {
        /// Those that are to be up.
        all: DynosUp,
        /// Gets whether all of them are up: then nobody has to look again.
        bind: Slot<bool>,
    }
}

impl Predicate for DynosListed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.all.app), "the dynos")?;
        for Process { kind, quantity, .. } in self.all.formation.get(known)? {
            let listed = dynos.iter().filter(|dyno| dyno.kind.as_ref() == Some(&kind)).count() as u64;
            if listed < quantity {
                let app = &self.all.app;
                return Ok(Judgement::not_yet(&format!(
                    "{listed} of {quantity} {kind} dynos of {app} are there"
                )));
            }
        }
        Ok(match self.all.of(known, &dynos)? {
            up @ Judgement::Holds { .. } => up.binding(&self.bind, &true),
            _ => Judgement::holds(),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        self.all.by_hand(known)
    }
}
