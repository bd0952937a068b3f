//! What a preview page does by itself: it plans otherwise, opens files, and plays films. Only built with the feature `rehearsal`.

use connect_core::face::{Face, LocalTime};
use connect_core::given::{self, GivenFile, Unpictured};
use connect_core::plan::Plan;
use connect_core::prechecks::offered_majors;
use connect_core::render::{self, View};
use connect_core::report::Report;
use connect_core::request::Request;
use connect_core::run::Hold;
use connect_core::snapshot::Snapshot;
use connect_core::timeline::Timeline;
use connect_core::{approval, journal, procedures, ran};
use connect_rehearsal::film::{self, Film as InMemory, Strike};
use wasm_bindgen::prelude::*;

use crate::js::{error, from_js, to_js};

/// What a page holds that shows the plan of this request.
///
/// # Errors
/// When the arguments are not of the declared types.
#[wasm_bindgen(js_name = pageParts, unchecked_return_type = "PageParts")]
pub fn page_parts(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: JsValue,
    #[wasm_bindgen(unchecked_param_type = "View")] view: JsValue,
) -> Result<JsValue, JsValue> {
    let (snapshot, request): (Snapshot, Request) = (from_js(snapshot)?, from_js(request)?);
    parts(&procedures::plan(&snapshot, &request), &from_js(view)?)
}

/// What a page holds that shows the file of a plan, of a snapshot or of a journal.
///
/// # Errors
/// Why it cannot be shown, in a sentence.
#[wasm_bindgen(js_name = openedParts, unchecked_return_type = "PageParts")]
pub fn opened_parts(
    name: &str,
    text: &str,
    #[wasm_bindgen(unchecked_param_type = "View | null")] view: JsValue,
) -> Result<JsValue, JsValue> {
    let view: Option<View> = from_js(view)?;
    let plan = opened(name, text).map_err(|said| error("page/file", false, &said))?;
    parts(&plan, &view.unwrap_or(View { hold: Hold::Ask, local: LocalTime::default() }))
}

/// What stands on buttons and beside them, for a page that shows no plan yet.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = pageLabels, unchecked_return_type = "PageLabels")]
pub fn page_labels() -> Result<JsValue, JsValue> {
    to_js(&render::LABELS)
}

/// What a finished or running journal says, as text for people; nothing if the file is no journal.
#[wasm_bindgen(js_name = journalText)]
#[must_use]
pub fn journal_text(text: &str) -> Option<String> {
    let read = journal::read(text, None).ok()?;
    let lines = render::report_text(
        &Report::of(&read.run, &read.plan, &read.records),
        &Face { verbose: true, ..Face::default() },
    );
    Some(
        lines
            .iter()
            .map(connect_core::line::Line::unstyled)
            .collect::<Vec<_>>()
            .join("\n")
            .trim_matches('\n')
            .to_owned(),
    )
}

/// What the steps of a finished or running journal took, beside what was estimated; nothing if the file is no journal.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = journalRan, unchecked_return_type = "Ran[]")]
pub fn journal_ran(text: &str) -> Result<JsValue, JsValue> {
    let read = journal::read(text, None).ok();
    let all = read.and_then(|read| Some(ran::ran(&Timeline::of(&read.plan)?, &read.records)));
    to_js(&all.unwrap_or_default())
}

/// What can be let go wrong in a film.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(unchecked_return_type = "StrikeInfo[]")]
pub fn strikes() -> Result<JsValue, JsValue> {
    to_js(&film::strikes())
}

/// A rehearsal that is watched, frame by frame.
#[wasm_bindgen]
pub struct Film(InMemory);

#[wasm_bindgen]
impl Film {
    /// A film in a world like the one that was surveyed.
    ///
    /// # Errors
    /// When the arguments are not of the declared types, or something stands against a plan.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Strike[]")] strikes: JsValue,
    ) -> Result<Film, JsValue> {
        let strikes: Vec<Strike> = from_js(strikes)?;
        InMemory::of(&from_js(snapshot)?, &from_js(request)?, strikes)
            .map(Self)
            .map_err(|message| error("rehearsal/no-plan", false, &message))
    }

    /// The next frame, or `null` if there is none yet.
    ///
    /// # Errors
    /// When plan and core do not fit together: a bug.
    #[wasm_bindgen(unchecked_return_type = "Frame | null")]
    pub fn advance(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.advance().map_err(|message| error("rehearsal/broken", true, &message))?)
    }

    /// True if no frame comes any more.
    #[must_use]
    pub fn over(&self) -> bool {
        self.0.over()
    }
}

fn parts(plan: &Plan, view: &View) -> Result<JsValue, JsValue> {
    to_js(&render::parts(plan, &approval::sha256(plan), view))
}

/// The plan in a file; of a snapshot, that of an upgrade to the newest version.
fn opened(name: &str, text: &str) -> Result<Plan, String> {
    if let Ok(read) = journal::read(text, None) {
        return Ok((*read.plan).clone());
    }
    let file = GivenFile { name: name.to_owned(), text: text.to_owned() };
    let newest = offered_majors().max().map(|major| major.to_string());
    given::pictured(&file, newest.as_deref()).map_err(|wrong| match wrong {
        Unpictured::File(wrong) => wrong.message,
        Unpictured::Asked(all) => all.into_iter().map(|one| one.message).collect::<Vec<_>>().join("; "),
    })
}
