use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Position};

arguments! {
    /// Nobody wrote since a position was read.
///
/// Counters and the log head stand still, and xmax moved only by our own transactions and by the server's own work; the WAL
/// position may move by itself. On a server that is shared with others every transaction of theirs moves xmax, so there it is
/// the counters alone: those of a session that goes on are told some seconds late, those of one that was ended at once.
    pub struct PositionUnmoved {
        /// Changes of ours since, a transaction each.
        own: u64,
        /// Database.
        place: Place,
        /// The position then.
        position: Late<Position>,
        /// Connect's schemas, joined by commas.
        schemas: String,
        /// Whether databases of others are on the same server.
        shared: bool,
        /// What is proven.
        title: String,
    }
}

impl Predicate for PositionUnmoved {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let now = look.read(query::position(&self.place.get(known)?, &self.schemas), "the position")?;
        let Some(now) = now.0 else { return Ok(Judgement::unread("the position is incomplete")) };
        let before = self.position.get(known)?;
        if !now.counts_like(&before) {
            return Ok(moved(&before, &now));
        }
        let Some((transactions, server)) = now.grown_since(&before) else {
            return Ok(Judgement::unread("the position is incomplete"));
        };
        if !self.shared && transactions > self.own.saturating_add(server) {
            // The server's work takes its transaction before it counts itself.
            if now.vacuums > 0 {
                return Ok(Judgement::not_yet("a vacuum is under way"));
            }
            return Ok(moved(&before, &now));
        }
        let proves = format!("unmoved/{}/{}", self.place.role.key(), self.title);
        Ok(Judgement::proven(proves, &self.title, now.describe()))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

fn moved(before: &Position, now: &Position) -> Judgement {
    let detail = format!("was: {}; is: {}", before.describe(), now.describe());
    Judgement::Never { code: codes::DOWNTIME_WRITTEN_AFTER_POSITION, detail }
}
