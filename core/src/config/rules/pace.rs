//! How often is read, and how much.

use super::super::file::DAILY_CALLS;
use super::super::finding::{Place, Said};
use super::super::names::{listed, s};
use super::super::sources::LivePlan;
use super::super::subject::Subject;

/// Seconds between two polls [exports; Dev Center].
const POLLING: std::ops::RangeInclusive<i64> = 120..=3600;
/// The least on a demo plan [Dev Center 2020].
const DEMO_POLLING: i64 = 600;
/// Records that one call brings [Salesforce, query].
const ROWS_A_CALL: u64 = 2_000;

pub(super) fn polling(subject: &Subject<'_>, said: &mut Said) {
    let plan = subject.sources.live.as_ref().and_then(|live| live.plan);
    let mut often = Vec::new();
    for one in &subject.file.mappings {
        let Some(spot) = one.polling.given() else { continue };
        let sentence = if !POLLING.contains(&spot.value) {
            format!("`sf_polling_seconds` is {}; it is 120 to 3600", spot.value)
        } else if spot.value >= DEMO_POLLING {
            continue;
        } else if plan == Some(LivePlan::Demo) {
            format!("`sf_polling_seconds` is {}; a demo plan polls every 600 seconds at most", spot.value)
        } else {
            often.push(one.object.as_str());
            continue;
        };
        said.block(Place::on(one, spot.line), &sentence, "write a number of seconds that the plan allows");
    }
    if plan.is_none() && !often.is_empty() {
        said.missing(format!(
            "whether the plan polls {} as often as asked for: the plan was not read",
            listed(often)
        ));
    }
}

pub(super) fn daily_calls(subject: &Subject<'_>, said: &mut Said) {
    let mut sum = 0_u64;
    for one in &subject.file.mappings {
        let calls = one.calls_a_day();
        let line = one.daily_calls.given().map_or(one.line, |spot| spot.line);
        let Some(calls) = u64::try_from(calls).ok().filter(|calls| *calls > 0) else {
            let sentence = format!("`sf_max_daily_api_calls` is {calls}, so that nothing could be read");
            said.block(Place::on(one, line), &sentence, &format!("write a number above 0, as {DAILY_CALLS}"));
            continue;
        };
        sum = sum.saturating_add(calls);
        // What is mapped already is not loaded.
        let mapped = subject.live.as_ref().is_ok_and(|live| live.mapping(&one.object).is_some());
        let needed =
            subject.rows(&one.object).filter(|_| !mapped).map_or(0, |rows| rows.div_ceil(ROWS_A_CALL));
        if needed > calls {
            let sentence = format!(
                "the first load needs {needed} calls, and `sf_max_daily_api_calls` allows {calls} a day"
            );
            said.warn(Place::on(one, line), &sentence, "allow more until it is loaded, or let it take days");
        }
    }
    let allowed = subject.sources.org.as_ref().and_then(|org| org.daily_api_calls);
    if let Some(allowed) = allowed.filter(|allowed| sum > *allowed) {
        let count = subject.file.mappings.len();
        let sentence =
            format!("{count} mapping{} may use {sum} API calls a day, and the org has {allowed}", s(count));
        said.warn(Place::file(), &sentence, "lower `sf_max_daily_api_calls` where little changes");
    }
}

pub(super) fn streaming(subject: &Subject<'_>, said: &mut Said) {
    let asked: Vec<&str> = subject
        .file
        .mappings
        .iter()
        .filter(|one| one.streaming.value() == Some(&true))
        .map(|one| one.object.as_str())
        .collect();
    if !asked.is_empty() {
        let sentence = format!(
            "accelerated polling is asked for {}; whether they offer it cannot be seen",
            listed(asked)
        );
        said.note(Place::file(), &sentence);
    }
}
