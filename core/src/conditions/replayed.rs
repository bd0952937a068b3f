use super::{Judgement, Predicate};
use crate::codes;
use crate::figures::lsn;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Position};

arguments! {
    /// A follower has replayed the leader up to a position.
    pub struct Replayed {
        /// Follower.
        place: Place,
        /// Position of the leader.
        position: Late<Position>,
    }
}

impl Predicate for Replayed {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the follower")?;
        if server.in_recovery != Some(true) {
            let detail = "it is not a follower any more".to_owned();
            return Ok(Judgement::Never { code: codes::TARGET_NOT_A_COPY, detail });
        }
        let wanted = self.position.get(known)?.lsn;
        let Some(replayed) = server.replay_lsn else {
            return Ok(Judgement::unread("its position could not be read"));
        };
        Ok(match (lsn(&replayed), lsn(&wanted)) {
            (Some(at), Some(to)) if at >= to => Judgement::proven(
                "replayed",
                "follower has replayed L0",
                format!("{replayed} is at or past {wanted}"),
            ),
            (Some(at), Some(to)) => Judgement::nearing(
                format!("replayed {replayed}, wanted {wanted}"),
                &[("bytes", Some(to - at))],
            ),
            _ => Judgement::unread("its position could not be read"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
