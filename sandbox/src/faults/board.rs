//! The faults that are armed, and which of them hits a request.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{SocketFault, Target};

/// What a socket fault does to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Not handled, connection reset.
    ResetBefore,
    /// Handled, connection reset instead of an answer.
    ResetAfter,
    /// Handled; head and half of the body, then the end of the connection, or silence.
    Cut {
        /// Silence.
        stall: bool,
    },
    /// Not handled, silence.
    Hang,
    /// Handled, silence.
    HangAfter,
    /// Not handled, an error status.
    Status {
        /// HTTP status.
        status: u16,
        /// An HTML page in place of a JSON error.
        html: bool,
    },
    /// Not handled, 429 with id `rate_limit`.
    RateLimited,
    /// Handled, the answer comes late.
    Slow(Duration),
}

impl Effect {
    /// True if the request still reaches the simulator.
    #[must_use]
    pub fn is_handled(self) -> bool {
        matches!(self, Self::ResetAfter | Self::Cut { .. } | Self::HangAfter | Self::Slow(_))
    }
}

#[derive(Debug)]
struct Armed {
    fault: SocketFault,
    matched: u32,
    distinct: BTreeSet<(String, String, Vec<u8>)>,
}

/// All armed socket faults. The first one that hits a request wins.
#[derive(Debug, Default)]
pub struct Board {
    armed: Vec<Armed>,
}

impl Board {
    /// Arms a fault.
    pub fn arm(&mut self, fault: SocketFault) {
        self.armed.push(Armed { fault, matched: 0, distinct: BTreeSet::new() });
    }

    /// Disarms all faults.
    pub fn clear(&mut self) {
        self.armed.clear();
    }

    /// The armed faults as they were written, with the number of requests each has matched.
    pub fn list(&self) -> impl Iterator<Item = (&str, u32)> {
        self.armed.iter().map(|armed| (armed.fault.text.as_str(), armed.matched))
    }

    /// What happens to this request, and by which fault. `path` may hold a query.
    pub fn decide(&mut self, method: &str, path: &str, body: &[u8]) -> Option<(Effect, String)> {
        let mut hit = None;
        for armed in &mut self.armed {
            if !armed.fault.target.covers(method, path) {
                continue;
            }
            armed.matched += 1;
            let strikes = match (armed.fault.nth, &armed.fault.target) {
                (Some(nth), _) => armed.matched == nth,
                (None, Target::Path { .. }) => true,
                // Hit each time, a request that is repeated until it succeeds would be repeated for ever.
                (None, _) => armed.distinct.insert((method.to_owned(), path.to_owned(), body.to_vec())),
            };
            if strikes && hit.is_none() {
                hit = Some((armed.fault.effect, armed.fault.text.clone()));
            }
        }
        hit
    }
}

impl Target {
    fn covers(&self, method: &str, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        match self {
            Self::All => true,
            Self::AllMutating => mutates(method, path),
            Self::Path { method: wanted, prefix } => {
                wanted.as_deref().is_none_or(|wanted| wanted == method) && begins(path, prefix)
            }
        }
    }
}

/// True if a request can change something. The resolvers are POSTs that only look.
#[must_use]
pub fn mutates(method: &str, path: &str) -> bool {
    let resolves = path.starts_with("/actions/") && path.ends_with("/resolve");
    !matches!(method, "GET" | "HEAD") && !resolves
}

fn begins(path: &str, prefix: &str) -> bool {
    let mut segments = path.split('/');
    prefix.split('/').all(|wanted| segments.next().is_some_and(|segment| wanted == "*" || wanted == segment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::{parse, AnyFault};

    fn board(faults: &[&str]) -> Board {
        let mut board = Board::default();
        for text in faults {
            match parse(text) {
                Ok(AnyFault::Socket(fault)) => board.arm(fault),
                other => panic!("{other:?}"),
            }
        }
        board
    }

    fn hit(board: &mut Board, method: &str, path: &str, body: &str) -> Option<Effect> {
        board.decide(method, path, body.as_bytes()).map(|(effect, _)| effect)
    }

    #[test]
    fn every_distinct_mutation_once() {
        let mut board = board(&["reset-after-effect"]);
        assert_eq!(hit(&mut board, "POST", "/a", "1"), Some(Effect::ResetAfter));
        assert_eq!(hit(&mut board, "POST", "/a", "1"), None);
        assert_eq!(hit(&mut board, "POST", "/a", "2"), Some(Effect::ResetAfter));
        assert_eq!(hit(&mut board, "GET", "/a", ""), None);
        assert_eq!(hit(&mut board, "POST", "/actions/addons/resolve", ""), None);
        assert_eq!(hit(&mut board, "POST", "/connections/1/actions/pause", ""), Some(Effect::ResetAfter));
    }

    #[test]
    fn the_nth_request_of_a_path() {
        let mut board = board(&["hang@POST /apps/*/addons#2"]);
        assert_eq!(hit(&mut board, "POST", "/apps/x/addons", ""), None);
        assert_eq!(hit(&mut board, "GET", "/apps/x/addons", ""), None);
        assert_eq!(hit(&mut board, "POST", "/apps/x/addons-other", ""), None);
        assert_eq!(hit(&mut board, "POST", "/apps/y/addons/z?q=1", ""), Some(Effect::Hang));
        assert_eq!(hit(&mut board, "POST", "/apps/x/addons", ""), None);
    }

    #[test]
    fn a_path_without_number_is_hit_each_time() {
        let mut board = board(&["status:503:html@/client/v11"]);
        for _ in 0..3 {
            assert!(hit(&mut board, "GET", "/client/v11/databases/x", "").is_some());
        }
        assert!(hit(&mut board, "GET", "/client/v12", "").is_none());
    }

    #[test]
    fn the_first_one_wins_and_all_count() {
        let mut board = board(&["slow:1@/a", "429@/a#1"]);
        assert_eq!(hit(&mut board, "GET", "/a", ""), Some(Effect::Slow(Duration::from_millis(1))));
        assert_eq!(board.list().map(|(_, matched)| matched).collect::<Vec<_>>(), [1, 1]);
        board.clear();
        assert_eq!(hit(&mut board, "GET", "/a", ""), None);
    }
}
