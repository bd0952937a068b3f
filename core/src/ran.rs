//! What a run took, beside what was estimated: for a picture with real bars over the estimate's, and for words.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ending::Millis;
use crate::journal::{Entry, Records};
use crate::line::clock;
use crate::timeline::{Span, Timeline};

/// Less than this is no difference, milliseconds: times are said in seconds.
const SECOND: Millis = 1_000;

/// What a step took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ran {
    /// Id of the step.
    pub step: String,
    /// From and to, by the time of its own stretch.
    pub span: Span,
    /// How that differs from what was estimated, in words.
    pub text: String,
}

/// Every step that was entered, in the order of the plan. One that was entered again, by another process, lasts from the first time to the
/// last.
#[must_use]
pub fn ran(timeline: &Timeline, records: &Records) -> Vec<Ran> {
    let mut entered: BTreeMap<&str, (Millis, Millis)> = BTreeMap::new();
    let mut now: Option<&str> = None;
    for record in records.iter() {
        if let Some((_, end)) = now.and_then(|step| entered.get_mut(step)) {
            *end = record.at.max(*end);
        }
        if let Entry::Entered { step, .. } = &record.entry {
            entered.entry(step).or_insert((record.at, record.at));
            now = Some(step);
        }
    }
    let mut all = Vec::new();
    for stretch in &timeline.stretches {
        let begun = stretch.bars.iter().find_map(|bar| entered.get(bar.step.as_str())).map(|(from, _)| *from);
        for bar in &stretch.bars {
            let Some((from, to)) = entered.get(bar.step.as_str()) else { continue };
            let since = |at: &Millis| at.saturating_sub(begun.unwrap_or(*at));
            let (least, most) = (bar.least.to - bar.least.from, bar.most.to - bar.most.from);
            let took = to.saturating_sub(*from);
            let beside = if took >= most + SECOND {
                format!("{} more than its part of the most", clock(took - most))
            } else if took + SECOND <= least {
                format!("{} less than its part of the least", clock(least - took))
            } else {
                "as estimated".to_owned()
            };
            all.push(Ran {
                step: bar.step.clone(),
                span: Span { from: since(from), to: since(to) },
                text: format!("took {}: {beside}", clock(took)),
            });
        }
    }
    all
}
