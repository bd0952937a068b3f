//! Collects planner statistics; none survive an upgrade before Postgres 18. Arguments: `place`.

use super::{sql, yes_or_no, Landed, Op};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Collects planner statistics.
pub struct Analyze;

impl Op for Analyze {
    fn name(&self) -> &'static str {
        "analyze@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "analyze", None)
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "statistics", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(row) => {
                yes_or_no(read::number(row, "/without").map(|without| without == 0), "the statistics")
            }
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(format!(
            "heroku pg:psql {} --app {} --command ANALYZE",
            shell_word(&place.config_var),
            shell_word(&place.app)
        ))
    }
}
