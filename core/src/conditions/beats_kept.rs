use super::{Judgement, Predicate};
use crate::codes;
use crate::face::second;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Beat};

arguments! {
    /// Every write of ours that the server of before acknowledged is in the database, and nothing in it went back.
    pub struct BeatsKept {
        /// The first beat on the present server.
        after: Late<Beat>,
        /// The last beat on the server of before.
        before: Late<Beat>,
        /// Database, at whatever address it is.
        place: Place,
    }
}

impl Predicate for BeatsKept {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let (before, after) = (self.before.get(known)?, self.after.get(known)?);
        let missing = |what: String| {
            Judgement::Never {
            code: codes::DATABASE_WRITES_MISSING,
            detail: format!(
                "{what}; Connect is asked to pause, because it may be ahead of its database: reload its mappings before it is resumed"
            ),
        }
        };
        let same = before.server.same_server(&after.server);
        if !same && after.number <= before.number {
            let gone = before.number - after.number + 1;
            let (from, to) = (second(before.at), second(after.at));
            return Ok(missing(format!(
                "{gone} acknowledged test writes up to {from} are not in the database that answers since {to}"
            )));
        }
        if let Some(schema) = went_back(&before.heads, &after.heads) {
            return Ok(missing(format!("the log of schema {schema} went back")));
        }
        let kept = look.read(query::beat_kept(&self.place.get(known)?), "the test writes")?;
        Ok(match kept.number {
            None => Judgement::unread("the test writes could not be read"),
            Some(kept) if kept < after.number => missing(format!(
                "test write {} was acknowledged, and the newest one there is {kept}",
                after.number
            )),
            Some(kept) if before.xmax > after.xmax => missing(format!(
                "test write {kept} is there, but transactions went back from {} to {}",
                before.xmax, after.xmax
            )),
            Some(kept) => Judgement::proven(
                "beats",
                "acknowledged test writes",
                format!(
                    "all {kept} are there; the last one before was at {}, the first one after at {}",
                    second(before.at),
                    second(after.at)
                ),
            ),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// The first schema whose number is smaller afterwards. One that is not named any more went back too.
fn went_back<'a>(before: &'a str, after: &str) -> Option<&'a str> {
    let numbers = |heads: &'a str| heads.split(',').filter_map(|one| one.rsplit_once('='));
    let number = |text: &str| text.parse::<u64>().ok();
    let now = |schema: &str| {
        let found = after.split(',').filter_map(|one| one.rsplit_once('=')).find(|(name, _)| *name == schema);
        found.and_then(|(_, head)| number(head))
    };
    numbers(before).find(|(schema, head)| now(schema) < number(head)).map(|(schema, _)| schema)
}

#[cfg(test)]
mod tests {
    use super::went_back;

    #[test]
    fn a_log_that_went_back_is_found_by_its_schema() {
        assert_eq!(went_back("a=3,b=7", "a=3,b=9"), None);
        assert_eq!(went_back("a=3,b=7", "a=3,b=6"), Some("b"));
        assert_eq!(went_back("a=3,b=7", "b=7"), Some("a"));
        assert_eq!(went_back("", ""), None);
    }
}
