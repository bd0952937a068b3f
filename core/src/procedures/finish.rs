//! After the soak: destroy the old database of an upgrade, if nobody has used it since.

use serde_json::{json, Value};

use crate::args::{quoted, Bindings};
use crate::plan::{Budget, Call, Check, OnFailure, Pace, Plan, Step, Zone, FORMAT_VERSION};

/// The plan, or `None` if the run's bindings do not hold a position of the old database.
#[must_use]
pub fn plan(upgrade: &Plan, bindings: &Bindings) -> Option<Plan> {
    let position = bindings.get("L0")?.clone();
    let var = bindings.get("name.oldVar").and_then(Value::as_str)?;
    let old = &upgrade.old_database;
    let place = json!({ "app": quoted(&old.app), "configVar": quoted(var) });
    let destroy = Call {
        op: "addon_destroy@1".to_owned(),
        args: json!({ "app": quoted(&old.app), "addon": quoted(&old.addon) }),
    };
    let check = |condition: &str, args: Value, code: &str| Check {
        condition: condition.to_owned(),
        args,
        pace: Pace::Slow,
        deadline_ms: 300_000,
        times: 1,
        code: code.to_owned(),
    };
    let gone = destroy.args.clone();
    let unmoved = json!({
        "place": place,
        "schemas": quoted(&upgrade.snapshot.schemas()),
        "position": position,
        "own": 1,
        "title": "old database since the fence",
    });
    let step = Step {
        id: "destroy-old".to_owned(),
        zone: Zone::Settle,
        title: format!("destroy {} and its data", old.addon),
        why: "it is fenced, nobody is connected to it and nobody wrote to it since the upgrade".to_owned(),
        special: None,
        guards: vec![
            check("no_sessions@1", json!({ "place": place }), "database/sessions-open"),
            check("position_unmoved@1", unmoved, "window/position-unreadable"),
        ],
        calls: vec![destroy],
        until: vec![check("addon_gone@1", gone, "service/no-effect")],
        undo: Vec::new(),
        undo_guards: Vec::new(),
        undo_guards_at: 0,
        undo_until: Vec::new(),
        on_failure: OnFailure::Undo,
        fallback: Vec::new(),
        tries: 1,
    };
    Some(Plan {
        format_version: FORMAT_VERSION.to_owned(),
        procedure: "finish".to_owned(),
        prechecks: Vec::new(),
        methods: Vec::new(),
        cut_over: None,
        point_of_no_return: Some(step.id.clone()),
        budget: Budget { platform: 2, sql: 2, ..Budget::default() },
        not_covered: Vec::new(),
        steps: vec![step],
        ..upgrade.clone()
    })
}
