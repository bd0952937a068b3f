//! What holds for any snapshot: plans are pure, whole and carried out as named, and no name breaks out of its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::BTreeSet;

use connect_core::effect::Effect;
use connect_core::face::Face;
use connect_core::late::{Known, Use, Uses};
use connect_core::line::{printable, Line};
use connect_core::look::{Look, Stop};
use connect_core::ops::{self, Op, Undo};
use connect_core::plan::{unbound, unmirrored, Plan, Step};
use connect_core::run::{stage, Hold};
use connect_core::{approval, procedures, render};
use proptest::prelude::*;
use support::odd::{config, known, name, renamed, scrambled};

/// Every part of every step is known and can be asked for; the requests it makes.
fn carried_out(plan: &Plan) -> Vec<Effect> {
    let bindings = known(plan);
    let known = Known::of(&bindings).with_found(Some("found-by-the-probe"));
    let mut effects = Vec::new();
    let first = |step: &Step, asked: Result<(), Stop>| match asked {
        Err(Stop::Read(effect)) => *effect,
        other => panic!("{}: {other:?}", step.id),
    };
    for step in &plan.steps {
        for op in step.changes() {
            let verb = op.known().unwrap();
            effects.push(verb.request(&known).unwrap_or_else(|error| panic!("{} {error}", op.name())));
            effects.push(first(step, ops::probe(verb, &known, &Look::at(&[])).map(|_| ())));
            assert!(!verb.sentence(&known).unwrap().is_empty());
            assert_ne!(verb.by_hand(&known).unwrap().as_deref(), Some(""));
        }
        for check in step.checks() {
            let condition = check.condition.known().unwrap();
            effects.push(first(step, condition.judge(&known, &Look::at(&[])).map(|_| ())));
            assert_ne!(condition.by_hand(&known).unwrap().as_deref(), Some(""));
            assert!(check.times > 0 && check.deadline_ms > 0 && check.code.contains('/'));
        }
    }
    effects
}

/// What is done before the point of no return is taken back, and nothing else is.
fn assert_mirrored(plan: &Plan) {
    assert_eq!(unmirrored(&plan.steps, &plan.marks), None);
    let end = plan.position(plan.marks.point_of_no_return.as_ref()).unwrap_or(plan.steps.len());
    for step in plan.steps.iter().take(end) {
        // What comes before the guards only closes the new side.
        for undo in step.undo.iter().skip(step.undo_guards_at) {
            let of = |call: &Op| match call.known().unwrap().undo() {
                Undo::Nothing => false,
                Undo::By(op) => *op == *undo,
                Undo::Restore => undo.known().unwrap().restores(call),
            };
            // A session that began under a read-only default is ended with it.
            let ends = matches!(undo, Op::SessionsEnd(_));
            let so_far = plan.steps.iter().take_while(|one| one.id != step.id).chain([step]);
            let taken_back = so_far.flat_map(|one| &one.calls).any(of);
            assert!(ends || taken_back, "{}: {undo:?} takes nothing back", step.id);
        }
    }
}

/// Takes from a plan what makes it sound, and sees it refused.
fn assert_unsound_is_seen(plan: &Plan) {
    for (at, step) in plan.steps.iter().enumerate() {
        let reads = |slot: &str| {
            let mut read = false;
            plan.steps[at + 1..].iter().for_each(|later| {
                let uses: Vec<&dyn Uses> = later
                    .changes()
                    .map(|op| op as &dyn Uses)
                    .chain(later.checks().map(|check| check as &dyn Uses))
                    .collect();
                uses.iter().for_each(|one| one.uses(&mut |used| read |= used == Use::Reads(slot)));
            });
            read
        };
        let mut bound = Vec::new();
        step.until.iter().for_each(|check| {
            check.uses(&mut |used| {
                if let Use::Binds(slot) = used {
                    bound.push(slot.to_owned());
                }
            });
        });
        let again = |slot: &String| {
            plan.steps.iter().enumerate().any(|(other, step)| {
                let mut binds = false;
                step.until.iter().for_each(|check| check.uses(&mut |used| binds |= used == Use::Binds(slot)));
                other != at && binds
            })
        };
        let named = |slot: &String| plan.names.slots().any(|name| name == slot);
        if bound.iter().any(|slot| reads(slot) && !again(slot) && !named(slot)) {
            let mut steps = plan.steps.clone();
            steps[at].until.clear();
            assert!(unbound(&steps, &plan.names).is_some(), "{} binds for nobody", step.id);
        }
    }
}

/// Every line that is made from a plan before and during a run.
fn lines(plan: &Plan) -> Vec<Line> {
    let mut lines = render::plan_text(plan, Hold::Ask, &Face { verbose: true, ..Face::default() });
    lines.extend(support::begun_card(plan, &known(plan)));
    for (index, step) in plan.steps.iter().enumerate() {
        let detail = Some(plan.apps.join(" "));
        let state = connect_core::directive::StageState::Waiting;
        let connect_core::directive::Event::Stage { line, .. } =
            stage(step, plan.number(index), state, detail, Some(1))
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
        let plan = procedures::plan(&snapshot, &request);
        prop_assert_eq!(&plan, &procedures::plan(&snapshot, &request));
        let text = serde_json::to_string(&plan).unwrap();
        let back: Plan = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(approval::sha256(&back), approval::sha256(&plan));
        prop_assert_eq!(&back, &plan);
        prop_assert_eq!(plan.applyable(), !plan.steps.is_empty());
        prop_assert!(!plan.prechecks.iter().any(|one| one.code == "plan/broken"));
        carried_out(&plan);
        assert_mirrored(&plan);
        assert_unsound_is_seen(&plan);
        assert_harmless(&lines(&plan));
    }

    #[test]
    fn names_change_no_step_and_reach_their_places_whole((snapshot, request) in renamed()) {
        let plan = procedures::plan(&snapshot, &request);
        let ids: BTreeSet<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
        prop_assert_eq!(ids.len(), plan.steps.len());
        for effect in carried_out(&plan) {
            match effect {
                Effect::Http(http) => prop_assert!(http.request.path.bytes().all(|b| b.is_ascii_graphic()), "{}", http.request.path),
                Effect::Sql(sql) => {
                    let known = |app: &String| sql.app == *app;
                    prop_assert!(plan.apps.iter().any(known) || sql.app == plan.snapshot.database.app, "{} is no app", sql.app);
                }
                Effect::File(_) => {}
            }
        }
        assert_mirrored(&plan);
        assert_harmless(&lines(&plan));
        let upgrade = procedures::find(&plan.procedure).unwrap();
        if let Some(request) = upgrade.finishing(&plan, "rabc1234", &known(&plan)) {
            let after = procedures::plan(&snapshot, &request);
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
