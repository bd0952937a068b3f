//! A plan along time, for a picture: which stretch of it takes how long, and where in it a step stands.
//!
//! What is estimated is a method's whole duration and its downtime, each from and to. How a stretch is shared among its steps is a
//! sketch, and said to be one: each gets its part by how long it may take before it is given up.

use serde::Serialize;

use crate::line::about;
use crate::plan::{Plan, Step};
use crate::zone::Zone;

const MINUTE: u64 = 60_000;
/// A wait that is given up later than this is drawn as if it were given up then, milliseconds.
const LONGEST: u64 = 365 * 24 * 60 * MINUTE;

/// About so many ticks an axis has.
const TICKS: u64 = 4;

/// Distances of ticks, minutes: those that people count in.
const DISTANCES: [u64; 11] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440];

/// From and to, milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "TimeSpan"))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Where it begins.
    pub from: u64,
    /// Where it ends.
    pub to: u64,
}

/// A line on an axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tick {
    /// Where.
    pub at: u64,
    /// What stands at it.
    pub text: String,
}

/// A step as a bar, by the time of its own stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Bar {
    /// Id of the step.
    pub step: String,
    /// Zone.
    pub zone: Zone,
    /// If everything takes as little as was estimated.
    pub least: Span,
    /// If everything takes as much.
    pub most: Span,
    /// True if it changes nothing and waits for something.
    pub waits: bool,
}

/// Before the downtime, the downtime, after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Stretch {
    /// What it is, and how long it takes if that is estimated.
    pub text: String,
    /// True if apps are stopped.
    pub downtime: bool,
    /// Its whole duration, least and most, milliseconds.
    pub takes: (u64, u64),
    /// Lines on its own axis, which ends with the most that it takes.
    pub ticks: Vec<Tick>,
    /// Its steps, in order.
    pub bars: Vec<Bar>,
}

/// A marked moment of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Id of the step that begins there.
    pub step: String,
    /// What it is.
    pub text: String,
    /// If everything takes as little as was estimated.
    pub least: u64,
    /// If everything takes as much.
    pub most: u64,
}

/// A plan along time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// What it shows, in a sentence.
    pub text: String,
    /// That the shares of the steps are a sketch, in a sentence.
    pub sketch: String,
    /// Words of the two rows of the overview: the least, the most.
    pub rows: (String, String),
    /// Lines on the axis of the whole, which ends with the most that it takes.
    pub ticks: Vec<Tick>,
    /// In order.
    pub stretches: Vec<Stretch>,
    /// Cut-over and point of no return, if the plan has them.
    pub cut_over: Option<Moment>,
    /// From here on there is only forward.
    pub no_return: Option<Moment>,
    /// What the marks of the picture mean.
    pub legend: Vec<Key>,
}

/// A mark of the picture and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "LegendKey"))]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Which mark.
    pub mark: Mark,
    /// What it means.
    pub text: String,
}

/// The marks of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    /// A solid bar.
    Least,
    /// A hatched bar.
    Most,
    /// A hollow bar.
    Waits,
    /// A tinted band.
    Downtime,
    /// A line.
    CutOver,
    /// A heavy line.
    NoReturn,
}

impl Timeline {
    /// The plan along time; `None` if nothing is to be done.
    #[must_use]
    pub fn of(plan: &Plan) -> Option<Self> {
        let method = plan.methods.iter().find(|method| method.chosen)?;
        if !plan.applyable() {
            return None;
        }
        let minutes = |(from, to): (u32, u32)| (u64::from(from) * MINUTE, u64::from(to) * MINUTE);
        let stopped = plan.marks.downtime_opens.is_some();
        let whole = minutes(method.minutes);
        // Where nothing runs nothing is stopped, whatever the method takes elsewhere.
        let downtime = if stopped { minutes(method.downtime_minutes) } else { (0, 0) };
        let rest = (whole.0.saturating_sub(downtime.0), whole.1.saturating_sub(downtime.1));
        let [before, during, after] = parts(plan);
        let weight = |steps: &[Step]| steps.iter().map(weight).sum::<u64>();
        let (early, late) = (weight(before), weight(after));
        let share = |of: u64| shared(of, early, early + late);
        let first = (share(rest.0), share(rest.1));
        let last = (rest.0 - first.0, rest.1 - first.1);
        let words = if stopped { "before the downtime" } else { "the whole" };
        let stretches: Vec<Stretch> = [
            (words, false, before, first),
            ("downtime", true, during, downtime),
            ("after the downtime", false, after, last),
        ]
        .into_iter()
        .filter(|(_, _, steps, _)| !steps.is_empty())
        .map(|(words, downtime, steps, takes)| stretch(words, downtime, steps, takes))
        .collect();
        let moment = |mark: &Option<String>, text: &str| moment(&stretches, mark.as_ref()?, text);
        let (cut_over, no_return) = (
            moment(&plan.marks.cut_over, "cut-over"),
            moment(&plan.marks.point_of_no_return, "no rollback from here"),
        );
        let legend = legend(stopped, cut_over.is_some(), no_return.is_some());
        Some(Self {
            text: format!("{} in all, to scale", range(whole)),
            sketch: "estimated are the whole and the downtime; how the time before it, in it and after it is shared among the steps is a \
                     sketch: by how long each may take before it is given up"
                .to_owned(),
            rows: ("at least".to_owned(), "at most".to_owned()),
            ticks: ticks(whole.1),
            stretches,
            cut_over,
            no_return,
            legend,
        })
    }
}

fn legend(stopped: bool, cut_over: bool, no_return: bool) -> Vec<Key> {
    let all = [
        (true, Mark::Least, "at least"),
        (true, Mark::Most, "up to"),
        (true, Mark::Waits, "waits"),
        (stopped, Mark::Downtime, "downtime"),
        (cut_over, Mark::CutOver, "cut-over"),
        (no_return, Mark::NoReturn, "no rollback from here"),
    ];
    let seen = all.into_iter().filter(|(seen, ..)| *seen);
    seen.map(|(_, mark, text)| Key { mark, text: text.to_owned() }).collect()
}

/// Steps before the downtime, in it, and after it; all of them are before a downtime that there is not.
fn parts(plan: &Plan) -> [&[Step]; 3] {
    let all = &plan.steps[..];
    let Some(opens) = plan.position(plan.marks.downtime_opens.as_ref()) else { return [all, &[], &[]] };
    let closes = plan.marks.downtime_closes.iter().filter_map(|id| plan.position(Some(id))).max();
    let end = closes.map_or(all.len(), |at| at + 1).max(opens);
    let (before, rest) = all.split_at(opens);
    let (during, after) = rest.split_at(end - opens);
    [before, during, after]
}

/// How much of its stretch a step takes, beside the others.
fn weight(step: &Step) -> u64 {
    step.until.iter().map(|check| check.deadline_ms).max().unwrap_or_default().min(LONGEST)
}

/// `of`, by `part` of `all`.
fn shared(of: u64, part: u64, all: u64) -> u64 {
    let shared = u128::from(of) * u128::from(part) / u128::from(all.max(1));
    u64::try_from(shared).unwrap_or(of)
}

fn stretch(words: &str, downtime: bool, steps: &[Step], takes: (u64, u64)) -> Stretch {
    let all: u64 = steps.iter().map(weight).sum();
    let mut sum = 0;
    let bars = steps.iter().map(|step| {
        let (from, to) = (sum, sum + weight(step));
        sum = to;
        let span = |of: u64| Span { from: shared(of, from, all), to: shared(of, to, all) };
        Bar {
            step: step.id.clone(),
            zone: step.zone,
            least: span(takes.0),
            most: span(takes.1),
            waits: step.calls.is_empty(),
        }
    });
    Stretch {
        bars: bars.collect(),
        // What the rest takes before and after the downtime is a part of the sketch.
        text: if downtime { format!("{words}: {}", range(takes)) } else { words.to_owned() },
        downtime,
        takes,
        ticks: ticks(takes.1),
    }
}

/// A moment of the whole: where the marked step begins.
fn moment(stretches: &[Stretch], step: &str, text: &str) -> Option<Moment> {
    let mut before = (0, 0);
    for stretch in stretches {
        if let Some(bar) = stretch.bars.iter().find(|bar| bar.step == step) {
            let (least, most) = (before.0 + bar.least.from, before.1 + bar.most.from);
            return Some(Moment { step: step.to_owned(), text: text.to_owned(), least, most });
        }
        before = (before.0 + stretch.takes.0, before.1 + stretch.takes.1);
    }
    None
}

fn range((from, to): (u64, u64)) -> String {
    match (from / MINUTE, to / MINUTE) {
        (_, 0) => about(to),
        (_, to) if to < 120 => format!("{}–{to} min", from / MINUTE),
        _ if from / MINUTE < 120 => format!("{} min – {}", from / MINUTE, hours(to)),
        _ => format!("{} – {}", hours(from), hours(to)),
    }
}

fn hours(ms: u64) -> String {
    match (ms / MINUTE / 60, ms / MINUTE % 60) {
        (hours, 0) => format!("{hours} h"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn ticks(to: u64) -> Vec<Tick> {
    let fits = |minutes: &&u64| to / (**minutes * MINUTE) <= TICKS;
    let distance =
        DISTANCES.iter().find(fits).copied().unwrap_or(1_440 * (to / (1_440 * MINUTE * TICKS) + 1));
    let mut ticks = Vec::new();
    let mut at = 0;
    while at <= to {
        ticks.push(Tick { at, text: if at == 0 { "0".to_owned() } else { hours(at) } });
        at += distance * MINUTE;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_said_in_the_unit_that_fits() {
        assert_eq!(range((5 * MINUTE, 30 * MINUTE)), "5–30 min");
        assert_eq!(range((30 * MINUTE, 600 * MINUTE)), "30 min – 10 h");
        assert_eq!(range((180 * MINUTE, 615 * MINUTE)), "3 h – 10 h 15 min");
        assert_eq!(range((0, 0)), "less than a minute");
    }

    #[test]
    fn an_axis_has_a_handful_of_ticks_however_long_it_is() {
        let texts = |to: u64| ticks(to).into_iter().map(|tick| tick.text).collect::<Vec<_>>();
        assert_eq!(texts(30 * MINUTE), ["0", "10 min", "20 min", "30 min"]);
        assert_eq!(texts(600 * MINUTE), ["0", "4 h", "8 h"]);
        for minutes in [0, 1, 59, 1_440, 100_000, 4_000_000] {
            assert!((1..=8).contains(&ticks(minutes * MINUTE).len()), "{minutes}");
        }
    }
}
