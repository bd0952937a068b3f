//! A change has landed, by the probe of its own op.

use super::{Judgement, Predicate};
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::ops::{self, Op};

arguments! {
    /// A change has landed.
    pub struct Landed {
        /// The change.
        change: Box<Op>,
    }
}

impl Predicate for Landed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        Ok(match ops::probe(self.change.known()?, known, look)? {
            ops::Landed::Yes => Judgement::holds(),
            ops::Landed::No(_) => Judgement::not_yet("not seen yet"),
            ops::Landed::Unclear(why) => Judgement::NotYet(why),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
