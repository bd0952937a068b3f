//! Every wanted dyno is up on a release at or past one. Arguments: `app`, `formation`, `release`.

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Every wanted dyno is up on a release at or past one.
pub struct DynosUp;

impl Condition for DynosUp {
    fn name(&self) -> &'static str {
        "dynos_up@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::platform::dynos(args.text("app")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let dynos = match nth(answers, 0, "the dynos") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let release = args.number("release")?;
        let mut up = Vec::new();
        for wanted in read::items(args.value("formation"), "") {
            let kind = read::text(wanted, "/type").unwrap_or("?");
            let quantity = read::number(wanted, "/quantity").unwrap_or(0);
            let running = read::items(dynos, "")
                .filter(|dyno| {
                    read::text(dyno, "/type") == Some(kind) && read::text(dyno, "/state") == Some("up")
                })
                .filter(|dyno| {
                    read::number(dyno, "/release/version").is_some_and(|version| version >= release)
                })
                .count() as u64;
            if running < quantity {
                return Ok(Judgement::NotYet(format!("{running} of {quantity} {kind} dynos are up")));
            }
            up.push(format!("{kind}={running}"));
        }
        Ok(Judgement::proven(
            format!("dynos of {}", args.text("app")?),
            format!("{} on release v{release} or later", up.join(" ")),
        ))
    }
}
