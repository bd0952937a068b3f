//! What holds for any snapshot: plans are pure, whole and carried out as named, and no name breaks out of its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use connect_core::args::{Args, Bindings};
use connect_core::effect::Effect;
use connect_core::plan::{Call, Check, Plan, Step, Zone};
use connect_core::procedures::{finish, upgrade_db};
use connect_core::run::{stage, undo_card};
use connect_core::text::{printable, Line};
use connect_core::{conditions, ops, render};
use proptest::prelude::*;
use serde_json::{json, Value};
use support::odd::{name, renamed, scrambled, HOSTILE};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

/// What a run knows when it is through.
fn bindings(plan: &Plan) -> Bindings {
    let mut known: Bindings = plan
        .names
        .iter()
        .map(|(name, text)| {
            (name.clone(), json!(text.replace("{run}", "rabc1234").replace("{RUN}", "RABC1234")))
        })
        .collect();
    let position =
        json!({ "flushLsn": "0/3000148", "xmax": "750", "writes": "12", "analyzes": "0", "heads": "" });
    for (name, value) in [
        ("run", json!("rabc1234")),
        ("holder", json!("me@here")),
        ("follower.id", json!("f-1")),
        ("L0", position),
        ("new.host", json!("h")),
        ("new.port", json!(5432)),
        ("new.database", json!("d")),
        ("new.fingerprint", json!("ab")),
        ("old.fingerprint", json!("cd")),
        ("fence.at", json!("2026-11-22 18:43:52+00")),
        ("backups", json!(3)),
    ] {
        known.insert(name.to_owned(), value);
    }
    known.extend(plan.apps.iter().map(|app| (format!("rel.{app}.version"), json!(9))));
    known
}

fn calls(step: &Step) -> impl Iterator<Item = &Call> {
    step.calls.iter().chain(&step.undo).chain(&step.fallback)
}

fn checks(step: &Step) -> impl Iterator<Item = &Check> {
    step.guards.iter().chain(&step.until).chain(&step.undo_until)
}

/// Every part of every step is known and can be asked for; the requests it makes.
fn carried_out(plan: &Plan) -> Vec<Effect> {
    let known = bindings(plan);
    let mut effects = Vec::new();
    for step in &plan.steps {
        for call in calls(step) {
            let op = ops::find(&call.op).unwrap();
            let args = Args::resolve(&call.args, &known)
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
            let args = Args::resolve(&check.args, &known)
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
        for undo in &step.undo {
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
    lines.extend(undo_card(plan, "rabc1234", &bindings(plan)));
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
        if let Some(after) = finish::plan(&plan, &bindings(&plan)) {
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

/// What each stub was called with, one list per call.
fn executed(script: &str) -> Vec<Vec<String>> {
    let folder = std::env::temp_dir().join(format!(
        "connect-core-props-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    let log = folder.join("calls");
    std::fs::write(&log, "").unwrap();
    for stub in ["heroku", "psql"] {
        // Each argument ends with a NUL, each call with an empty argument.
        let body = "#!/bin/sh\nfor one in \"$0\" \"$@\"; do printf '%s\\0' \"$one\" >> \"$CALLS\"; done\nprintf '\\0' >> \"$CALLS\"\n";
        let path = folder.join(stub);
        if !path.exists() {
            std::fs::write(&path, body).unwrap();
            make_executable(&path);
        }
    }
    let file = folder.join("script.sh");
    std::fs::write(&file, script).unwrap();
    let check = Command::new("sh").arg("-n").arg(&file).output().unwrap();
    assert!(check.status.success(), "{}\n{script}", String::from_utf8_lossy(&check.stderr));
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let run = Command::new("sh")
        .arg(&file)
        .env("PATH", path)
        .env("CALLS", &log)
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}\n{script}", String::from_utf8_lossy(&run.stderr));
    assert!(!folder.join("pwned").exists(), "a name was executed\n{script}");
    let mut calls = vec![Vec::new()];
    for word in std::fs::read_to_string(&log).unwrap().split('\0') {
        match word {
            "" => calls.push(Vec::new()),
            word => calls.last_mut().unwrap().push(
                word.rsplit_once('/')
                    .filter(|_| calls_is_new(word, &folder))
                    .map_or(word, |(_, name)| name)
                    .to_owned(),
            ),
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    calls.retain(|call| !call.is_empty());
    calls
}

fn calls_is_new(word: &str, folder: &Path) -> bool {
    Path::new(word).parent() == Some(folder)
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Arguments for any op, with one name for everything that is a name.
fn arguments(name: &str) -> Args {
    Args::from_value(json!({
        "app": name, "addon": name, "attachment": name, "leader": name, "resource": name, "plan": name, "type": name,
        "region": "https://connect.example", "connection": name, "dbKey": name, "monitor": name, "appId": name,
        "addonId": name, "id": name, "version": "17", "active": true, "on": true, "run": "rabc1234", "after": 0,
        "row": { "zone": name }, "place": { "app": name, "configVar": name }, "namespace": format!("credential:{name}"),
        "formation": [{ "type": name, "quantity": 2, "size": name }],
    }))
}

/// Each command by hand delivers the name as one argument, and runs nothing else.
fn assert_one_argument(name: &str) {
    let args = arguments(name);
    let hands: Vec<String> = ops::ALL.iter().map(|op| op.by_hand(&args).unwrap()).collect();
    let script = hands.join("\n") + "\n";
    let calls = executed(&script);
    let commands = hands.iter().filter(|hand| !hand.starts_with('#')).count();
    // A command for psql asks heroku for the URL first.
    let piped = hands.iter().filter(|hand| hand.contains("| psql")).count();
    assert_eq!(calls.len(), commands + piped, "{script}");
    for call in calls.iter().filter(|call| call[0] == "heroku") {
        let whole = [name.to_owned(), format!("{name}=2:{name}"), format!("{name}=2")];
        assert!(call[1..].iter().any(|word| whole.contains(word)), "{call:?}");
        let split = call[1..].iter().filter(|word| name.contains(word.as_str()) && **word != name).count();
        assert!(split == 0 || name.len() < 3, "{call:?}");
    }
}

#[test]
fn hostile_names_stay_one_argument_of_every_command_by_hand() {
    for name in HOSTILE {
        assert_one_argument(name);
    }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn any_name_stays_one_argument_of_every_command_by_hand(text in "[^\0]{1,24}") {
        assert_one_argument(&text);
    }

    #[test]
    fn an_undo_card_runs_as_it_stands((snapshot, request) in renamed()) {
        let plan = upgrade_db::plan(&snapshot, &request);
        let card = undo_card(&plan, "rabc1234", &bindings(&plan));
        let commands: Vec<String> = card
            .iter()
            .filter(|line| line.0.first().is_some_and(|span| span.text == "  "))
            .map(Line::text)
            .collect();
        let script = commands.join("\n") + "\n";
        let calls = executed(&script);
        prop_assert!(calls.len() >= commands.len(), "{}", script);
        let apps: Vec<String> = plan.apps.iter().map(|app| printable(app)).collect();
        for call in calls.iter().filter(|call| call[0] == "heroku") {
            let app = call.iter().position(|word| word == "--app").and_then(|at| call.get(at + 1));
            prop_assert!(app.is_some_and(|app| apps.contains(app) || *app == printable(&plan.old_database.app)), "{:?}", call);
        }
    }
}
