//! Planning and showing without a session: for a page, and for other people's programs.

use connect_core::face::{Face, LocalTime};
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_core::run::Hold;
use connect_core::snapshot::Snapshot;
use connect_core::{
    approval, catalog, journal, line, notify, output, plan, procedures, render, report, snapshot, stays,
    stream,
};
use wasm_bindgen::prelude::*;

use crate::js::{error, from_js, to_js, whole};

/// Versions of everything that is written down.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(unchecked_return_type = "Versions")]
pub fn versions() -> Result<JsValue, JsValue> {
    to_js(&serde_json::json!({
        "core": env!("CARGO_PKG_VERSION"),
        "plan": plan::FORMAT_VERSION,
        "journal": journal::FORMAT_VERSION,
        "snapshot": snapshot::FORMAT_VERSION,
        "report": report::FORMAT_VERSION,
        "output": output::FORMAT_VERSION,
        "stream": stream::FORMAT_VERSION,
        "notification": notify::FORMAT_VERSION,
        "catalog": catalog::FORMAT_VERSION,
    }))
}

/// What there is: procedures, methods, codes, exit codes.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = catalog, unchecked_return_type = "Catalog")]
pub fn catalog_of_core() -> Result<JsValue, JsValue> {
    to_js(&catalog::catalog())
}

/// Plans from a snapshot. Always gives a plan: what stands against it is in its prechecks.
///
/// # Errors
/// When the arguments are not of the declared types.
#[wasm_bindgen(js_name = plan, unchecked_return_type = "Plan")]
pub fn plan_from(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    let (snapshot, request): (Snapshot, Request) = (from_js(snapshot)?, from_js(request)?);
    to_js(&procedures::plan(&snapshot, &request))
}

/// Hex SHA-256 of the part of a plan that an approval holds for.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen(js_name = planSha256)]
pub fn plan_sha256(#[wasm_bindgen(unchecked_param_type = "Plan")] plan: JsValue) -> Result<String, JsValue> {
    Ok(approval::sha256(&from_js(plan)?))
}

/// A plan as lines for people.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen(js_name = planText, unchecked_return_type = "Line[]")]
pub fn plan_text(#[wasm_bindgen(unchecked_param_type = "Plan")] plan: JsValue) -> Result<JsValue, JsValue> {
    to_js(&render::plan_text(&from_js::<Plan>(plan)?, Hold::Ask, &Face { verbose: true, ..Face::default() }))
}

/// A plan as a change request, in Markdown.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen(js_name = changeRequest)]
pub fn change_request(
    #[wasm_bindgen(unchecked_param_type = "Plan")] plan: JsValue,
) -> Result<String, JsValue> {
    let plan: Plan = from_js(plan)?;
    Ok(render::change_request(&plan, &approval::sha256(&plan), Hold::Ask, &LocalTime::default()))
}

/// A plan as a shell runbook that begins the run of this id.
///
/// # Errors
/// When the argument is not of the declared type.
#[wasm_bindgen]
pub fn runbook(
    #[wasm_bindgen(unchecked_param_type = "Plan")] plan: JsValue,
    run: &str,
) -> Result<String, JsValue> {
    let plan: Plan = from_js(plan)?;
    Ok(render::runbook(&plan, &approval::sha256(&plan), run, &LocalTime::default()))
}

/// The report of a journal, as a value; `head` is what its lock file noted, if it is there.
///
/// # Errors
/// When the journal cannot be trusted.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn report(text: &str, head: Option<String>) -> Result<JsValue, JsValue> {
    let read = journal::read(text, head.as_deref())
        .map_err(|source| error(&connect_core::codes::JOURNAL_UNTRUSTED, false, &source.to_string()))?;
    to_js(&report::Report::of(&read.run, &read.plan, &read.records))
}

/// Makes outside text harmless on a terminal, as everything that the core says is.
#[wasm_bindgen]
#[must_use]
pub fn printable(text: &str) -> String {
    line::printable(text)
}

/// How long something has taken, as it stands behind its line.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(unchecked_return_type = "Line")]
pub fn elapsed(ms: f64) -> Result<JsValue, JsValue> {
    to_js(&line::elapsed(whole(ms)))
}

/// What the process of a command stays for, once its run is done; `now` in milliseconds since 1970-01-01 UTC. `null` if it ends.
///
/// # Errors
/// When the command is not of the declared type.
#[wasm_bindgen(unchecked_return_type = "Stay | null")]
pub fn stays(
    #[wasm_bindgen(unchecked_param_type = "Command")] command: JsValue,
    run: &str,
    now: f64,
) -> Result<JsValue, JsValue> {
    to_js(&stays::of(&from_js(command)?, run, whole(now)))
}

/// How long Connect stays paused, said by a process that stays for it; `ms` milliseconds.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = staysFor, unchecked_return_type = "Line")]
pub fn stays_for(ms: f64) -> Result<JsValue, JsValue> {
    to_js(&stays::left(whole(ms)))
}

/// What such a process asks at Ctrl-C.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = staysAsked, unchecked_return_type = "Line")]
pub fn stays_asked() -> Result<JsValue, JsValue> {
    to_js(&stays::asked())
}

/// How long the app has been stopped, as it stands behind the line of a step.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = downtimeClock, unchecked_return_type = "Line")]
pub fn downtime_clock(ms: f64) -> Result<JsValue, JsValue> {
    to_js(&line::downtime_clock(whole(ms)))
}
