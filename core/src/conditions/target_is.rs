use super::whereabouts::{found, Found};
use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::effect::Effect;
use crate::figures::lsn;
use crate::late::{arguments, Known, Late, LateError, Location, Place, UrlSlots};
use crate::look::{Look, Stop};
use crate::query::{self, Itself, Position};
use crate::seeded::{self, Bug};

arguments! {
    /// A database that followed another is its continuation: it leads, has the same system identifier and major, a later timeline, and
    /// everything up to a position, at whatever address it has now.
    pub struct TargetIs {
        /// Add-on id.
        addon_id: Late<String>,
        /// Gets where it is, if that changed.
        bind: UrlSlots,
        /// Where it was.
        location: Location,
        /// The database that it followed.
        old: Place,
        /// Database, as it was reached before.
        place: Place,
        /// Position of the other one that it must hold.
        position: Late<Position>,
    }
}

impl Predicate for TargetIs {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the database")?;
        if database.leads() != Some(true) {
            return Ok(Judgement::not_yet("it still follows"));
        }
        let Found { server, place, moved } =
            found((&self.place, &self.location), database.url.as_ref(), known, look)?;
        if server.in_recovery != Some(false) {
            return Ok(Judgement::not_yet("the server is still in recovery"));
        }
        let new = look.read(query::itself(&place), self.place.role.words())?;
        let old = look.read(query::itself(&self.old.get(known)?), self.old.role.words())?;
        let proven = match continues(&new, &old, &self.position.get(known)?) {
            Ok(words) => {
                let (role, before) = (self.place.role.words(), self.old.role.words());
                Judgement::proven("identity", format!("{role} continues the {before}"), words)
            }
            Err(judgement) => return Ok(judgement),
        };
        Ok(match moved {
            Some(url) => proven.at(&self.bind, &url),
            None => proven,
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let (new, old) = (self.place.get(known)?, self.old.get(known)?);
        let database = data::database(&self.addon_id.get(known)?).effect;
        let itself = |place| query::itself(place).effect;
        Ok(vec![database, query::server(&new).effect, itself(&new), itself(&old)])
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// What proves that a server continues another one, or why that is not so.
fn continues(new: &Itself, old: &Itself, position: &Position) -> Result<String, Judgement> {
    let unread = || Judgement::unread("which server it is could not be read");
    let never = |detail: String| Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail };
    let both = |new: &Option<String>, old: &Option<String>| new.clone().zip(old.clone()).ok_or_else(unread);
    let (system, other) = both(&new.system, &old.system)?;
    if system != other {
        return Err(never(format!("its system identifier is {system}, that of the old database {other}")));
    }
    let (major, wanted) = new.major().zip(old.major()).ok_or_else(unread)?;
    if major != wanted {
        return Err(never(format!("it is Postgres {major}, the old database {wanted}")));
    }
    let timelines = new.timeline().zip(old.timeline());
    let (timeline, before) = timelines.ok_or_else(unread)?;
    if timeline <= before {
        return Err(never(format!("its timeline is {timeline}, that of the old database {before}")));
    }
    let reached = new.lsn.as_deref().and_then(lsn).zip(lsn(&position.lsn));
    let (at, to) = reached.ok_or_else(unread)?;
    if at < to && !seeded::has(Bug::EndNotCompared) {
        let at = new.lsn.clone().unwrap_or_default();
        return Err(never(format!("it reaches to {at}, and L0 is {}", position.lsn)));
    }
    Ok(format!(
        "system identifier {system} as before, timeline {before} → {timeline}, Postgres {major}, past L0"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn itself(system: &str, timeline: &str, version: u64, at: &str) -> Itself {
        Itself {
            system: Some(system.into()),
            timeline: Some(timeline.into()),
            version_num: Some(version),
            lsn: Some(at.into()),
        }
    }

    fn judged(new: &Itself) -> Result<String, Judgement> {
        let position = Position { lsn: "0/3000100".into(), ..Position::default() };
        continues(new, &itself("73", "00000009", 150_012, "0/3000200"), &position)
    }

    #[test]
    fn the_same_system_on_a_later_timeline_continues() {
        let words = judged(&itself("73", "0000000A", 150_019, "0/3000100"));
        assert_eq!(
            words.ok().as_deref(),
            Some("system identifier 73 as before, timeline 9 → 10, Postgres 15, past L0")
        );
    }

    #[test]
    fn every_other_server_is_no_continuation() {
        let others = [
            (itself("74", "0000000A", 150_019, "0/3000100"), "system identifier"),
            (itself("73", "00000009", 150_019, "0/3000100"), "timeline"),
            (itself("73", "0000000A", 170_005, "0/3000100"), "Postgres 17"),
            (itself("73", "0000000A", 150_019, "0/30000FF"), "L0"),
        ];
        for (other, why) in others {
            match judged(&other) {
                Err(Judgement::Never { code, detail }) => {
                    assert_eq!(code, codes::TARGET_NOT_A_COPY);
                    assert!(detail.contains(why), "{detail}");
                }
                seen => unreachable!("{why}: {seen:?}"),
            }
        }
    }

    #[test]
    fn silence_is_no_proof() {
        let whole = || itself("73", "0000000A", 150_019, "0/3000100");
        let silent = [
            Itself { system: None, ..whole() },
            Itself { timeline: None, ..whole() },
            Itself { version_num: None, ..whole() },
            Itself { lsn: None, ..whole() },
        ];
        for one in silent {
            assert!(matches!(judged(&one), Err(Judgement::Unread(_))), "{one:?}");
        }
    }
}
