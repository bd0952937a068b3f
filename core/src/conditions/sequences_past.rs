use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// Every sequence of a schema is on the new side where it is on the old one or past it, and behind its column only where it
    /// was so before.
    pub struct SequencesPast {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
        /// Schema.
        schema: String,
    }
}

impl Predicate for SequencesPast {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let old = look.read(query::sequences(&self.old.get(known)?, &self.schema), "the old sequences")?;
        let new = look.read(query::sequences(&self.new.get(known)?, &self.schema), "the new sequences")?;
        let (Some(before), Some(now)) = (old.next, new.next) else { return Ok(unread()) };
        let (Some(alike), Some(behind)) = (old.behind, new.behind) else { return Ok(unread()) };
        let (Some(unread_before), Some(unread_now)) = (old.unjudged, new.unjudged) else {
            return Ok(unread());
        };
        let reached = |value: Option<&String>| value.and_then(|value| value.parse::<i128>().ok());
        let short = before.iter().filter(|(name, value)| match now.get(*name) {
            Some(now) => reached(Some(now)) < reached(Some(value)),
            None => true,
        });
        let mut differing: Vec<&str> = short.map(|(name, _)| name.as_str()).collect();
        differing.extend(behind.iter().filter(|name| !alike.contains(name)).map(String::as_str));
        if !differing.is_empty() {
            let detail =
                format!("sequences are not where they were, or behind their columns: {}", listed(&differing));
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let mut value = format!("{} where they were or past it, none newly behind its column", before.len());
        let unjudged: Vec<&str> = unread_before
            .iter()
            .chain(unread_now.iter().filter(|name| !unread_before.contains(name)))
            .map(String::as_str)
            .collect();
        if !unjudged.is_empty() {
            value.push_str(&format!("; not compared with a column: {}", listed(&unjudged)));
        }
        Ok(Judgement::proven(format!("sequences/{}", self.schema), "sequences", value))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::sequences(&place.get(known)?, &self.schema).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

fn unread() -> Judgement {
    Judgement::unread("the sequences could not be read")
}
