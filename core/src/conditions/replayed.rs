//! A follower has replayed the leader up to a position. Arguments: `place`, `position`.

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// A follower has replayed the leader up to a position.
pub struct Replayed;

impl Condition for Replayed {
    fn name(&self) -> &'static str {
        "replayed@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(query(args, "place", "server", "", None)?) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let server = match nth(answers, 0, "the follower") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        if read::flag(server, "/inRecovery") != Some(true) {
            let detail = "it is not a follower any more".to_owned();
            return Ok(Judgement::Never { code: "target/not-a-copy", detail });
        }
        let wanted = args.value("position");
        let (at, to) = (read::text(server, "/replayLsn"), read::text(wanted, "/flushLsn"));
        Ok(match (at.and_then(read::lsn), to.and_then(read::lsn)) {
            (Some(replayed), Some(target)) if replayed >= target => Judgement::proven(
                "follower has replayed L0",
                format!("{} is at or past {}", at.unwrap_or("?"), to.unwrap_or("?")),
            ),
            (Some(_), Some(_)) => {
                Judgement::NotYet(format!("replayed {}, wanted {}", at.unwrap_or("?"), to.unwrap_or("?")))
            }
            _ => Judgement::NotYet("its position could not be read".to_owned()),
        })
    }
}
