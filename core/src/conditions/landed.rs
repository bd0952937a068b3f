//! A change has landed, by the probe of its own op. Arguments: `op`, and the arguments of that op.

use super::{Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::ops;

/// A change has landed.
pub struct Landed;

impl Condition for Landed {
    fn name(&self) -> &'static str {
        "landed@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        let op = ops::find(args.text("op")?)?;
        Ok(if answers.is_empty() { Some(op.probe(args)?) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let op = ops::find(args.text("op")?)?;
        let Some(answer) = answers.first() else {
            return Ok(Judgement::NotYet("not read".to_owned()));
        };
        Ok(match op.landed(args, answer)? {
            ops::Landed::Yes(bind) => Judgement::Holds { bind, evidence: Vec::new() },
            ops::Landed::No(_) => Judgement::NotYet("not seen yet".to_owned()),
            ops::Landed::Unclear(why) => Judgement::NotYet(why),
        })
    }
}
