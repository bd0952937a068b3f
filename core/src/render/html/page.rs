//! The page: words and data in the places of a template that was built beforehand. Scripts and styles of the template, and so their
//! hashes, are the same for every plan.

use serde::{Deserialize, Serialize};

use super::escape::{data, plain};
use super::words;
use crate::face::LocalTime;
use crate::plan::Plan;
use crate::render::change_request;
use crate::run::Hold;
use crate::timeline::Timeline;
use crate::variants::{choices, Choice};

/// Version of what a page holds as data. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.1";

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
    /// What could be asked for instead.
    pub choices: Vec<Choice>,
    /// How it was looked at, for another plan to be looked at in the same way.
    #[cfg_attr(feature = "types", ts(as = "View"))]
    pub view: &'a View,
    /// What stands on buttons and beside them.
    pub labels: Labels,
}

/// How a plan is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct View {
    /// When the downtime begins.
    pub hold: Hold,
    /// The clock on the wall.
    pub local: LocalTime,
}

/// The parts of a page: what stands in the places of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PageParts"))]
pub struct Parts<'a> {
    /// Its title, as text.
    pub title: &'a str,
    /// Its words, as HTML.
    pub words: String,
    /// Its data.
    #[cfg_attr(feature = "types", ts(as = "Page"))]
    pub data: Page<'a>,
}

/// What stands on buttons and beside them.
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
    /// Saves the runbook.
    pub runbook: &'static str,
    /// Headline of what can be chosen otherwise.
    pub choices: &'static str,
    /// What becomes of a choice.
    pub chosen: &'static str,
    /// Stands at what is otherwise than in the plan of the file.
    pub changed: &'static str,
    /// Goes back to the plan of the file.
    pub original: &'static str,
    /// The sum is that of this plan.
    pub verified: &'static str,
    /// It is not.
    pub unverified: &'static str,
    /// Nothing can be computed in this page.
    pub lifeless: &'static str,
    /// Headline of the rehearsal.
    pub rehearsal: &'static str,
    /// What a rehearsal is.
    pub rehearsed: &'static str,
    /// Begins it.
    pub rehearse: &'static str,
    /// Lets it go on.
    pub play: &'static str,
    /// Stops it where it is.
    pub pause: &'static str,
    /// One thing back.
    pub back: &'static str,
    /// One thing on.
    pub forward: &'static str,
    /// How quickly it goes.
    pub speed: &'static str,
    /// Where in it.
    pub position: &'static str,
    /// What can go wrong now.
    pub strikes: &'static str,
    /// Takes everything back that went wrong.
    pub unharmed: &'static str,
    /// Makes the picture wider.
    pub wider: &'static str,
    /// Makes it narrower.
    pub narrower: &'static str,
    /// Asks for a file.
    pub open: &'static str,
}

/// The words of every page.
pub const LABELS: Labels = Labels {
    copy: "Copy",
    copied: "Copied",
    plan: "Save the plan (JSON)",
    change_request: "Save the change request (Markdown)",
    runbook: "Save the runbook (shell)",
    choices: "Plan it otherwise",
    chosen: "Planned anew in this page, from the snapshot of the file. Nothing is asked for and nothing is run; what is different is marked.",
    changed: "changed",
    original: "Back to the plan of the file",
    verified: "Verified: this page has made the plan anew from its snapshot, and its sum is the same.",
    unverified: "Not verified: this page makes another plan of the same snapshot. The file was changed, or another version wrote it. Do not \
                 approve it; have it written anew.",
    lifeless: "This browser refuses the program in this page: nothing can be planned anew or rehearsed here. The words are whole.",
    rehearsal: "Rehearsal",
    rehearsed: "The plan is played by the code that would carry it out, against a simulator in this page; no service is asked. Times are those \
                of the simulator.",
    rehearse: "Rehearse",
    play: "Play",
    pause: "Pause",
    back: "Back",
    forward: "Forward",
    speed: "Speed",
    position: "Position",
    strikes: "Let it go wrong here:",
    unharmed: "Let nothing go wrong",
    wider: "Zoom in",
    narrower: "Zoom out",
    open: "Open a plan, a snapshot or a journal: choose a file, drop it here, or paste it",
};

/// True if a template has every place.
#[must_use]
pub fn fillable(template: &str) -> bool {
    let rest = PLACES.iter().try_fold(template, |rest, place| rest.split_once(place).map(|(_, after)| after));
    rest.is_some()
}

/// The plan as one file of HTML; `None` if the template is none.
#[must_use]
pub fn page(template: &str, plan: &Plan, sha256: &str, view: &View) -> Option<String> {
    let Parts { title, words, data: held } = parts(plan, sha256, view);
    let filled = [plain(title), words, data(&serde_json::to_string(&held).ok()?)];
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

/// What a page of this plan holds.
#[must_use]
pub fn parts<'a>(plan: &'a Plan, sha256: &'a str, view: &'a View) -> Parts<'a> {
    let View { hold, local } = view;
    let data = Page {
        format_version: FORMAT_VERSION,
        timeline: Timeline::of(plan),
        plan,
        sha256,
        change_request: plan.applyable().then(|| change_request(plan, sha256, *hold, local)),
        choices: choices(plan),
        view,
        labels: LABELS,
    };
    Parts { title: &plan.words.title, words: words(plan, sha256, *hold, local), data }
}
