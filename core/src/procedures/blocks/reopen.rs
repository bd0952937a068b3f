//! Bringing the apps back: each on its own, as it was.

use super::{after, check, cut_over, landed, step, writers, MINUTE};
use crate::codes;
use crate::conditions::{DynosListed, DynosUp, SomeUp};
use crate::late::{slots, Late};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::snapshot::{App, Snapshot};
use crate::zone::Zone;

/// How long an app stays in maintenance mode for its first web dyno: most boot within a minute, and Heroku gives up after one.
/// After that it comes back all the same, because a dyno that starts later then serves without an operator.
const FIRST_WEB_DYNO: u64 = 3 * MINUTE;
/// How long dynos may take to come up once the app is back: slow boots and a restart of one that crashed.
const ALL_DYNOS: u64 = 15 * MINUTE;

/// Ids of the steps that bring the apps back; none where nothing is stopped.
pub fn ids(snapshot: &Snapshot) -> Vec<String> {
    [dynos(snapshot), requests(snapshot)].into_iter().flatten().map(|step| step.id).collect()
}

/// All of it where no attachment has moved, so that no app gets a release; `opens` is the step that stopped them, `off` the one that turned
/// their autoscalers off.
pub fn as_they_were(snapshot: &Snapshot, opens: &str, off: Option<String>, why: &str) -> Vec<Step> {
    let still = Snapshot { attachments: Vec::new(), ..snapshot.clone() };
    let began = |step: Option<Step>| step.map(|step| after(opens, step));
    let steps = [
        began(dynos(&still).map(|step| Step { why: why.to_owned(), ..step })),
        began(first_web_dynos(&still)),
        began(requests(&still)),
        autoscalers(&still).zip(off).map(|(on, off)| after(&off, on)),
        began(all_up(&still)),
    ];
    steps.into_iter().flatten().collect()
}

/// Starts every process type as it was.
pub fn dynos(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "reopen-dynos",
        Zone::Settle,
        "Start every process type as it was",
        "each dyno starts on a release that holds the new database",
    );
    for app in snapshot.apps.iter().filter(|app| app.runs_something()) {
        let all = writers::dynos_up(app, cut_over::release_of(snapshot, app), Late::Now(false));
        let listed = DynosListed { all, bind: slots::all_up(&app.name) };
        let listed = check(listed, Pace::Brisk, 2 * MINUTE, codes::APP_DYNOS_NOT_UP);
        step.until.push(Check { leave: true, ..listed });
        step.calls.push(writers::scale_back(app).into());
    }
    step.together_from = Some(0);
    step.on_failure = OnFailure::GoOn;
    (!step.calls.is_empty()).then_some(step)
}

/// Waits for the first web dyno of each app.
pub fn first_web_dynos(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "first-web-dyno",
        Zone::Settle,
        "Wait for the first web dyno of each app",
        "until then the maintenance page is better than an error; no app waits for more than one dyno, or for long",
    );
    step.until = snapshot.apps.iter().filter_map(|app| first_web_dyno(snapshot, app)).collect();
    step.on_failure = OnFailure::GoOn;
    (!step.until.is_empty()).then_some(step)
}

fn first_web_dyno(snapshot: &Snapshot, app: &App) -> Option<Check> {
    if app.ran("web") == 0 {
        return None;
    }
    let up = SomeUp { all: come_back(snapshot, app), kind: "web".to_owned() };
    Some(Check { leave: true, ..check(up, Pace::Brisk, FIRST_WEB_DYNO, codes::APP_DYNOS_NOT_UP) })
}

/// Every dyno that was up before, unless it was seen when they were started.
fn come_back(snapshot: &Snapshot, app: &App) -> DynosUp {
    writers::dynos_up(app, cut_over::release_of(snapshot, app), slots::all_up(&app.name).into())
}

/// Switches maintenance mode off where it was off.
pub fn requests(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "reopen-requests",
        Zone::Settle,
        "Turn off maintenance mode: the app is back",
        "each app comes back on its own; one that cannot is left over and named",
    );
    let closed = snapshot.apps.iter().filter(|app| !app.maintenance);
    step.calls = closed.map(|app| writers::maintenance(app, false).into()).collect();
    step.together_from = Some(0);
    step.on_failure = OnFailure::GoOn;
    (!step.calls.is_empty()).then_some(step)
}

/// Waits until every dyno is up that was up before.
pub fn all_up(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "dynos-up",
        Zone::Settle,
        "Check that every dyno is up that was up before",
        "one that crashes is named and keeps nobody waiting",
    );
    for app in snapshot.apps.iter().filter(|app| app.runs_something()) {
        let up = check(come_back(snapshot, app), Pace::Brisk, ALL_DYNOS, codes::APP_DYNOS_NOT_UP);
        step.until.push(Check { leave: true, ..up });
    }
    step.on_failure = OnFailure::GoOn;
    (!step.until.is_empty()).then_some(step)
}

/// Switches autoscalers on again.
pub fn autoscalers(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "autoscaler-on",
        Zone::Settle,
        "Turn autoscaling on again",
        "it was turned off for the downtime",
    );
    step.calls = writers::switches(snapshot, true);
    step.until = step.calls.iter().map(|call| landed(call.clone(), Pace::Slow, MINUTE)).collect();
    step.on_failure = OnFailure::GoOn;
    (!step.calls.is_empty()).then_some(step)
}
