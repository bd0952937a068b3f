//! The page: words and data in the places of a template that was built beforehand. Scripts and styles of the template, and so their
//! hashes, are the same for every plan.

use serde::Serialize;

use super::escape::{data, plain};
use super::words;
use crate::face::LocalTime;
use crate::plan::Plan;
use crate::render::change_request;
use crate::run::Hold;
use crate::timeline::Timeline;

/// Version of what a page holds as data. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.0";

/// What a template has exactly once each, in this order.
const PLACES: [&str; 3] = ["%%TITLE%%", "%%WORDS%%", "%%DATA%%"];

/// What a page holds as data, for its picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PageData"))]
#[serde(rename_all = "camelCase")]
pub struct Page<'a> {
    /// `major.minor`, see [`FORMAT_VERSION`].
    pub format_version: &'static str,
    /// The plan along time; `None` if nothing is to be done.
    pub timeline: Option<Timeline>,
    /// The plan, as `--plan-only --out` writes it.
    #[cfg_attr(feature = "types", ts(as = "Plan"))]
    pub plan: &'a Plan,
    /// Its sum.
    pub sha256: &'a str,
    /// The plan as a change request, in Markdown; `None` if there is nothing to approve.
    pub change_request: Option<String>,
    /// What stands on buttons.
    pub labels: Labels,
}

/// What stands on buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PageLabels"))]
#[serde(rename_all = "camelCase")]
pub struct Labels {
    /// Copies commands.
    pub copy: &'static str,
    /// They are copied.
    pub copied: &'static str,
    /// Saves the plan.
    pub plan: &'static str,
    /// Saves the change request.
    pub change_request: &'static str,
}

const LABELS: Labels = Labels {
    copy: "Copy",
    copied: "Copied",
    plan: "Save the plan (JSON)",
    change_request: "Save the change request (Markdown)",
};

/// True if a template has every place.
#[must_use]
pub fn fillable(template: &str) -> bool {
    let rest = PLACES.iter().try_fold(template, |rest, place| rest.split_once(place).map(|(_, after)| after));
    rest.is_some()
}

/// The plan as one file of HTML; `None` if the template is none.
#[must_use]
pub fn page(template: &str, plan: &Plan, sha256: &str, hold: Hold, local: &LocalTime) -> Option<String> {
    let held = Page {
        format_version: FORMAT_VERSION,
        timeline: Timeline::of(plan),
        plan,
        sha256,
        change_request: plan.applyable().then(|| change_request(plan, sha256, hold, local)),
        labels: LABELS,
    };
    let filled = [
        plain(&plan.words.title),
        words(plan, sha256, hold, local),
        data(&serde_json::to_string(&held).ok()?),
    ];
    let (mut out, mut rest) = (String::with_capacity(template.len()), template);
    for (place, text) in PLACES.iter().zip(&filled) {
        let (before, after) = rest.split_once(place)?;
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}
