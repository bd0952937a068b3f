//! Waits until Connect answers again: one answer in the middle of a maintenance is no end of it.

use crate::answer::{said, Answer, Said};
use crate::api::{connect, platform};
use crate::class::{class, Class};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::line::Line;
use crate::machine::Want;
use crate::survey::refusal;

/// How often it is looked at, milliseconds.
const PACE: Millis = 15_000;
/// For so long it has to answer, milliseconds.
const STEADY: Millis = 60_000;
/// And so often in a row.
const LOOKS: u8 = 3;
/// The manual's 45 minutes, and a quarter of an hour more.
const SERVICE: Millis = super::LENGTH + 15 * 60_000;

/// When Connect was away, as far as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Out {
    /// From when: as somebody said, or when it was seen first. `None` if it answered from the first look on.
    pub from: Option<Millis>,
    /// When the command began to look.
    pub looked: Millis,
    /// When it answered again.
    pub until: Millis,
}

/// The looks of one command.
#[derive(Debug, Clone)]
pub struct Outage {
    app: String,
    since: Option<Millis>,
    began: Option<Millis>,
    away: Option<Millis>,
    back: Option<Millis>,
    looks: u8,
    pause: Option<Millis>,
    seen: &'static str,
    ended: Option<Result<Out, Box<Diagnostic>>>,
    /// A look is under way; the end of a pause is none.
    looking: bool,
    /// Where the connections are, once discovery answered in this look.
    places: Option<Vec<(String, String)>>,
}

impl Outage {
    /// Waits for the Connect of this app; `since`: when it went away, if somebody knows.
    #[must_use]
    pub fn new(app: &str, since: Option<Millis>) -> Self {
        Self {
            app: app.to_owned(),
            since,
            began: None,
            away: None,
            back: None,
            looks: 0,
            pause: None,
            seen: "looking whether Connect answers",
            ended: None,
            looking: false,
            places: None,
        }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Result<Out, Box<Diagnostic>>> {
        let began = *self.began.get_or_insert(now);
        if let Some(ended) = self.ended.take() {
            return Want::Ended(ended);
        }
        if self.back.is_none() && now.saturating_sub(self.away.unwrap_or(began)) >= SERVICE {
            return Want::Ended(Err(Box::new(too_long(self.seen))));
        }
        if let Some(until) = self.pause.filter(|until| now < *until) {
            return Want::Wait { until, note: Some(Line::plain(self.seen)) };
        }
        (self.pause, self.looking) = (None, true);
        Want::Perform(match &self.places {
            None => vec![connect::discover(&self.app).effect, platform::app(&self.app).effect],
            Some(places) => {
                places.iter().map(|(id, region)| connect::connection(region, id).effect).collect()
            }
        })
    }

    /// Takes what was answered.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        if !std::mem::take(&mut self.looking) {
            return;
        }
        let answers = observation.each();
        if let Some(login) = answers.iter().find_map(refusal::login) {
            self.ended = Some(Err(Box::new(login)));
            return;
        }
        match (self.places.take(), answers) {
            (None, [found, app]) => match said(found) {
                Said::Value(value) => {
                    let found = connect::Discovered::read(value).results;
                    let place = |one: connect::Found| Some((one.id?, one.region?));
                    let places: Vec<_> = found.into_iter().filter_map(place).collect();
                    if places.is_empty() {
                        self.answered(now);
                    } else {
                        self.places = Some(places);
                    }
                }
                Said::Absent | Said::Unread(_) => self.silent(class(app) == Class::Done, now),
            },
            (Some(_), answers) if answers.iter().all(|one| matches!(said(one), Said::Value(_))) => {
                self.answered(now);
            }
            _ => self.silent(true, now),
        }
    }

    fn answered(&mut self, now: Millis) {
        let back = *self.back.get_or_insert(now);
        self.looks = self.looks.saturating_add(1);
        (self.seen, self.pause) = ("Connect answers; looking whether it goes on to", Some(now + PACE));
        if self.looks >= LOOKS && now.saturating_sub(back) >= STEADY {
            let looked = self.began.unwrap_or(now);
            self.ended = Some(Ok(Out { from: self.since.or(self.away), looked, until: back }));
        }
    }

    fn silent(&mut self, platform: bool, now: Millis) {
        (self.back, self.looks, self.pause) = (None, 0, Some(now + PACE));
        if platform {
            self.away.get_or_insert(now);
            self.seen = "Connect does not answer, Heroku does: perhaps Connect's own maintenance";
        } else {
            self.seen = "neither Connect nor Heroku answers: this machine's network, or an incident";
        }
    }
}

fn too_long(seen: &str) -> Diagnostic {
    Diagnostic::block(
        codes::CONNECT_NOT_HEALTHY_YET,
        format!("an hour is over, and this is how it is: {seen}"),
        "nothing was changed; see `heroku status`, and run the command again",
    )
}
