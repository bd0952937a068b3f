use super::{Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::ending::Millis;
use crate::face::instant;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;

arguments! {
    /// The trigger log of a database that was rolled back ends at this moment: it holds nothing that was captured later, and what the other
    /// one had captured until then.
    pub struct RolledBackTo {
        /// The moment.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        at: Millis,
        /// The database that was rolled back.
        new: Place,
        /// The database as it is.
        old: Place,
        /// Schema.
        schema: String,
    }
}

/// What a transaction writes has the time at which that began, so that one that was open at the moment is missing, seconds.
const OPEN_FOR: f64 = 120.0;

impl Predicate for RolledBackTo {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let ask = |place: &Place| Ok::<_, LateError>(query::reach(&place.get(known)?, &self.schema, self.at));
        let old = look.read(ask(&self.old)?, "the log of the database as it is")?;
        let new = look.read(ask(&self.new)?, "the log of the new database")?;
        let (Some(true), Some(true), Some(later)) = (old.answered, new.answered, new.after) else {
            return Ok(Judgement::unread("where the trigger log ends could not be read"));
        };
        let seconds = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
        let (before, now) = (seconds(&old.newest), seconds(&new.newest));
        let lacks = match (before, now) {
            (Some(before), Some(now)) => before - now > OPEN_FOR,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if later > 0 || lacks {
            let what = if later > 0 {
                format!("it holds {later} changes that were captured later")
            } else {
                "it lacks changes that were captured minutes before".to_owned()
            };
            let detail = format!("the new database is not that of {}: {what}", instant(self.at));
            return Ok(Judgement::Never { code: codes::ROLLBACK_WRONG_TIME, detail });
        }
        let newest = now.map_or("nothing was captured before it".to_owned(), |now| {
            let at = instant(Millis::try_from((now * 1000.0) as i64).unwrap_or_default());
            format!("the newest change in its log is of {at}")
        });
        Ok(Judgement::proven(
            format!("moment/{}", self.schema),
            "The new database is of the moment",
            format!("{}: {newest}", instant(self.at)),
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::reach(&place.get(known)?, &self.schema, self.at).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
