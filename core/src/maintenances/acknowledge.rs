//! Acknowledges exactly what was shown: what comes in meanwhile stays.

use serde::{Deserialize, Serialize};

use super::announced::{of_connection, Place};
use super::{ConnectNotification, Listener};
use crate::answer::{said, Answer, Said};
use crate::api::connect;
use crate::effect::{Effect, Observation};
use crate::ending::Millis;
use crate::line::Line;
use crate::machine::Want;

/// How often it is asked for.
const TRIES: u8 = 3;
/// Pause before it is asked for again, milliseconds.
const PAUSE_MS: u64 = 2_000;
/// So many notifications come at the most: there may be older ones that nobody has seen.
const PAGE: usize = 1_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledged {
    /// Name of the add-on.
    pub resource: String,
    /// How many were shown.
    pub shown: usize,
    /// Those of them that are listed still; `null` if nobody knows.
    pub left: Option<Vec<ConnectNotification>>,
    /// How many came in meanwhile, and stay.
    pub later: usize,
}

/// The requests of one command.
#[derive(Debug, Clone)]
pub struct Acknowledge {
    items: Vec<Item>,
    tries: u8,
    /// What is under way: the request, or the look at what it did.
    looking: bool,
    asked: Vec<usize>,
    pause: Option<Millis>,
}

#[derive(Debug, Clone)]
struct Item {
    place: Place,
    shown: Vec<ConnectNotification>,
    result: Acknowledged,
}

impl Acknowledge {
    /// Acknowledges what these connections said.
    #[must_use]
    pub fn new(listeners: &[(Place, Listener)]) -> Self {
        let item = |(place, one): &(Place, Listener)| {
            let shown = one.notifications.clone().filter(|all| !all.is_empty())?;
            let (resource, left) = (one.resource.clone(), None);
            let result = Acknowledged { resource, shown: shown.len(), left, later: 0 };
            Some(Item { place: place.clone(), shown, result })
        };
        let items = listeners.iter().filter_map(item).collect();
        Self { items, tries: 0, looking: false, asked: Vec::new(), pause: None }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Vec<Acknowledged>> {
        if let Some(until) = self.pause.filter(|until| now < *until) {
            let note = Some(Line::plain("some are listed still, asking again"));
            return Want::Wait { until, note };
        }
        self.pause = None;
        if !self.looking {
            self.tries += 1;
        }
        self.asked = (0..self.items.len()).filter(|at| self.items.get(*at).is_some_and(Item::open)).collect();
        if self.asked.is_empty() || self.tries > TRIES {
            return Want::Ended(self.items.iter().map(|item| item.result.clone()).collect());
        }
        let wanted = self.asked.iter().filter_map(|at| self.items.get(*at));
        Want::Perform(wanted.map(|item| item.effect(self.looking)).collect())
    }

    /// Takes what was answered. Of a request nothing is believed: only the look decides.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        let asked = std::mem::take(&mut self.asked);
        // The end of a pause answers nothing.
        if asked.is_empty() {
            return;
        }
        if self.looking {
            for (at, answer) in asked.into_iter().zip(observation.each()) {
                if let Some(item) = self.items.get_mut(at) {
                    item.seen(answer);
                }
            }
            self.pause = self.items.iter().any(Item::open).then_some(now + PAUSE_MS);
        }
        self.looking = !self.looking;
    }
}

impl Item {
    /// True unless none of what was shown is listed any more.
    fn open(&self) -> bool {
        self.result.left.as_ref().is_none_or(|left| !left.is_empty())
    }

    fn effect(&self, looking: bool) -> Effect {
        let Place { id, region } = &self.place;
        if looking {
            return connect::notifications(region, id).effect;
        }
        let newest = self.shown.first().map(|one| one.created_at.as_str());
        let oldest =
            self.shown.last().map(|one| one.created_at.as_str()).filter(|_| self.shown.len() >= PAGE);
        connect::acknowledge(region, id, oldest, newest.unwrap_or_default())
    }

    fn seen(&mut self, answer: &Observation) {
        let Said::Value(value) = said(answer) else { return };
        let now = of_connection(connect::Notifications::read(value));
        let (left, later): (Vec<_>, Vec<_>) =
            now.into_iter().partition(|one| self.shown.iter().any(|shown| shown.id == one.id));
        let newest = self.shown.first();
        self.result.later = later.into_iter().filter(|one| newest.is_none_or(|newest| one > newest)).count();
        self.result.left = Some(left);
    }
}
