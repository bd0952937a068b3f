//! What holds for any snapshot: plans are pure, whole and carried out as named, and no name breaks out of its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::BTreeSet;

use connect_core::args::Args;
use connect_core::effect::Effect;
use connect_core::plan::{Call, Check, Plan, Step, Zone};
use connect_core::procedures::{finish, upgrade_db};
use connect_core::run::{stage, undo_card};
use connect_core::text::{printable, Line};
use connect_core::{conditions, ops, render};
use proptest::prelude::*;
use serde_json::{json, Value};
use support::odd::{config, known, name, renamed, scrambled};

fn calls(step: &Step) -> impl Iterator<Item = &Call> {
    step.calls.iter().chain(&step.undo).chain(&step.fallback)
}

fn checks(step: &Step) -> impl Iterator<Item = &Check> {
    step.guards.iter().chain(&step.until).chain(&step.undo_guards).chain(&step.undo_until)
}

/// Every part of every step is known and can be asked for; the requests it makes.
fn carried_out(plan: &Plan) -> Vec<Effect> {
    let bindings = known(plan);
    let mut effects = Vec::new();
    for step in &plan.steps {
        for call in calls(step) {
            let op = ops::find(&call.op).unwrap();
            let args = Args::resolve(&call.args, &bindings)
                .unwrap_or_else(|error| panic!("{}: {error}: {}", step.id, call.args));
            // The id of an attachment is only known from the probe that comes first.
            if op.name() != "attachment_destroy@1" {
                effects.push(
                    op.request(&args).unwrap_or_else(|error| panic!("{} {}: {error}", step.id, call.op)),
                );
            }
            effects.push(op.probe(&args).unwrap());
            assert!(!op.by_hand(&args).unwrap().is_empty());
        }
        for check in checks(step) {
            let condition = conditions::find(&check.condition).unwrap();
            let args = Args::resolve(&check.args, &bindings)
                .unwrap_or_else(|error| panic!("{}: {error}: {}", step.id, check.args));
            effects.extend(
                condition
                    .next_read(&args, &[])
                    .unwrap_or_else(|error| panic!("{} {}: {error}", step.id, check.condition)),
            );
            assert!(check.times > 0 && check.deadline_ms > 0 && check.code.contains('/'));
        }
    }
    effects
}

/// Ops that leave nothing that could be taken back.
const NOTHING_TO_TAKE_BACK: [&str; 7] = [
    "lock_zone@1",
    "dynos_stop@1",
    "connections_reset@1",
    "sessions_end@1",
    "upgrade_run@1",
    "write_probe@1",
    "analyze@1",
];

/// The call that takes this one back, as far as its arguments are concerned.
fn mirrors(call: &Call, undo: &Call, original: &Plan) -> bool {
    let same = |keys: &[&str]| keys.iter().all(|key| call.args[*key] == undo.args[*key]);
    match (call.op.as_str(), undo.op.as_str()) {
        ("lock_take@1", "lock_release@1") => same(&["place", "run"]),
        ("follower_create@1", "addon_destroy@1") => same(&["app", "addon"]),
        ("attachment_create@1", "attachment_destroy@1") => same(&["app", "attachment"]),
        ("attachment_create@1", "attachment_create@1") => {
            same(&["app", "attachment", "namespace"])
                && undo.args["addon"] == json!(connect_core::args::quoted(&original.old_database.addon))
        }
        ("autoscaler_switch@1", "autoscaler_switch@1") => {
            same(&["app", "appId", "monitor"])
                && (call.args["active"] == false, undo.args["active"] == true) == (true, true)
        }
        ("connection_pause@1", "connection_resume@1") => same(&["app", "resource", "region", "connection"]),
        ("maintenance_set@1", "maintenance_set@1") => {
            same(&["app"]) && call.args["on"] == true && undo.args["on"] == false
        }
        ("formation_scale@1", "formation_scale@1") => same(&["app"]) && types(call) == types(undo),
        ("db_key_set@1", "db_key_set@1") => {
            same(&["app", "resource", "region", "connection"]) && !same(&["dbKey"])
        }
        ("fence_on@1", "fence_off@1") => same(&["place"]),
        _ => false,
    }
}

fn types(call: &Call) -> Vec<&Value> {
    call.args["formation"].as_array().unwrap().iter().map(|one| &one["type"]).collect()
}

fn assert_mirrored(plan: &Plan) {
    for step in plan.steps.iter().filter(|step| step.zone != Zone::Settle) {
        for call in step.calls.iter().filter(|call| !NOTHING_TO_TAKE_BACK.contains(&call.op.as_str())) {
            // Lifting a fence that may have travelled along is not a change of the old side.
            let travelled = call.op == "fence_off@1";
            let found = step.undo.iter().filter(|undo| mirrors(call, undo, plan)).count();
            assert_eq!(
                found,
                usize::from(!travelled),
                "{}: {} {} / {:?}",
                step.id,
                call.op,
                call.args,
                step.undo
            );
        }
        // What comes before the guards only closes the new side.
        for undo in step.undo.iter().skip(step.undo_guards_at) {
            assert!(
                step.calls.iter().any(|call| mirrors(call, undo, plan)),
                "{}: {undo:?} mirrors nothing",
                step.id
            );
        }
    }
}

/// Every line that is made from a plan before and during a run.
fn lines(plan: &Plan) -> Vec<Line> {
    let mut lines = render::plan_text(plan);
    lines.extend(undo_card(plan, "rabc1234", &known(plan)));
    for (index, step) in plan.steps.iter().enumerate() {
        let detail = Some(plan.apps.join(" "));
        let state = connect_core::directive::StageState::Waiting;
        let connect_core::directive::Event::Stage { line, .. } =
            stage(step, (index + 1, plan.steps.len()), state, detail, Some(1))
        else {
            panic!("not a stage")
        };
        lines.push(line);
    }
    lines
}

fn assert_harmless(lines: &[Line]) {
    for span in lines.iter().flat_map(|line| &line.0) {
        let bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!span.text.chars().any(bad), "{:?}", span.text);
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn any_snapshot_has_one_plan_and_it_survives_json((snapshot, request) in scrambled()) {
        let plan = upgrade_db::plan(&snapshot, &request);
        prop_assert_eq!(&plan, &upgrade_db::plan(&snapshot, &request));
        let text = serde_json::to_string(&plan).unwrap();
        let back: Plan = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(back.sha256(), plan.sha256());
        prop_assert_eq!(&back, &plan);
        prop_assert_eq!(plan.applyable(), !plan.steps.is_empty());
        carried_out(&plan);
        assert_mirrored(&plan);
        assert_harmless(&lines(&plan));
    }

    #[test]
    fn names_change_no_step_and_reach_their_places_whole((snapshot, request) in renamed()) {
        let plan = upgrade_db::plan(&snapshot, &request);
        let ids: BTreeSet<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
        prop_assert_eq!(ids.len(), plan.steps.len());
        for effect in carried_out(&plan) {
            match effect {
                Effect::Http(http) => prop_assert!(http.request.path.bytes().all(|b| b.is_ascii_graphic()), "{}", http.request.path),
                Effect::Sql(sql) => {
                    let known = |app: &String| sql.app == *app;
                    prop_assert!(plan.apps.iter().any(known) || sql.app == plan.old_database.app, "{} is no app", sql.app);
                }
                Effect::File(_) => {}
            }
        }
        assert_mirrored(&plan);
        assert_harmless(&lines(&plan));
        if let Some(after) = finish::plan(&plan, &known(&plan)) {
            carried_out(&after);
            assert_harmless(&lines(&after));
        }
    }

    #[test]
    fn printable_text_is_harmless_and_stays_so(text in name()) {
        let once = printable(&text);
        assert_harmless(&[Line::plain(&text), Line::heading(&text)]);
        prop_assert_eq!(printable(&once), once);
    }
}
