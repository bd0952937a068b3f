//! A rehearsal as it is watched: what the run says, one line after another, and what goes wrong where somebody lets it go wrong. Nothing in
//! it is by chance: with the same strikes at the same places it is the same film.

use std::collections::VecDeque;
use std::str::FromStr;

use connect_core::directive::Event;
use connect_core::face::Face;
use connect_core::line::{clock, Line};
use connect_core::render;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_simulator::Fault;
use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::{Again, Rehearsal, Told, What};

/// Something that goes wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Strike {
    /// How many frames come before it.
    pub at: usize,
    /// What: see [`strikes`].
    pub name: String,
}

/// One line of what is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Milliseconds since it began, on its own clock.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at_ms: u64,
    /// The same as people read it.
    pub clock: String,
    /// Step at hand.
    pub step: String,
    /// What it is.
    pub kind: FrameKind,
    /// What is said.
    pub text: String,
}

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FrameKind {
    /// The run says something.
    Said,
    /// Something goes wrong.
    Struck,
    /// The run has ended.
    Ended,
}

/// Something that can be let go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct StrikeInfo {
    /// Its name.
    pub name: &'static str,
    /// What stands on its button.
    pub title: &'static str,
    /// What happens, in a sentence.
    pub sentence: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum How {
    /// The simulator does something wrong from now on.
    Fault(&'static str),
    /// Something becomes of the next request.
    Chance(Chance),
    /// The process dies, and another goes on.
    Dies(Again),
    /// Another machine begins the same; this one wakes up when that one has ended.
    Second,
}

const STRIKES: &[(StrikeInfo, How)] = &[
    (
        strike("pause-sticks", "The pause sticks", "Connect accepts a pause and never gets there"),
        How::Fault("pause-stuck"),
    ),
    (
        strike("release-fails", "A release fails", "the next release fails: dynos stay on the last good one"),
        How::Fault("release-fails#1"),
    ),
    (
        strike(
            "upgrade-fails",
            "The upgrade fails",
            "the upgrade of the database fails and leaves the old version",
        ),
        How::Fault("upgrade-fails"),
    ),
    (
        strike(
            "worker-writes",
            "A worker goes on writing",
            "a dyno that should stop goes on, and goes on writing",
        ),
        How::Fault("dyno-stuck"),
    ),
    (
        strike("job-starts", "A Scheduler job starts", "a Scheduler job starts, whatever maintenance mode says"),
        How::Chance(Chance::Intruder),
    ),
    (
        strike(
            "answer-lost",
            "An answer is lost",
            "the connection is lost after the next request has arrived: nobody knows whether it did",
        ),
        How::Chance(Chance::LostAfter),
    ),
    (
        strike(
            "laptop-closes",
            "The laptop closes",
            "the machine is switched off; after a while it goes on with `heroku connect:runs:resume`",
        ),
        How::Dies(Again::Resume),
    ),
    (
        strike(
            "operator-aborts",
            "The operator rolls back",
            "the machine is switched off; after a while the run is taken back with `heroku connect:runs:abort`",
        ),
        How::Dies(Again::Abort),
    ),
    (
        strike(
            "second-operator",
            "A second operator",
            "this machine sleeps while a second operator starts the same on another one; then it wakes up",
        ),
        How::Second,
    ),
];

const fn strike(name: &'static str, title: &'static str, sentence: &'static str) -> StrikeInfo {
    StrikeInfo { name, title, sentence }
}

/// Everything that can be let go wrong.
#[must_use]
pub fn strikes() -> Vec<StrikeInfo> {
    STRIKES.iter().map(|(info, _)| *info).collect()
}

/// A rehearsal that is watched.
#[derive(Debug)]
pub struct Film {
    playing: Rehearsal,
    strikes: VecDeque<Strike>,
    chance: Chance,
    shown: usize,
    unshown: VecDeque<Frame>,
    /// The run of a machine that sleeps.
    asleep: Option<Rehearsal>,
    ended: bool,
}

impl Film {
    /// A film of what is planned for a world like the one that was surveyed.
    ///
    /// # Errors
    /// What stands against a plan, or that something can not be let go wrong; in a sentence.
    pub fn of(snapshot: &Snapshot, request: &Request, mut strikes: Vec<Strike>) -> Result<Self, String> {
        if let Some(Strike { name, .. }) = strikes.iter().find(|one| how(&one.name).is_none()) {
            return Err(format!("nothing called {name} can go wrong in a rehearsal"));
        }
        strikes.sort_by_key(|one| one.at);
        Ok(Self {
            playing: Rehearsal::of(snapshot, request)?,
            strikes: strikes.into(),
            chance: Chance::Succeed,
            shown: 0,
            unshown: VecDeque::new(),
            asleep: None,
            ended: false,
        })
    }

    /// The next frame; `None` at the end, or when there is none yet: a read was answered, time passed. [`Self::over`] tells which.
    ///
    /// # Errors
    /// When plan and core do not fit together: a bug.
    pub fn advance(&mut self) -> Result<Option<Frame>, String> {
        if let Some(frame) = self.unshown.pop_front() {
            self.shown += 1;
            return Ok(Some(frame));
        }
        if let Some(strike) = self.strikes.pop_front_if(|one| one.at <= self.shown) {
            self.strike(&strike.name)?;
            return self.advance();
        }
        if !self.ended {
            let told = self.playing.step(self.chance)?;
            self.take(told);
        }
        match self.unshown.pop_front() {
            Some(frame) => {
                self.shown += 1;
                Ok(Some(frame))
            }
            None => Ok(None),
        }
    }

    /// True if no frame comes any more.
    #[must_use]
    pub fn over(&self) -> bool {
        self.ended && self.unshown.is_empty() && self.strikes.is_empty()
    }

    fn strike(&mut self, name: &str) -> Result<(), String> {
        let Some((info, how)) = how(name) else { return Ok(()) };
        let (at_ms, step) = self.playing.place();
        let text = format!("Here: {}.", info.sentence);
        self.unshown.push_back(Frame { at_ms, clock: clock(at_ms), step, kind: FrameKind::Struck, text });
        match how {
            How::Fault(text) => {
                let fault = Fault::from_str(text).map_err(|error| error.to_string())?;
                self.playing.inject(fault);
            }
            How::Chance(chance) => self.chance = chance,
            How::Dies(again) => self.again(again),
            How::Second => {
                self.asleep = Some(self.playing.second());
            }
        }
        Ok(())
    }

    /// Another process goes on. Before anything was recorded there is nothing to go on with, and it is begun anew.
    fn again(&mut self, again: Again) {
        if self.playing.dies(again).is_ok() {
            self.ended = false;
        }
    }

    fn take(&mut self, Told { at_ms, step, what }: Told) {
        let mut say = |kind: FrameKind, lines: &[Line]| {
            let text = lines.iter().map(Line::unstyled).collect::<Vec<_>>().join("\n");
            if !text.trim().is_empty() {
                self.unshown.push_back(Frame {
                    at_ms,
                    clock: clock(at_ms),
                    step: step.clone(),
                    kind,
                    text: text.trim_matches('\n').to_owned(),
                });
            }
        };
        match what {
            What::Read { .. } | What::Change { .. } => self.chance = Chance::Succeed,
            What::Waited => {}
            What::Shown { event } => match event {
                Event::Lines { lines, .. } => say(FrameKind::Said, &lines),
                Event::Stage { line, .. } => say(FrameKind::Said, &[line]),
                Event::Json { .. } | Event::Text { .. } | Event::Working { .. } => {}
            },
            What::Ended { report } => {
                say(FrameKind::Ended, &render::report_text(&report, &Face::default()));
                self.ended = true;
                if let Some(mut first) = self.asleep.take() {
                    first.wakes_in(&self.playing);
                    self.playing = first;
                    self.ended = false;
                }
            }
        }
    }
}

fn how(name: &str) -> Option<(StrikeInfo, How)> {
    STRIKES.iter().find(|(info, _)| info.name == name).copied()
}
